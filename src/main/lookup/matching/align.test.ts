import { describe, expect, it } from 'vitest'
import { type ReleaseFacts, release } from '../testing/release'
import { type TrackFacts, track } from '../testing/sample-library'
import { align, lengthFit } from './align'
import { readAlbum } from './evidence'

/** The titles that the files get; `–` for none. Then, behind `|`, what is missing. */
function assigned(files: readonly TrackFacts[], facts: ReleaseFacts): string {
  const { matches, missing } = align(readAlbum(files.map(track)).files, release(facts))
  const titles = matches.map((match) => match?.track.title ?? '–')
  return [
    ...titles,
    ...(missing.length > 0 ? ['|', ...missing.map((placed) => placed.track.title)] : []),
  ].join(' ')
}

const titled = (title: string, number?: string): TrackFacts => ({
  values: { title: [title], ...(number === undefined ? {} : { track: [number] }) },
})

describe('finding the track of each file', () => {
  const album = { discs: [['Ebb @60000', 'Flow @90000', 'Salt @120000']] }

  it('goes by titles, whatever the numbers say', () => {
    expect(assigned([titled('Salt', '1'), titled('Ebb', '2'), titled('Flow', '3')], album)).toBe(
      'Salt Ebb Flow',
    )
  })

  it('goes by lengths where titles are placeholders', () => {
    const files = [120_300, 59_800, 90_100].map((durationMs, n) => ({
      durationMs,
      ...titled(`Track 0${n + 1}`),
    }))
    expect(assigned(files, album)).toBe('Salt Ebb Flow')
  })

  it('goes by numbers where nothing else is known', () => {
    const files = ['track02.wav', 'track03.wav', 'track01.wav'].map((fileName) => ({ fileName }))
    expect(assigned(files, { discs: [['Ebb', 'Flow', 'Salt']] })).toBe('Flow Salt Ebb')
  })

  it('tells two tracks of one title apart by their length', () => {
    const files = [
      { ...titled('Tide'), durationMs: 200_000 },
      { ...titled('Tide'), durationMs: 100_000 },
    ]
    const { matches } = align(
      readAlbum(files.map(track)).files,
      release({ discs: [['Tide @100000', 'Tide @200000']] }),
    )
    expect(matches.map((match) => match?.track.position)).toEqual([2, 1])
  })

  it('leaves a file out that is no track, and names the tracks without a file', () => {
    expect(assigned([titled('Ebb'), titled('Interview with the Band')], album)).toBe('Ebb – | Flow Salt')
  })

  it('leaves the one that fits worse out of two for the same track', () => {
    expect(assigned([titled('Ebb Tide'), titled('Ebb')], { discs: [['Ebb']] })).toBe('– Ebb')
  })

  it('finds a misspelt title by its length and place', () => {
    const files = [{ ...titled('Flood', '2'), durationMs: 90_000 }]
    expect(assigned(files, album)).toBe('Flow | Ebb Salt')
  })

  it('does not take a number for a song when the length contradicts', () => {
    expect(assigned([{ fileName: 'track01.wav', durationMs: 300_000 }], album)).toBe('– | Ebb Flow Salt')
  })

  it('keeps discs apart', () => {
    const files = [
      { fileName: 'track01.wav', folder: '/x/Album/Disc 2' },
      { fileName: 'track01.wav', folder: '/x/Album/Disc 1' },
    ]
    expect(assigned(files, { discs: [['Moss'], ['Pond']] })).toBe('Pond Moss')
  })

  it('understands numbers that run on over two discs', () => {
    const files = ['track03.wav', 'track04.wav'].map((fileName) => ({ fileName }))
    const two = {
      discs: [
        ['Moss', 'Ivy'],
        ['Pond', 'Path'],
      ],
    }
    const numbered = files.map((file) => ({ ...file, ...titled('', '') }))
    expect(assigned(numbered, two)).toBe('Pond Path | Moss Ivy')
    expect(
      assigned(
        numbered.map((file, n) => ({ ...file, durationMs: 50_000 + n * 20_000 })),
        {
          discs: [
            ['Moss @50000', 'Ivy @70000'],
            ['Pond @50000', 'Path @70000'],
          ],
        },
      ),
    ).toBe('Pond Path | Moss Ivy')
  })

  it('gives the same answer for the same files', () => {
    const files = [titled('Tide'), titled('Tide')].map(track)
    const evidence = readAlbum(files).files
    const album = release({ discs: [['Tide', 'Tide']] })
    expect(align(evidence, album)).toEqual(align(evidence, album))
  })

  it('comes to an end with a hundred tracks', () => {
    const names = Array.from({ length: 100 }, (_, n) => `${(n * 7919) % 1000} Movement of the Sea, ${n}`)
    const files = names.map((name) => track(titled(name)))
    const { matches } = align(readAlbum(files).files, release({ discs: [names] }))
    expect(matches.every((match, n) => match?.track.position === n + 1)).toBe(true)
  })
})

describe('comparing lengths', () => {
  it.each([
    [180_000, 181_400, 1],
    [180_000, 188_000, 0],
    [180_000, 184_500, 0.5],
    [2000, 2600, 0.53],
  ])('%i ms and %i ms fit %f', (a, b, fit) => {
    expect(lengthFit(a, b)).toBeCloseTo(fit, 1)
    expect(lengthFit(b, a)).toBe(lengthFit(a, b))
  })

  it('has no opinion about an unknown length', () => {
    expect(lengthFit(undefined, 1000)).toBeUndefined()
    expect(lengthFit(1000, undefined)).toBeUndefined()
  })
})
