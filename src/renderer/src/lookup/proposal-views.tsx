import { type KeyboardEvent, useId } from 'react'
import type { TrackId } from '../../../shared/model'
import { useEditor } from '../editor'
import { ReviewGrid } from '../review'
import { Button, classes, formatLength, useTranslate } from '../ui'
import { KeptNote } from './kept-note'
import { movedCount } from './placing'
import { ProposalHead } from './proposal-head'
import type { Lookup, ReadyProposal } from './session'
import { TrackMap } from './track-map'

/** Old and new by field, or which file is which track. */
export type ProposalView = 'fields' | 'tracks'

const views: readonly ProposalView[] = ['fields', 'tracks']

/** The release that is chosen: what it is, which file is which track of it, and what would change. */
export function ProposalViews(props: {
  readonly lookup: Lookup
  readonly ready: ReadyProposal
  readonly files: readonly TrackId[]
  readonly view: ProposalView
  readonly onView: (view: ProposalView) => void
  readonly onFindCover: () => void
}) {
  const { lookup, ready, files, view, onView, onFindCover } = props
  const { proposal, placing, suggested, edit, unticked } = ready
  const translate = useTranslate()
  const tracks = useEditor((state) => state.tracks)
  const prefix = useId()
  const moved = movedCount(proposal, placing, suggested)
  const release = `${proposal.candidate.service} ${proposal.candidate.releaseId}`
  const positions = new Map(proposal.tracks.map(({ id, position }) => [id, position]))
  const hasDiscs = new Set(proposal.tracklist.map(({ disc }) => disc)).size > 1
  return (
    <div className="lookup-chosen">
      <ProposalHead proposal={proposal} edit={edit} tracks={tracks} moved={moved} onFindCover={onFindCover} />
      <div className="lookup-views">
        <ViewTabs prefix={prefix} ready={ready} view={view} onView={onView} />
        {moved > 0 && (
          <>
            <span className="candidate-note">{translate('lookup.map.moved', { count: moved })}</span>
            <Button look="plain" onClick={lookup.placeAsSuggested}>
              {translate('lookup.map.suggested')}
            </Button>
          </>
        )}
      </div>
      <div
        id={`${prefix}-panel`}
        className="lookup-view"
        role="tabpanel"
        aria-labelledby={`${prefix}-${view}`}
      >
        {view === 'tracks' ? (
          <TrackMap
            key={release}
            proposal={proposal}
            placing={placing}
            tracks={tracks}
            onPlace={lookup.place}
          />
        ) : (
          <>
            <KeptNote lookup={lookup} ready={ready} />
            <ReviewGrid
              key={release}
              edit={edit}
              rows={files}
              tracks={tracks}
              unticked={unticked}
              onUnticked={lookup.setUnticked}
              extra={{
                heading: translate('lookup.track'),
                cell: (id) => {
                  const position = positions.get(id)
                  if (position === undefined) return translate('lookup.noTrack')
                  const number = hasDiscs ? `${position.disc}.${position.track}` : String(position.track)
                  return `${number} · ${formatLength(position.durationMs)}`
                },
              }}
            />
          </>
        )}
      </div>
    </div>
  )
}

function ViewTabs(props: {
  readonly prefix: string
  readonly ready: ReadyProposal
  readonly view: ProposalView
  readonly onView: (view: ProposalView) => void
}) {
  const { prefix, ready, view, onView } = props
  const translate = useTranslate()
  const { candidate, tracks, tracklist, missing } = ready.proposal
  const placed = tracks.filter(({ position }) => position !== undefined).length
  // A single file is no album with tracks missing.
  const isWhole = placed === tracks.length && (missing.length === 0 || candidate.recording !== undefined)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    const other = view === 'fields' ? 'tracks' : 'fields'
    onView(other)
    document.getElementById(`${prefix}-${other}`)?.focus()
  }
  return (
    <div role="tablist" aria-label={translate('lookup.views')} className="lookup-tabs" onKeyDown={onKeyDown}>
      {views.map((one) => (
        <button
          key={one}
          id={`${prefix}-${one}`}
          type="button"
          role="tab"
          aria-selected={view === one}
          aria-controls={`${prefix}-panel`}
          tabIndex={view === one ? 0 : -1}
          className={classes('lookup-tab', view === one && 'lookup-tab-chosen')}
          onClick={() => onView(one)}
        >
          {translate(`lookup.view.${one}`)}
          {one === 'tracks' && (
            <span className={classes('lookup-tab-note', !isWhole && 'lookup-tab-open')}>
              {!isWhole && <span aria-hidden="true">≠ </span>}
              {translate('lookup.view.placed', { placed, tracks: tracklist.length })}
            </span>
          )}
        </button>
      ))}
    </div>
  )
}
