import { createStore } from 'zustand/vanilla'
import type { Refused } from '../../../shared/ipc'
import {
  apply,
  type Conflict,
  compact,
  type Edit,
  type FieldChanges,
  type FieldValues,
  invert,
  isEmpty,
  type Problem,
  type Track,
  type TrackId,
} from '../../../shared/model'
import { type Conflicts, madeOver, roundTripsOver } from './conflicts'
import { withLearnt } from './long-values'
import { type ChangedField, changedFields, pickFields } from './pick-fields'
import {
  extend,
  invertSelection,
  nothingSelected,
  type Selection,
  selectAll,
  selectOnly,
  toggle,
  withoutSelected,
} from './selection'
import {
  changesAsEdit,
  changesToSave,
  conflictOf,
  isUndecided,
  noTracks,
  type TrackChanges,
  type Tracks,
  withDecided,
  withOutside,
  withoutTracks,
  withSaving,
  withState,
  withTracks,
  withTruth,
  withValues,
} from './tracks'

/** The part of an edit that was applied. What was not must not come back through undo. */
function without(edit: Edit, conflicts: readonly Conflict[]): Edit {
  if (conflicts.length === 0) return edit
  const changes: Record<TrackId, FieldChanges> = { ...edit.changes }
  for (const { trackId, field } of conflicts) {
    const kept = pickFields(changes[trackId] ?? {}, (name) => name !== field)
    if (changedFields(kept).length === 0) delete changes[trackId]
    else changes[trackId] = kept
  }
  return { label: edit.label, changes }
}

/**
 * Fields that this edit is about to change and that wait for no decision: the person sees their value and edits that.
 * What undo brought back to their value may be redone, so it is only an edit that settles it.
 */
function settled(state: Tracks, { changes }: Edit): ReadonlyMap<TrackId, readonly ChangedField[]> {
  const fields = new Map<TrackId, readonly ChangedField[]>()
  for (const id of state.conflicts.keys()) {
    const waiting = conflictOf(state, id)
    fields.set(
      id,
      changedFields(changes[id]).filter((field) => waiting[field] === undefined),
    )
  }
  return fields
}

export type EditSource =
  | 'cell'
  | 'panel'
  | 'artwork'
  | 'lookup'
  | 'lyrics'
  | 'repair'
  | 'review'
  | 'conflict'
  | 'restored'

/** An edit that was made, and from where. */
export interface DoneEdit extends Edit {
  readonly source: EditSource
}

export interface EditorState extends Tracks, Selection {
  /** Edits that can be taken back, the last one at the end. Saving does not empty it. */
  readonly undoable: readonly DoneEdit[]
  readonly redoable: readonly DoneEdit[]
  /** Where the last edit came from. */
  readonly lastSource: EditSource | undefined
}

export interface EditorActions {
  /**
   * The only way to change a value. Applies the edit, remembers it for undo and forgets what could be redone.
   * Fields that hold something else than `from` are left alone and answered as conflicts.
   */
  perform(edit: Edit, options: { source: EditSource }): readonly Conflict[]
  undo(): Edit | undefined
  redo(): Edit | undefined
  addTracks(tracks: readonly Track[]): void
  /** The new truth from disk, after a save or a reload. */
  replaceTracks(tracks: readonly Track[]): void
  /** What another program made of these files. Answers those where the person has to decide because of it. */
  takeOutside(tracks: readonly Track[]): readonly TrackId[]
  /** Conflicts of an earlier run that nobody decided about. */
  addConflicts(conflicts: Conflicts): void
  /** The person decided about these fields: what the tracks hold now holds. */
  decide(fields: ReadonlyMap<TrackId, Iterable<ChangedField>>): void
  addRefused(refused: readonly Refused[]): void
  /** Long values that were read by now. */
  learn(values: readonly { readonly id: TrackId; readonly values: FieldValues }[]): void
  /** These changes are being saved. What is changed beyond them, now or later, stays an unsaved edit. */
  markSaving(changes: readonly TrackChanges[]): void
  /** These are no longer being saved, whatever became of them. */
  unmarkSaving(ids: Iterable<TrackId>): void
  markFailed(failed: readonly { readonly id: TrackId; readonly problem: Problem }[]): void
  /** Takes rows off the list; `shown` tells where the focus goes. */
  forget(ids: ReadonlySet<TrackId>, shown: readonly TrackId[]): void
  clear(): void
  select(id: TrackId): void
  toggle(id: TrackId): void
  extend(id: TrackId, shown: readonly TrackId[]): void
  selectAll(shown: readonly TrackId[]): void
  invertSelection(shown: readonly TrackId[]): void
  /** Takes back every unsaved edit of these tracks, as one edit that can itself be undone. */
  revert(ids: Iterable<TrackId>, label: string): void
}

export type Editor = EditorState & EditorActions

const empty: EditorState = {
  ...noTracks,
  ...nothingSelected,
  undoable: [],
  redoable: [],
  lastSource: undefined,
}

/** The open tracks, what was done to them, and what is selected. Knows no React, no bridge. */
export function createEditor() {
  return createStore<Editor>()((set, get) => {
    const editables = (edit: Edit) => {
      const { tracks, edited } = get()
      const seen = new Map<TrackId, Track | { values: Track['values']; pictures: Track['pictures'] }>()
      for (const id of Object.keys(edit.changes) as TrackId[]) {
        const track = edited.get(id) ?? tracks.get(id)
        if (track !== undefined) seen.set(id, track)
      }
      return seen
    }

    const put = (edit: Edit): readonly Conflict[] => {
      const { changed, conflicts } = apply(edit, editables(edit))
      set((state) => withValues(state, changed))
      return conflicts
    }

    /** Without the tracks that may not be written: what cannot be saved is not edited. */
    const writable = (edit: Edit): Edit => {
      const { tracks } = get()
      const kept = Object.entries(edit.changes).filter(
        ([id]) => tracks.get(id as TrackId)?.readOnly === undefined,
      )
      return { label: edit.label, changes: Object.fromEntries(kept) }
    }

    return {
      ...empty,

      perform(edit, { source }) {
        const real = writable(compact(edit))
        if (isEmpty(real)) return []
        set((state) => withDecided(state, settled(state, real)))
        const conflicts = put(real)
        const done = without(real, conflicts)
        if (isEmpty(done)) return conflicts
        set((state) => ({
          undoable: [...state.undoable, { ...done, source }],
          redoable: [],
          lastSource: source,
        }))
        return conflicts
      },

      undo() {
        const edit = get().undoable.at(-1)
        if (edit === undefined) return undefined
        put(invert(edit))
        set((state) => ({ undoable: state.undoable.slice(0, -1), redoable: [...state.redoable, edit] }))
        return edit
      },

      redo() {
        const edit = get().redoable.at(-1)
        if (edit === undefined) return undefined
        put(edit)
        set((state) => ({ undoable: [...state.undoable, edit], redoable: state.redoable.slice(0, -1) }))
        return edit
      },

      addTracks(tracks) {
        get().takeOutside(tracks.filter(({ id }) => get().tracks.has(id)))
        set((state) => {
          const next = withTracks(state, tracks)
          const [first] = next.order
          return state.focus === undefined && first !== undefined ? { ...next, ...selectOnly(first) } : next
        })
      },

      replaceTracks(tracks) {
        set((state) => withTruth(state, tracks))
      },

      takeOutside(tracks) {
        if (tracks.length === 0) return []
        const { state, theirs, shown } = withOutside(get(), tracks)
        const { undoable, redoable } = get()
        set({
          ...state,
          undoable: roundTripsOver(
            undoable.map((edit) => madeOver(edit, theirs)),
            shown,
          ),
          redoable: redoable.map((edit) => madeOver(madeOver(edit, theirs), shown)),
        })
        return [...theirs.keys()].filter((id) => isUndecided(state, id))
      },

      addConflicts(conflicts) {
        set((state) => ({ conflicts: new Map([...state.conflicts, ...conflicts]) }))
      },

      decide(fields) {
        set((state) => withDecided(state, fields))
      },

      learn(values) {
        set((state) => withLearnt(state, values))
      },

      addRefused(refused) {
        if (refused.length > 0) set((state) => ({ refused: [...state.refused, ...refused] }))
      },

      markSaving(changes) {
        set((state) => withSaving(state, changes))
      },

      unmarkSaving(ids) {
        set((state) =>
          withState(state, ids, (id) => {
            const current = state.trackStates.get(id)
            return current?.kind === 'saving' ? undefined : current
          }),
        )
      },

      markFailed(failed) {
        const problems = new Map(failed.map(({ id, problem }) => [id, problem]))
        set((state) =>
          withState(state, problems.keys(), (id) => {
            const problem = problems.get(id)
            return problem === undefined ? undefined : { kind: 'failed', problem }
          }),
        )
      },

      forget(ids, shown) {
        set((state) => ({ ...withoutTracks(state, ids), ...withoutSelected(state, ids, shown) }))
      },

      clear() {
        set(empty)
      },

      select(id) {
        set(selectOnly(id))
      },
      toggle(id) {
        set((state) => toggle(state, id))
      },
      extend(id, shown) {
        set((state) => extend(state, id, shown))
      },
      selectAll(shown) {
        set((state) => selectAll(state, shown))
      },
      invertSelection(shown) {
        set((state) => invertSelection(state, shown))
      },

      revert(ids, label) {
        const state = get()
        const pending = changesAsEdit(label, changesToSave(state, new Set(ids)))
        state.perform(invert(pending), { source: 'panel' })
      },
    }
  })
}
