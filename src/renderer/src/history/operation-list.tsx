import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
} from 'react'
import type { OperationId, OperationSummary } from '../../../shared/model'
import { classes, useLanguage, useTranslate } from '../ui'
import { KindIcon } from './kind-icon'
import { operationFacts, operationTitle } from './operation-title'
import { stepTo } from './step-keys'
import { exactTime, whenText } from './when'

export interface OperationListProps {
  /** The element that takes the keyboard. */
  readonly list: RefObject<HTMLDivElement | null>
  readonly operations: readonly OperationSummary[]
  readonly chosen: OperationId | undefined
  readonly onChoose: (operation: OperationId) => void
  /** From the operation into its files. */
  readonly onEnter: () => void
  /** The last of them comes into sight. */
  readonly onEnd: () => void
}

const rowHeight = 52
const rowsOfAPage = 8

/** Everything that was saved, the newest first. */
export function OperationList(props: OperationListProps) {
  const { list, operations, chosen, onChoose, onEnter, onEnd } = props
  const translate = useTranslate()
  const language = useLanguage()
  const id = useId()
  const virtual = useVirtualizer({
    count: operations.length,
    getScrollElement: () => list.current,
    getItemKey: (index) => operations[index]?.id ?? index,
    estimateSize: () => rowHeight,
    overscan: 6,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index
  useEffect(() => {
    if (last !== undefined && last >= operations.length - 1) onEnd()
  }, [last, operations, onEnd])
  // The keys work as soon as it is there, unless something is being typed.
  useEffect(() => {
    if (!(document.activeElement instanceof HTMLInputElement)) list.current?.focus()
  }, [list])
  useStillInSight(list, operations)
  useEveryMinute()

  const at = operations.findIndex((operation) => operation.id === chosen)
  const handleKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const to = stepTo(event.key, at, { count: operations.length, page: rowsOfAPage })
    const next = to === undefined ? undefined : operations[to]
    if (to !== undefined && next !== undefined) {
      if (to !== at) onChoose(next.id)
      virtual.scrollToIndex(to)
    } else if (event.key === 'Enter' || event.key === 'ArrowRight') onEnter()
    else return
    event.preventDefault()
  }
  const known = useMemo(() => new Map(operations.map((each) => [each.id, each])), [operations])
  const now = Date.now()
  return (
    <div
      ref={list}
      className="history-list"
      role="listbox"
      tabIndex={0}
      aria-label={translate('history.operations')}
      aria-activedescendant={items.some(({ index }) => index === at) ? `${id}-${at}` : undefined}
      onKeyDown={handleKeyDown}
    >
      <div className="history-rows" role="presentation" style={{ blockSize: virtual.getTotalSize() }}>
        {items.map((item) => {
          const operation = operations[item.index]
          if (operation === undefined) return null
          const isChosen = operation.id === chosen
          const title = operationTitle(translate, operation, known)
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
            // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active option
            <div
              key={item.key}
              id={`${id}-${item.index}`}
              role="option"
              aria-selected={isChosen}
              aria-posinset={item.index + 1}
              aria-setsize={operations.length}
              className={classes('history-row', isChosen && 'history-chosen')}
              style={{ blockSize: item.size, transform: `translateY(${item.start}px)` }}
              onClick={() => onChoose(operation.id)}
            >
              <KindIcon kind={operation.kind} />
              <bdi className="history-label" title={title}>
                {title}
              </bdi>
              <span className="history-when" title={exactTime(operation.timeMs, language)}>
                {whenText(operation.timeMs, now, language)}
              </span>
              <span className="history-facts">{operationFacts(translate, operation)}</span>
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** What is read stays where it is while newer operations come on top of it. */
function useStillInSight(list: RefObject<HTMLDivElement | null>, operations: readonly OperationSummary[]) {
  const first = useRef<OperationId>(undefined)
  useLayoutEffect(() => {
    const scroller = list.current
    const newer = operations.findIndex(({ id }) => id === first.current)
    if (scroller && scroller.scrollTop > 0 && newer > 0) scroller.scrollTop += newer * rowHeight
    first.current = operations[0]?.id
  }, [list, operations])
}

/** Draws again each minute: what was 5 minutes ago does not stay so. */
function useEveryMinute(): void {
  const [, draw] = useReducer((count: number) => count + 1, 0)
  useEffect(() => {
    const timer = setInterval(draw, 60_000)
    return () => clearInterval(timer)
  }, [])
}
