import { z } from 'zod'
import type { Change, ChangedField, RemovedKinds } from './edit'
import type { FieldName, FieldValue } from './fields'
import './no-eval'
import type { Picture } from './picture'

/** What a person did that wrote to disk. An undo is an operation like any other and can be undone itself. */
export const operationKinds = ['edit', 'lookup', 'rename', 'action', 'undo'] as const
export const OperationKind = z.enum(operationKinds)
export type OperationKind = z.infer<typeof OperationKind>

/**
 * `prepared`: the way back is stored, the save is under way or was cut short. `done` and `failed` say which version
 * the file holds. `unclear`: cut short, and the file holds neither version, so another program wrote to it.
 */
export const savedStates = ['prepared', 'done', 'failed', 'unclear'] as const
export const SavedState = z.enum(savedStates)
export type SavedState = z.infer<typeof SavedState>

/** A random name that main gives an operation before its first file is saved: 32 hexadecimal digits. */
export const OperationId = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .brand<'OperationId'>()
export type OperationId = z.infer<typeof OperationId>

/** Why nothing can be recorded or looked up. */
export const HistoryTrouble = z.enum([
  'damaged',
  'newer',
  'busy',
  'diskFull',
  'readOnly',
  'ioError',
  'tooLarge',
])
export type HistoryTrouble = z.infer<typeof HistoryTrouble>

/**
 * Why a file of an operation cannot be taken back. `unknown`: no such entry (any more). `damaged`: the entry cannot be
 * trusted. `notSaved`: that save did not come through. `undone`: it was taken back already. `missing`, `unreadable`:
 * the file. `nothingLeft`: no field of it is still there. `taken`: something else has its old path.
 */
export const NoUndoReason = z.enum([
  'unknown',
  'damaged',
  'notSaved',
  'undone',
  'missing',
  'unreadable',
  'nothingLeft',
  'taken',
])
export type NoUndoReason = z.infer<typeof NoUndoReason>

/** One file in one operation. */
export const SavedFileId = z.int().min(1).brand<'SavedFileId'>()
export type SavedFileId = z.infer<typeof SavedFileId>

/** What is told of an operation before it is expanded. */
export const OperationSummary = z.strictObject({
  id: OperationId,
  /** Where it stands in the order of operations: `before` of the next page. */
  number: z.int(),
  /** Milliseconds since the epoch. */
  timeMs: z.int(),
  kind: OperationKind,
  /** As the edit was called: a field's name, a command, a release. */
  label: z.string(),
  /** How many files it was meant to change. */
  planned: z.int(),
  /** How many of them were saved, were not, and are neither one nor the other. */
  done: z.int(),
  failed: z.int(),
  unfinished: z.int(),
  /** How many of the saved ones were taken back since. */
  undone: z.int(),
  /** The operation that this one takes back. */
  undoes: OperationId.optional(),
})
export type OperationSummary = z.infer<typeof OperationSummary>

/** Old and new values, texts cut for display; the whole ones stay in main. */
export interface SavedChanges {
  readonly values: { readonly [Name in FieldName]?: Change<FieldValue> }
  readonly pictures?: Change<readonly Picture[]> | undefined
  readonly removedKinds?: Change<RemovedKinds> | undefined
}

/** One file of an expanded operation. */
export interface SavedFile {
  readonly id: SavedFileId
  readonly state: SavedState
  /** Real path at the time. Main shortens it for the window. */
  readonly path: string
  /** Where a rename took it. */
  readonly movedTo?: string
  readonly undone: 'no' | 'partly' | 'whole'
  /** The record was damaged on disk: what it said cannot be trusted, so it cannot be undone. */
  readonly damaged: boolean
  /** It has what was searched for in its path or its values; words of the operation’s label count as there. */
  readonly found: boolean
  readonly changes: SavedChanges
}

/** A field that cannot simply be put back, and why. */
export interface UndoConflict {
  readonly field: ChangedField
  /**
   * `changed`: it holds something else by now. `lost`: the old picture is not in the history any more. `whole`: a tag
   * that was taken out comes back with the very bytes of before, or not at all.
   */
  readonly reason: 'changed' | 'lost' | 'whole'
}
