import {
  type Change,
  type Editable,
  type FieldChanges,
  type FieldName,
  type FieldValue,
  noValue,
  samePictures,
  sameValue,
} from '../../../shared/model'
import { changedFields } from '../editor'

/** Edits laid over what a file says by now. */
export interface Rebased {
  /** What is left of them: nothing where the file says it already. */
  readonly changes: FieldChanges
  /** Whether some of it was changed elsewhere since: the person should look before they save. */
  readonly changedSince: boolean
}

/**
 * What is still to be done of edits that were made to an earlier version of a file. What the person typed is never
 * dropped: where the file says something else than they saw, it is an edit of that.
 */
export function stillToDo(edits: FieldChanges, { values, pictures }: Editable): Rebased {
  const left: { [Name in FieldName]?: Change<FieldValue> } = {}
  let changedSince = false
  for (const field of changedFields(edits)) {
    if (field === 'pictures') continue
    const edit = edits[field]
    const now = values[field] ?? noValue
    if (edit === undefined || sameValue(now, edit.to)) continue
    left[field] = { from: now, to: edit.to }
    changedSince ||= !sameValue(now, edit.from)
  }
  if (edits.pictures === undefined || samePictures(pictures, edits.pictures.to)) {
    return { changes: left, changedSince }
  }
  return {
    changes: { ...left, pictures: { from: pictures, to: edits.pictures.to } },
    changedSince: changedSince || !samePictures(pictures, edits.pictures.from),
  }
}
