import type { TrackId } from '../../../shared/model'

/** What a picture that is dropped is for: the selection, or the one row it is dropped on when that is not selected. */
export const coverTargets = (row: TrackId | undefined, selected: readonly TrackId[]): readonly TrackId[] =>
  row === undefined || selected.includes(row) ? selected : [row]
