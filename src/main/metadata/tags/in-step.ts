import type { FieldName, FieldValue } from '../../../shared/model'
import type { ValueChanges } from './entry'
import { NotStorableError } from './not-storable'

/**
 * Changes for a tag that is kept in step with the file's main one. What this kind of tag cannot hold is taken out
 * of it rather than refused: the value stands in the main tag, and an old one must not contradict it. `patch` is
 * tried with each field alone.
 */
export function whatFits(changes: ValueChanges, patch: (change: ValueChanges) => unknown): ValueChanges {
  const fitting: { [Name in FieldName]?: FieldValue } = {}
  for (const field of Object.keys(changes) as FieldName[]) {
    const value = changes[field]
    if (value !== undefined) fitting[field] = fits(patch, { [field]: value }) ? value : []
  }
  return fitting
}

function fits(patch: (change: ValueChanges) => unknown, change: ValueChanges): boolean {
  try {
    patch(change)
    return true
  } catch (error) {
    if (error instanceof NotStorableError) return false
    throw error
  }
}
