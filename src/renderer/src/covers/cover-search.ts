import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Answer, FoundCover, ServiceFailure, ServiceState, WantedCover } from '../../../shared/ipc'
import type { Picture, Problem } from '../../../shared/model'
import { bridge as realBridge } from '../bridge'
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
  large: new Map(),
}

/** One search for the cover of one album, and what of its results somebody looked at. */
export function createCoverSearch(
  wanted: WantedCover,
  bridge: Pick<typeof realBridge, 'lookup'> = realBridge,
): CoverSearch {
  const store = createStore<CoverSearchState>()(() => nothing)
  const loads = new Map<string, Promise<Answer<Picture>>>()
  let searching = new AbortController()

  const setLarge = (key: string, large: Large): void =>
    store.setState((state) => ({ large: new Map(state.large).set(key, large) }))

  return {
    store,
    async search() {
      searching.abort()
      searching = new AbortController()
      const { signal } = searching
      store.setState({ ...nothing, covers: store.getState().covers, large: store.getState().large })
      const answer = await bridge.lookup.covers(
        { wanted, which: 'all' },
        {
          signal,
          onProgress: (progress) => {
            if (signal.aborted) return
            if (progress.kind === 'cover')
              store.setState(({ covers }) => ({ covers: withCover(covers, progress.cover) }))
            else
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
