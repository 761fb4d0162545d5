import type { TrackId } from '../../../shared/model'
import {
  type ConflictField,
  conflictFields,
  conflictOf,
  inFieldOrder,
  type Tracks,
  undecidedOf,
} from '../editor'

export type Choice = 'mine' | 'theirs'

/** What the person chose so far; a field that is not in it waits. */
export type Decisions = ReadonlyMap<TrackId, ReadonlyMap<ConflictField, Choice>>

export const noDecisions: Decisions = new Map()

/** A line of the comparison: a file, then its fields that are in conflict. */
export type Line =
  | { readonly kind: 'file'; readonly id: TrackId; readonly fields: readonly ConflictField[] }
  | { readonly kind: 'field'; readonly id: TrackId; readonly field: ConflictField }

/** What there is to decide, in list order. */
export function linesOf(state: Tracks): Line[] {
  return undecidedOf(state).flatMap((id): Line[] => {
    const fields = inFieldOrder(conflictFields(conflictOf(state, id)))
    return [{ kind: 'file', id, fields }, ...fields.map((field): Line => ({ kind: 'field', id, field }))]
  })
}

const fieldsOf = (line: Line): readonly ConflictField[] => (line.kind === 'file' ? line.fields : [line.field])

/** With one choice for all that these lines stand for. */
export function chosen(decisions: Decisions, lines: readonly Line[], choice: Choice): Decisions {
  const next = new Map(decisions)
  for (const line of lines) {
    const choices = new Map(next.get(line.id))
    for (const field of fieldsOf(line)) choices.set(field, choice)
    next.set(line.id, choices)
  }
  return next
}

/** What was chosen for the line; undefined where it waits, or where the fields of a file differ. */
export function choiceOf(decisions: Decisions, line: Line): Choice | undefined {
  const [first, ...others] = fieldsOf(line).map((field) => decisions.get(line.id)?.get(field))
  return others.every((choice) => choice === first) ? first : undefined
}

/** Choices about what is still in conflict: a file may have changed again meanwhile. */
export function current(decisions: Decisions, lines: readonly Line[]): Decisions {
  const left = new Map<TrackId, Map<ConflictField, Choice>>()
  for (const line of lines) {
    const choice = line.kind === 'field' ? decisions.get(line.id)?.get(line.field) : undefined
    if (line.kind !== 'field' || choice === undefined) continue
    left.set(line.id, (left.get(line.id) ?? new Map<ConflictField, Choice>()).set(line.field, choice))
  }
  return left
}

export const countOf = (decisions: Decisions): number =>
  [...decisions.values()].reduce((sum, { size }) => sum + size, 0)
