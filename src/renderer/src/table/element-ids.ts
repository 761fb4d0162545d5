import type { TrackId } from '../../../shared/model'
import type { ColumnId } from '../editor'

/** Ids in the page, by which the grid says where its keyboard is. */
export const rowElementId = (id: TrackId): string => `row-${id}`

export const cellElementId = (id: TrackId, column: ColumnId): string => `cell-${id}-${column}`
