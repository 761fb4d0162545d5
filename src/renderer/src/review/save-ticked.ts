import type { StoreApi } from 'zustand/vanilla'
import {
  countChanges,
  type Edit,
  type FieldChanges,
  invert,
  isEmpty,
  type TrackId,
} from '../../../shared/model'
import type { Editor } from '../editor'

/** What `all` changes and `kept` does not, in the files that `kept` changes. */
export function leftOut(all: Edit, kept: Edit): Edit {
  const changes: Record<TrackId, FieldChanges> = {}
  for (const id of Object.keys(kept.changes) as TrackId[]) {
    const keptFields = kept.changes[id] ?? {}
    const rest = Object.entries(all.changes[id] ?? {}).filter(([field]) => !Object.hasOwn(keptFields, field))
    if (rest.length > 0) changes[id] = Object.fromEntries(rest)
  }
  return { label: all.label, changes }
}

export interface SaveLabels {
  readonly setAside: string
  readonly putBack: string
}

/**
 * Saves the ticked part of the unsaved changes and keeps the rest as edits. A save writes all that is changed in a
 * file, so what is not ticked is set aside first and put back when none of the files is being saved any more. Both
 * are ordinary edits. Files with nothing ticked are not touched at all.
 *
 * `save` must have marked the files as being saved when it returns.
 */
export function saveTicked(
  editor: StoreApi<Editor>,
  edits: { readonly all: Edit; readonly kept: Edit },
  labels: SaveLabels,
  save: (ids: readonly TrackId[]) => void,
): void {
  const { all, kept } = edits
  if (countChanges(kept) === 0) return
  const ids = Object.keys(kept.changes) as TrackId[]
  const rest = leftOut(all, kept)
  if (isEmpty(rest)) {
    save(ids)
    return
  }
  const { perform } = editor.getState()
  perform({ ...invert(rest), label: labels.setAside }, { source: 'review' })
  save(ids)
  const isSaving = ({ trackStates }: Editor) => ids.some((id) => trackStates.get(id)?.kind === 'saving')
  const putBack = () => perform({ ...rest, label: labels.putBack }, { source: 'review' })
  if (!isSaving(editor.getState())) {
    putBack()
    return
  }
  const end = editor.subscribe((state) => {
    if (isSaving(state)) return
    end()
    putBack()
  })
}
