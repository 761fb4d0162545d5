import { describe, expect, it } from 'vitest'
import { timedLines, wordsOf } from './lrc'

// The lines themselves are tried where tags are written: main/metadata/tags/lrc.test.ts.

describe('LRC', () => {
  it('is no LRC without a time', () => {
    expect(timedLines('High water\nLow water')).toBeUndefined()
    expect(timedLines('[ar:Mira Solen]\nHigh water')).toBeUndefined()
  })

  it('has words of its own, each line as often as it is sung', () => {
    expect(wordsOf('[ti:Ebb]\n[00:05.00][00:01.00] High water\n[00:03.00] Low water\n')).toBe(
      'High water\nLow water\nHigh water',
    )
    expect(wordsOf('no times\nat all')).toBe('no times\nat all')
  })
})
