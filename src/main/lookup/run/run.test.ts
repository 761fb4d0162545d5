import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Candidate, RunResult } from '../../../shared/ipc'
import type { Problem } from '../../../shared/model'
import {
  countsOf,
  isFinished,
  newAlbum,
  nextAlbum,
  nextRetry,
  type Run,
  type RunEvent,
  reduce,
  retryWait,
} from './run'

const busy: Problem = { code: 'lookup.busy', params: { service: 'MusicBrainz' }, remedy: 'retry' }
const refused: Problem = { code: 'lookup.refused', params: { service: 'MusicBrainz', reason: 'HTTP 401' } }
const cancelled: Problem = { code: 'lookup.cancelled', params: { service: 'MusicBrainz' }, remedy: 'retry' }

const candidate: Candidate = {
  service: 'musicbrainz',
  releaseId: 'r',
  releaseGroupId: 'g',
  title: 'Tideworks',
  artist: 'Mira Solen',
  date: '',
  country: '',
  format: '',
  label: '',
  catalogNumber: '',
  barcode: '',
  trackCount: 7,
  score: 0.99,
  sure: true,
  open: [],
  reasons: [],
}
const sure: RunResult = { kind: 'sure', best: candidate, others: 0 }
const parked = (problem: Problem): RunResult => ({ kind: 'parked', problem })

const runOf = (albums: number): Run => ({
  startedAt: 0,
  albums: Array.from({ length: albums }, (_, index) => newAlbum([`/music/${index}/1.flac`])),
})
const ended = (album: number, result: RunResult, at = 0): RunEvent => ({
  kind: 'ended',
  album,
  at,
  title: 'Tideworks',
  artist: 'Mira Solen',
  result,
})
const withEvents = (run: Run, ...events: RunEvent[]): Run => events.reduce(reduce, run)

describe('a run', () => {
  it('asks its albums in their order, each once', () => {
    let run = runOf(3)
    const asked: number[] = []
    for (;;) {
      const album = nextAlbum(run, 0)
      if (album === undefined) break
      asked.push(album)
      run = withEvents(run, { kind: 'asked', album }, ended(album, sure))
    }
    expect(asked).toEqual([0, 1, 2])
    expect(isFinished(run)).toBe(true)
  })

  it('goes on with the others when one fails, and tries that one again once its time has come', () => {
    const run = withEvents(runOf(2), { kind: 'asked', album: 0 }, ended(0, parked(busy), 1000))
    expect(nextAlbum(run, 1000)).toBe(1)
    const done = withEvents(run, { kind: 'asked', album: 1 }, ended(1, sure))
    expect(isFinished(done)).toBe(false)
    expect(nextRetry(done)).toBe(31_000)
    expect(nextAlbum(done, 30_999)).toBeUndefined()
    expect(nextAlbum(done, 31_000)).toBe(0)
  })

  it('waits longer each time, and leaves it to the person after eight failures', () => {
    expect([1, 2, 3, 6, 7, 8].map(retryWait)).toEqual([
      30_000,
      60_000,
      120_000,
      960_000,
      1_800_000,
      undefined,
    ])
    let run = runOf(1)
    for (let failure = 0; failure < 8; failure += 1) {
      run = withEvents(run, { kind: 'asked', album: 0 }, ended(0, parked(busy)))
    }
    expect(isFinished(run)).toBe(true)
    expect(nextAlbum(withEvents(run, { kind: 'retried', albums: [0] }), 0)).toBe(0)
  })

  it.each([
    ['was refused', refused],
    ['the person cancelled', cancelled],
  ])('does not try by itself what %s', (_, problem) => {
    const run = withEvents(runOf(1), { kind: 'asked', album: 0 }, ended(0, parked(problem)))
    expect(isFinished(run)).toBe(true)
    expect(countsOf(run)).toMatchObject({ parked: 1, retrying: 0 })
  })

  it('asks what was given up half-way again', () => {
    const run = withEvents(runOf(1), { kind: 'asked', album: 0 }, { kind: 'released', album: 0 })
    expect(nextAlbum(run, 0)).toBe(0)
  })

  it('counts as applicable what is sure and was neither applied nor skipped', () => {
    const run = withEvents(runOf(3), ended(0, sure), ended(1, sure), ended(2, sure))
    const marked = withEvents(
      run,
      { kind: 'marked', albums: [0], mark: 'applied' },
      { kind: 'marked', albums: [1], mark: 'skipped' },
    )
    expect(countsOf(marked)).toMatchObject({ sure: 3, applicable: 1 })
    expect(countsOf(withEvents(marked, { kind: 'marked', albums: [0], mark: 'open' })).applicable).toBe(2)
  })

  it('follows files to their new names, swapped ones too', () => {
    const move = (from: string, to: string) => ({ from: `/music/${from}.flac`, to: `/music/${to}.flac` })
    const moves = [move('0/1', '1/1'), move('1/1', '0/1'), move('2/1', '2/01 Ebb')]
    const run = withEvents(runOf(3), { kind: 'moved', moves })
    expect(run.albums.map(({ files }) => files)).toEqual([
      ['/music/1/1.flac'],
      ['/music/0/1.flac'],
      ['/music/2/01 Ebb.flac'],
    ])
  })

  it('has each album in exactly one list, whatever happens', () => {
    const result = fc.constantFrom<RunResult>(
      sure,
      { kind: 'unsure', best: candidate, others: 1 },
      { kind: 'nothing', why: 'noHits' },
      parked(busy),
      parked(refused),
    )
    const album = fc.integer({ min: 0, max: 6 })
    const event = fc.oneof(
      album.map((index): RunEvent => ({ kind: 'asked', album: index })),
      album.map((index): RunEvent => ({ kind: 'released', album: index })),
      fc.tuple(album, result, fc.nat(100)).map(([index, what, at]) => ended(index, what, at)),
      fc.array(album).map((albums): RunEvent => ({ kind: 'retried', albums })),
      fc.array(album).map((albums): RunEvent => ({ kind: 'marked', albums, mark: 'applied' })),
    )
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const run = withEvents(runOf(5), ...events)
        const { waiting, sure: found, unsure, nothing, parked: failed } = countsOf(run)
        expect(waiting + found + unsure + nothing + failed).toBe(5)
        const next = nextAlbum(run, Number.POSITIVE_INFINITY)
        if (next !== undefined) expect(run.albums[next]?.state.kind).toMatch(/waiting|parked/)
      }),
    )
  })
})
