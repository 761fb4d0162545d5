import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Answer, FoundCover, ServiceFailure, ServiceState, WantedCover } from '../../../shared/ipc'
import type { Picture, Problem } from '../../../shared/model'
import { bridge as realBridge } from '../bridge'
import type { CurrentCover } from './current-cover'
import { coverKey, withCover } from './found-covers'

/** The large picture of a found cover: asked for once somebody looks at it. */
export type Large =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly picture: Picture }
  | { readonly kind: 'failed'; readonly problem: Problem }

export interface CoverSearchState {
  readonly isSearching: boolean
  readonly services: readonly ServiceState[]
  /** As they came. */
  readonly covers: readonly FoundCover[]
  readonly failures: readonly ServiceFailure[]
  /** The search as a whole failed. */
  readonly problem: Problem | undefined
  /** Those that look like the one that there is, by their keys. */
  readonly same: ReadonlySet<string>
  /** By the cover's key. */
  readonly large: ReadonlyMap<string, Large>
}

export interface CoverSearch {
  readonly store: StoreApi<CoverSearchState>
  search(): Promise<void>
  /** The large picture, asked for once. One that could not be had is asked for again. */
  load(cover: FoundCover): Promise<Answer<Picture>>
  /** Ends what is under way. */
  close(): void
}

const nothing: CoverSearchState = {
  isSearching: true,
  services: [],
  covers: [],
  failures: [],
  problem: undefined,
  same: new Set(),
  large: new Map(),
}

/** One search for the cover of one album, and what of its results somebody looked at. */
export function createCoverSearch(
  wanted: WantedCover,
  current: CurrentCover | undefined,
  bridge: Pick<typeof realBridge, 'lookup' | 'pictures'> = realBridge,
): CoverSearch {
  const store = createStore<CoverSearchState>()(() => nothing)
  const loads = new Map<string, Promise<Answer<Picture>>>()
  let searching = new AbortController()

  const setLarge = (key: string, large: Large): void =>
    store.setState((state) => ({ large: new Map(state.large).set(key, large) }))

  /** Main compares what is seen, at whatever size; where it cannot, nothing is said. */
  async function compare(cover: FoundCover): Promise<void> {
    if (current === undefined) return
    const answer = await bridge.pictures.alike({ one: sourceOf(current), other: cover.look.hash })
    if (answer.ok && answer.value)
      store.setState(({ same }) => ({ same: new Set([...same, coverKey(cover)]) }))
  }

  return {
    store,
    async search() {
      searching.abort()
      searching = new AbortController()
      const { signal } = searching
      const { covers, large, same } = store.getState()
      store.setState({ ...nothing, covers, large, same })
      const answer = await bridge.lookup.covers(
        { wanted, which: 'all' },
        {
          signal,
          onProgress: (progress) => {
            if (signal.aborted) return
            if (progress.kind === 'cover') {
              store.setState((state) => ({ covers: withCover(state.covers, progress.cover) }))
              void compare(progress.cover)
            } else
              store.setState(({ services }) => ({
                services: [
                  ...services.filter(({ service }) => service !== progress.state.service),
                  progress.state,
                ],
              }))
          },
        },
      )
      if (signal.aborted) return
      store.setState({
        isSearching: false,
        ...(answer.ok ? { failures: answer.value.failures } : { problem: answer.problem }),
      })
    },
    load(cover) {
      const key = coverKey(cover)
      const known = loads.get(key)
      if (known !== undefined) return known
      setLarge(key, { kind: 'loading' })
      const { service, id } = cover
      const load = bridge.lookup.cover({ service, id }, { signal: searching.signal }).then((answer) => {
        if (!answer.ok) loads.delete(key)
        setLarge(
          key,
          answer.ok ? { kind: 'ready', picture: answer.value } : { kind: 'failed', problem: answer.problem },
        )
        return answer
      })
      loads.set(key, load)
      return load
    },
    close: () => searching.abort(),
  }
}

/** In its file where it lies in one, else in main's store. */
function sourceOf({ picture: { hash }, track }: CurrentCover) {
  const index = track?.pictures.findIndex((picture) => picture.hash === hash) ?? -1
  return track === undefined || index < 0 ? { hash } : { id: track.id, index }
}
