import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { problemSentence } from '../../../shared/i18n'
import type { UndoPreview } from '../../../shared/ipc'
import type { Problem } from '../../../shared/model'
import { bridge } from '../bridge'
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
import { factsText, OperationList, operationTitle } from './operation-list'
import { createPast, leftToUndo, type Past, undoRequest } from './past-store'
import { undo } from './undo'
import { PreviewFiles } from './undo-preview'
import { exactTime } from './when'

export interface HistoryPlaceProps {
  readonly onBack: () => void
}

const hints: readonly KeyHint[] = [
  [['ArrowUp', 'ArrowDown'], 'history.key.move'],
  [['Mod+F'], 'history.key.search'],
  [['Mod+Enter'], 'history.key.undo'],
  [['Escape'], 'review.key.back'],
]

/** Typing asks again when it pauses: milliseconds. */
const searchPause = 200

/** Everything that was saved, what it changed, and the way back. */
export function HistoryPlace({ onBack }: HistoryPlaceProps) {
  const translate = useTranslate()
  const [store] = useState(() => createPast(bridge.history))
  const past = useStore(store)
  const { search, operations, chosen, preview } = past
  const operation = operations.find(({ id }) => id === chosen)

  useEffect(() => {
    const timer = setTimeout(() => void store.getState().refresh(), search === '' ? 0 : searchPause)
    return () => clearTimeout(timer)
  }, [store, search])
  useEffect(() => bridge.events.on('history.changed', () => void store.getState().refresh()), [store])
  useEffect(() => () => store.getState().leavePreview(), [store])

  const loadMore = useCallback(() => {
    if (store.getState().more) void store.getState().loadMore()
  }, [store])
  const carryOut = (ready: UndoPreview) => {
    if (chosen === undefined || restorable(ready) === 0) return
    const request = undoRequest(past, chosen)
    past.leavePreview()
    void undo(request, restorable(ready), translate)
  }
  const forward = () => {
    if (preview?.kind === 'ready') carryOut(preview.preview)
    else if (preview === undefined && operation !== undefined && leftToUndo(operation) > 0)
      void past.lookAhead()
  }
  return (
    <Place
      name={translate('history.title')}
      onBack={() => (preview === undefined ? onBack() : past.leavePreview())}
      onKeyDown={(event) => {
        if (matches('Mod+Enter', event)) {
          event.preventDefault()
          forward()
        } else if (matches('Mod+F', event)) {
          event.preventDefault()
          event.stopPropagation()
          document.getElementById('history-search')?.focus()
        }
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
        />
      }
      foot={
        <>
          <KeyHints hints={hints} />
          <Decision past={past} onUndo={carryOut} />
        </>
      }
    >
      <div className="history">
        {past.loading.kind === 'failed' ? (
          <Trouble problem={past.loading.problem} onRetry={() => void past.refresh()} />
        ) : operations.length === 0 ? (
          past.loading.kind === 'ready' && (
            <p className="place-empty" role="status">
              {translate(search === '' ? 'history.none' : 'history.notFound')}
            </p>
          )
        ) : (
          <>
            <OperationList
              operations={operations}
              chosen={chosen}
              onChoose={(id) => void past.choose(id)}
              onEnd={loadMore}
            />
            <Chosen past={past} />
          </>
        )}
      </div>
    </Place>
  )
}

/** How many files would be changed by an undo. */
const restorable = ({ counts }: UndoPreview): number => counts.exact + counts.fields + counts.move

/** The operation that is looked at: its files, or what undo would do to them. */
function Chosen({ past }: { readonly past: Past }) {
  const translate = useTranslate()
  const language = useLanguage()
  const operation = past.operations.find(({ id }) => id === past.chosen)
  if (operation === undefined) return null
  const { preview } = past
  return (
    <section className="history-detail" aria-label={operationTitle(translate, operation)}>
      <header className="history-head">
        <h2>
          <bdi>{operationTitle(translate, operation)}</bdi>
        </h2>
        <p>
          {exactTime(operation.timeMs, language)} · {factsText(translate, operation)}
        </p>
        {preview?.kind === 'ready' && (
          <p role="status" className="history-summary">
            {summary(preview.preview, translate)}
          </p>
        )}
      </header>
      {content(past, preview)}
    </section>
  )
}

function content(past: Past, preview: Past['preview']): ReactNode {
  if (preview?.kind === 'failed') {
    return <Trouble problem={preview.problem} onRetry={past.leavePreview} />
  }
  if (preview?.kind === 'ready') return <PreviewFiles preview={preview.preview} />
  if (past.filesLoading.kind === 'failed') {
    return <Trouble problem={past.filesLoading.problem} onRetry={() => void past.refresh()} />
  }
  return (
    <OperationFiles
      files={past.files}
      unticked={past.unticked}
      more={past.moreFiles}
      onTick={past.tick}
      onMore={() => void past.loadMoreFiles()}
    />
  )
}

/** “9 files become exactly what they were. 2 files get back what nobody changed since. 1 file stays.” */
function summary({ counts }: UndoPreview, translate: ReturnType<typeof useTranslate>): string {
  const { exact, fields, move, none } = counts
  return [
    exact > 0 && translate('history.summary.exact', { count: exact }),
    fields > 0 && translate('history.summary.fields', { count: fields }),
    move > 0 && translate('history.summary.move', { count: move }),
    none > 0 && translate('history.summary.none', { count: none }),
    exact + fields + move + none === 0 && translate('history.summary.nothing'),
  ]
    .filter(Boolean)
    .join(' ')
}

/** The buttons: first a look at what undo would do, then undo. */
function Decision({
  past,
  onUndo,
}: {
  readonly past: Past
  readonly onUndo: (preview: UndoPreview) => void
}) {
  const translate = useTranslate()
  const { preview } = past
  const operation = past.operations.find(({ id }) => id === past.chosen)
  if (preview?.kind === 'looking') {
    return (
      <>
        <Progress label={translate('history.looking')} done={preview.done} total={preview.total} />
        <Button onClick={past.leavePreview}>{translate('jobs.cancel')}</Button>
      </>
    )
  }
  if (preview?.kind === 'ready') {
    const count = restorable(preview.preview)
    return (
      <>
        <Button onClick={past.leavePreview}>{translate('history.keep')}</Button>
        <Button look="primary" disabled={count === 0} onClick={() => onUndo(preview.preview)}>
          {translate('history.undoFiles', { count })}
        </Button>
      </>
    )
  }
  const left = operation === undefined ? 0 : leftToUndo(operation)
  const noneTicked = left > 0 && past.unticked.size >= left
  return (
    <Button disabled={left === 0 || noneTicked} onClick={() => void past.lookAhead()}>
      {translate('history.undoThis')}
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
