import { type FieldName, type FieldValue, type FieldValues, noValue, sameValue } from './fields'
import { type Picture, samePictures } from './picture'
import type { TrackId } from './track'

export interface Change<Value> {
  readonly from: Value
  readonly to: Value
}

export type FieldChanges = { readonly [Name in FieldName]?: Change<FieldValue> } & {
  readonly pictures?: Change<readonly Picture[]>
  readonly removedKinds?: Change<RemovedKinds>
}

/** Everything of a track that can be changed. */
export type ChangedField = FieldName | 'pictures' | 'removedKinds'

export type Changes = Readonly<Record<TrackId, FieldChanges>>

/**
 * What one gesture changes, over any number of tracks. Plain JSON: it is stored, sent and undone as it is.
 * `from` is what the person saw; a track that holds something else by now is a conflict, not a surprise.
 */
export interface Edit {
  readonly label: string
  readonly changes: Changes
}

/**
 * Kinds of tag that are to be taken out of a file as a whole, as `Track.tagKinds` names them. What is on disk has none:
 * once they are saved they are gone, and come back byte for byte through the history.
 */
export type RemovedKinds = readonly string[]

const noKinds: RemovedKinds = []

/** What an edit can be applied to: a track's values and pictures, saved or not. */
export interface Editable {
  readonly values: FieldValues
  readonly pictures: readonly Picture[]
  readonly removedKinds?: RemovedKinds
}

export interface Conflict {
  readonly trackId: TrackId
  readonly field: ChangedField
}

const trackIds = (changes: Changes): TrackId[] => Object.keys(changes) as TrackId[]

const changedFields = (changes: FieldChanges): FieldName[] =>
  Object.keys(changes).filter((key): key is FieldName => key !== 'pictures' && key !== 'removedKinds')

/** The same kinds, in whatever order they were marked. */
const sameKinds = (a: RemovedKinds, b: RemovedKinds): boolean =>
  a.length === b.length && a.every((kind) => b.includes(kind))

/** Leaves the property out where there are none, so that a track and what lies over it look alike. */
export const withRemovedKinds = <Part extends object>(
  part: Part,
  removedKinds: RemovedKinds,
): Part & { readonly removedKinds?: RemovedKinds } =>
  removedKinds.length === 0 ? part : { ...part, removedKinds }

/**
 * Applies an edit to the tracks it names. A field that no longer holds `from` is left as it is and reported;
 * the other fields and tracks go on. Tracks that are not there any more are passed over.
 */
export function apply(
  edit: Edit,
  tracks: ReadonlyMap<TrackId, Editable>,
): { changed: Map<TrackId, Editable>; conflicts: Conflict[] } {
  const changed = new Map<TrackId, Editable>()
  const conflicts: Conflict[] = []
  for (const id of trackIds(edit.changes)) {
    const track = tracks.get(id)
    const changes = edit.changes[id]
    if (track === undefined || changes === undefined) continue
    const values: { [Name in FieldName]?: FieldValue } = { ...track.values }
    for (const field of changedFields(changes)) {
      const change = changes[field]
      if (change === undefined) continue
      if (!sameValue(values[field] ?? noValue, change.from)) {
        conflicts.push({ trackId: id, field })
      } else if (change.to.length === 0) {
        delete values[field]
      } else {
        values[field] = change.to
      }
    }
    let pictures = track.pictures
    if (changes.pictures !== undefined) {
      if (samePictures(pictures, changes.pictures.from)) pictures = changes.pictures.to
      else conflicts.push({ trackId: id, field: 'pictures' })
    }
    let removedKinds = track.removedKinds ?? noKinds
    if (changes.removedKinds !== undefined) {
      if (sameKinds(removedKinds, changes.removedKinds.from)) removedKinds = changes.removedKinds.to
      else conflicts.push({ trackId: id, field: 'removedKinds' })
    }
    changed.set(id, withRemovedKinds({ values, pictures }, removedKinds))
  }
  return { changed, conflicts }
}

/** The edit that takes this one back. Needs no tracks: from and to change places. */
export function invert(edit: Edit): Edit {
  const swap = <Value>({ from, to }: Change<Value>): Change<Value> => ({ from: to, to: from })
  const changes: Record<TrackId, FieldChanges> = {}
  for (const id of trackIds(edit.changes)) {
    const inverse: { [Name in FieldName]?: Change<FieldValue> } = {}
    const original = edit.changes[id] ?? {}
    for (const field of changedFields(original)) {
      const change = original[field]
      if (change !== undefined) inverse[field] = swap(change)
    }
    const { pictures, removedKinds } = original
    changes[id] = {
      ...inverse,
      ...(pictures && { pictures: swap(pictures) }),
      ...(removedKinds && { removedKinds: swap(removedKinds) }),
    }
  }
  return { label: edit.label, changes }
}

/** What differs between two states of a track, as changes from the first to the second. */
export function difference(before: Editable, after: Editable): FieldChanges {
  const changes: { [Name in FieldName]?: Change<FieldValue> } = {}
  const names = new Set([...Object.keys(before.values), ...Object.keys(after.values)]) as Set<FieldName>
  for (const field of names) {
    const from = before.values[field] ?? noValue
    const to = after.values[field] ?? noValue
    if (!sameValue(from, to)) changes[field] = { from, to }
  }
  const { removedKinds: from = noKinds } = before
  const { removedKinds: to = noKinds } = after
  const samePictured = samePictures(before.pictures, after.pictures)
  return {
    ...changes,
    ...(!samePictured && { pictures: { from: before.pictures, to: after.pictures } }),
    ...(!sameKinds(from, to) && { removedKinds: { from, to } }),
  }
}

/** Only the changes that change something; tracks without any are left out. */
export function compact(edit: Edit): Edit {
  const changes: Record<TrackId, FieldChanges> = {}
  for (const id of trackIds(edit.changes)) {
    const original = edit.changes[id] ?? {}
    const kept: { [Name in FieldName]?: Change<FieldValue> } = {}
    for (const field of changedFields(original)) {
      const change = original[field]
      if (change !== undefined && !sameValue(change.from, change.to)) kept[field] = change
    }
    const { pictures, removedKinds } = original
    const all = {
      ...kept,
      ...(pictures && !samePictures(pictures.from, pictures.to) && { pictures }),
      ...(removedKinds && !sameKinds(removedKinds.from, removedKinds.to) && { removedKinds }),
    }
    if (Object.keys(all).length > 0) changes[id] = all
  }
  return { label: edit.label, changes }
}

export const isEmpty = (edit: Edit): boolean => Object.keys(compact(edit).changes).length === 0

/** How many cells an edit changes. */
export function countChanges(edit: Edit): number {
  return trackIds(edit.changes).reduce((sum, id) => sum + Object.keys(edit.changes[id] ?? {}).length, 0)
}
