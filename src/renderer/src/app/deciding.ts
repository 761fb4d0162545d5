import type { FieldChanges, TrackId } from '../../../shared/model'
import type { Decisions } from '../conflict'
import { conflictFields, conflictOf, currentOf, editor, pickFields, toTheirs } from '../editor'
import { settleFields } from './settle-fields'
import { speech } from './speech'

/** Their value where it is taken, as one edit that Undo takes back; where mine is kept, Save may write over theirs. */
export function decideConflicts(decisions: Decisions): void {
  settleFields()
  const { getState } = editor
  const changes: Record<TrackId, FieldChanges> = {}
  for (const [id, choices] of decisions) {
    const theirs = pickFields(
      conflictOf(getState(), id),
      (field) => field !== 'removedKinds' && choices.get(field) === 'theirs',
    )
    if (conflictFields(theirs).length > 0) changes[id] = toTheirs(theirs, currentOf(getState(), id))
  }
  getState().perform({ label: speech()('outside.take'), changes }, { source: 'conflict' })
  getState().decide(new Map([...decisions].map(([id, choices]) => [id, choices.keys()])))
}

const decideAll = (ids: readonly TrackId[], choice: 'mine' | 'theirs'): void => {
  settleFields()
  const fields = (id: TrackId) => conflictFields(conflictOf(editor.getState(), id))
  decideConflicts(new Map(ids.map((id) => [id, new Map(fields(id).map((field) => [field, choice]))])))
}

export const keepMine = (ids: readonly TrackId[]): void => decideAll(ids, 'mine')

/** Only where they are in conflict: what else is edited in these files stays. */
export const takeTheirs = (ids: readonly TrackId[]): void => decideAll(ids, 'theirs')
