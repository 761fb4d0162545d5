import type { TrackId } from '../../../shared/model'
import { albumOf, editor, openPlace } from '../editor'

/** Opens the repair for these files, for all when there are none. One file stands for its album: texts are judged together. */
export function openRepair(ids: readonly TrackId[]): void {
  const [only] = ids
  if (only === undefined) openPlace({ kind: 'repair' })
  else openPlace({ kind: 'repair', ids: ids.length === 1 ? albumOf(editor.getState(), only) : ids })
}
