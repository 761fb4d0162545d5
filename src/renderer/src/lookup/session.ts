import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Candidate, Proposal, ServiceName, ServiceState } from '../../../shared/ipc'
import {
  type Conflict,
  type Edit,
  isEmpty,
  type Picture,
  type Problem,
  type TrackId,
} from '../../../shared/model'
import { bridge as realBridge } from '../bridge'
import { editor } from '../editor'
import { tickedEdit, type Unticked } from '../review'
import { albumsOf, albumTitle, lookupTracks } from './albums'
import { likelihood, listedOrder } from './candidates'
import { withOtherCover } from './other-cover'
import { proposalEdit, startUnticked } from './proposal-edit'

export interface Failure {
  readonly service: ServiceName
  readonly problem: Problem
}

/** A service that could not be asked: what it said before stands in, as of `since` (ms since 1970). */
export interface Stale {
  readonly service: ServiceName
  readonly since: number
}

export type SearchState =
  | { readonly kind: 'searching'; readonly services: readonly ServiceState[] }
  | {
      readonly kind: 'found'
      readonly candidates: readonly Candidate[]
      readonly failures: readonly Failure[]
      readonly stale: readonly Stale[]
    }
  | { readonly kind: 'failed'; readonly problem: Problem }

export interface ReadyProposal {
  readonly kind: 'ready'
  readonly proposal: Proposal
  readonly edit: Edit
  readonly unticked: Unticked
}

export type ProposalState =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading' }
  | ReadyProposal
  | { readonly kind: 'failed'; readonly problem: Problem }

export interface LookupState {
  readonly albums: readonly (readonly TrackId[])[]
  readonly album: number
  readonly title: string
  readonly query: string
  readonly search: SearchState
  /** Index into the candidates. */
  readonly chosen: number
  readonly proposal: ProposalState
  /** Albums that were applied so far. */
  readonly applied: number
  /** Every album was applied or skipped. */
  readonly finished: boolean
}

export interface Lookup {
  readonly store: StoreApi<LookupState>
  /** `anew`: what is known already counts only when the services confirm it. */
  search(query?: string, anew?: boolean): Promise<void>
  choose(index: number): Promise<void>
  /** The candidate before or behind in the list. */
  step(by: 1 | -1): Promise<void>
  setUnticked(unticked: Unticked): void
  /** Another cover for the release, or none: it is chosen, and so ticked. */
  setCover(cover: Picture | undefined): void
  /** Makes what is ticked one edit, and goes on to the next album. */
  apply(label: string): readonly Conflict[]
  skip(): void
  /** Ends what is under way. */
  close(): void
}

const waiting: SearchState = { kind: 'searching', services: [] }

/** One visit to the lookup place: album after album. Nothing is written; `apply` makes ordinary edits. */
export function createLookup(
  ids: readonly TrackId[],
  bridge: Pick<typeof realBridge, 'lookup'> = realBridge,
): Lookup {
  const albums = albumsOf(editor.getState(), ids)
  const store = createStore<LookupState>()(() => ({
    albums,
    album: 0,
    title: albumTitle(editor.getState(), albums[0] ?? []),
    query: '',
    search: waiting,
    chosen: -1,
    proposal: { kind: 'none' },
    applied: 0,
    finished: albums.length === 0,
  }))
  let searching = new AbortController()
  let loading = new AbortController()

  const tracksNow = () =>
    lookupTracks(editor.getState(), store.getState().albums[store.getState().album] ?? [])

  const search: Lookup['search'] = async (query = '', anew = false) => {
    searching.abort()
    loading.abort()
    searching = new AbortController()
    const { signal } = searching
    store.setState({ query, search: waiting, chosen: -1, proposal: { kind: 'none' } })
    const tracks = tracksNow()
    if (tracks.length === 0) return
    const answer = await bridge.lookup.search(
      { tracks, ...(query.trim() === '' ? {} : { query: query.trim() }), ...(anew && { anew }) },
      {
        signal,
        onProgress: (state) => {
          if (signal.aborted) return
          store.setState(({ search: before }) =>
            before.kind === 'searching'
              ? {
                  search: {
                    kind: 'searching',
                    services: [...before.services.filter(({ service }) => service !== state.service), state],
                  },
                }
              : {},
          )
        },
      },
    )
    if (signal.aborted) return
    if (!answer.ok) {
      store.setState({ search: { kind: 'failed', problem: answer.problem } })
      return
    }
    store.setState({ search: { kind: 'found', ...answer.value } })
    const [best] = listedOrder(answer.value.candidates)
    if (best !== undefined) await choose(best)
  }

  const choose: Lookup['choose'] = async (index) => {
    const { search: found } = store.getState()
    const candidate = found.kind === 'found' ? found.candidates[index] : undefined
    if (candidate === undefined) return
    loading.abort()
    loading = new AbortController()
    const { signal } = loading
    store.setState({ chosen: index, proposal: { kind: 'loading' } })
    const { service, releaseId } = candidate
    const answer = await bridge.lookup.release({ service, releaseId, tracks: tracksNow() }, { signal })
    if (signal.aborted) return
    if (!answer.ok) {
      store.setState({ proposal: { kind: 'failed', problem: answer.problem } })
      return
    }
    const proposal = answer.value
    const edit = proposalEdit(editor.getState(), proposal, candidate.title)
    const unticked = startUnticked(editor.getState(), edit, {
      isUnlikely: likelihood(candidate) === 'unlikely',
      open: candidate.open,
    })
    store.setState({ proposal: { kind: 'ready', proposal, edit, unticked } })
  }

  const next = () => {
    const { album, albums: all } = store.getState()
    if (album + 1 >= all.length) {
      store.setState({ finished: true })
      return
    }
    store.setState({ album: album + 1, title: albumTitle(editor.getState(), all[album + 1] ?? []) })
    void search()
  }

  return {
    store,
    search,
    choose,
    step: async (by) => {
      const { search: found, chosen } = store.getState()
      if (found.kind !== 'found') return
      const order = listedOrder(found.candidates)
      const target = order[order.indexOf(chosen) + by]
      if (target !== undefined) await choose(target)
    },
    setUnticked: (unticked) =>
      store.setState(({ proposal }) =>
        proposal.kind === 'ready' ? { proposal: { ...proposal, unticked } } : {},
      ),
    setCover: (cover) => {
      const { proposal } = store.getState()
      if (proposal.kind !== 'ready') return
      store.setState({ proposal: withOtherCover(editor.getState(), proposal, cover) })
    },
    apply: (label) => {
      const { proposal } = store.getState()
      if (proposal.kind !== 'ready') return []
      const edit = { ...tickedEdit(proposal.edit, proposal.unticked), label }
      // Nothing is ticked of what there is: it is not for a key to pass over it as if it were done.
      if (isEmpty(edit) && !isEmpty(proposal.edit)) return []
      const conflicts = editor.getState().perform(edit, { source: 'lookup' })
      if (!isEmpty(edit)) store.setState(({ applied }) => ({ applied: applied + 1 }))
      next()
      return conflicts
    },
    skip: next,
    close: () => {
      searching.abort()
      loading.abort()
    },
  }
}
