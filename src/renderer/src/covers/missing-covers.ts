import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Translate } from '../../../shared/i18n'
import type { FoundCover, ServiceName, WantedCover } from '../../../shared/ipc'
import {
  type Conflict,
  type Edit,
  type FieldChanges,
  type TrackId,
  withFrontCover,
} from '../../../shared/model'
import { bridge as realBridge } from '../bridge'
import { editor, pictureEditOf } from '../editor'
import { type SearchOutcome, type SearchState, searchEach } from '../jobs'
import { type CoverGap, coverGaps, shorterSide } from './cover-gaps'
import { rankedCovers, withCover } from './found-covers'
import { wantedCover } from './wanted-cover'

interface FoundState {
  readonly kind: 'found'
  /** Larger than what there is. */
  readonly cover: FoundCover
}

/** What came of the search for one album. */
export type GapState = SearchState<FoundState>

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
  await searchEach<AlbumGap, FoundState>(albums, {
    label: translate('covers.job', { count: albums.length }),
    signal: own.signal,
    search: (album, signal) => searchOne(album, { trusted, bridge, signal }),
    onState: ({ key }, state) =>
      change(key, { state, isTicked: state.kind === 'found' && state.cover.certain }),
    text: (found) => translate('covers.jobDone', { found, count: albums.length }),
    again: (failed) => void run(failed, { trusted, translate, bridge }),
  })
  if (running === own) missingCovers.setState({ isRunning: false })
}

async function searchOne(
  { wanted, current }: AlbumGap,
  { trusted, bridge, signal }: Pick<Run, 'trusted' | 'bridge'> & { readonly signal: AbortSignal },
): Promise<SearchOutcome<FoundState>> {
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
