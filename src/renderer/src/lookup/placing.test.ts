import { describe, expect, it } from 'vitest'
import type { Proposal } from '../../../shared/ipc'
import { type TrackId, trackId } from '../../../shared/model'
import { proposal } from '../testing/release'
import {
  laidOut,
  mapRows,
  movedCount,
  movedTo,
  type Placing,
  placeOf,
  samePlacing,
  suggestedPlacing,
} from './placing'

const [a, b, c] = ['a', 'b', 'c'].map(trackId) as [TrackId, TrackId, TrackId]

const onTrack = (disc: number, track: number, title: string): Proposal['tracklist'][number] => ({
  disc,
  track,
  title,
  artist: '',
  durationMs: 1000 * track,
  values: { title: [title] },
})
const tracklist = [onTrack(1, 1, 'Ebb'), onTrack(1, 2, 'Flow'), onTrack(2, 1, 'Drift')]

/** A release of three tracks, with `a` on the first, `b` on the third and `c` on none. */
const tides = proposal(
  [
    { id: a, position: { disc: 1, track: 1, title: 'Ebb', durationMs: 1000 }, values: { title: ['Ebb'] } },
    {
      id: b,
      position: { disc: 2, track: 1, title: 'Drift', durationMs: 1000 },
      values: { title: ['Drift'] },
    },
    { id: c, values: {} },
  ],
  { tracklist, missing: [{ disc: 1, track: 2, title: 'Flow' }] },
)
const suggested = suggestedPlacing(tides)
/** Which file is on each track, `-` for none: `a-b`. */
const drawn = (placing: Placing) =>
  tracklist.map((_, at) => [...placing].find(([, place]) => place === at)?.[0] ?? '-').join('')

describe('which file is which track', () => {
  it('is at first what the matcher says', () => {
    expect(drawn(suggested)).toBe('a-b')
  })

  it.each<[TrackId, number | undefined, string]>([
    [a, 1, '-ab'],
    [a, 2, 'b-a'],
    [a, 0, 'a-b'],
    [a, undefined, '--b'],
    [c, 1, 'acb'],
    [c, 0, 'c-b'],
    [c, undefined, 'a-b'],
  ])('with %s put on %s is %s', (id, at, after) => {
    expect(drawn(movedTo(suggested, id, at))).toBe(after)
  })

  it('has one file a track however they are moved, and the suggestion as it was', () => {
    let placing = suggested
    for (const [step, id] of [a, b, c, a, c, b, b, a, c].entries()) {
      placing = movedTo(placing, id, step % 4 === 3 ? undefined : step % 4)
      expect(new Set(placing.values()).size).toBe(placing.size)
    }
    expect(drawn(suggested)).toBe('a-b')
  })

  it('knows how many files were moved', () => {
    const moved = movedTo(suggested, a, 2)
    expect(movedCount(tides, moved, suggested)).toBe(2)
    expect(samePlacing(movedTo(moved, a, 0), suggested)).toBe(true)
    expect(samePlacing(moved, suggested)).toBe(false)
  })
})

describe('a release laid over files in another way', () => {
  it('gives each file the values of the track that it is on now', () => {
    const { tracks, missing, candidate } = laidOut(tides, movedTo(movedTo(suggested, a, 2), c, 1))
    expect(tracks.map(({ values }) => values.title)).toEqual([['Drift'], ['Ebb'], ['Flow']])
    expect(tracks[0]?.position).toEqual({ disc: 2, track: 1, title: 'Drift', durationMs: 1000 })
    expect(missing).toEqual([])
    expect(candidate).toBe(tides.candidate)
  })

  it('gives nothing to a file on none, and lists the tracks without a file', () => {
    const { tracks, missing } = laidOut(tides, movedTo(suggested, a, undefined))
    expect(tracks[0]).toEqual({ id: a, values: {} })
    expect(missing.map(({ title }) => title)).toEqual(['Ebb', 'Flow'])
  })

  it('is the proposal itself when it is laid as suggested', () => {
    expect(laidOut(tides, suggested)).toEqual(tides)
  })
})

describe('the lines of the map', () => {
  it('are the tracks in order, then the files on none', () => {
    expect(mapRows(tides, suggested)).toEqual([
      { kind: 'track', at: 0, file: a },
      { kind: 'track', at: 1, file: undefined },
      { kind: 'track', at: 2, file: b },
      { kind: 'none' },
      { kind: 'spare', file: c },
    ])
  })

  it('say where a file goes that is put down there', () => {
    expect(mapRows(tides, suggested).map(placeOf)).toEqual([0, 1, 2, undefined, undefined])
  })
})
