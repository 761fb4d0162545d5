import { type FormEvent, type KeyboardEvent, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { problemSentence } from '../../../shared/i18n'
import { countChanges, type TrackId } from '../../../shared/model'
import { openPlace, useEditor } from '../editor'
import { columnKey, ReviewGrid, tickedEdit } from '../review'
import {
  Button,
  formatLength,
  type KeyHint,
  KeyHints,
  matches,
  notify,
  Place,
  Spinner,
  TextField,
  useLanguage,
  useTranslate,
} from '../ui'
import { CandidateList } from './candidate-list'
import { coverWantedFor, type DrawCoverStep } from './cover-step'
import { ProposalHead } from './proposal-head'
import { SearchProgress } from './search-progress'
import { createLookup, type Failure, type Lookup, type LookupState, type Stale } from './session'

export interface LookupPlaceProps {
  readonly ids: readonly TrackId[]
  /** Draws the covers that the services have for a release, to choose from. */
  readonly coverStep: DrawCoverStep
  readonly onBack: () => void
}

const hints: readonly KeyHint[] = [
  [[' '], 'review.key.tick'],
  [[columnKey], 'review.key.column'],
  [['Alt+ArrowDown'], 'lookup.key.candidate'],
  [['Mod+Enter'], 'lookup.key.apply'],
  [['Mod+ArrowRight'], 'lookup.key.skip'],
]

/** Album after album: who it may be, why, and what would change. Nothing is written before it is saved. */
export function LookupPlace({ ids, coverStep, onBack }: LookupPlaceProps) {
  const translate = useTranslate()
  const [lookup] = useState(() => createLookup(ids))
  const state = useStore(lookup.store)
  /** The release whose cover is being chosen. */
  const [coversFor, setCoversFor] = useState<string>()

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
    onBack()
  }, [state.finished, state.applied, state.albums, onBack, translate])

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
      heading={translate('lookup.heading', { title: state.title })}
      note={
        <>
          {translate('review.files', { count })}
          {state.albums.length > 1 && ` · ${translate('lookup.album', album)}`}
        </>
      }
      tools={<SearchAgain key={state.album} lookup={lookup} />}
      onBack={onBack}
      onConfirm={apply}
      onKeyDown={onKeyDown}
      foot={
        covers.isOpen ? undefined : (
          <>
            <KeyHints hints={hints} note="lookup.notWritten" />
            <Button onClick={lookup.skip}>{translate('lookup.skip')}</Button>
            <ApplyButton state={state} onApply={apply} />
          </>
        )
      }
    >
      <Body lookup={lookup} state={state} covers={covers} />
    </Place>
  )
}

const chosenRelease = ({ proposal }: LookupState): string | undefined =>
  proposal.kind === 'ready' ? proposal.proposal.candidate.releaseId : undefined

function SearchAgain({ lookup }: { lookup: Lookup }) {
  const translate = useTranslate()
  const [text, setText] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void lookup.search(text, true)
  }
  return (
    <form className="lookup-search" onSubmit={submit}>
      <TextField
        label={translate('lookup.searchAgain')}
        placeholder={translate('lookup.searchHint')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || text === '') return
          // The first Esc is for what was typed, the next for the place.
          event.preventDefault()
          setText('')
        }}
      />
    </form>
  )
}

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

interface ShownState {
  readonly lookup: Lookup
  readonly state: LookupState
  readonly covers: {
    readonly step: DrawCoverStep
    readonly isOpen: boolean
    readonly onOpen: (open: boolean) => void
  }
}

function Body({ lookup, state, covers }: ShownState) {
  const translate = useTranslate()
  const { search, query } = state
  if (search.kind === 'searching') return <SearchProgress services={search.services} />
  if (search.kind === 'failed') {
    return (
      <div className="lookup-none" role="alert">
        <p>{problemSentence(translate, search.problem)}</p>
        <Button onClick={() => void lookup.search(query, true)}>{translate('lookup.retry')}</Button>
      </div>
    )
  }
  const again = () => void lookup.search(query, true)
  if (search.candidates.length === 0) {
    return (
      <div className="lookup-none">
        {/* Who did not answer has found nothing, nor has it missed anything. */}
        <Failures failures={search.failures} onRetry={again} />
        <StaleNote stale={search.stale} />
        {search.failures.length === 0 && <p role="status">{translate('lookup.nothing')}</p>}
        <p className="candidate-note">{translate('lookup.nothingHint')}</p>
        <Button look="plain" onClick={() => openPlace({ kind: 'settings' })}>
          {translate('lookup.services')}
        </Button>
      </div>
    )
  }
  return (
    <div className="lookup-body">
      <div className="lookup-side">
        <CandidateList
          candidates={search.candidates}
          chosen={state.chosen}
          onChoose={(index) => void lookup.choose(index)}
        />
        <StaleNote stale={staleOf(state)} />
        <Failures failures={search.failures} onRetry={again} />
      </div>
      <Chosen lookup={lookup} state={state} covers={covers} />
    </div>
  )
}

/** A release that stands in counts as well, though the search itself was answered. */
function staleOf({ search, proposal }: LookupState): readonly Stale[] {
  const found = search.kind === 'found' ? search.stale : []
  if (found.length > 0 || proposal.kind !== 'ready') return found
  const { staleSince, candidate } = proposal.proposal
  return staleSince === undefined ? [] : [{ service: candidate.service, since: staleSince }]
}

/** That it is an old answer, and how old. */
function StaleNote({ stale }: { stale: readonly Stale[] }) {
  const translate = useTranslate()
  const language = useLanguage()
  return (
    <div role="status">
      {stale.map(({ service, since }) => (
        <p key={service} className="lookup-stale">
          {translate('lookup.stale', {
            service: translate(`lookup.service.${service}`),
            date: new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(
              since,
            ),
          })}
        </p>
      ))}
    </div>
  )
}

function Failures({ failures, onRetry }: { failures: readonly Failure[]; onRetry: () => void }) {
  const translate = useTranslate()
  if (failures.length === 0) return null
  return (
    <div className="lookup-failures" role="alert">
      {failures.map(({ service, problem }) => (
        <p key={service}>▲ {problemSentence(translate, problem)}</p>
      ))}
      <Button onClick={onRetry}>{translate('lookup.retry')}</Button>
    </div>
  )
}

function Chosen({ lookup, state, covers }: ShownState) {
  const translate = useTranslate()
  const tracks = useEditor((editorState) => editorState.tracks)
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
    case 'ready': {
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
      const positions = new Map(proposal.proposal.tracks.map(({ id, position }) => [id, position]))
      const discs = new Set([...positions.values()].map((position) => position?.disc))
      return (
        <div className="lookup-chosen">
          <ProposalHead
            proposal={proposal.proposal}
            edit={proposal.edit}
            tracks={tracks}
            onFindCover={() => covers.onOpen(true)}
          />
          <ReviewGrid
            key={`${proposal.proposal.candidate.service} ${proposal.proposal.candidate.releaseId}`}
            edit={proposal.edit}
            rows={state.albums[state.album] ?? []}
            tracks={tracks}
            unticked={proposal.unticked}
            onUnticked={lookup.setUnticked}
            extra={{
              heading: translate('lookup.track'),
              cell: (id) => {
                const position = positions.get(id)
                if (position === undefined) return translate('lookup.noTrack')
                const number = discs.size > 1 ? `${position.disc}.${position.track}` : String(position.track)
                return `${number} · ${formatLength(position.durationMs)}`
              },
            }}
          />
        </div>
      )
    }
  }
}
