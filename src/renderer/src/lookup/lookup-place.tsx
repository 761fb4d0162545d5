import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { problemSentence } from '../../../shared/i18n'
import { countChanges, type TrackId } from '../../../shared/model'
import { bridge } from '../bridge'
import type { LookupBy } from '../editor'
import { tickedEdit } from '../review'
import { Button, type KeyHint, KeyHints, matches, notify, Place, Spinner, useTranslate } from '../ui'
import { CandidateList } from './candidate-list'
import { coverWantedFor, type DrawCoverStep } from './cover-step'
import { groupAddress, mayHaveOthers } from './edition-facts'
import { NothingFound } from './nothing-found'
import { type ProposalView, ProposalViews } from './proposal-views'
import { type OwnWordsField, SearchAgain } from './search-again'
import { Failures, Remedies, StaleNote, staleOf } from './search-notes'
import { SearchProgress } from './search-progress'
import { createLookup, type KeptChoices, type Lookup, type LookupState } from './session'

export interface LookupPlaceProps {
  readonly ids: readonly TrackId[]
  readonly by?: LookupBy | undefined
  /** Draws the covers that the services have for a release, to choose from. */
  readonly coverStep: DrawCoverStep
  /** What the person wants ticked at first, and where that is kept. */
  readonly kept: KeptChoices
  /** What the services answered since then (ms since 1970) is not asked again. */
  readonly goodSince?: number | undefined
  /** Every album was applied or skipped: whether any was applied. */
  readonly onDone?: ((applied: boolean) => void) | undefined
  readonly onBack: () => void
}

const applyHint: KeyHint = [['Mod+Enter'], 'review.key.apply']
const skipHints: readonly KeyHint[] = [[['Mod+ArrowRight'], 'lookup.key.skip']]
// As many as stand beside the buttons in a small window. The list of keys has the others.
const fieldHints: readonly KeyHint[] = [
  [[' '], 'review.key.tick'],
  [['T'], 'lookup.key.tracks'],
  [['Alt+ArrowUp', 'ArrowDown'], 'lookup.key.candidate'],
  applyHint,
]
const trackHints: readonly KeyHint[] = [
  [[' '], 'lookup.key.pickUp'],
  [['Delete'], 'lookup.key.noTrack'],
  [['T'], 'lookup.key.fields'],
  applyHint,
]

const hintsOf = ({ proposal }: LookupState, view: ProposalView): readonly KeyHint[] => {
  if (proposal.kind !== 'ready') return skipHints
  return view === 'fields' ? fieldHints : trackHints
}

/** Album after album: who it may be, why, and what would change. Nothing is written before it is saved. */
export function LookupPlace({
  ids,
  by = 'album',
  coverStep,
  kept,
  goodSince,
  onDone,
  onBack,
}: LookupPlaceProps) {
  const translate = useTranslate()
  const [lookup] = useState(() => createLookup(ids, bridge, { kept, goodSince, by }))
  const state = useStore(lookup.store)
  /** The release whose cover is being chosen. */
  const [coversFor, setCoversFor] = useState<string>()
  const ownWords = useRef<OwnWordsField>(null)
  const [view, setView] = useState<ProposalView>('fields')

  useEffect(() => {
    void lookup.search()
    return () => lookup.close()
  }, [lookup])
  useEffect(() => {
    if (!state.finished) return
    if (state.applied > 0) {
      const total = state.albums.length
      notify(translate('lookup.finished', { applied: state.applied, total }))
    }
    onDone?.(state.applied > 0)
    onBack()
  }, [state.finished, state.applied, state.albums, onDone, onBack, translate])

  const apply = () => {
    const conflicts = lookup.apply(translate('lookup.editLabel', { title: state.title }))
    if (conflicts.length > 0)
      notify(translate('lookup.conflicts', { count: conflicts.length }), { tone: 'bad' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // In a text Ctrl+→ goes to the next word.
    const typing = event.target instanceof HTMLInputElement && event.target.type === 'text'
    if (matches('Alt+ArrowDown', event)) void lookup.step(1)
    else if (matches('Alt+ArrowUp', event)) void lookup.step(-1)
    else if (matches('Mod+ArrowRight', event) && !typing) lookup.skip()
    else if (matches('T', event) && !typing && !covers.isOpen)
      setView(view === 'fields' ? 'tracks' : 'fields')
    else return
    event.preventDefault()
  }

  const releaseId = chosenRelease(state)
  const covers = {
    step: coverStep,
    isOpen: coversFor !== undefined && coversFor === releaseId,
    onOpen: (open: boolean) => setCoversFor(open ? releaseId : undefined),
  }
  const count = state.albums[state.album]?.length ?? 0
  const album = { number: state.album + 1, total: state.albums.length }
  return (
    <Place
      name={translate('lookup.title')}
      heading={translate(by === 'sound' ? 'lookup.headingSound' : 'lookup.heading', { title: state.title })}
      note={
        <>
          {translate('review.files', { count })}
          {state.albums.length > 1 &&
            ` · ${translate(by === 'album' ? 'lookup.album' : 'lookup.file', album)}`}
        </>
      }
      tools={<SearchAgain key={state.album} lookup={lookup} ref={ownWords} />}
      onBack={onBack}
      onConfirm={apply}
      onKeyDown={onKeyDown}
      foot={
        covers.isOpen ? undefined : (
          <>
            <KeyHints hints={hintsOf(state, view)} note="lookup.notWritten" />
            <Button onClick={lookup.skip}>
              {translate(by === 'album' ? 'lookup.skip' : 'lookup.skipFile')}
            </Button>
            <ApplyButton state={state} onApply={apply} />
          </>
        )
      }
    >
      <Body
        lookup={lookup}
        state={state}
        covers={covers}
        view={view}
        onView={setView}
        onOwnWords={(words) => ownWords.current?.begin(words)}
      />
    </Place>
  )
}

const chosenRelease = ({ proposal }: LookupState): string | undefined =>
  proposal.kind === 'ready' ? proposal.proposal.candidate.releaseId : undefined

function ApplyButton({ state, onApply }: { state: LookupState; onApply: () => void }) {
  const translate = useTranslate()
  const { proposal } = state
  // What cannot be done yet is not there yet.
  if (proposal.kind !== 'ready') return null
  const count = countChanges(tickedEdit(proposal.edit, proposal.unticked))
  return (
    <Button look="primary" disabled={count === 0} onClick={onApply}>
      {translate('lookup.apply', { count })}
    </Button>
  )
}

interface OwnWords {
  readonly onOwnWords: (words: string) => void
}

interface BodyProps {
  readonly lookup: Lookup
  readonly state: LookupState
  readonly covers: {
    readonly step: DrawCoverStep
    readonly isOpen: boolean
    readonly onOpen: (open: boolean) => void
  }
  readonly view: ProposalView
  readonly onView: (view: ProposalView) => void
}

function Body({ lookup, state, covers, view, onView, onOwnWords }: BodyProps & OwnWords) {
  const translate = useTranslate()
  const { search, query } = state
  const again = () => void lookup.search(query, true)
  if (search.kind === 'searching') return <SearchProgress services={search.services} />
  if (search.kind === 'failed') {
    return (
      <div className="lookup-none" role="alert">
        <p>{problemSentence(translate, search.problem)}</p>
        <Remedies problems={[search.problem]} onRetry={again} />
      </div>
    )
  }
  if (search.candidates.length === 0)
    return <NothingFound search={search} onRetry={again} onOwnWords={onOwnWords} />
  return (
    <div className="lookup-body">
      <div className="lookup-side">
        <CandidateList
          candidates={search.candidates}
          chosen={state.chosen}
          onChoose={(index) => void lookup.choose(index)}
        />
        <OtherEditions lookup={lookup} state={state} />
        <StaleNote stale={staleOf(state)} />
        <Failures failures={search.failures} onRetry={again} />
      </div>
      <Chosen lookup={lookup} state={state} covers={covers} view={view} onView={onView} />
    </div>
  )
}

/** The search may have brought one edition alone: the files or a search hit named it. */
function OtherEditions({ lookup, state: { search, chosen, query } }: { lookup: Lookup; state: LookupState }) {
  const translate = useTranslate()
  const candidates = search.kind === 'found' ? search.candidates : []
  const candidate = candidates[chosen]
  if (candidate === undefined || !mayHaveOthers(candidate)) return null
  const address = groupAddress(candidate)
  const siblings = candidates.filter(({ releaseGroupId }) => releaseGroupId === candidate.releaseGroupId)
  if (address === undefined || siblings.length > 1 || query === address) return null
  return (
    <Button look="plain" className="lookup-editions" onClick={() => void lookup.search(address)}>
      {translate('lookup.otherEditions')}
    </Button>
  )
}

function Chosen({ lookup, state, covers, view, onView }: BodyProps) {
  const translate = useTranslate()
  const { proposal } = state
  switch (proposal.kind) {
    case 'none':
      return <div className="lookup-none" />
    case 'loading':
      return (
        <div className="lookup-none">
          <Spinner label={translate('lookup.loading')} />
        </div>
      )
    case 'failed':
      return (
        <div className="lookup-none" role="alert">
          <p>{problemSentence(translate, proposal.problem)}</p>
          <Button onClick={() => void lookup.choose(state.chosen)}>{translate('lookup.retry')}</Button>
        </div>
      )
    case 'ready':
      if (covers.isOpen) {
        return covers.step({
          wanted: coverWantedFor(proposal.proposal.candidate),
          ids: state.albums[state.album] ?? [],
          onCover: (cover) => {
            lookup.setCover(cover)
            covers.onOpen(false)
          },
          onBack: () => covers.onOpen(false),
        })
      }
      return (
        <ProposalViews
          lookup={lookup}
          onFindCover={() => covers.onOpen(true)}
          ready={proposal}
          files={state.albums[state.album] ?? []}
          view={view}
          onView={onView}
        />
      )
  }
}
