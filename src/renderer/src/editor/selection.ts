import type { TrackId } from '../../../shared/model'

/** Which rows are selected. `focus` has the keyboard; Shift extends from `anchor` to it. */
export interface Selection {
  readonly selection: ReadonlySet<TrackId>
  readonly focus: TrackId | undefined
  readonly anchor: TrackId | undefined
}

export const nothingSelected: Selection = { selection: new Set(), focus: undefined, anchor: undefined }

export const selectOnly = (id: TrackId): Selection => ({ selection: new Set([id]), focus: id, anchor: id })

/** Adds or takes away one row, as Ctrl+click does. */
export function toggle(state: Selection, id: TrackId): Selection {
  const selection = new Set(state.selection)
  if (!selection.delete(id)) selection.add(id)
  return { selection, focus: id, anchor: id }
}

/** Selects from the anchor to `id` in the order that the rows are shown in, as Shift+click does. */
export function extend(state: Selection, id: TrackId, shown: readonly TrackId[]): Selection {
  const from = state.anchor === undefined ? -1 : shown.indexOf(state.anchor)
  const to = shown.indexOf(id)
  if (from < 0 || to < 0) return selectOnly(id)
  const range = shown.slice(Math.min(from, to), Math.max(from, to) + 1)
  return { selection: new Set(range), focus: id, anchor: state.anchor }
}

export const selectAll = (state: Selection, shown: readonly TrackId[]): Selection => ({
  selection: new Set(shown),
  focus: state.focus ?? shown[0],
  anchor: state.anchor ?? shown[0],
})

export const invertSelection = (state: Selection, shown: readonly TrackId[]): Selection => ({
  ...state,
  selection: new Set(shown.filter((id) => !state.selection.has(id))),
})

/** The rows that are gone leave the selection; the focus goes to the next row that is still there. */
export function withoutSelected(
  state: Selection,
  gone: ReadonlySet<TrackId>,
  shown: readonly TrackId[],
): Selection {
  const selection = new Set([...state.selection].filter((id) => !gone.has(id)))
  if (state.focus === undefined || !gone.has(state.focus)) return { ...state, selection }
  const at = shown.indexOf(state.focus)
  const next =
    shown.slice(at + 1).find((id) => !gone.has(id)) ??
    shown.slice(0, Math.max(0, at)).findLast((id) => !gone.has(id))
  return next === undefined
    ? nothingSelected
    : selection.size > 0
      ? { selection, focus: next, anchor: next }
      : selectOnly(next)
}
