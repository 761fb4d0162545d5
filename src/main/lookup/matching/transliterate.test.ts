import { describe, expect, it } from 'vitest'
import { similarity } from './similarity'
import { transliterate } from './transliterate'

describe('writing a name in Latin letters', () => {
  it.each([
    ['さくら', 'sakura'],
    ['サクラ', 'sakura'],
    ['ｻｸﾗ', 'sakura'],
    ['きょうと', 'kyouto'],
    ['しゃしん', 'shashin'],
    ['がっこう', 'gakkou'],
    ['ファイト', 'faito'],
    ['Кино', 'kino'],
    ['Щелкунчик', 'shchelkunchik'],
    ['Μίκης', 'mikis'],
  ])('makes “%s” “%s”', (name, latin) => {
    expect(transliterate(name)).toBe(latin)
  })

  it.each(['Mira', 'Nachtfähre', '東方', ''])('leaves “%s” alone', (name) => {
    expect(transliterate(name)).toBeUndefined()
  })

  it('makes names alike that are one name in two scripts, but never the same', () => {
    expect(similarity('Кино', 'Kino')).toBeGreaterThan(0.9)
    expect(similarity('Кино', 'Kino')).toBeLessThan(1)
    expect(similarity('Кино', 'Vino')).toBeLessThan(0.85)
  })
})
