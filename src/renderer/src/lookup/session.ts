import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AskedFor, Candidate, Proposal, ServiceName, ServiceState } from '../../../shared/ipc'
import {
  type Conflict,
  type Edit,
  isEmpty,
  likelihood,
  type Picture,
  type Problem,
  type TrackId,
} from '../../../shared/model'
import { bridge as realBridge } from '../bridge'
import { editor, type LookupBy } from '../editor'
import { carriedTicks, type Target, tickedEdit, type Unticked, untickFields } from '../review'
import { albumsOf, albumTitle, lookupTracks, songTitle } from './albums'
import { groupCandidates, listedOrder } from './candidates'
import { type KeptField, type KeptTicks, keptAfter } from './kept-ticks'
import { withOtherCover } from './other-cover'
import { laidOut, movedTo, type Placing, samePlacing, suggestedPlacing } from './placing'
import { openFields, proposalEdit, startUnticked } from './proposal-edit'

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
      /** Those that were asked. */
      readonly services: readonly ServiceName[]
      /** Undefined where the files say nothing that could be asked for. */
      readonly asked?: AskedFor | undefined
    }
  | { readonly kind: 'failed'; readonly problem: Problem }

export type ProposalState =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading' }
  | ReadyProposal
  | { readonly kind: 'failed'; readonly problem: Problem }

export interface ReadyProposal {
  readonly kind: 'ready'
  /** As the files lie now: as suggested, or as the person moved them. */
  readonly proposal: Proposal
  readonly placing: Placing
  readonly suggested: Placing
  readonly edit: Edit
  readonly unticked: Unticked
}

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
  /** What the person wants ticked at first, by service. */
  readonly kept: KeptTicks
}

export interface Lookup {
  readonly store: StoreApi<LookupState>
  /** `anew`: what is known already counts only when the services confirm it. */
  search(query?: string, anew?: boolean): Promise<void>
  choose(index: number): Promise<void>
  /** The candidate before or behind in the list. */
  step(by: 1 | -1): Promise<void>
  /** Puts a file on a track of the release, or on none; whoever is there changes places with it. Asks nobody. */
  place(id: TrackId, at: number | undefined): void
  /** All files back to where the matcher put them. */
  placeAsSuggested(): void
  /** `target`: what was ticked or unticked. A whole field is remembered for the next lookup of the service. */
  setUnticked(unticked: Unticked, target?: Target): void
  /** Forgets which fields are to be ticked with the service of this release. */
  forgetKept(): void
  /** Another cover for the release, or none: it is chosen, and so ticked. */
  setCover(cover: Picture | undefined): void
  /** Makes what is ticked one edit, and goes on to the next album. */
  apply(label: string): readonly Conflict[]
  skip(): void
  /** Ends what is under way. */
  close(): void
}

const waiting: SearchState = { kind: 'searching', services: [] }

export interface KeptChoices {
  readonly ticks: KeptTicks
  readonly keep: (ticks: KeptTicks) => void
}

export interface LookupOptions {
  readonly kept?: KeptChoices
  /** What the services answered since then (ms since 1970) is not asked again. */
  readonly goodSince?: number | undefined
  /** Whether files are looked up as albums, or each on its own: as the recording that it is called, or sounds like. */
  readonly by?: LookupBy
}

/** One visit to the lookup place: album after album. Nothing is written; `apply` makes ordinary edits. */
export function createLookup(
  ids: readonly TrackId[],
  bridge: Pick<typeof realBridge, 'lookup'> = realBridge,
  { kept: { ticks, keep } = { ticks: {}, keep: () => {} }, goodSince, by = 'album' }: LookupOptions = {},
): Lookup {
  const albums = by === 'album' ? albumsOf(editor.getState(), ids) : ids.map((id) => [id])
  const titleOf = (album: readonly TrackId[]) =>
    (by === 'album' ? albumTitle : songTitle)(editor.getState(), album)
  const store = createStore<LookupState>()(() => ({
    albums,
    album: 0,
    title: titleOf(albums[0] ?? []),
    query: '',
    search: waiting,
    chosen: -1,
    proposal: { kind: 'none' },
    applied: 0,
    finished: albums.length === 0,
    kept: ticks,
  }))
  /** How the files of this album were laid over releases by hand: another look at one brings them back. */
  const byHand = new Map<string, Placing>()
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
    const asking = {
      ...(query.trim() === '' ? {} : { query: query.trim() }),
      ...(anew && { anew }),
    }
    const watching = {
      signal,
      onProgress: (state: ServiceState) => {
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
    }
    const [track] = tracks
    const answer =
      by === 'album' || track === undefined
        ? await bridge.lookup.search(
            { tracks, ...asking, ...(goodSince !== undefined && { goodSince }) },
            watching,
          )
        : await bridge.lookup.track(
            // Who types words has another idea of what it is called than of what it sounds like.
            { track, bySound: by === 'sound' && asking.query === undefined, ...asking },
            watching,
          )
    if (signal.aborted) return
    if (!answer.ok) {
      store.setState({ search: { kind: 'failed', problem: answer.problem } })
      return
    }
    const { search: before } = store.getState()
    const services = before.kind === 'searching' ? before.services.map(({ service }) => service) : []
    store.setState({ search: { kind: 'found', services, ...answer.value } })
    const { candidates, named } = answer.value
    const own = candidates.findIndex(({ releaseId }) => releaseId === named)
    const best = own >= 0 ? own : listedOrder(candidates)[0]
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
    const { service, releaseId, recording } = candidate
    const answer = await bridge.lookup.release(
      {
        service,
        releaseId,
        tracks: tracksNow(),
        ...(recording !== undefined && { recordingId: recording.id }),
      },
      { signal },
    )
    if (signal.aborted) return
    if (!answer.ok) {
      store.setState({ proposal: { kind: 'failed', problem: answer.problem } })
      return
    }
    // What speaks for a recording is not what would speak for the whole album.
    const proposed = recording === undefined ? answer.value : { ...answer.value, candidate }
    const suggested = suggestedPlacing(proposed)
    const moved = byHand.get(keyOf(candidate))
    const placing = moved ?? suggested
    const proposal = moved === undefined ? proposed : laidOut(proposed, moved)
    const edit = proposalEdit(editor.getState(), proposal, candidate.title)
    const unticked = startOf(edit, candidate)
    store.setState({ proposal: { kind: 'ready', proposal, placing, suggested, edit, unticked } })
  }

  /** By the album, not by the edition: to choose another one of an album that is theirs is a person's right. */
  const isUnlikely = ({ service, releaseId, recording }: Candidate): boolean => {
    const { search: found } = store.getState()
    const groups = groupCandidates(found.kind === 'found' ? found.candidates : [])
    const own = groups.find(({ editions }) =>
      editions.some(
        ({ candidate: one }) =>
          one.service === service && one.releaseId === releaseId && one.recording?.id === recording?.id,
      ),
    )
    return own !== undefined && likelihood(own) === 'unlikely'
  }

  const startOf = (edit: Edit, candidate: Candidate): Unticked =>
    startUnticked(editor.getState(), edit, {
      isUnlikely: isUnlikely(candidate),
      open: candidate.open,
      kept: store.getState().kept[candidate.service],
    })

  /** The one that is looked at, as the search found it: only the search knows what is open. */
  const chosenCandidate = (): Candidate | undefined => {
    const { search: found, chosen } = store.getState()
    return found.kind === 'found' ? found.candidates[chosen] : undefined
  }

  const lay = (placingOf: (before: ReadyProposal) => Placing) => {
    const { proposal: before } = store.getState()
    const candidate = chosenCandidate()
    if (before.kind !== 'ready' || candidate === undefined) return
    const placing = placingOf(before)
    if (samePlacing(placing, before.placing)) return
    if (samePlacing(placing, before.suggested)) byHand.delete(keyOf(candidate))
    else byHand.set(keyOf(candidate), placing)
    const proposal = laidOut(before.proposal, placing)
    const edit = proposalEdit(editor.getState(), proposal, candidate.title)
    const unticked = carriedTicks(before.edit, before.unticked, edit, startOf(edit, candidate))
    store.setState({ proposal: { ...before, proposal, placing, edit, unticked } })
  }

  const keepTicks = (kept: KeptTicks) => {
    store.setState({ kept })
    keep(kept)
  }

  const next = () => {
    byHand.clear()
    const { album, albums: all } = store.getState()
    if (album + 1 >= all.length) {
      store.setState({ finished: true })
      return
    }
    store.setState({ album: album + 1, title: titleOf(all[album + 1] ?? []) })
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
    place: (id, at) => lay(({ placing }) => movedTo(placing, id, at)),
    placeAsSuggested: () => lay(({ suggested }) => suggested),
    setUnticked: (unticked, target) => {
      const { proposal, kept } = store.getState()
      const candidate = chosenCandidate()
      if (proposal.kind !== 'ready' || candidate === undefined) return
      store.setState({ proposal: { ...proposal, unticked } })
      // Nothing of an unlikely album says what the person wants of others.
      if (target === undefined || isUnlikely(candidate)) return
      const keptNow = keptAfter(kept, candidate, target, { edit: proposal.edit, unticked })
      if (keptNow !== undefined) keepTicks(keptNow)
    },
    forgetKept: () => {
      const { proposal, kept } = store.getState()
      const candidate = chosenCandidate()
      if (proposal.kind !== 'ready' || candidate === undefined) return
      const { [candidate.service]: forgotten, ...others } = kept
      keepTicks(others)
      const fields = (Object.keys(forgotten ?? {}) as KeptField[]).filter(
        (field) => !openFields(candidate.open).includes(field),
      )
      const cells = untickFields(proposal.edit, fields)
      const start = startOf(proposal.edit, candidate)
      const unticked = new Set([
        ...[...proposal.unticked].filter((one) => !cells.has(one)),
        ...[...cells].filter((one) => start.has(one)),
      ])
      store.setState({ proposal: { ...proposal, unticked } })
    },
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

const keyOf = ({ service, releaseId, recording }: Candidate): string =>
  `${service} ${releaseId} ${recording?.id ?? ''}`
