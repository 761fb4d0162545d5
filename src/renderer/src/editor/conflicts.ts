import {
  type Change,
  difference,
  type Edit,
  type Editable,
  type FieldChanges,
  type FieldName,
  type FieldValue,
  noValue,
  type Picture,
  type Problem,
  samePictures,
  sameValue,
  type TrackId,
} from '../../../shared/model'
import { type ChangedField, changedFields, pickFields } from './pick-fields'

/** What can be in conflict: only the person marks kinds of tag to be taken out. */
export type ConflictField = Exclude<ChangedField, 'removedKinds'>

export const conflictFields = (changes: FieldChanges): ConflictField[] =>
  changedFields(changes).filter((field): field is ConflictField => field !== 'removedKinds')

/**
 * Fields with unsaved edits that another program gave another value meanwhile: from what the person saw when they
 * made the edit, to what the file says now.
 */
export type Conflicts = ReadonlyMap<TrackId, FieldChanges>

/** What a row says whose conflict waits for a decision. */
export const conflictProblem = (file: string): Problem => ({
  code: 'file.changedOutside',
  params: { file },
})

/** What another program did to the fields that have unsaved edits. */
export function theirsUnder(seen: Editable, pending: Editable, now: Editable): FieldChanges {
  const mine = difference(seen, pending)
  return pickFields(difference(seen, now), (field) => mine[field] !== undefined)
}

/** Those of `theirs` that are not what the person wants anyway, nor what they saw. */
export const apart = (theirs: FieldChanges, pending: Editable): FieldChanges =>
  pickFields(theirs, (field) => {
    if (field === 'removedKinds') return false
    if (field === 'pictures') {
      const { from, to } = theirs.pictures ?? { from: [], to: [] }
      return !samePictures(from, to) && !samePictures(pending.pictures, to)
    }
    const { from, to } = theirs[field] ?? { from: noValue, to: noValue }
    return !sameValue(from, to) && !sameValue(pending.values[field] ?? noValue, to)
  })

/** What the person saw stays what it was, however often the file changes before they decide. */
export function carriedOn(theirs: FieldChanges, now: Editable): FieldChanges {
  const carried: { [Name in FieldName]?: Change<FieldValue> } = {}
  for (const field of conflictFields(theirs)) {
    if (field === 'pictures') continue
    carried[field] = { from: theirs[field]?.from ?? noValue, to: now.values[field] ?? noValue }
  }
  return theirs.pictures === undefined
    ? carried
    : { ...carried, pictures: { from: theirs.pictures.from, to: now.pictures } }
}

/** Changes as edits of what the person saw, not of what the file says now: these can be compared with it again. */
export function asSeen(changes: FieldChanges, theirs: FieldChanges): FieldChanges {
  const seen: { [Name in FieldName]?: Change<FieldValue> } = {}
  for (const field of conflictFields(changes)) {
    if (field === 'pictures') continue
    const change = changes[field]
    if (change !== undefined) seen[field] = { from: theirs[field]?.from ?? change.from, to: change.to }
  }
  const { pictures, removedKinds } = changes
  return {
    ...seen,
    ...(pictures && { pictures: { from: (theirs.pictures ?? pictures).from, to: pictures.to } }),
    ...(removedKinds && { removedKinds }),
  }
}

/** From what the track holds to their values. */
export function toTheirs(theirs: FieldChanges, pending: Editable): FieldChanges {
  const taken: { [Name in FieldName]?: Change<FieldValue> } = {}
  for (const field of conflictFields(theirs)) {
    if (field === 'pictures') continue
    taken[field] = { from: pending.values[field] ?? noValue, to: theirs[field]?.to ?? noValue }
  }
  return theirs.pictures === undefined
    ? taken
    : { ...taken, pictures: { from: pending.pictures, to: theirs.pictures.to } }
}

/**
 * The edit as if it had been made after another program wrote to the file: undo then leads back to their value, not
 * over it.
 */
export function madeOver<Made extends Edit>(edit: Made, theirs: Conflicts): Made {
  const changes: Record<TrackId, FieldChanges> = {}
  for (const [id, under] of theirs) {
    const made = edit.changes[id]
    if (made === undefined) continue
    const over: { [Name in FieldName]?: Change<FieldValue> } = {}
    for (const field of conflictFields(under)) {
      const change = field === 'pictures' ? undefined : made[field]
      const their = field === 'pictures' ? undefined : under[field]
      if (field !== 'pictures' && change && their) over[field] = replaced(change, their, sameValue)
    }
    const pictures: Change<readonly Picture[]> | undefined =
      made.pictures && under.pictures && replaced(made.pictures, under.pictures, samePictures)
    changes[id] = { ...made, ...over, ...(pictures && { pictures }) }
  }
  return Object.keys(changes).length === 0 ? edit : { ...edit, changes: { ...edit.changes, ...changes } }
}

/**
 * Steps that undo can take back, after another program changed fields without unsaved edits. Where the person went
 * away from the value that was there and came back to it, as with “Take theirs”, these steps now begin and end at the
 * new value, so that what they typed can still be had back. Steps that were saved stay as they are: undo leaves alone
 * what another program wrote over them.
 */
export function roundTripsOver<Made extends Edit>(
  steps: readonly Made[],
  theirs: Conflicts,
): readonly Made[] {
  let over = steps
  for (const [id, under] of theirs) {
    for (const field of conflictFields(under)) {
      const start = over.findLastIndex((step) => leaves(step.changes[id], under, field))
      if (start === -1) continue
      const these = new Map([[id, pickFields(under, (name) => name === field)]])
      over = over.map((step, index) => (index < start ? step : madeOver(step, these)))
    }
  }
  return over
}

/** Whether these changes led away from the value that another program has now replaced. */
function leaves(made: FieldChanges | undefined, theirs: FieldChanges, field: ConflictField): boolean {
  if (field === 'pictures') {
    return (
      made?.pictures !== undefined &&
      theirs.pictures !== undefined &&
      samePictures(made.pictures.from, theirs.pictures.from)
    )
  }
  const [change, their] = [made?.[field], theirs[field]]
  return change !== undefined && their !== undefined && sameValue(change.from, their.from)
}

function replaced<Value>(
  { from, to }: Change<Value>,
  their: Change<Value>,
  same: (a: Value, b: Value) => boolean,
): Change<Value> {
  const now = (value: Value) => (same(value, their.from) ? their.to : value)
  return { from: now(from), to: now(to) }
}
