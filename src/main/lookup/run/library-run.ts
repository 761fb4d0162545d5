import type {
  Candidate,
  LookupTrack,
  Proposal,
  RunAlbum,
  RunList,
  RunMark,
  RunPlan,
  RunProposal,
  RunState,
  ServicePace,
} from '../../../shared/ipc'
import { type Problem, ProblemError, type TrackId } from '../../../shared/model'
import { type Clock, systemClock } from '../../http'
import type { Lookup } from '../lookup'
import { throttled } from '../throttled'
import { albumArtist, albumTitle, type ReadAlbum, type RunFiles, readAlbumFiles } from './album-files'
import { type Measured, nothingMeasured, secondsFor, withAlbum, withRequest } from './estimate'
import { resultOf } from './result'
import { rowOf } from './row'
import {
  type Album,
  countsOf,
  isFinished,
  newAlbum,
  nextAlbum,
  nextRetry,
  type Run,
  type RunEvent,
  reduce,
} from './run'
import type { KeptEvent, RunStore } from './run-store'

export interface LibraryRunOptions {
  readonly lookup: Pick<Lookup, 'search' | 'release'>
  /** Those that are asked for albums now, the most trusted first. */
  readonly services: () => readonly ServicePace[]
  readonly files: RunFiles
  readonly store: RunStore
  /** Told the new state, a few times a second at most. */
  readonly onChanged: (state: RunState | null) => void
  readonly clock?: Clock
  readonly log: { warn(message: string, ...details: unknown[]): void }
}

/** A lookup of any number of albums, behind what the person does meanwhile. There is one at most. */
export interface LibraryRun {
  plan(albums: number): RunPlan
  /** In place of the run before. `sizes`: how many of the files each album has. */
  start(files: readonly TrackId[], sizes: readonly number[]): Promise<void>
  state(): Promise<RunState | null>
  albums(page: { list: RunList; from: number; count: number }): Promise<RunAlbum[]>
  /** What is being asked is finished; no other album begins. */
  pause(): void
  /** Goes on after a pause, or after the page or the app ended. */
  resume(): Promise<void>
  discard(): Promise<void>
  /** Its files that are not listed. */
  unlisted(): Promise<string[]>
  /** Tries failed albums again: now, or once the run is continued where it waits for that. All without any. */
  retry(albums: readonly number[]): Promise<void>
  mark(albums: readonly number[], mark: RunMark): Promise<void>
  /**
   * The releases of the sure albums that were neither applied nor skipped, but for those of `except`, laid over their
   * files. One that cannot be had again stops no other.
   */
  proposals(
    except: readonly number[],
    options: { readonly signal: AbortSignal; readonly onProposal: (proposal: RunProposal) => Promise<void> },
  ): Promise<{ album: number; problem: Problem }[]>
  /** Files have other paths now. */
  moved(moves: readonly { readonly from: string; readonly to: string }[]): void
  /** The page is gone, and the list with it: the run waits until it is continued. */
  leave(): void
  close(): Promise<void>
}

/** One album reads its files while another one asks. More would only stand in line. */
const together = 2
/** Each change is followed by others. */
const pauseMs = 250
/** So many failures in a row are the services’ trouble and not the albums’. */
const manyFailures = 3
/** How long nothing is asked after so many, in ms: parked albums try again on their own. */
const restMs = 30_000

export function createLibraryRun(options: LibraryRunOptions): LibraryRun {
  const { lookup, services, files, store, onChanged, clock = systemClock, log } = options
  let run: Run | undefined
  let kind: RunState['kind'] = 'left'
  let measured: Measured = nothingMeasured
  let failuresInARow = 0
  let restUntil = 0
  let stop = new AbortController()
  const underWay = new Set<Promise<void>>()
  let callOff: (() => void) | undefined
  let revision = 0
  let loading: Promise<void> | undefined

  const loaded = (): Promise<void> => {
    loading ??= store.load().then((left) => {
      run ??= left
      if (run !== undefined && isFinished(run)) kind = 'finished'
    })
    return loading
  }

  const tell = throttled(() => onChanged(stateNow()), pauseMs, clock)

  function note(event: RunEvent): void {
    if (run === undefined) return
    run = reduce(run, event)
    if (event.kind !== 'asked') revision += 1
    if (isKept(event)) store.note(event)
    tell()
  }

  function stateNow(): RunState | null {
    if (run === undefined) return null
    const counts = countsOf(run)
    const asked = services()
    const rest = kind === 'running' ? Math.max(0, restUntil - clock.wallNow()) / 1000 : 0
    return {
      kind,
      startedAt: run.startedAt,
      albums: run.albums.length,
      ...counts,
      // While it runs nobody is asked to open them, and there may be many.
      unlisted: kind === 'left' || kind === 'finished' ? unlistedOf(run).length : 0,
      requests: [...measured.requests.values()].reduce((sum, count) => sum + count, 0),
      secondsLeft: rest + secondsFor(counts.waiting, asked, measured),
      services: [...asked],
      revision,
    }
  }

  const unlistedOf = ({ albums }: Run): string[] =>
    albums.flatMap((album) => album.files.filter((file) => files.idAt(file) === undefined))

  /** Lets as many albums begin as may, and sets the one timer for the next that may not yet. */
  function pump(): void {
    callOff?.()
    callOff = undefined
    if (run === undefined || kind !== 'running') return
    const now = clock.wallNow()
    if (restUntil <= now) {
      while (underWay.size < together) {
        const album = nextAlbum(run, now)
        if (album === undefined) break
        begin(album)
      }
    }
    if (underWay.size === 0 && isFinished(run)) {
      kind = 'finished'
      tell()
      return
    }
    const due = restUntil > now ? restUntil : nextRetry(run)
    if (underWay.size < together && due !== undefined) callOff = clock.after(due - now, pump)
  }

  function begin(album: number): void {
    note({ kind: 'asked', album })
    const work = ask(album, stop.signal).finally(() => {
      underWay.delete(work)
      pump()
    })
    underWay.add(work)
  }

  /** One album from its files to its result. Never rejects. */
  async function ask(index: number, signal: AbortSignal): Promise<void> {
    const album = run?.albums[index]
    if (run === undefined || album === undefined) return
    const { startedAt } = run
    // Who has no limit is no service over the network: what it is asked is no request.
    const limited = new Set(
      services().flatMap(({ service, limit }) => (limit === undefined ? [] : [service])),
    )
    try {
      const read = await readAlbumFiles(files, album, signal)
      if (!read.ok) {
        end(index, album, [], { kind: 'parked', problem: read.problem })
        return
      }
      const { tracks } = read
      const found = await lookup.search(
        { tracks },
        {
          signal,
          inBackground: true,
          goodSince: startedAt,
          onState: ({ service, state }) => {
            if (state === 'asking' && limited.has(service)) measured = withRequest(measured, service)
          },
        },
      )
      const result = resultOf(found)
      const kept = result.kind === 'sure' ? await keep(read, result.best, startedAt, signal) : undefined
      signal.throwIfAborted()
      measured = withAlbum(measured)
      end(index, album, tracks, result, kept)
    } catch (error) {
      if (signal.aborted) {
        note({ kind: 'released', album: index })
        return
      }
      log.warn('an album of a run could not be looked up', error)
      const problem: Problem =
        error instanceof ProblemError
          ? error.problem
          : { code: 'internal', params: { reason: error instanceof Error ? error.message : String(error) } }
      end(index, album, [], { kind: 'parked', problem })
    }
  }

  function end(
    index: number,
    album: Album,
    tracks: readonly LookupTrack[],
    result: RunAlbum['result'],
    kept?: Album['kept'],
  ): void {
    const isTrouble = result.kind === 'parked' && result.problem.remedy === 'retry'
    failuresInARow = isTrouble ? failuresInARow + 1 : 0
    if (failuresInARow >= manyFailures) restUntil = clock.wallNow() + restMs
    note({
      kind: 'ended',
      album: index,
      at: clock.wallNow(),
      title: albumTitle(album, tracks),
      artist: albumArtist(tracks),
      result,
      ...(kept !== undefined && { kept }),
    })
  }

  /** What the release says of these files, for when it is applied: by then the answers may be gone. */
  async function keep(
    { tracks, indexes }: ReadAlbum,
    best: Candidate,
    goodSince: number,
    signal: AbortSignal,
  ): Promise<Album['kept']> {
    const asking = { signal, inBackground: true, goodSince, withCover: false, onState: () => {} }
    const proposal = await lookup.release(
      { service: best.service, releaseId: best.releaseId, tracks },
      asking,
    )
    // Laid over alone it looks decided: what is open shows beside the other editions.
    return store.keep({ files: indexes, proposal: { ...proposal, candidate: best } })
  }

  /** The proposal of a sure album, from what was kept; else from the services, which seldom have to be asked. */
  async function proposalOf(index: number, signal: AbortSignal): Promise<Proposal | undefined> {
    const album = run?.albums[index]
    if (run === undefined || album?.state.kind !== 'sure') return undefined
    const { best } = album.state
    const kept = album.kept && (await store.proposal(album.kept))
    if (kept !== undefined) {
      const tracks = kept.proposal.tracks.flatMap((track, at) => {
        const path = album.files[kept.files[at] ?? -1]
        const id = path === undefined ? undefined : files.idAt(path)
        return id === undefined ? [] : [{ ...track, id }]
      })
      return { ...kept.proposal, tracks }
    }
    const read = await readAlbumFiles(files, album, signal)
    if (!read.ok) throw new ProblemError(read.problem)
    const asking = { signal, goodSince: run.startedAt, withCover: false, onState: () => {} }
    const { service, releaseId } = best
    const proposal = await lookup.release({ service, releaseId, tracks: read.tracks }, asking)
    return { ...proposal, candidate: best }
  }

  /** Ends what is under way; what it was about waits again. */
  async function halt(): Promise<void> {
    const halted = stop
    stop = new AbortController()
    halted.abort()
    callOff?.()
    callOff = undefined
    await Promise.all(underWay)
  }

  function go(): void {
    kind = 'running'
    failuresInARow = 0
    restUntil = 0
    tell()
    pump()
  }

  return {
    plan: (albums) => {
      const asked = services()
      return { services: [...asked], seconds: secondsFor(albums, asked, nothingMeasured) }
    },
    async start(ids, sizes) {
      await loaded()
      kind = 'left'
      await halt()
      const albums = albumsIn(ids, sizes).flatMap((album) => {
        const paths = album.map((id) => files.pathOf(id)).filter((path) => path !== undefined)
        return paths.length === 0 ? [] : [newAlbum(paths)]
      })
      run = albums.length === 0 ? undefined : { startedAt: clock.wallNow(), albums }
      measured = nothingMeasured
      if (run === undefined) await store.clear()
      else await store.begin(run)
      if (run !== undefined) go()
    },
    async state() {
      await loaded()
      return stateNow()
    },
    async albums({ list, from, count }) {
      await loaded()
      const now = clock.wallNow()
      const rows = (run?.albums ?? []).flatMap((album, index) =>
        album.state.kind === list ? [{ album, index }] : [],
      )
      return rows
        .slice(from, from + count)
        .flatMap(({ album, index }) => rowOf(album, index, { idAt: files.idAt, now }))
    },
    pause() {
      if (kind !== 'running') return
      kind = 'paused'
      pump()
      tell()
    },
    async resume() {
      await loaded()
      if (run !== undefined && (kind === 'paused' || kind === 'left')) go()
    },
    async discard() {
      await loaded()
      kind = 'left'
      await halt()
      run = undefined
      await store.clear()
      tell()
    },
    async unlisted() {
      await loaded()
      return run === undefined ? [] : unlistedOf(run)
    },
    async retry(albums) {
      await loaded()
      const failed = (run?.albums ?? []).flatMap(({ state }, index) =>
        state.kind === 'parked' ? [index] : [],
      )
      const wanted = new Set(albums.length === 0 ? failed : albums)
      const again = failed.filter((index) => wanted.has(index))
      if (again.length === 0) return
      note({ kind: 'retried', albums: again })
      // Of files that are not listed nothing can be asked: that is for whoever continues it to put right.
      if (kind === 'finished' && run !== undefined && unlistedOf(run).length > 0) kind = 'left'
      if (kind === 'paused' || kind === 'left') tell()
      else go()
    },
    async mark(albums, mark) {
      await loaded()
      note({ kind: 'marked', albums, mark })
    },
    async proposals(except, { signal, onProposal }) {
      await loaded()
      const unwanted = new Set(except)
      const albums = (run?.albums ?? []).flatMap(({ state, mark }, index) =>
        state.kind === 'sure' && mark === 'open' && !unwanted.has(index) ? [index] : [],
      )
      const failed: { album: number; problem: Problem }[] = []
      for (const album of albums) {
        signal.throwIfAborted()
        try {
          const proposal = await proposalOf(album, signal)
          if (proposal !== undefined) await onProposal({ album, proposal })
        } catch (error) {
          signal.throwIfAborted()
          if (!(error instanceof ProblemError)) throw error
          failed.push({ album, problem: error.problem })
        }
      }
      return failed
    },
    moved(moves) {
      const files = new Set(run?.albums.flatMap((album) => album.files))
      const own = moves.filter(({ from }) => files.has(from)).map(({ from, to }) => ({ from, to }))
      if (own.length > 0) note({ kind: 'moved', moves: own })
    },
    leave() {
      if (kind === 'running' || kind === 'paused') kind = 'left'
      void halt()
    },
    async close() {
      if (kind === 'running') kind = 'left'
      await halt()
      await store.settled()
    },
  }
}

const isKept = (event: RunEvent): event is KeptEvent =>
  event.kind === 'ended' || event.kind === 'marked' || event.kind === 'moved'

function albumsIn(ids: readonly TrackId[], sizes: readonly number[]): TrackId[][] {
  let from = 0
  return sizes.map((size) => {
    const album = ids.slice(from, from + size)
    from += size
    return album
  })
}
