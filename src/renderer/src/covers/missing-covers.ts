import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Translate } from '../../../shared/i18n'
import type { Answer, FoundCover, ServiceName, WantedCover } from '../../../shared/ipc'
import {
  type Conflict,
  type Edit,
  type FieldChanges,
  type Problem,
  type TrackId,
  withFrontCover,
} from '../../../shared/model'
import { bridge as realBridge } from '../bridge'
import { editor, pictureEditOf } from '../editor'
import { type JobFailure, runJob } from '../jobs'
import { type CoverGap, coverGaps, shorterSide } from './cover-gaps'
import { rankedCovers, withCover } from './found-covers'
import { wantedCover } from './wanted-cover'

/** What came of the search for one album. */
export type GapState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'searching' }
  | { readonly kind: 'found'; readonly cover: FoundCover }
  /** Nothing was found, or nothing that is larger than what there is. */
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly problem: Problem }

export interface AlbumGap extends CoverGap {
  readonly wanted: WantedCover
  readonly state: GapState
  readonly isTicked: boolean
}

export interface MissingCovers {
  readonly albums: readonly AlbumGap[]
  readonly isRunning: boolean
}

export interface StartOptions {
  readonly leastPixels: number
  /** Services, the most trusted first. */
  readonly trusted: readonly ServiceName[]
}

/** So many albums are asked for at once: the services’ own limits decide how fast it goes. */
const atOnce = 4

/** The one run of the window: it goes on while the person does something else, and waits to be looked at. */
export const missingCovers: StoreApi<MissingCovers> = createStore<MissingCovers>()(() => ({
  albums: [],
  isRunning: false,
}))

let running = new AbortController()

const change = (key: string, next: Partial<AlbumGap>): void =>
  missingCovers.setState(({ albums }) => ({
    albums: albums.map((album) => (album.key === key ? { ...album, ...next } : album)),
  }))

/** Looks for the covers that the listed albums miss, as one job. Writes nothing. */
export function findMissingCovers(
  { leastPixels, trusted }: StartOptions,
  translate: Translate,
  bridge: Pick<typeof realBridge, 'lookup'> = realBridge,
): Promise<void> {
  const state = editor.getState()
  const albums = coverGaps(state, leastPixels).map(
    (gap): AlbumGap => ({
      ...gap,
      wanted: wantedCover(state, gap.album),
      state: { kind: 'waiting' },
      isTicked: false,
    }),
  )
  missingCovers.setState({ albums })
  return run(albums, { trusted, translate, bridge })
}

/** Leaves out what is no gap any more since it was searched: got a cover, or left the list. */
export function keepOpenGaps(leastPixels: number): void {
  const open = new Set(coverGaps(editor.getState(), leastPixels).map(({ key }) => key))
  missingCovers.setState(({ albums }) => ({ albums: albums.filter(({ key }) => open.has(key)) }))
}

interface Run {
  readonly trusted: readonly ServiceName[]
  readonly translate: Translate
  readonly bridge: Pick<typeof realBridge, 'lookup'>
}

async function run(albums: readonly AlbumGap[], { trusted, translate, bridge }: Run): Promise<void> {
  running.abort()
  running = new AbortController()
  if (albums.length === 0) {
    missingCovers.setState({ isRunning: false })
    return
  }
  const own = running
  missingCovers.setState({ isRunning: true })
  const failed: AlbumGap[] = []
  const failures: JobFailure[] = []
  let found = 0
  await runJob(
    translate('covers.job', { count: albums.length }),
    async ({ signal: cancelled, report }): Promise<Answer<undefined>> => {
      const signal = AbortSignal.any([cancelled, own.signal])
      let next = 0
      let done = 0
      report({ done, total: albums.length })
      const work = async () => {
        for (let album = albums[next++]; album !== undefined && !signal.aborted; album = albums[next++]) {
          change(album.key, { state: { kind: 'searching' } })
          const outcome = await searchOne(album, { trusted, bridge, signal })
          if (signal.aborted) {
            change(album.key, { state: { kind: 'waiting' } })
            return
          }
          if (outcome.kind === 'found') found++
          if (outcome.kind === 'failed') {
            failed.push(album)
            failures.push({ problem: outcome.problem, actions: [] })
          }
          change(album.key, {
            state: outcome,
            isTicked: outcome.kind === 'found' && outcome.cover.certain,
          })
          report({ done: ++done, total: albums.length })
        }
      }
      await Promise.all(Array.from({ length: atOnce }, work))
      if (signal.aborted) return { ok: false, problem: { code: 'job.cancelled', params: {} } }
      return { ok: true, value: undefined }
    },
    () => ({
      text: translate('covers.jobDone', { found, count: albums.length }),
      failures,
      ...(failed.length > 0 && { retry: () => void run(failed, { trusted, translate, bridge }) }),
    }),
  )
  if (running === own) missingCovers.setState({ isRunning: false })
}

async function searchOne(
  { wanted, current }: AlbumGap,
  { trusted, bridge, signal }: Pick<Run, 'trusted' | 'bridge'> & { readonly signal: AbortSignal },
): Promise<GapState> {
  let covers: readonly FoundCover[] = []
  const answer = await bridge.lookup.covers(
    { wanted, which: 'best' },
    {
      signal,
      onProgress: (progress) => {
        if (progress.kind === 'cover') covers = withCover(covers, progress.cover)
      },
    },
  )
  // These are the large ones themselves, whatever their service says of them.
  const real = covers.map((cover) => ({ ...cover, width: cover.look.width, height: cover.look.height }))
  const least = current === undefined ? 0 : shorterSide(current.picture)
  const [best] = rankedCovers(real, trusted).filter(({ look }) => shorterSide(look) > least)
  if (best !== undefined) return { kind: 'found', cover: best }
  const problem = answer.ok ? answer.value.failures[0]?.problem : answer.problem
  return problem === undefined ? { kind: 'none' } : { kind: 'failed', problem }
}

export function cancelMissingCovers(): void {
  running.abort()
  missingCovers.setState({ isRunning: false })
}

export function tickGap(key: string, isTicked: boolean): void {
  change(key, { isTicked })
}

/** All that were found, or none of them. */
export const tickGaps = (isTicked: boolean): void =>
  missingCovers.setState(({ albums }) => ({
    albums: albums.map((album) => (album.state.kind === 'found' ? { ...album, isTicked } : album)),
  }))

/** The ticked albums and their covers. */
export const tickedGaps = (albums: readonly AlbumGap[]) =>
  albums.flatMap((album) =>
    album.isTicked && album.state.kind === 'found' ? [{ ...album, cover: album.state.cover.look }] : [],
  )

/** Gives the files of the ticked albums their covers, as one edit; those albums leave the list. */
export function applyMissingCovers(label: string): readonly Conflict[] {
  const state = editor.getState()
  const { albums } = missingCovers.getState()
  const ticked = tickedGaps(albums)
  const changes: Record<TrackId, FieldChanges> = {}
  for (const { ids, cover } of ticked) {
    const edit = pictureEditOf(state, label, ids, (pictures) => withFrontCover(pictures, cover))
    Object.assign(changes, edit.changes)
  }
  const conflicts = state.perform({ label, changes } satisfies Edit, { source: 'artwork' })
  const gone = new Set(ticked.map(({ key }) => key))
  missingCovers.setState({ albums: albums.filter(({ key }) => !gone.has(key)) })
  return conflicts
}
