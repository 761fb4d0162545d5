import type { TrackId } from '../../../shared/model'
import type { ColumnId } from '../editor'
import type { Column } from './columns'

/** A cell that is being typed into. `text`: what was typed to begin with; absent, the value as it is. */
export interface Draft {
  readonly id: TrackId
  readonly text?: string
}

/** The table's two modes. The column is remembered while rows are walked. */
export interface TableMode {
  readonly kind: 'row' | 'cell'
  readonly column: ColumnId
  readonly draft?: Draft
}

export const firstMode: TableMode = { kind: 'row', column: 'title' }

export const rowMode = ({ column }: TableMode): TableMode => ({ kind: 'row', column })

export const cellMode = (column: ColumnId): TableMode => ({ kind: 'cell', column })

export const editMode = (column: ColumnId, draft: Draft): TableMode => ({ kind: 'cell', column, draft })

/** The column `by` places away among those shown, stopping at the ends. */
export function columnAt(columns: readonly Column[], from: ColumnId, by: number): ColumnId {
  const at = columns.findIndex(({ id }) => id === from)
  return columns[Math.max(0, Math.min(columns.length - 1, at + by))]?.id ?? from
}

/** The next column that can be edited, going round to the next or previous row at the ends. */
export function editableAfter(
  columns: readonly Column[],
  from: ColumnId,
  by: 1 | -1,
): { readonly column: ColumnId; readonly rows: number } {
  const editable = columns.filter(({ field }) => field !== undefined)
  const order = columns.map(({ id }) => id)
  const ahead = editable.filter(({ id }) => (order.indexOf(id) - order.indexOf(from)) * by > 0)
  const next = by > 0 ? ahead[0] : ahead.at(-1)
  if (next !== undefined) return { column: next.id, rows: 0 }
  const round = by > 0 ? editable[0] : editable.at(-1)
  return { column: round?.id ?? from, rows: by }
}
