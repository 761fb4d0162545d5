import { describe, expect, it } from 'vitest'
import { markChanges } from './word-difference'

describe('the words that changed', () => {
  it.each([
    ['Drift (feat. Anouk Reyes)', 'Drift', '«Drift»( (feat. Anouk Reyes))'],
    ['Drift', 'Drift (feat. Anouk Reyes)', '«Drift»'],
    ['Mira Solen feat. Anouk Reyes', 'Mira Solen', '«Mira Solen»( feat. Anouk Reyes)'],
    ['The Long Quay', 'The Short Quay', '«The »(Long)« Quay»'],
    ['Überfahrt', 'Ãœberfahrt', '(Überfahrt)'],
    ['', 'x', ''],
    ['same', 'same', '«same»'],
    ['a b a b', 'b a', '(a )«b a»( b)'],
  ])('of “%s” against “%s” are marked', (text, other, marked) => {
    const shown = markChanges(text, other)
      .map((piece) => (piece.changed ? `(${piece.text})` : `«${piece.text}»`))
      .join('')
    expect(shown).toBe(marked)
    expect(
      markChanges(text, other)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text)
  })

  it('are not looked for in very long texts', () => {
    const long = 'word '.repeat(300)
    expect(markChanges(long, 'x')).toEqual([{ text: long, changed: true }])
  })
})
