import { describe, expect, it } from 'vitest'
import { parseValue } from '.'
import { fold, sortKey } from './fold'

describe('folding', () => {
  it.each([
    ['Nachtfähre', 'nachtfahre'],
    ['STRASSE Straße', 'strasse strasse'],
    ['Sigur Rós', 'sigur ros'],
    ['Øresund', 'oresund'],
    ['ﬁlm', 'film'],
  ])('%s → %s', (text, folded) => {
    expect(fold(text)).toBe(folded)
  })

  it('sorts as people do', () => {
    const names = ['track 10', 'Track 2', 'track 02b', 'älter', 'Zebra']
    expect(names.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))).toEqual([
      'älter',
      'Track 2',
      'track 02b',
      'track 10',
      'Zebra',
    ])
  })
})

describe('typed text', () => {
  it('is split at semicolons where a field has many values, and nowhere else', () => {
    expect(parseValue('genre', ' Folk; Ambient ;; ')).toEqual(['Folk', 'Ambient'])
    expect(parseValue('title', ' One; Two ')).toEqual(['One; Two'])
  })

  it('is kept as it is in long fields, and is nothing when it is blank', () => {
    expect(parseValue('comment', ' a\n b ')).toEqual([' a\n b '])
    expect(parseValue('comment', '')).toEqual([])
    expect(parseValue('title', '  ')).toEqual([])
  })
})
