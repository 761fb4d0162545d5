import {
  type Change,
  type Edit,
  type FieldChanges,
  type FieldValue,
  type Picture,
  samePictures,
  sameValue,
  type TrackId,
} from '../../../shared/model'
import { type ChangedField, changedFields, identifierFields, inFieldOrder } from '../editor'

export function changeOf(
  edit: Edit,
  id: TrackId,
  field: ChangedField,
): Change<FieldValue> | Change<readonly Picture[]> | undefined {
  return edit.changes[id]?.[field]
}

/** How a review arranges what an edit changes. Every changed field is in one of the three lists. */
export interface Layout {
  /** Changes that are the same in all rows. */
  readonly shared: readonly ChangedField[]
  /** Ticked as one, equal or not. */
  readonly identifiers: readonly ChangedField[]
  /** The others: a column each. */
  readonly columns: readonly ChangedField[]
}

/** `rows` may hold files that the edit leaves alone. */
export function layoutOf(edit: Edit, rows: readonly TrackId[]): Layout {
  const fields = inFieldOrder(new Set(rows.flatMap((id) => changedFields(edit.changes[id]))))
  const words = fields.filter((field) => !identifierFields.has(field))
  const shared = words.filter((field) => isShared(edit, rows, field))
  return {
    shared,
    identifiers: fields.filter((field) => identifierFields.has(field)),
    columns: words.filter((field) => !shared.includes(field)),
  }
}

/** One file has nothing to share. */
function isShared(edit: Edit, [first, ...others]: readonly TrackId[], field: ChangedField): boolean {
  if (first === undefined || others.length === 0) return false
  return others.every((id) => sameChange(edit.changes[first], edit.changes[id], field))
}

function sameChange(a: FieldChanges | undefined, b: FieldChanges | undefined, field: ChangedField): boolean {
  if (field === 'pictures') return sameIn(a?.pictures, b?.pictures, samePictures)
  return sameIn(a?.[field], b?.[field], sameValue)
}

const sameIn = <Value>(
  a: Change<Value> | undefined,
  b: Change<Value> | undefined,
  same: (a: Value, b: Value) => boolean,
): boolean => a !== undefined && b !== undefined && same(a.from, b.from) && same(a.to, b.to)
