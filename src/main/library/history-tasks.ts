import { basename, join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { z } from 'zod'
import {
  type OperationId,
  type OperationSummary,
  type Outcome,
  type Problem,
  ProblemError,
  type SavedFile,
  type SavedFileId,
  type WriteOptions,
} from '../../shared/model'
import { diskFilesWithout, type Recovery, recover, saveProblem } from '../files'
import {
  changesNothing,
  type Details,
  type DetailsRequest,
  type History,
  HistoryError,
  type HistoryNotice,
  type ListRequest,
  type Operation,
  openHistory,
  type Resolved,
  type Retention,
  type Undo,
} from '../history'
import { MetadataReader } from '../metadata'
import type { Reading } from './reading'
import { leavingPictures, saveRecorded } from './recorded-save'
import { ownParts, readBack, saveTrack } from './save-track'

/** Where the history is kept. */
export const historyDatabase = (dataDir: string): string => join(dataDir, 'history', 'history.db')

/** Each thread opens a database once, with the first task that needs it (decisions.md 8). */
const opened = new Map<string, History>()

/** @throws HistoryError when there can be no history: no room, read-only, a folder of that name */
export function historyAt(database: string): History {
  const known = opened.get(database)
  if (known !== undefined) return known
  // The start has looked at every page.
  const history = openHistory(database, { check: false, onNotice })
  opened.set(database, history)
  return history
}

/** Damage may show itself with any task: said beside its answer, to whoever listens to this worker. */
const onNotice = (notice: HistoryNotice): void => parentPort?.postMessage(notice)

const Notice: z.ZodType<HistoryNotice> = z.strictObject({
  trouble: z.enum(['damaged', 'newer']),
  setAside: z.string(),
})

/** What a worker said, if it is that a database was put aside. */
export const historyNoticeIn = (message: unknown): HistoryNotice | undefined => Notice.safeParse(message).data

interface InDatabase {
  readonly database: string
}

/** Looks at every page, and settles the saves that were cut short. Runs before anything is saved. */
async function startHistory({ database }: InDatabase): Promise<Outcome<{ resolved: Resolved }>> {
  return answering(() => {
    const history = openHistory(database, { onNotice })
    opened.get(database)?.close()
    opened.set(database, history)
    return { resolved: history.resolveUnfinished() }
  })
}

export interface SettleTask extends InDatabase {
  readonly journal: string
  /** The real path of a file; undefined for whatever was cut short. */
  readonly path: string | undefined
  /** Threads of this process that are no more. */
  readonly ended: ReadonlySet<number>
}

/** Frees what dead threads held, puts files right that they tore, and sees from the files how far their saves came. */
async function settle({ journal, database, path, ended }: SettleTask): Promise<{
  /** How many saves had come through. */
  readonly saved: number
  readonly failed: Recovery['failed']
}> {
  const { failed } = recover(journal, diskFilesWithout(ended))
  try {
    return { saved: historyAt(database).resolveUnfinished(path).done, failed }
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error
    return { saved: 0, failed: [...failed, { what: database, error }] }
  }
}

const listOperations = async ({
  database,
  ...request
}: InDatabase & ListRequest): Promise<Outcome<{ operations: readonly OperationSummary[] }>> =>
  answering(() => ({ operations: historyAt(database).list(request) }))

const operationDetails = async ({
  database,
  ...request
}: InDatabase & DetailsRequest): Promise<Outcome<{ details: Details | undefined }>> =>
  answering(() => ({ details: historyAt(database).details(request) }))

/** A picture that the history knows: one that left a file, or one that a save put into a file and is still there. */
const historyPicture = async ({
  database,
  hash,
}: InDatabase & { readonly hash: string }): Promise<Outcome<{ bytes: Uint8Array | undefined }>> =>
  answering(async () => {
    const history = historyAt(database)
    const kept = history.picture(hash)
    if (kept !== undefined) return { bytes: kept }
    for (const path of history.filesWithPicture(hash)) {
      const outcome = await new MetadataReader().read(path)
      const found = outcome.ok
        ? outcome.metadata.pictures.find((picture) => picture.hash === hash)
        : undefined
      if (found !== undefined) return { bytes: found.bytes }
    }
    return { bytes: undefined }
  })

const historyUsage = async ({ database }: InDatabase): Promise<Outcome<{ bytes: number }>> =>
  answering(() => ({ bytes: historyAt(database).usedBytes() }))

/** Forgets what is beyond the retention, for about half a second. */
const pruneHistory = async ({
  database,
  ...retention
}: InDatabase & Retention): Promise<Outcome<{ removed: number; more: boolean }>> =>
  answering(() => historyAt(database).prune(retention))

/** A file of an operation, as an undo names it. */
export interface OperationFile extends Pick<SavedFile, 'id' | 'path' | 'movedTo'> {
  readonly mayBeUndone: boolean
}

/** An operation and all its files, the last saved first. */
const operationFiles = async ({
  database,
  operation,
}: InDatabase & { readonly operation: OperationId }): Promise<
  Outcome<{ operation: OperationSummary | undefined; files: readonly OperationFile[] }>
> =>
  answering(() => {
    const files: OperationFile[] = []
    let after: SavedFileId | undefined
    for (;;) {
      const page = historyAt(database).details({ operation, limit: filesAtOnce, after })
      if (page === undefined) return { operation: undefined, files }
      files.push(...page.files.map(asOperationFile))
      after = page.files.at(-1)?.id
      if (page.files.length < filesAtOnce) return { operation: page.operation, files: files.reverse() }
    }
  })

const filesAtOnce = 1000

const asOperationFile = ({ id, path, movedTo, state, undone }: SavedFile): OperationFile => ({
  id,
  path,
  ...(movedTo === undefined ? {} : { movedTo }),
  mayBeUndone: (state === 'done' || state === 'unclear') && undone !== 'whole',
})

export interface UndoTarget {
  readonly database: string
  readonly operation: OperationId
  readonly file: SavedFileId
}

/** What undo would do to one file now; plans and bytes stay here. */
export type UndoLook =
  | {
      readonly kind: 'exact' | 'fields'
      readonly path: string
      readonly changes: Extract<Undo, { kind: 'fields' }>['changes']
      readonly conflicts: Extract<Undo, { kind: 'fields' }>['conflicts']
      readonly since: Extract<Undo, { kind: 'fields' }>['since']
    }
  | { readonly kind: 'move'; readonly path: string; readonly to: string; readonly taken: boolean }
  | Extract<Undo, { kind: 'none' }>

const previewUndo = async ({ database, operation, file }: UndoTarget): Promise<Outcome<{ undo: UndoLook }>> =>
  answering(async () => ({ undo: lookOf(await historyAt(database).undoOf({ operation, file })) }))

function lookOf(undo: Undo): UndoLook {
  switch (undo.kind) {
    case 'exact':
      return { kind: 'exact', path: undo.path, changes: undo.changes, conflicts: [], since: { values: {} } }
    case 'fields': {
      const { path, changes, conflicts, since } = undo
      return { kind: 'fields', path, changes, conflicts, since }
    }
    case 'move':
      return { kind: 'move', path: undo.from, to: undo.to, taken: undo.taken }
    default:
      return undo
  }
}

export interface UndoTask extends UndoTarget {
  /** The operation that this undo belongs to. */
  readonly as: Operation
  readonly options: WriteOptions
  readonly journal: string
  readonly keepModified: boolean
  /** What the file is called, for problems. */
  readonly fileName: string
}

/** Takes one file of an operation back, by the road of any save. */
async function undoFile(task: UndoTask): Promise<Outcome<{ reading: Reading }>> {
  const { database, operation, file, as, options, journal, keepModified, fileName } = task
  let path = fileName
  try {
    const history = historyAt(database)
    const undo = await history.undoOf({ operation, file })
    if (undo.kind === 'none') return notUndoable(fileName, undo.reason)
    // Renames are taken back together: `undoMoves`.
    if (undo.kind === 'move') return notUndoable(fileName, 'unknown')
    path = undo.path
    const recording = { history, as: { operation: as, takesBack: undo.takesBack } }
    if (undo.kind === 'fields') {
      const { changes, pictures: newPictures } = undo
      if (changesNothing(changes)) {
        return notUndoable(fileName, 'nothingLeft')
      }
      return await saveTrack({ path, changes, newPictures, options, journal, keepModified }, recording)
    }
    const parts = ownParts()
    const present = undo.changes.pictures === undefined ? undefined : await parts.reader.read(path)
    const leaving = leavingPictures(present?.ok ? present.metadata.pictures : [], undo.changes.pictures)
    const { plan, stamp, changes } = undo
    const carried = saveRecorded(
      { path, plan, stamp, changes, leaving, options: { journal, keepModified } },
      recording,
      parts,
    )
    return await readBack(path, carried, parts)
  } catch (error) {
    if (error instanceof HistoryError) return { ok: false, problem: historyProblem(error) }
    return { ok: false, problem: error instanceof ProblemError ? error.problem : saveProblem(error, path) }
  }
}

const notUndoable = (file: string, reason: string): { ok: false; problem: Problem } => ({
  ok: false,
  problem: { code: 'history.notUndoable', params: { file: basename(file), reason } },
})

const historyProblem = ({ trouble }: HistoryError): Problem => ({
  code: 'history.unavailable',
  params: { reason: trouble },
  remedy: 'retry',
})

async function answering<Value extends object>(work: () => Value | Promise<Value>): Promise<Outcome<Value>> {
  try {
    return { ok: true, ...(await work()) }
  } catch (error) {
    if (error instanceof HistoryError) return { ok: false, problem: historyProblem(error) }
    throw error
  }
}

/** What a worker can do with the history. */
export const historyTasks = {
  startHistory,
  settle,
  listOperations,
  operationDetails,
  operationFiles,
  historyPicture,
  historyUsage,
  pruneHistory,
  previewUndo,
  undoFile,
} as const
