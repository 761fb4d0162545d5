import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { problemSentence } from '../../../shared/i18n'
import type { UndoPreview } from '../../../shared/ipc'
import type { OperationSummary, Problem } from '../../../shared/model'
import { bridge } from '../bridge'
import { columnKey } from '../review'
import {
  Button,
  type KeyHint,
  KeyHints,
  matches,
  Place,
  Progress,
  TextField,
  useLanguage,
  useTranslate,
} from '../ui'
import { OperationFiles } from './operation-files'
import { OperationList } from './operation-list'
import { operationFacts, operationTitle } from './operation-title'
import { createPast, leftToUndo, type Past } from './past-store'
import { restorable, summaryText } from './preview-summary'
import { tickedPart, undoRequest } from './ticks'
import { undo } from './undo'
import { PreviewFiles } from './undo-preview'
import { exactTime } from './when'

export interface HistoryPlaceProps {
  readonly onBack: () => void
  /** Shows what jobs could not do, and why. */
  readonly onShowJobs: () => void
}

const previewHints: readonly KeyHint[] = [
  [['ArrowUp', 'ArrowDown'], 'history.key.move'],
  [['Mod+Enter'], 'history.key.undo'],
  [['Escape'], 'review.key.back'],
]

const hints: readonly KeyHint[] = [
  [['ArrowUp', 'ArrowDown'], 'history.key.move'],
  [['ArrowRight', 'ArrowLeft'], 'history.key.files'],
  [[' '], 'review.key.tick'],
  [[columnKey], 'history.key.all'],
  [['Mod+F'], 'history.key.search'],
  [['Mod+Enter'], 'history.key.undo'],
  [['Escape'], 'review.key.back'],
]

const noHints: readonly KeyHint[] = [
  [['Mod+F'], 'history.key.search'],
  [['Escape'], 'review.key.back'],
]

/** The keys that do something now. */
function hintsOf({ operations, preview }: Past): readonly KeyHint[] {
  if (operations.length === 0) return noHints
  return preview === undefined ? hints : previewHints
}

/** Typing asks again when it pauses: milliseconds. */
const searchPause = 200

/** Everything that was saved, what it changed, and the way back. */
export function HistoryPlace({ onBack, onShowJobs }: HistoryPlaceProps) {
  const translate = useTranslate()
  const [store] = useState(() => createPast(bridge.history))
  const past = useStore(store)
  const list = useRef<HTMLDivElement>(null)
  const detail = useRef<HTMLElement>(null)
  const { search, operations, chosen, preview, loading } = past
  const operation = operations.find(({ id }) => id === chosen)

  useEffect(() => {
    const timer = setTimeout(() => void store.getState().refresh(), search === '' ? 0 : searchPause)
    return () => clearTimeout(timer)
  }, [store, search])
  useEffect(() => bridge.events.on('history.changed', () => void store.getState().refresh()), [store])
  useEffect(() => () => store.getState().leavePreview(), [store])

  const toList = () => list.current?.focus()
  const toFiles = () => detail.current?.querySelector<HTMLElement>('[role="grid"]')?.focus()
  const leavePreview = () => {
    past.leavePreview()
    toList()
  }
  const carryOut = ({ counts }: UndoPreview) => {
    const count = restorable(counts)
    if (chosen === undefined || count === 0) return
    leavePreview()
    void undo(undoRequest(past.ticks, chosen), { count, translate, onShowJobs })
  }
  const forward = () => {
    if (preview?.kind === 'ready') carryOut(preview.preview)
    else if (preview === undefined && operation !== undefined && canLookAhead(past, operation)) {
      void past.lookAhead()
    }
  }
  return (
    <Place
      name={translate('history.title')}
      onBack={() => (preview === undefined ? onBack() : leavePreview())}
      onConfirm={forward}
      onKeyDown={(event) => {
        if (matches('Mod+F', event)) {
          event.stopPropagation()
          document.getElementById('history-search')?.focus()
        } else if (matches(columnKey, event) && preview === undefined && operation !== undefined) {
          past.tickAll(tickedPart(past.ticks, leftToUndo(operation)) !== 'all')
        } else return
        event.preventDefault()
      }}
      tools={
        <TextField
          id="history-search"
          className="history-search"
          type="search"
          label={translate('history.search')}
          placeholder={translate('history.search')}
          value={search}
          onChange={(event) => past.setSearch(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') toList()
            else if (event.key === 'Escape' && search !== '') past.setSearch('')
            else return
            event.preventDefault()
          }}
        />
      }
      foot={
        <>
          <KeyHints hints={hintsOf(past)} />
          <Decision
            past={past}
            operation={operation}
            onLookAhead={() => void past.lookAhead()}
            onLeave={leavePreview}
            onUndo={carryOut}
          />
        </>
      }
    >
      <div className="history">
        {operations.length === 0 ? (
          <Nothing past={past} />
        ) : (
          <>
            <div className="history-operations">
              <OperationList
                list={list}
                operations={operations}
                chosen={chosen}
                onChoose={(id) => void past.choose(id)}
                onEnter={toFiles}
                onEnd={past.loadMore}
              />
              {loading.kind === 'failed' && (
                <Trouble problem={loading.problem} onRetry={() => void past.refresh()} />
              )}
            </div>
            {operation !== undefined && (
              <section ref={detail} className="history-detail" aria-label={translate('history.operation')}>
                <Head operation={operation} past={past} />
                <Content past={past} operation={operation} onLeave={toList} />
              </section>
            )}
          </>
        )}
      </div>
    </Place>
  )
}

function canLookAhead({ ticks }: Past, operation: OperationSummary): boolean {
  const left = leftToUndo(operation)
  return left > 0 && tickedPart(ticks, left) !== 'none'
}

function Nothing({ past: { loading, search, refresh } }: { readonly past: Past }) {
  const translate = useTranslate()
  switch (loading.kind) {
    case 'failed':
      return <Trouble problem={loading.problem} onRetry={() => void refresh()} />
    case 'loading':
      return null
    case 'ready':
      return (
        <p className="place-empty" role="status">
          {translate(search === '' ? 'history.none' : 'history.notFound')}
        </p>
      )
  }
}

/** What the operation is called, when it was, and what undo would do to it. */
function Head({ operation, past }: { readonly operation: OperationSummary; readonly past: Past }) {
  const translate = useTranslate()
  const language = useLanguage()
  const known = new Map(past.operations.map((each) => [each.id, each]))
  const { preview } = past
  return (
    <header className="history-head">
      <h2>
        <bdi>{operationTitle(translate, operation, known)}</bdi>
      </h2>
      <p>
        {exactTime(operation.timeMs, language)} · {operationFacts(translate, operation)}
      </p>
      {preview?.kind === 'ready' && (
        <p role="status" className="history-summary">
          {summaryText(preview.preview.counts, translate)}
        </p>
      )}
    </header>
  )
}

/** Its files, or what undo would do to them. */
function Content(props: {
  readonly past: Past
  readonly operation: OperationSummary
  readonly onLeave: () => void
}): ReactNode {
  const { past, operation, onLeave } = props
  const { preview, filesLoading } = past
  const loadMore = useCallback(() => void past.loadMoreFiles(), [past.loadMoreFiles])
  if (preview?.kind === 'failed') {
    return <Trouble problem={preview.problem} onRetry={() => void past.lookAhead()} />
  }
  if (preview?.kind === 'ready') return <PreviewFiles preview={preview.preview} onLeave={onLeave} />
  if (filesLoading.kind === 'failed') {
    return <Trouble problem={filesLoading.problem} onRetry={() => void past.refresh()} />
  }
  return (
    <OperationFiles
      operation={operation}
      files={past.files}
      more={past.moreFiles}
      ticks={past.ticks}
      onTick={past.tick}
      onTickAll={past.tickAll}
      onEnd={loadMore}
      onLeave={onLeave}
    />
  )
}

/** The buttons: first a look at what undo would do, then undo. */
function Decision(props: {
  readonly past: Past
  readonly operation: OperationSummary | undefined
  readonly onLookAhead: () => void
  readonly onLeave: () => void
  readonly onUndo: (preview: UndoPreview) => void
}) {
  const { past, operation, onLookAhead, onLeave, onUndo } = props
  const translate = useTranslate()
  const { preview } = past
  if (operation === undefined) return null
  if (preview?.kind === 'looking') {
    return (
      <>
        <Progress label={translate('history.looking')} done={preview.done} total={preview.total} />
        <Button onClick={onLeave}>{translate('jobs.cancel')}</Button>
      </>
    )
  }
  if (preview?.kind === 'ready') {
    const count = restorable(preview.preview.counts)
    return (
      <>
        <Button onClick={onLeave}>{translate('history.keep')}</Button>
        {count > 0 && (
          <Button look="primary" onClick={() => onUndo(preview.preview)}>
            {translate('history.undoFiles', { count })}
          </Button>
        )}
      </>
    )
  }
  const left = leftToUndo(operation)
  if (left === 0) return null
  const part = tickedPart(past.ticks, left)
  return (
    <Button disabled={part === 'none'} onClick={onLookAhead}>
      {translate(part === 'all' ? 'history.undoThis' : 'history.undoTicked')}
    </Button>
  )
}

function Trouble({ problem, onRetry }: { readonly problem: Problem; readonly onRetry: () => void }) {
  const translate = useTranslate()
  return (
    <div className="history-trouble" role="alert">
      <p>{problemSentence(translate, problem)}</p>
      <Button onClick={onRetry}>{translate('jobs.retry')}</Button>
    </div>
  )
}
