import { IntlMessageFormat } from 'intl-messageformat'
import { type CustomField, customName, isCustomField } from '../model'
import { de } from './de'
import { en } from './en'

/**
 * Every sentence the product says, in ICU message syntax, by key. English is complete by definition; the
 * compiler and a test keep the others complete. Pure data, so the window, the menus and the command line
 * speak from the same page.
 */
type CatalogueKey = keyof typeof en
/** A field that a person named is called by its own name in every language. */
type CustomFieldKey = `field.${CustomField}`
export type MessageKey = CatalogueKey | CustomFieldKey
export type Language = 'en' | 'de'
export type MessageParams = Readonly<Record<string, string | number>>
export type Translate = (key: MessageKey, params?: MessageParams) => string

const catalogues: Readonly<Record<Language, Readonly<Record<CatalogueKey, string>>>> = { en, de }

function labelOfCustomField(key: MessageKey): string | undefined {
  const field = key.slice('field.'.length)
  return isCustomField(field) ? customName(field) : undefined
}

/** The language for a locale such as `de-AT`: English where there is no catalogue. */
export const languageFor = (locale: string): Language => (locale.toLowerCase().startsWith('de') ? 'de' : 'en')

/** Formats are parsed once per message and kept. */
export function createTranslate(language: Language): Translate {
  const formats = new Map<MessageKey, IntlMessageFormat>()
  return (key, params) => {
    const customLabel = labelOfCustomField(key)
    if (customLabel !== undefined) return customLabel
    let format = formats.get(key)
    if (format === undefined) {
      // Tags in a message are text here: file names with `<` must come out as they are.
      format = new IntlMessageFormat(catalogues[language][key as CatalogueKey], language, undefined, {
        ignoreTag: true,
      })
      formats.set(key, format)
    }
    return String(format.format(params ? { ...params } : undefined))
  }
}

export { problemSentence } from './problem-sentence'
export { de, en }
