import {
  type Change,
  type Editable,
  type FieldChanges,
  type FieldName,
  type FieldValue,
  noValue,
  samePictures,
  sameValue,
  type Track,
} from '../../../shared/model'
import { changedFields } from '../editor'

/** Edits laid over what a file says by now. */
export interface Rebased {
  /** What is left of them: nothing where the file says it already. */
  readonly changes: FieldChanges
  /** What another program did to these fields since: the person has to decide. */
  readonly theirs: FieldChanges
}

/**
 * What is still to be done of edits that were made to an earlier version of a file. What the person typed is never
 * dropped: where the file says something else than they saw, it is an edit of that, and a conflict.
 */
export function stillToDo(
  edits: FieldChanges,
  { values, pictures, tagKinds }: Editable & Pick<Track, 'tagKinds'>,
): Rebased {
  const left: { [Name in FieldName]?: Change<FieldValue> } = {}
  const theirs: { [Name in FieldName]?: Change<FieldValue> } = {}
  for (const field of changedFields(edits)) {
    if (field === 'pictures' || field === 'removedKinds') continue
    const edit = edits[field]
    const now = values[field] ?? noValue
    if (edit === undefined || sameValue(now, edit.to)) continue
    left[field] = { from: now, to: edit.to }
    if (!sameValue(now, edit.from)) theirs[field] = { from: edit.from, to: now }
  }
  // What is not in the file any more needs no taking out.
  const kinds = edits.removedKinds?.to.filter((kind) => tagKinds.includes(kind)) ?? []
  const changes = { ...left, ...(kinds.length > 0 && { removedKinds: { from: [], to: kinds } }) }
  const { pictures: edit } = edits
  if (edit === undefined || samePictures(pictures, edit.to)) return { changes, theirs }
  const clash = !samePictures(pictures, edit.from)
  return {
    changes: { ...changes, pictures: { from: pictures, to: edit.to } },
    theirs: clash ? { ...theirs, pictures: { from: edit.from, to: pictures } } : theirs,
  }
}
