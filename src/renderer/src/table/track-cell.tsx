import type { Editable, Track, TrackId } from '../../../shared/model'
import { classes, useTranslate } from '../ui'
import { CellEditor } from './cell-editor'
import { type Column, cellText, isEditable } from './columns'
import { cellElementId } from './element-ids'
import { NameEditor } from './name-editor'
import type { Draft, TableMode } from './table-mode'

export interface TrackCellProps {
  readonly track: Track
  readonly current: Editable
  readonly column: Column
  readonly index: number
  readonly changed: boolean
  readonly active: boolean
  readonly draft: Draft | undefined
  readonly columns: readonly Column[]
  readonly setMode: (mode: TableMode | ((mode: TableMode) => TableMode)) => void
  readonly focusGrid: () => void
  readonly onRename: RenameFile
}

/** Answers whether the file has the name now; what was in the way is said elsewhere. */
export type RenameFile = (id: TrackId, fileName: string) => Promise<boolean>

/** One value in the table. */
export function TrackCell(props: TrackCellProps) {
  const { track, current, column, index, changed, active, draft } = props
  const translate = useTranslate()
  const text = cellText(column.id, track, current)
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
    <div
      role="gridcell"
      id={cellElementId(track.id, column.id)}
      aria-colindex={index + 1}
      aria-readonly={!isEditable(column, track)}
      data-column={column.id}
      className={classes(
        'cell',
        column.end && 'cell-end',
        column.muted && 'cell-muted',
        changed && 'cell-changed',
        active && 'cell-active',
      )}
      title={draft === undefined && text.length > 12 ? text : undefined}
    >
      {draft !== undefined && column.field !== undefined ? (
        <CellEditor {...props} field={column.field} draft={draft} />
      ) : draft !== undefined && column.renames ? (
        <NameEditor {...props} draft={draft} />
      ) : text === '' && column.required ? (
        <i className="cell-missing">{translate('table.missing')}</i>
      ) : (
        <span className="cell-text">{text}</span>
      )}
      {changed && <span className="visually-hidden">{translate('table.changed')}</span>}
    </div>
  )
}
