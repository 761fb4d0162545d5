import { z } from 'zod'
import { NoUndoReason, OperationId, OperationSummary, Problem, SavedFileId, SavedState } from '../model'
import {
  FieldNameSchema,
  FieldValueSchema,
  limits,
  PicturesSchema,
  TagKindsSchema,
  TrackIdSchema,
} from './schemas'

export const HistoryListRequest = z.strictObject({
  /** Words that must all be in the label, a path, or an old or new value. */
  search: z.string().max(1000),
  limit: z.int().min(1).max(200),
  /** The `number` of the last operation of the page before. */
  before: z.int().optional(),
})

export const HistoryDetailsRequest = z.strictObject({
  operation: OperationId,
  limit: z.int().min(1).max(500),
  /** The last file of the page before. */
  after: SavedFileId.optional(),
  /** What the operations were searched for. */
  search: z.string().max(1000).optional(),
})

/** Old and new values, texts cut for display. */
const ShownChanges = z.strictObject({
  values: z.partialRecord(FieldNameSchema, z.strictObject({ from: FieldValueSchema, to: FieldValueSchema })),
  pictures: z.strictObject({ from: PicturesSchema, to: PicturesSchema }).optional(),
  removedKinds: z.strictObject({ from: TagKindsSchema, to: TagKindsSchema }).optional(),
})

/** One file of an operation, as the window shows it: the folder is shortened, the home folder to `~`. */
export const HistoryFile = z.strictObject({
  id: SavedFileId,
  state: SavedState,
  folder: z.string(),
  fileName: z.string(),
  /** Where a rename took it: the name alone within the same folder, else the shortened path. */
  movedTo: z.string().optional(),
  undone: z.enum(['no', 'partly', 'whole']),
  /** The record was damaged on disk: it cannot be undone. */
  damaged: z.boolean(),
  /** It has what was searched for in its path or its values; words of the operation’s label count as there. */
  found: z.boolean(),
  changes: ShownChanges,
})
export type HistoryFile = z.infer<typeof HistoryFile>

export const HistoryDetails = z.strictObject({
  operation: OperationSummary,
  files: z.array(HistoryFile),
})
export type HistoryDetails = z.infer<typeof HistoryDetails>

/** Which files of an operation to take back: all that can be, but for `except`; or just `files`. */
export const UndoRequest = z.strictObject({
  operation: OperationId,
  except: z.array(SavedFileId).max(limits.tracks).optional(),
  files: z.array(SavedFileId).min(1).max(limits.tracks).optional(),
})

/**
 * What undo would do to one file. `exact`: the very bytes of before come back. `fields`: the file was written since,
 * so the fields that are still ours go back, the ones in `conflicts` stay. `move`: back to its old path. `none`: see
 * `reason`.
 */
export const UndoPreviewFile = z.strictObject({
  id: SavedFileId,
  folder: z.string(),
  fileName: z.string(),
  way: z.enum(['exact', 'fields', 'move', 'none']),
  reason: NoUndoReason.optional(),
  movesTo: z.string().optional(),
  changes: ShownChanges,
  conflicts: z.array(
    z.strictObject({
      field: z.union([FieldNameSchema, z.literal(['pictures', 'removedKinds'])]),
      reason: z.enum(['changed', 'lost', 'whole']),
    }),
  ),
  /** For the fields in conflict: from what the save left to what the file says now. */
  since: ShownChanges,
  /** The row it is in the list now, if it is listed. */
  trackId: TrackIdSchema.optional(),
})
export type UndoPreviewFile = z.infer<typeof UndoPreviewFile>

export const UndoPreview = z.strictObject({
  operation: OperationSummary,
  /** In the order they were saved; cut at 10,000 (the counts tell all). */
  files: z.array(UndoPreviewFile),
  counts: z.strictObject({
    exact: z.int(),
    fields: z.int(),
    move: z.int(),
    none: z.int(),
    conflicts: z.int(),
  }),
})
export type UndoPreview = z.infer<typeof UndoPreview>

export const UndoFailure = z.strictObject({ id: SavedFileId, fileName: z.string(), problem: Problem })
export type UndoFailure = z.infer<typeof UndoFailure>
