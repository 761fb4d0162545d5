import { describe, expect, it } from 'vitest'
import { type TrackFit, trackFit } from './track-fit'

const minutes = (count: number) => count * 60_000
/** A file with this title beside a track called Überfahrt, of four minutes. */
const beside = (title: string, durationMs: number, fileName = '06.flac') =>
  trackFit({ title, fileName, durationMs }, { title: 'Überfahrt', durationMs: minutes(4) })

describe('how well a file and a track go together', () => {
  it.each<[string, number, TrackFit]>([
    ['Überfahrt', minutes(4), { title: 'equal', longerSeconds: 0, whole: 'good' }],
    ['ÜBERFAHRT!', minutes(4) + 1400, { title: 'equal', longerSeconds: 0, whole: 'good' }],
    ['Überfahrt', minutes(4) + 3000, { title: 'equal', longerSeconds: 3, whole: 'fair' }],
    ['Überfahrt', minutes(4) - 20_000, { title: 'equal', longerSeconds: -20, whole: 'bad' }],
    ['Überfahrt', 0, { title: 'equal', longerSeconds: undefined, whole: 'good' }],
    ['Überfahrt (live)', minutes(4), { title: 'alike', longerSeconds: 0, whole: 'fair' }],
    ['Ãœberfahrt', minutes(4), { title: 'alike', longerSeconds: 0, whole: 'fair' }],
    ['Heimweh', minutes(4), { title: 'differs', longerSeconds: 0, whole: 'bad' }],
    ['', minutes(4), { title: 'unknown', longerSeconds: 0, whole: 'good' }],
    ['', 0, { title: 'unknown', longerSeconds: undefined, whole: 'unknown' }],
  ])('“%s” of %d ms', (title, durationMs, expected) => {
    expect(beside(title, durationMs)).toEqual(expected)
  })

  it('goes by the file’s name where the tags have no title', () => {
    expect(beside('', minutes(4), '01 - überfahrt.flac').title).toBe('equal')
    expect(beside('Heimweh', minutes(4), '01 - überfahrt.flac').title).toBe('differs')
  })

  it('takes two seconds for much in a piece of seven', () => {
    const short = trackFit(
      { title: '', fileName: '06.flac', durationMs: 9000 },
      { title: 'Ebb', durationMs: 7000 },
    )
    expect(short).toEqual({ title: 'unknown', longerSeconds: 2, whole: 'fair' })
  })
})
