import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { Edit, Track, TrackId } from '../../../shared/model'
import { classes, isMac, matches, useTranslate } from '../ui'
import { gridColumns } from './grid-columns'
import { changeOf, layoutOf } from './layout'
import { ReviewCell, Tick } from './review-cell'
import { Identifiers, SharedLine } from './shared-line'
import { type Target, ticksOf, type Unticked } from './ticks'

/** A column between the file's name and its fields: which track of the release it is. */
export interface ExtraColumn {
  readonly heading: string
  readonly cell: (id: TrackId) => ReactNode
}

export interface ReviewGridProps {
  readonly edit: Edit
  /** All files to show, in order; some may have no change. */
  readonly rows: readonly TrackId[]
  readonly tracks: ReadonlyMap<TrackId, Track>
  readonly unticked: Unticked
  /** `target`: what was ticked or unticked. */
  readonly onUnticked: (next: Unticked, target: Target) => void
  readonly extra?: ExtraColumn
}

/** Ticks the whole column. On macOS Cmd+Space is the system’s. */
export const columnKey = isMac ? 'Alt+ ' : 'Mod+ '

const flatRow = 28
const changedRow = 48

/**
 * What is about to be written: a row per file, a column per changed field, old above new, a tick per cell, row and
 * column. What changes in the same way in all files is one line on top. The keyboard alone is enough.
 */
export function ReviewGrid(props: ReviewGridProps) {
  const { edit, rows, tracks, unticked, onUnticked, extra } = props
  const fileName = (id: TrackId) => tracks.get(id)?.fileName ?? ''
  const translate = useTranslate()
  const scroller = useRef<HTMLDivElement>(null)
  const sharedLine = useRef<HTMLFieldSetElement>(null)
  const layout = useMemo(() => layoutOf(edit, rows), [edit, rows])
  const [focus, setFocus] = useState({ row: 0, column: 0 })
  const { columns, shared, identifiers } = layout
  // The keys of a review work as soon as it is there, unless something is being typed.
  useEffect(() => {
    if (!(document.activeElement instanceof HTMLInputElement)) scroller.current?.focus()
  }, [])
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const id = rows[index]
      return id !== undefined && columns.some((field) => changeOf(edit, id, field)) ? changedRow : flatRow
    },
    overscan: 12,
  })
  const { template, minInlineSize } = useMemo(
    () => gridColumns(columns, extra !== undefined),
    [columns, extra],
  )

  // Counted once for all keys pressed in between: there may be a hundred thousand rows.
  const ticks = useMemo(() => ticksOf(edit, unticked), [edit, unticked])
  const columnStates = useMemo(
    () => new Map(columns.map((field) => [field, ticks.stateOf({ fields: [field] })])),
    [ticks, columns],
  )

  const toggle = (target: Target) => onUnticked(ticks.toggled(target), target)
  const focusedRow = Math.min(focus.row, rows.length - 1)
  const focusedColumn = Math.min(focus.column, columns.length)
  const cellId = (row: number, column: number) => `review-${row}-${column}`

  const move = (row: number, column: number) => {
    const next = {
      row: Math.max(0, Math.min(row, rows.length - 1)),
      column: Math.max(0, Math.min(column, columns.length)),
    }
    setFocus(next)
    virtual.scrollToIndex(next.row)
    // Once it is drawn: a cell may lie beside what is in sight, too.
    requestAnimationFrame(() =>
      document.getElementById(cellId(next.row, next.column))?.scrollIntoView({
        block: 'nearest',
        inline: 'nearest',
      }),
    )
  }

  /** From the first row up into the line above the grid, and back down. */
  const enterShared = () => sharedLine.current?.querySelector('input')?.focus()
  const onSharedKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const ticks = [...(sharedLine.current?.querySelectorAll('input') ?? [])]
    const at = event.target instanceof HTMLInputElement ? ticks.indexOf(event.target) : -1
    if (event.key === 'ArrowRight') ticks[at + 1]?.focus()
    else if (event.key === 'ArrowLeft') ticks[at - 1]?.focus()
    else if (event.key === 'Home') ticks[0]?.focus()
    else if (event.key === 'End') ticks.at(-1)?.focus()
    else if (event.key === 'ArrowDown') scroller.current?.focus()
    else return
    event.preventDefault()
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const id = rows[focusedRow]
    const field = columns[focusedColumn - 1]
    if (matches(columnKey, event)) {
      if (field !== undefined) toggle({ fields: [field] })
    } else if (event.altKey || event.ctrlKey || event.metaKey) return
    else if (event.key === 'ArrowDown') move(focusedRow + 1, focusedColumn)
    else if (event.key === 'ArrowUp') {
      if (focusedRow <= 0) enterShared()
      else move(focusedRow - 1, focusedColumn)
    } else if (event.key === 'ArrowRight') move(focusedRow, focusedColumn + 1)
    else if (event.key === 'ArrowLeft') move(focusedRow, focusedColumn - 1)
    else if (event.key === 'Home') move(0, focusedColumn)
    else if (event.key === 'End') move(rows.length - 1, focusedColumn)
    else if (event.key === ' ' && id !== undefined) {
      toggle(field === undefined ? { id } : { id, fields: [field] })
    } else return
    event.preventDefault()
  }

  return (
    <div className="review">
      {shared.length + identifiers.length > 0 && (
        <fieldset ref={sharedLine} className="review-shared" onKeyDown={onSharedKeyDown}>
          <legend>{translate('review.allFiles', { count: rows.length })}</legend>
          {shared.map((field) => (
            <SharedLine
              key={field}
              edit={edit}
              field={field}
              first={rows[0]}
              tracks={tracks}
              ticks={ticks}
              toggle={toggle}
            />
          ))}
          {identifiers.length > 0 && (
            <Identifiers edit={edit} fields={identifiers} rows={rows.length} ticks={ticks} toggle={toggle} />
          )}
        </fieldset>
      )}
      <div
        ref={scroller}
        className="review-grid"
        role="grid"
        aria-label={translate('review.grid')}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length + (extra ? 2 : 1)}
        aria-activedescendant={cellId(focusedRow, focusedColumn)}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div
          className="review-row review-head"
          role="row"
          tabIndex={-1}
          style={{ gridTemplateColumns: template, minInlineSize }}
        >
          <span role="columnheader" tabIndex={-1}>
            {translate('review.file')}
          </span>
          {extra && (
            <span role="columnheader" tabIndex={-1}>
              {extra.heading}
            </span>
          )}
          {columns.map((field) => (
            <span key={field} role="columnheader" tabIndex={-1}>
              <Tick
                label={translate('review.tickColumn', { field: translate(`field.${field}`) })}
                state={columnStates.get(field) ?? 'all'}
                onToggle={() => toggle({ fields: [field] })}
              />
              <span className="review-heading" title={translate(`field.${field}`)}>
                {translate(`field.${field}`)}
              </span>
            </span>
          ))}
        </div>
        <div className="review-rows" role="presentation" style={{ blockSize: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const id = rows[item.index]
            if (id === undefined) return null
            const marked = (column: number) => item.index === focusedRow && column === focusedColumn
            return (
              <div
                key={id}
                role="row"
                tabIndex={-1}
                aria-rowindex={item.index + 2}
                className="review-row"
                style={{
                  gridTemplateColumns: template,
                  minInlineSize,
                  blockSize: item.size,
                  transform: `translateY(${item.start}px)`,
                }}
              >
                <span
                  role="gridcell"
                  tabIndex={-1}
                  id={cellId(item.index, 0)}
                  className={classes('review-cell', marked(0) && 'review-focus')}
                >
                  {edit.changes[id] !== undefined && (
                    <Tick
                      label={translate('review.tickFile', { file: fileName(id) })}
                      state={ticks.stateOf({ id })}
                      onToggle={() => toggle({ id })}
                    />
                  )}
                  <bdi className="review-file" title={fileName(id)}>
                    {fileName(id)}
                  </bdi>
                </span>
                {extra && (
                  <span role="gridcell" tabIndex={-1} className="review-cell review-extra">
                    {extra.cell(id)}
                  </span>
                )}
                {columns.map((field, index) => (
                  <ReviewCell
                    key={field}
                    id={cellId(item.index, index + 1)}
                    focused={marked(index + 1)}
                    edit={edit}
                    track={id}
                    source={tracks.get(id)}
                    fileName={fileName(id)}
                    field={field}
                    ticks={ticks}
                    onToggle={() => toggle({ id, fields: [field] })}
                  />
                ))}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}
