import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, it } from 'vitest'
import { problemCodes } from '../model'
import { createTranslate, de, en, languageFor, problemSentence } from '.'

type MessageFormatElement = ReturnType<IntlMessageFormat['getAst']>[number]
const literal = 0

const keys = Object.keys(en) as (keyof typeof en)[]

/** The names in a message: `{file}`, `{count, plural, …}`. */
function placeholders(message: string): string[] {
  const names = (elements: readonly MessageFormatElement[]): string[] =>
    elements.flatMap((element) => [
      ...('value' in element && element.type !== literal ? [element.value] : []),
      ...('options' in element
        ? Object.values(element.options).flatMap((option) => names(option.value))
        : []),
    ])
  const ast = new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst()
  return [...new Set(names(ast))].sort()
}

describe('the message catalogues', () => {
  it('have the same keys in English and German', () => {
    expect(Object.keys(de).sort()).toEqual([...keys].sort())
  })

  it('use the same parameters in both languages', () => {
    for (const key of keys) expect(placeholders(de[key]), key).toEqual(placeholders(en[key]))
  })

  it('are plain about it: no exclamation marks, no “please”, no “successfully”', () => {
    for (const key of keys) {
      expect(en[key], key).not.toMatch(/!|please|successful/i)
      expect(de[key], key).not.toMatch(/!|\bbitte\b|erfolgreich/i)
    }
  })

  it('can all be formatted', () => {
    for (const language of ['en', 'de'] as const) {
      const translate = createTranslate(language)
      for (const key of keys) {
        const params = Object.fromEntries(placeholders(en[key]).map((name) => [name ?? '', 3]))
        expect(translate(key, params), key).not.toBe('')
      }
    }
  })

  it('choose the language by locale, English where there is no other', () => {
    expect(languageFor('de-AT')).toBe('de')
    expect(languageFor('en-GB')).toBe('en')
    expect(languageFor('fr')).toBe('en')
  })
})

describe('a problem’s sentence', () => {
  const translate = createTranslate('en')

  it('exists for every code in every language', () => {
    for (const code of problemCodes) {
      expect(problemSentence(translate, { code, params: {} })).not.toBe('')
      expect(problemSentence(createTranslate('de'), { code, params: {} })).not.toBe('')
    }
  })

  it('names the file and the remedy', () => {
    const sentence = problemSentence(translate, {
      code: 'file.diskFull',
      params: { file: '07 Blue.flac', needBytes: 12_000_000 },
    })
    expect(sentence).toBe(
      'Couldn’t save “07 Blue.flac”: the volume is full (12.0 MB more needed). Free some space, then retry.',
    )
  })

  it('shows a hostile file name as text', () => {
    const sentence = problemSentence(translate, {
      code: 'file.notFound',
      params: { file: '<img onerror=x>{0}.mp3' },
    })
    expect(sentence).toContain('<img onerror=x>{0}.mp3')
  })
})
