import type { Refused } from '../../../shared/ipc'
import {
  apply,
  type Change,
  type Changes,
  difference,
  type Edit,
  type Editable,
  type FieldChanges,
  type FieldName,
  type FieldValue,
  noValue,
  type Picture,
  type Problem,
  type Track,
  type TrackId,
  withRemovedKinds,
} from '../../../shared/model'
import { apart, asSeen, type Conflicts, carriedOn, theirsUnder } from './conflicts'
import { isKnown, withLongValues } from './long-values'
import { type ChangedField, changedFields, pickFields } from './pick-fields'

/** What is happening to a track, beyond being there. */
export type TrackState =
  /** `sent` is how the file will be: what is changed beyond it stays changed. */
  | { readonly kind: 'saving'; readonly sent: Editable }
  /** The last save of this track failed; its edits are still there. */
  | { readonly kind: 'failed'; readonly problem: Problem }

export interface Tracks {
  /** What is on disk, as far as we know. */
  readonly tracks: ReadonlyMap<TrackId, Track>
  /** The order in which they were listed. */
  readonly order: readonly TrackId[]
  /** Values and pictures of the tracks that have unsaved edits, and of no others. */
  readonly edited: ReadonlyMap<TrackId, Editable>
  readonly trackStates: ReadonlyMap<TrackId, TrackState>
  /** Where the person has to decide between their unsaved edits and another program's. */
  readonly conflicts: Conflicts
  /** Files that could not become a row. */
  readonly refused: readonly Refused[]
}

export const noTracks: Tracks = {
  tracks: new Map(),
  order: [],
  edited: new Map(),
  trackStates: new Map(),
  conflicts: new Map(),
  refused: [],
}

const untouched: Editable = { values: {}, pictures: [] }

/** The track as the person sees it: what is on disk with the unsaved edits over it. */
export const currentOf = (state: Tracks, id: TrackId): Editable =>
  state.edited.get(id) ?? state.tracks.get(id) ?? untouched

export const fieldValue = (state: Tracks, id: TrackId, field: FieldName): FieldValue =>
  currentOf(state, id).values[field] ?? noValue

export const isChanged = (state: Tracks, id: TrackId): boolean => state.edited.has(id)

/** Whether this one field differs from what is on disk. */
export function isFieldChanged(state: Tracks, id: TrackId, field: ChangedField): boolean {
  const edited = state.edited.get(id)
  const track = state.tracks.get(id)
  return edited !== undefined && track !== undefined && difference(track, edited)[field] !== undefined
}

export interface TrackChanges {
  readonly id: TrackId
  readonly changes: FieldChanges
}

/** From disk to screen, for each changed track of `ids`, in list order: what a save writes. */
export function changesToSave(state: Tracks, ids?: ReadonlySet<TrackId>): TrackChanges[] {
  return state.order.flatMap((id) => {
    const track = state.tracks.get(id)
    const edited = state.edited.get(id)
    if (track === undefined || edited === undefined || (ids !== undefined && !ids.has(id))) return []
    return [{ id, changes: difference(track, edited) }]
  })
}

/** The same, as edits of what the person saw when they made them: what is kept for another run to lay over a file. */
export const changesToKeep = (state: Tracks, ids: ReadonlySet<TrackId>): TrackChanges[] =>
  changesToSave(state, ids).map(({ id, changes }) => ({
    id,
    changes: asSeen(changes, conflictOf(state, id)),
  }))

/** The same changes as an edit. */
export const changesAsEdit = (label: string, changes: readonly TrackChanges[]): Edit => ({
  label,
  changes: Object.fromEntries(changes.map((track) => [track.id, track.changes])),
})

/** What an edit does to each of its tracks. */
export const trackChangesOf = (edit: Edit): TrackChanges[] =>
  Object.entries(edit.changes).map(([id, changes]) => ({ id: id as TrackId, changes }))

/** Those of `changes` that `named` has too, by track and field. The values are those of `changes`. */
export function namedChanges(
  changes: readonly TrackChanges[],
  named: readonly TrackChanges[],
): TrackChanges[] {
  const fields = new Map(named.map((track) => [track.id, track.changes]))
  return changes.flatMap(({ id, changes: all }) => {
    const wanted = fields.get(id) ?? {}
    const kept = pickFields(all, (field) => Object.hasOwn(wanted, field))
    return changedFields(kept).length === 0 ? [] : [{ id, changes: kept }]
  })
}

/**
 * An edit that gives one field of several tracks the same value. Read-only tracks are left out, and so are those
 * whose value has not been read yet: an edit never guesses its `from`.
 */
export function editOf(
  state: Tracks,
  label: string,
  ids: Iterable<TrackId>,
  field: FieldName,
  to: FieldValue,
): Edit {
  const changes: Record<TrackId, FieldChanges> = {}
  for (const id of ids) {
    const track = state.tracks.get(id)
    if (track === undefined || track.readOnly !== undefined || !isKnown(track, field)) continue
    const change: Change<FieldValue> = { from: fieldValue(state, id, field), to }
    changes[id] = { [field]: change } as FieldChanges
  }
  return { label, changes: changes satisfies Changes }
}

/** An edit that gives several tracks new pictures, each made from those it has. Read-only tracks are left out. */
export function pictureEditOf(
  state: Tracks,
  label: string,
  ids: Iterable<TrackId>,
  make: (pictures: readonly Picture[]) => readonly Picture[],
): Edit {
  const changes: Record<TrackId, FieldChanges> = {}
  for (const id of ids) {
    const track = state.tracks.get(id)
    if (track === undefined || track.readOnly !== undefined) continue
    const from = currentOf(state, id).pictures
    changes[id] = { pictures: { from, to: make(from) } }
  }
  return { label, changes: changes satisfies Changes }
}

/** An edit that marks a kind of tag for removal wherever it can be taken out, or takes the mark away. */
export function kindEditOf(
  state: Tracks,
  label: string,
  ids: Iterable<TrackId>,
  kind: string,
  goes: boolean,
): Edit {
  const changes: Record<TrackId, FieldChanges> = {}
  for (const id of ids) {
    const track = state.tracks.get(id)
    if (track?.removableKinds.includes(kind) !== true) continue
    const from = currentOf(state, id).removedKinds ?? []
    const others = from.filter((each) => each !== kind)
    changes[id] = { removedKinds: { from, to: goes ? [...others, kind] : others } }
  }
  return { label, changes: changes satisfies Changes }
}

/** An edit that brings one field of several tracks back to what is on disk. */
export function revertEditOf(
  state: Tracks,
  label: string,
  ids: Iterable<TrackId>,
  field: ChangedField,
): Edit {
  const changes: Record<TrackId, FieldChanges> = {}
  for (const id of ids) {
    const disk = state.tracks.get(id)
    const edited = state.edited.get(id)
    if (disk === undefined || edited === undefined) continue
    const change = pickFields(difference(edited, disk), (name) => name === field)
    if (changedFields(change).length > 0) changes[id] = change
  }
  return { label, changes: changes satisfies Changes }
}

/** Whether two states of a track hold the same. */
export const sameEditable = (a: Editable, b: Editable): boolean => Object.keys(difference(a, b)).length === 0

/** An editable without marks for tags that the file has not, or not any more: what was saved needs no taking out. */
function withPresentKinds(track: Track, { values, pictures, removedKinds = [] }: Editable): Editable {
  const present = removedKinds.filter((kind) => track.removableKinds.includes(kind))
  return withRemovedKinds({ values, pictures }, present)
}

/** Puts values over the tracks; what then equals the disk counts as not edited. */
export function withValues(state: Tracks, changed: ReadonlyMap<TrackId, Editable>): Tracks {
  const edited = new Map(state.edited)
  for (const [id, value] of changed) {
    const track = state.tracks.get(id)
    if (track === undefined) continue
    const present = withPresentKinds(track, value)
    if (sameEditable(track, present)) edited.delete(id)
    else edited.set(id, present)
  }
  return { ...state, edited }
}

/** Adds rows at the end. Those that are there already stay as they are. */
export function withTracks(state: Tracks, added: readonly Track[]): Tracks {
  const fresh = added.filter((track) => !state.tracks.has(track.id))
  if (fresh.length === 0) return state
  const tracks = new Map(state.tracks)
  for (const track of fresh) tracks.set(track.id, track)
  return { ...state, tracks, order: [...state.order, ...fresh.map((track) => track.id)] }
}

/** What another program made of files that are listed. */
export interface Outside {
  readonly state: Tracks
  /** What it did to fields that have unsaved edits: there the person decides. */
  readonly theirs: Conflicts
  /** What it did to the others, which show the new value. */
  readonly shown: Conflicts
}

export function withOutside(state: Tracks, fresh: readonly Track[]): Outside {
  const theirs = new Map<TrackId, FieldChanges>()
  const shown = new Map<TrackId, FieldChanges>()
  const conflicts = new Map(state.conflicts)
  for (const incoming of fresh) {
    const { id } = incoming
    const before = state.tracks.get(id)
    const pending = state.edited.get(id)
    // What is on its way to disk is ours.
    if (before === undefined || state.trackStates.get(id)?.kind === 'saving') continue
    const now = withLongValues(incoming, before, undefined)
    const under = pending === undefined ? {} : theirsUnder(before, pending, now)
    const free = pickFields(difference(before, now), (field) => under[field] === undefined)
    if (changedFields(free).length > 0) shown.set(id, free)
    if (pending === undefined || changedFields(under).length === 0) continue
    theirs.set(id, under)
    conflicts.set(id, { ...apart(under, pending), ...conflicts.get(id) })
  }
  return { state: withTruth({ ...state, conflicts }, fresh), theirs, shown }
}

/**
 * What is on disk now, after a save or a reload. An edit that is on disk is an edit no more; fields that were
 * changed in the meantime stay changed.
 */
export function withTruth(state: Tracks, fresh: readonly Track[]): Tracks {
  if (fresh.length === 0) return state
  const tracks = new Map(state.tracks)
  const edited = new Map(state.edited)
  const trackStates = new Map(state.trackStates)
  const conflicts = new Map(state.conflicts)
  for (const incoming of fresh) {
    const before = tracks.get(incoming.id)
    if (before === undefined) continue
    const current = trackStates.get(incoming.id)
    const sent = current?.kind === 'saving' ? current.sent : undefined
    const track = withLongValues(incoming, before, sent?.values)
    tracks.set(track.id, track)
    trackStates.delete(track.id)
    const pending = rebase(sent ?? before, edited.get(track.id) ?? before, track)
    const rebased = withPresentKinds(track, pending)
    if (sameEditable(track, rebased)) edited.delete(track.id)
    else edited.set(track.id, rebased)
    const conflict = conflicts.get(track.id)
    if (conflict === undefined) continue
    if (edited.has(track.id)) conflicts.set(track.id, carriedOn(conflict, track))
    else conflicts.delete(track.id)
  }
  return { ...state, tracks, edited, trackStates, conflicts }
}

const noConflict: FieldChanges = {}

/** What the person has to decide about in this track; nothing where they typed what the file says by now. */
export function conflictOf(state: Tracks, id: TrackId): FieldChanges {
  const conflict = state.conflicts.get(id)
  return conflict === undefined ? noConflict : apart(conflict, currentOf(state, id))
}

/** Whether the track waits for the person to decide between their edits and another program's. */
export const isUndecided = (state: Tracks, id: TrackId): boolean =>
  state.conflicts.has(id) && changedFields(conflictOf(state, id)).length > 0

/** The tracks that wait, in list order. */
export const undecidedOf = (state: Tracks): TrackId[] =>
  state.conflicts.size === 0 ? [] : state.order.filter((id) => isUndecided(state, id))

/** Conflicts without these fields. */
export function withDecided(state: Tracks, decided: ReadonlyMap<TrackId, Iterable<ChangedField>>): Tracks {
  if (state.conflicts.size === 0) return state
  const conflicts = new Map(state.conflicts)
  for (const [id, fields] of decided) {
    const gone = new Set(fields)
    const left = pickFields(conflicts.get(id) ?? {}, (field) => !gone.has(field))
    if (changedFields(left).length === 0) conflicts.delete(id)
    else conflicts.set(id, left)
  }
  return { ...state, conflicts }
}

/** The new truth with the person's own changes laid over it. */
export function rebase(before: Editable, pending: Editable, after: Editable): Editable {
  const { pictures, removedKinds, ...fields } = difference(before, pending)
  const values: { [Name in FieldName]?: FieldValue } = { ...after.values }
  for (const [field, change] of Object.entries(fields) as [FieldName, { to: FieldValue }][]) {
    if (change.to.length === 0) delete values[field]
    else values[field] = change.to
  }
  const kinds = removedKinds?.to ?? after.removedKinds ?? []
  return withRemovedKinds({ values, pictures: pictures?.to ?? after.pictures }, kinds)
}

export function withState(
  state: Tracks,
  ids: Iterable<TrackId>,
  next: (id: TrackId) => TrackState | undefined,
): Tracks {
  const trackStates = new Map(state.trackStates)
  for (const id of ids) {
    const value = next(id)
    if (value === undefined) trackStates.delete(id)
    else trackStates.set(id, value)
  }
  return { ...state, trackStates }
}

/** These changes are on their way to disk; what the tracks hold beyond them is not. */
export function withSaving(state: Tracks, sent: readonly TrackChanges[]): Tracks {
  const { changed } = apply(changesAsEdit('', sent), state.tracks)
  return withState(state, changed.keys(), (id) => {
    const after = changed.get(id)
    return after && { kind: 'saving', sent: after }
  })
}

export function withoutTracks(state: Tracks, ids: ReadonlySet<TrackId>): Tracks {
  const without = <Value>(map: ReadonlyMap<TrackId, Value>) =>
    new Map([...map].filter(([id]) => !ids.has(id)))
  return {
    ...state,
    tracks: without(state.tracks),
    order: state.order.filter((id) => !ids.has(id)),
    edited: without(state.edited),
    trackStates: without(state.trackStates),
    conflicts: without(state.conflicts),
  }
}
