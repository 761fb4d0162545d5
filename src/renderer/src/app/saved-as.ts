import type { Translate } from '../../../shared/i18n'
import type { Request } from '../../../shared/ipc'
import { type FieldChanges, samePictures, sameValue, trackId } from '../../../shared/model'
import { type ChangedField, changedFields, type DoneEdit, type TrackChanges } from '../editor'

type SavedAs = Pick<Request<'tracks.save'>, 'kind' | 'label'>

/** More fields than these are counted. */
const namedFields = 3

/**
 * What a save is called in the history: as the one gesture that made all of its changes, else by the fields that it
 * writes. It is a lookup when nothing but lookups made them.
 */
export function savedAs(
  changes: readonly TrackChanges[],
  undoable: readonly DoneEdit[],
  translate: Translate,
): SavedAs {
  const makers = makersOf(changes, undoable)
  const kind = makers.length > 0 && makers.every(isLookup) ? 'lookup' : 'edit'
  const [maker] = makers
  if (maker !== undefined && makers.length === 1) return { kind, label: maker.label }
  const fields = [...new Set(changes.flatMap((track) => [...changedFields(track.changes)]))]
  const named = fields.slice(0, namedFields).map((field) => translate(`field.${field}`))
  const more = fields.length - named.length
  const label =
    more === 0
      ? named.join(', ')
      : translate('history.fieldsAndMore', { fields: named.join(', '), count: more })
  return { kind, label }
}

const isLookup = ({ source }: DoneEdit): boolean => source === 'lookup'

/**
 * The gestures that made these changes, the latest first; none when one of the changes is of no gesture known. Looks
 * at each gesture once: there may be a hundred thousand files and a day of editing behind them.
 */
function makersOf(changes: readonly TrackChanges[], undoable: readonly DoneEdit[]): readonly DoneEdit[] {
  const makers = new Set<DoneEdit>()
  const open = new Map(
    changes.map(({ id, changes: saved }) => [id, { saved, fields: new Set(changedFields(saved)) }]),
  )
  for (const edit of undoable.toReversed()) {
    if (open.size === 0) break
    for (const [text, made] of Object.entries(edit.changes)) {
      const id = trackId(text)
      const left = open.get(id)
      if (left === undefined) continue
      for (const field of changedFields(made)) {
        if (!left.fields.delete(field)) continue
        if (!isMadeBy(field, left.saved, made)) return []
        makers.add(edit)
      }
      if (left.fields.size === 0) open.delete(id)
    }
  }
  return open.size === 0 ? [...makers] : []
}

function isMadeBy(field: ChangedField, saved: FieldChanges, made: FieldChanges): boolean {
  if (field === 'pictures') return samePictures(saved.pictures?.to ?? [], made.pictures?.to ?? [])
  return sameValue(saved[field]?.to ?? [], made[field]?.to ?? [])
}
