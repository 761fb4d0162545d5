import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type RefObject, useEffect, useId, useState } from 'react'
import type { RunAlbum, RunList } from '../../../../shared/ipc'
import { classes, useTranslate } from '../../ui'
import { RunRow } from './run-row'
import type { Rows } from './use-rows'

export interface RunRowsProps {
  /** The element that takes the keyboard. */
  readonly grid: RefObject<HTMLDivElement | null>
  readonly list: RunList
  readonly count: number
  readonly rows: Rows
  readonly isTicked: (album: number) => boolean
  readonly onTick: (album: number) => void
  readonly onReview: (row: RunAlbum) => void
  readonly onRetry: (album: number) => void
}

const rowHeight = 56
const rowsOfAPage = 8

/** The albums of one list. One stop for Tab; the arrows go from album to album. */
export function RunRows(props: RunRowsProps) {
  const { grid, list, count, rows, isTicked, onTick, onReview, onRetry } = props
  const translate = useTranslate()
  const id = useId()
  const [focused, setFocused] = useState(0)
  const at = Math.min(focused, count - 1)
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => grid.current,
    estimateSize: () => rowHeight,
    overscan: 6,
  })
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  const { look } = rows
  useEffect(() => look(first, last), [look, first, last])
  // The keys work as soon as it is there, unless something else has them.
  useEffect(() => {
    if (document.activeElement?.contains(grid.current)) grid.current?.focus()
  }, [grid])

  const handleKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const to = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + rowsOfAPage,
      PageUp: at - rowsOfAPage,
      Home: 0,
      End: count - 1,
    }[event.key]
    const row = rows.at(at)?.row
    if (to !== undefined) {
      const next = Math.max(0, Math.min(count - 1, to))
      setFocused(next)
      virtual.scrollToIndex(next)
    } else if (event.key === ' ' && row !== undefined && canBeTicked(row)) onTick(row.album)
    else if (event.key === 'Enter' && row !== undefined && row.ids.length > 0) onReview(row)
    else return
    event.preventDefault()
  }
  return (
    <div
      ref={grid}
      className={classes('run-rows', list === 'sure' && 'run-rows-ticked')}
      role="grid"
      tabIndex={0}
      aria-label={translate(`run.list.${list}`)}
      aria-rowcount={count}
      aria-activedescendant={items.some(({ index }) => index === at) ? `${id}-${at}` : undefined}
      onKeyDown={handleKeyDown}
    >
      <div role="presentation" className="run-rows-all" style={{ blockSize: virtual.getTotalSize() }}>
        {items.map((item) => {
          const timed = rows.at(item.index)
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys
            <div
              key={item.key}
              id={`${id}-${item.index}`}
              role="row"
              tabIndex={-1}
              aria-rowindex={item.index + 1}
              className={classes('run-row', item.index === at && 'run-row-focus')}
              style={{ blockSize: item.size, transform: `translateY(${item.start}px)` }}
              onClick={() => setFocused(item.index)}
            >
              {timed !== undefined && (
                <RunRow
                  {...timed}
                  ticked={canBeTicked(timed.row) ? isTicked(timed.row.album) : undefined}
                  onTick={() => onTick(timed.row.album)}
                  onReview={() => onReview(timed.row)}
                  onRetry={() => onRetry(timed.row.album)}
                />
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}

const canBeTicked = ({ result, mark }: RunAlbum): boolean => result.kind === 'sure' && mark === 'open'
