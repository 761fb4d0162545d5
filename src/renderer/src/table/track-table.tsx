import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { TrackId } from '../../../shared/model'
import { editor, isGrouped, useEditor, useView } from '../editor'
import { classes, useTranslate } from '../ui'
import { AlbumHeader } from './album-header'
import { columnsFor, gridTemplate } from './columns'
import { cellElementId, rowElementId } from './element-ids'
import { Headings } from './headings'
import { type Item, itemsOf } from './items'
import { keptScroll, useKeptScroll } from './kept-scroll'
import { firstMode, type TableMode } from './table-mode'
import type { RenameFile } from './track-cell'
import { TrackRow } from './track-row'
import { useTableKeys } from './use-table-keys'
import { useTablePaste } from './use-table-paste'

export interface TrackTableProps {
  readonly onLookUp: (ids: readonly TrackId[]) => void
  /** Takes rows off the list; it asks where that loses something. */
  readonly onRemove: (ids: readonly TrackId[]) => void
  /** Must stay the same function: rows are drawn again only for what changes. */
  readonly onRename: RenameFile
  /** What stands where no row does. */
  readonly nothing: ReactNode
  /** 24, 28 or 34 px. */
  readonly rowHeight: number
}

const headingHeight = 28
const albumHeight = 52

/** The list of files: an ARIA grid of which only what is in sight exists. The grid has the focus, never a row. */
export function TrackTable({ onLookUp, onRemove, onRename, nothing, rowHeight }: TrackTableProps) {
  const translate = useTranslate()
  const shown = useView((view) => view.shown)
  const groups = useView((view) => view.groups)
  const sort = useView((view) => view.sort)
  const focus = useEditor((state) => state.focus)
  const [mode, setMode] = useState<TableMode>(firstMode)
  const grid = useRef<HTMLDivElement>(null)
  const lastFocus = useRef(focus)
  const items = useMemo(() => itemsOf(shown, groups), [shown, groups])
  const columns = useMemo(() => columnsFor(isGrouped(sort)), [sort])
  const { list, indexOf } = items

  const virtualizer = useVirtualizer({
    count: list.length,
    getScrollElement: () => grid.current,
    estimateSize: (index) => (list[index]?.kind === 'group' ? albumHeight : rowHeight),
    getItemKey: (index) => itemKey(list[index], index),
    overscan: 12,
    scrollMargin: headingHeight,
    initialOffset: keptScroll,
    scrollPaddingStart: headingHeight,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are measured anew when what they come from changes
  useEffect(() => virtualizer.measure(), [list, rowHeight, virtualizer])

  useKeptScroll(grid)
  const anyRows = list.length > 0
  // Keys work as soon as there are rows, unless something else is being used.
  useEffect(() => {
    if (anyRows && document.activeElement === document.body) grid.current?.focus({ preventScroll: true })
  }, [anyRows])

  const focusIndex = focus === undefined ? undefined : indexOf.get(focus)
  // Only a move of the keyboard scrolls; a re-sort leaves the place as it is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const moved = lastFocus.current !== focus
    lastFocus.current = focus
    if (focusIndex === undefined || !moved) return
    // The first row of an album comes into sight with its header.
    const before = list[focusIndex - 1]
    if (before?.kind === 'group') virtualizer.scrollToIndex(focusIndex - 1, { align: 'auto' })
    virtualizer.scrollToIndex(focusIndex, { align: 'auto' })
  }, [focus])

  const focusGrid = useCallback(() => grid.current?.focus({ preventScroll: true }), [])
  const pageRows = useCallback(
    () => Math.max(1, Math.floor(((grid.current?.clientHeight ?? 0) - headingHeight) / rowHeight) - 1),
    [rowHeight],
  )
  const onKeyDown = useTableKeys({ mode, setMode, columns, shown, pageRows, onRemove })
  const clipboard = useTablePaste({ mode, columns })

  // What the keyboard is on must exist for a screen reader to read it.
  const active = focusIndex === undefined ? undefined : focus
  const activeElement =
    active === undefined
      ? undefined
      : mode.kind === 'row'
        ? rowElementId(active)
        : cellElementId(active, mode.column)

  return (
    <div
      ref={grid}
      className={classes('table', mode.kind === 'cell' && 'table-cells')}
      role="grid"
      aria-label={translate('table.label')}
      aria-multiselectable="true"
      aria-rowcount={list.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={activeElement}
      tabIndex={0}
      data-pane="table"
      onKeyDown={onKeyDown}
      onCopy={clipboard.onCopy}
      onPaste={clipboard.onPaste}
      onFocus={(event) => {
        const state = editor.getState()
        const [first] = shown
        // Coming by keyboard with nothing in sight selected: the first row is where one begins.
        const hidden = state.focus === undefined || !indexOf.has(state.focus)
        if (event.target === event.currentTarget && hidden && first) state.select(first)
      }}
    >
      <Headings columns={columns} />
      {list.length === 0 ? (
        nothing
      ) : (
        <div role="rowgroup" className="table-body" style={{ blockSize: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ key, index, start }) => {
            const item = list[index]
            if (item === undefined) return null
            const line = { index, start: start - headingHeight, template: gridTemplate(columns) }
            return item.kind === 'group' ? (
              <AlbumHeader
                key={key}
                ids={item.group.ids}
                line={line}
                current={focus !== undefined && item.group.ids.includes(focus)}
                onLookUp={onLookUp}
                onSelect={focusGrid}
              />
            ) : (
              <TrackRow
                key={key}
                id={item.id}
                line={line}
                columns={columns}
                mode={item.id === focus ? mode : undefined}
                setMode={setMode}
                focusGrid={focusGrid}
                onRename={onRename}
              />
            )
          })}
        </div>
      )}
    </div>
  )
}

const itemKey = (item: Item | undefined, index: number): string | number =>
  item === undefined ? index : item.kind === 'group' ? `album ${item.group.key}` : item.id
