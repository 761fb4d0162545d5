import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useId, useRef } from 'react'
import type { Translate } from '../../../shared/i18n'
import type { OperationId, OperationSummary } from '../../../shared/model'
import { classes, useLanguage, useTranslate } from '../ui'
import { exactTime, whenText } from './when'

export interface OperationListProps {
  readonly operations: readonly OperationSummary[]
  readonly chosen: OperationId | undefined
  readonly onChoose: (operation: OperationId) => void
  /** The end of the list comes into sight. */
  readonly onEnd: () => void
}

const rowHeight = 52
const rowsOfAPage = 8

/** Everything that was saved, the newest first. */
export function OperationList({ operations, chosen, onChoose, onEnd }: OperationListProps) {
  const translate = useTranslate()
  const language = useLanguage()
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: operations.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index
  useEffect(() => {
    if (last !== undefined && last >= operations.length - 1) onEnd()
  }, [last, operations.length, onEnd])

  const at = operations.findIndex((operation) => operation.id === chosen)
  const go = (index: number) => {
    const next = operations[Math.max(0, Math.min(operations.length - 1, index))]
    if (next === undefined) return
    onChoose(next.id)
    virtual.scrollToIndex(operations.indexOf(next))
  }
  const handleKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const to = target(event.key, at, operations.length)
    if (to === undefined) return
    event.preventDefault()
    go(to)
  }
  const now = Date.now()
  return (
    <div
      ref={scroller}
      className="history-list"
      role="listbox"
      tabIndex={0}
      aria-label={translate('history.operations')}
      aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
      onKeyDown={handleKeyDown}
    >
      <div className="history-rows" style={{ blockSize: virtual.getTotalSize() }}>
        {items.map((item) => {
          const operation = operations[item.index]
          if (operation === undefined) return null
          const isChosen = operation.id === chosen
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
            // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active option
            <div
              key={operation.id}
              id={`${id}-${item.index}`}
              role="option"
              aria-selected={isChosen}
              aria-posinset={item.index + 1}
              aria-setsize={operations.length}
              className={classes('history-row', isChosen && 'history-chosen')}
              style={{ blockSize: item.size, transform: `translateY(${item.start}px)` }}
              onClick={() => onChoose(operation.id)}
            >
              <bdi className="history-label">{operationTitle(translate, operation)}</bdi>
              <span className="history-when" title={exactTime(operation.timeMs, language)}>
                {whenText(operation.timeMs, now, language)}
              </span>
              <span className="history-facts">{factsText(translate, operation)}</span>
            </div>
          )
        })}
      </div>
    </div>
  )
}

function target(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return at + 1
    case 'ArrowUp':
      return at - 1
    case 'PageDown':
      return at + rowsOfAPage
    case 'PageUp':
      return at - rowsOfAPage
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}

/** As the operation was called; an undo says so itself. */
export const operationTitle = (translate: Translate, { kind, label }: OperationSummary): string =>
  kind === 'undo' ? translate('history.undoOf', { label }) : label

/** “12 files · 2 not saved · undone” */
export function factsText(
  translate: Translate,
  { done, failed, unfinished, undone }: OperationSummary,
): string {
  return [
    translate('review.files', { count: done }),
    failed > 0 && translate('history.failed', { count: failed }),
    unfinished > 0 && translate('history.unclear', { count: unfinished }),
    undone > 0 &&
      (undone >= done ? translate('history.allUndone') : translate('history.someUndone', { count: undone })),
  ]
    .filter(Boolean)
    .join(' · ')
}
