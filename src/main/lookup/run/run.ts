import type { RunList, RunMark, RunResult } from '../../../shared/ipc'

/** Where an album stands. Nothing of `asking` outlives the app: it waits again. */
export type AlbumState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'asking' }
  | Exclude<RunResult, { kind: 'parked' }>
  /** `retryAt` (ms since 1970): when it is tried again by itself; undefined when only the person can. */
  | (Extract<RunResult, { kind: 'parked' }> & { readonly retryAt: number | undefined })

export interface Album {
  /** Paths: ids mean nothing in another run of the app. */
  readonly files: readonly string[]
  readonly title: string
  readonly artist: string
  readonly state: AlbumState
  readonly mark: RunMark
  /** How often it failed in a row. */
  readonly failures: number
  /** Where the release’s values are kept, laid over its files. */
  readonly kept: Kept | undefined
}

/** A stretch of the file of proposals, in bytes. */
export interface Kept {
  readonly at: number
  readonly length: number
}

/** A lookup of many albums. */
export interface Run {
  /** Ms since 1970. */
  readonly startedAt: number
  readonly albums: readonly Album[]
}

export type RunEvent =
  | { readonly kind: 'asked'; readonly album: number }
  /** Given up half-way, by nobody’s fault. */
  | { readonly kind: 'released'; readonly album: number }
  | {
      readonly kind: 'ended'
      readonly album: number
      readonly at: number
      readonly title: string
      readonly artist: string
      readonly result: RunResult
      readonly kept?: Kept | undefined
    }
  | { readonly kind: 'retried'; readonly albums: readonly number[] }
  | { readonly kind: 'marked'; readonly albums: readonly number[]; readonly mark: RunMark }
  /** All at once: names may have been swapped. */
  | { readonly kind: 'moved'; readonly moves: readonly { readonly from: string; readonly to: string }[] }

const waiting: AlbumState = { kind: 'waiting' }

export const newAlbum = (files: readonly string[]): Album => ({
  files,
  title: '',
  artist: '',
  state: waiting,
  mark: 'open',
  failures: 0,
  kept: undefined,
})

/** What an event makes of a run. One that does not fit, as of an album that is not there, changes nothing. Pure. */
export function reduce(run: Run, event: RunEvent): Run {
  switch (event.kind) {
    case 'asked':
      return change(run, [event.album], (album) =>
        canBeAsked(album) ? { ...album, state: { kind: 'asking' } } : album,
      )
    case 'released':
      return change(run, [event.album], (album) =>
        album.state.kind === 'asking' ? { ...album, state: waiting } : album,
      )
    case 'ended':
      return change(run, [event.album], (album) => ended(album, event))
    case 'retried':
      return change(run, event.albums, (album) =>
        canBeAsked(album) ? { ...album, state: waiting, failures: 0 } : album,
      )
    case 'marked':
      return change(run, event.albums, (album) => ({ ...album, mark: event.mark }))
    case 'moved': {
      const to = new Map(event.moves.map((move) => [move.from, move.to]))
      const moved = run.albums.flatMap(({ files }, index) =>
        files.some((file) => to.has(file)) ? [index] : [],
      )
      return change(run, moved, (album) => ({
        ...album,
        files: album.files.map((file) => to.get(file) ?? file),
      }))
    }
  }
}

function change(run: Run, indexes: readonly number[], next: (album: Album) => Album): Run {
  const albums = [...run.albums]
  for (const index of indexes) {
    const album = albums[index]
    if (album !== undefined) albums[index] = next(album)
  }
  return { ...run, albums }
}

const canBeAsked = ({ state }: Album): boolean => state.kind === 'waiting' || state.kind === 'parked'

function ended(album: Album, event: Extract<RunEvent, { kind: 'ended' }>): Album {
  const { result, at, title, artist, kept } = event
  const said = { ...album, title, artist, kept }
  if (result.kind !== 'parked') return { ...said, state: result, failures: 0 }
  const failures = album.failures + 1
  const again = result.problem.remedy === 'retry' && result.problem.code !== 'lookup.cancelled'
  const waitMs = again ? retryWait(failures) : undefined
  return {
    ...said,
    failures,
    state: { ...result, retryAt: waitMs === undefined ? undefined : at + waitMs },
  }
}

const firstWaitMs = 30_000
const longestWaitMs = 1_800_000
/** After so many failures in a row it is up to the person. */
const mostFailures = 8

/** How long a parked album waits before it is tried again, in ms: twice as long each time. */
export function retryWait(failures: number): number | undefined {
  return failures >= mostFailures ? undefined : Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - 1))
}

/** The album to be asked next: in their order, and those that failed once their time has come. */
export function nextAlbum({ albums }: Run, now: number): number | undefined {
  const first = albums.findIndex(({ state }) => state.kind === 'waiting')
  if (first >= 0) return first
  const due = albums.findIndex(
    ({ state }) => state.kind === 'parked' && state.retryAt !== undefined && state.retryAt <= now,
  )
  return due < 0 ? undefined : due
}

/** When the first parked album is due, in ms since 1970; undefined when none tries by itself. */
export function nextRetry({ albums }: Run): number | undefined {
  const times = albums.flatMap(({ state }) =>
    state.kind === 'parked' && state.retryAt !== undefined ? [state.retryAt] : [],
  )
  return times.length === 0 ? undefined : times.reduce((least, time) => Math.min(least, time))
}

export interface RunCounts extends Readonly<Record<RunList, number>> {
  /** Those being asked among them. */
  readonly waiting: number
  readonly applicable: number
  readonly retrying: number
}

export function countsOf({ albums }: Run): RunCounts {
  const counts = { waiting: 0, sure: 0, unsure: 0, nothing: 0, parked: 0, applicable: 0, retrying: 0 }
  for (const { state, mark } of albums) {
    counts[state.kind === 'asking' ? 'waiting' : state.kind] += 1
    if (state.kind === 'sure' && mark === 'open') counts.applicable += 1
    if (state.kind === 'parked' && state.retryAt !== undefined) counts.retrying += 1
  }
  return counts
}

/** Whether nothing is left to be done but by the person. */
export function isFinished(run: Run): boolean {
  const { waiting: left, retrying } = countsOf(run)
  return left === 0 && retrying === 0
}
