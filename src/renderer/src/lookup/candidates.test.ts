import { describe, expect, it } from 'vitest'
import type { Reason } from '../../../shared/ipc'
import { candidate } from '../testing/release'
import { editionWord, groupCandidates, percentOf, weightiestReasons } from './candidates'

const edition = (releaseId: string, score: number, reasons: Reason[] = []) =>
  candidate({ releaseId, score, reasons })

/** The words of the editions of one album, in order. */
const words = (...scores: number[]) => {
  const editions = scores.map((score, index) => edition(String(index), score))
  const [group] = groupCandidates(editions)
  return editions.map((each) => (group === undefined ? undefined : editionWord(group, each)))
}

describe('an edition', () => {
  it('fits when it is ahead of the others', () => {
    expect(words(0.98, 0.9, 0.4)).toEqual(['fits', undefined, undefined])
  })

  it('fits when it is the only one', () => {
    expect(words(0.8)).toEqual(['fits'])
  })

  // Tools that show 100 % for one of five equal editions are wrong four times out of five.
  it('is only one of several that fit equally when nothing decides between them', () => {
    expect(words(0.95, 0.95, 0.6)).toEqual(['equal', 'equal', undefined])
  })

  it('is not said to fit when the album itself is unlikely', () => {
    expect(words(0.02)).toEqual([undefined])
  })
})

describe('a probability', () => {
  it.each([
    [1, 99],
    [0.995, 99],
    [0.963, 96],
    [0.001, 1],
  ])('of %d is shown as %d %%, never as certain', (score, percent) => {
    expect(percentOf(score)).toBe(percent)
  })
})

describe('the line below an edition', () => {
  const reason = (code: Reason['code'], kind: Reason['kind']): Reason => ({
    code,
    kind,
    params: {},
    weight: 1,
  })

  it('says what speaks against it', () => {
    const reasons = [reason('titles', 'agrees'), reason('medium', 'differs'), reason('barcode', 'unknown')]
    expect(weightiestReasons(edition('x', 0.9, reasons)).map(({ code }) => code)).toEqual(['medium'])
  })

  it('else what speaks for it, the weightiest two', () => {
    const reasons = (['titles', 'lengths', 'artist'] as const).map((code) => reason(code, 'agrees'))
    expect(weightiestReasons(edition('x', 0.9, reasons)).map(({ code }) => code)).toEqual([
      'titles',
      'lengths',
    ])
  })
})
