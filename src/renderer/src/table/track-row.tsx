import { type MouseEvent, memo } from 'react'
import { difference, type TrackId } from '../../../shared/model'
import { editor, useEditor, view } from '../editor'
import { classes, modHeld } from '../ui'
import { type Column, isEditable } from './columns'
import { rowElementId } from './element-ids'
import { StateCell } from './state-cell'
import { cellMode, editMode, rowMode, type TableMode } from './table-mode'
import { type RenameFile, TrackCell } from './track-cell'

/** Where a line stands. */
export interface Line {
  readonly index: number
  readonly start: number
  readonly template: string
}

interface TrackRowProps {
  readonly id: TrackId
  readonly line: Line
  readonly columns: readonly Column[]
  /** Given to the one row that the keyboard is on. */
  readonly mode: TableMode | undefined
  readonly setMode: (mode: TableMode | ((mode: TableMode) => TableMode)) => void
  readonly focusGrid: () => void
  readonly onRename: RenameFile
}

function press(event: MouseEvent, id: TrackId): void {
  const state = editor.getState()
  if (event.shiftKey) state.extend(id, view.getState().shown)
  else if (modHeld(event)) state.toggle(id)
  else state.select(id)
}

export const TrackRow = memo(
  function TrackRow({ id, line, columns, mode, setMode, focusGrid, onRename }: TrackRowProps) {
    const track = useEditor((state) => state.tracks.get(id))
    const edited = useEditor((state) => state.edited.get(id))
    const selected = useEditor((state) => state.selection.has(id))
    if (track === undefined) return null
    const current = edited ?? track
    const changes = edited === undefined ? undefined : difference(track, edited)

    const onMouseDown = (event: MouseEvent<HTMLElement>) => {
      if (event.button !== 0 || event.target instanceof HTMLInputElement) return
      const state = editor.getState()
      const plain = !event.shiftKey && !modHeld(event)
      const column = columnOf(event, columns)
      const alone = state.selection.size === 1 && state.selection.has(id)
      // The grid keeps the focus, so that an editor closes and its value is taken before anything moves.
      event.preventDefault()
      focusGrid()
      if (plain && column !== undefined && isEditable(column, track)) {
        const again = mode?.kind === 'cell' && mode.column === column.id
        if (event.detail === 2 || (alone && again)) {
          state.select(id)
          setMode(editMode(column.id, { id }))
          return
        }
        if (alone && mode !== undefined) {
          setMode(cellMode(column.id))
          return
        }
      }
      setMode(rowMode)
      press(event, id)
    }

    return (
      // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
      <div
        role="row"
        id={rowElementId(id)}
        aria-rowindex={line.index + 2}
        aria-selected={selected}
        className={classes('row', selected && 'row-selected', mode?.kind === 'row' && 'row-active')}
        style={{ transform: `translateY(${line.start}px)`, gridTemplateColumns: line.template }}
        onMouseDown={onMouseDown}
      >
        {columns.map((column, index) =>
          column.id === 'state' ? (
            <StateCell key={column.id} id={id} active={mode?.kind === 'cell' && mode.column === 'state'} />
          ) : (
            <TrackCell
              key={column.id}
              track={track}
              current={current}
              column={column}
              index={index}
              changed={column.field !== undefined && changes?.[column.field] !== undefined}
              active={mode?.kind === 'cell' && mode.column === column.id}
              draft={mode?.column === column.id && mode.draft?.id === id ? mode.draft : undefined}
              columns={columns}
              setMode={setMode}
              focusGrid={focusGrid}
              onRename={onRename}
            />
          ),
        )}
      </div>
    )
  },
  (before, after) =>
    before.id === after.id &&
    before.line.index === after.line.index &&
    before.line.start === after.line.start &&
    before.line.template === after.line.template &&
    before.columns === after.columns &&
    before.mode === after.mode,
)

function columnOf(event: MouseEvent<HTMLElement>, columns: readonly Column[]): Column | undefined {
  const cell = event.target instanceof Element ? event.target.closest('[data-column]') : null
  const id = cell instanceof HTMLElement ? cell.dataset['column'] : undefined
  return columns.find((column) => column.id === id)
}
