import type { Translate } from '../../../shared/i18n'
import type { Request } from '../../../shared/ipc'
import {
  type FieldChanges,
  isRegisteredField,
  samePictures,
  sameValue,
  type TrackId,
} from '../../../shared/model'
import { changedFields, type DoneEdit, type TrackChanges } from '../editor'

type SavedAs = Pick<Request<'tracks.save'>, 'kind' | 'label'>

/** More fields than these are counted. */
const namedFields = 3

/**
 * What a save is called in the history: as the one gesture that made all of its changes, else by the fields that it
 * writes.
 */
export function savedAs(
  changes: readonly TrackChanges[],
  undoable: readonly DoneEdit[],
  translate: Translate,
): SavedAs {
  const edit = theOneEdit(changes, undoable)
  if (edit !== undefined) return { kind: edit.source === 'lookup' ? 'lookup' : 'edit', label: edit.label }
  const fields = [...new Set(changes.flatMap((track) => [...changedFields(track.changes)]))]
  const named = fields
    .slice(0, namedFields)
    .map((field) =>
      isRegisteredField(field) || field === 'pictures'
        ? translate(`field.${field}`)
        : field.slice('custom:'.length),
    )
  const more = fields.length - named.length
  const label =
    more === 0
      ? named.join(', ')
      : translate('history.fieldsAndMore', { fields: named.join(', '), count: more })
  return { kind: 'edit', label }
}

function theOneEdit(changes: readonly TrackChanges[], undoable: readonly DoneEdit[]): DoneEdit | undefined {
  const last = undoable.at(-1)
  if (last === undefined) return undefined
  return changes.every(({ id, changes: saved }) => isMadeBy(saved, last.changes[id as TrackId]))
    ? last
    : undefined
}

function isMadeBy(saved: FieldChanges, made: FieldChanges | undefined): boolean {
  if (made === undefined) return false
  return changedFields(saved).every((field) => {
    if (field === 'pictures') {
      return made.pictures !== undefined && samePictures(saved.pictures?.to ?? [], made.pictures.to)
    }
    const change = made[field]
    return change !== undefined && sameValue(saved[field]?.to ?? [], change.to)
  })
}
