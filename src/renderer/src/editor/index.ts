export { albumFolder, albumKey, albumOf, joined, parseValue } from './album'
export { isGrouped, passesFilter } from './arrange'
export { type ConflictField, type Conflicts, conflictFields, conflictProblem, toTheirs } from './conflicts'
export { createEditor, type DoneEdit, type Editor, type EditorState, type EditSource } from './editor'
export { identifierFields, inFieldOrder } from './field-groups'
export { fold, sortKey } from './fold'
export { isKnown, withUnknownValues } from './long-values'
export { type ChangedField, changedFields, pickFields } from './pick-fields'
export { closePlace, type LookupBy, openPlace, type Place, place, usePlace } from './place'
export type { Selection } from './selection'
export {
  changesAsEdit,
  changesToKeep,
  changesToSave,
  conflictOf,
  currentOf,
  editOf,
  fieldValue,
  isChanged,
  isFieldChanged,
  isUndecided,
  kindEditOf,
  namedChanges,
  pictureEditOf,
  revertEditOf,
  type TrackChanges,
  type TrackState,
  type Tracks,
  trackChangesOf,
  undecidedOf,
} from './tracks'
export { editor, useEditor, useSelectedIds, useView, view } from './use-editor'
export { albumAt, createView, rowAt, selectedIds, type View } from './view'
export {
  type BuiltInFilter,
  builtInFilters,
  type ColumnId,
  type Group,
  type SortKey,
  type ViewQuery,
} from './view-state'
