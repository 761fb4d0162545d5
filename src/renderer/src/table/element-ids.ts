import { type TrackId, trackId } from '../../../shared/model'
import type { ColumnId } from '../editor'

/** Ids in the page, by which the grid says where its keyboard is. */
const rowPrefix = 'row-'

export const rowElementId = (id: TrackId): string => `${rowPrefix}${id}`

/** The row that an event happened on, where it was one of the table's. */
export function rowOf(target: EventTarget | null): TrackId | undefined {
  const row = target instanceof Element ? target.closest(`[role="row"][id^="${rowPrefix}"]`) : null
  return row === null ? undefined : trackId(row.id.slice(rowPrefix.length))
}

export const cellElementId = (id: TrackId, column: ColumnId): string => `cell-${id}-${column}`
