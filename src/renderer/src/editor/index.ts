export { createEditor, type Editor, type EditorState, type EditSource } from './editor'
export type { Selection } from './selection'
export {
  changesToSave,
  currentOf,
  editOf,
  fieldValue,
  isChanged,
  isFieldChanged,
  type TrackChanges,
  type TrackState,
  type Tracks,
} from './tracks'
export { editor, useEditor } from './use-editor'
