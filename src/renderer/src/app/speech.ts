import { createTranslate, type Language, type Translate } from '../../../shared/i18n'
import { languageOf, windowSettings } from './window-settings'

const known = new Map<Language, Translate>()

/** The language of the window for code that is no component. */
export function speech(): Translate {
  const language = languageOf(windowSettings.getState())
  const translate = known.get(language) ?? createTranslate(language)
  known.set(language, translate)
  return translate
}
