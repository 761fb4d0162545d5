import type { ChangedField, FieldChanges } from '../../../shared/model'

export type { ChangedField }

/** The fields that are changed, in the order in which they were. */
export const changedFields = (changes: FieldChanges | undefined): ChangedField[] =>
  Object.keys(changes ?? {}) as ChangedField[]

/** The changes of those fields that are wanted. */
export function pickFields(changes: FieldChanges, wanted: (field: ChangedField) => boolean): FieldChanges {
  const kept = Object.entries(changes).filter(([field]) => wanted(field as ChangedField))
  return Object.fromEntries(kept) as FieldChanges
}
