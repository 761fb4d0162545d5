import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { OperationSummary, SavedFileId } from '../../shared/model'
import { readBlob } from './blobs'
import { Database } from './database'
import { HistoryError, type HistoryNotice, historyError } from './errors'
import {
  type Details,
  type DetailsRequest,
  details,
  filesWithPicture,
  type ListRequest,
  list,
} from './listing'
import { type Pruned, prune, type Retention, usedBytes } from './prune'
import {
  type Moving,
  type Operation,
  recordDone,
  recordMoving,
  recordSaving,
  recordState,
  type Saved,
  type Saving,
} from './recording'
import { isSound, prepareSchema } from './schema'
import { identityOf, setAside, setAsideAsMarked } from './set-aside'
import { type Undo, type UndoRequest, undoOf } from './undo'
import { type Resolved, resolveUnfinished } from './unfinished'

/**
 * Every write that happened, and how to take it back. Synchronous, for worker threads: each worker opens its own.
 * Methods throw `HistoryError` when the database cannot do it; `done` and `failed` never throw.
 */
export interface History {
  /**
   * Stores the way back from a save, flushed, before anything is written. A failure means: do not save, or only
   * when the person wants it without undo.
   */
  prepare(operation: Operation, saving: Saving): SavedFileId
  /** The same for a planned set of renames, all at once. Answers their ids in the order given. */
  prepareMoves(operation: Operation, moves: readonly Moving[]): SavedFileId[]
  /** The save came through. Answers whether that could be noted; if not, the file itself tells at the next start. */
  done(file: SavedFileId, saved: Saved): boolean
  /** The file is as it was. */
  failed(file: SavedFileId): boolean
  list(request: ListRequest): OperationSummary[]
  details(request: DetailsRequest): Details | undefined
  undoOf(request: UndoRequest): Promise<Undo>
  /** The bytes of a picture that left a file, by hash. */
  picture(hash: string): Uint8Array | undefined
  /** Where files lay when a save put the picture with this hash into them, the newest first; a few of them. */
  filesWithPicture(hash: string): string[]
  /** All that was cut short, or only what was to change the file at this real path. */
  resolveUnfinished(path?: string): Resolved
  prune(retention: Retention): Pruned
  /** Bytes on disk. */
  usedBytes(): number
  close(): void
}

export interface HistoryOptions {
  /** Told when a database was put aside and a new one begun. */
  readonly onNotice?: (notice: HistoryNotice) => void
  /** Whether to look at every page first. Default: when that takes no time (64 MB). Workers leave it to the first. */
  readonly check?: boolean
  /** How long to wait while another process or worker writes: milliseconds. */
  readonly busyMs?: number
}

/** Bytes that are looked through at start without anyone noticing. */
const checkedBytes = 64 * 1024 * 1024

/**
 * Opens the history, or begins one. A database that cannot be read, is no history or is newer than this program is
 * put aside, never deleted, and a new one begun.
 * @throws HistoryError when there can be none: no room, read-only, a folder of that name
 */
export function openHistory(
  path: string,
  { onNotice = () => {}, check, busyMs = 5000 }: HistoryOptions = {},
): History {
  let database = openOrBegin()
  let opened = identityOf(path)

  function openOrBegin(): Database {
    try {
      mkdirSync(dirname(path), { recursive: true })
    } catch (error) {
      throw historyError(error)
    }
    const marked = setAsideAsMarked(path)
    if (marked !== undefined) onNotice(marked)
    const found = identityOf(path)
    try {
      return connect(path, check, busyMs)
    } catch (error) {
      const trouble = error instanceof HistoryError ? error.trouble : undefined
      if (trouble !== 'damaged' && trouble !== 'newer') throw error
      // Another process may have put it aside already.
      if (identityOf(path) === found) onNotice(setAside(path, trouble))
      return connect(path, false, busyMs)
    }
  }

  /** Another worker or process put our database aside: what it is asked to keep belongs into the new one. */
  function follow(): void {
    if (identityOf(path) === opened) return
    database.close()
    database = openOrBegin()
    opened = identityOf(path)
  }

  /** Damage that shows itself while working: put aside as at start, and once more with the new one. */
  function renewing<Value>(work: () => Value): Value {
    follow()
    try {
      return work()
    } catch (error) {
      if (!(error instanceof HistoryError) || error.trouble !== 'damaged') throw error
      database.close()
      if (identityOf(path) === opened) onNotice(setAside(path, 'damaged'))
      database = openOrBegin()
      opened = identityOf(path)
      return work()
    }
  }

  const noted = (work: () => void): boolean => {
    try {
      // Not flushed: what a power cut takes back is seen from the file itself.
      database.transaction(work, { flushed: false })
      return true
    } catch {
      return false
    }
  }

  return {
    prepare: (operation, saving) =>
      renewing(() => database.transaction(() => recordSaving(database, operation, saving))),
    prepareMoves: (operation, moves) =>
      renewing(() =>
        database.transaction(() => moves.map((moving) => recordMoving(database, operation, moving))),
      ),
    done: (file, saved) => noted(() => recordDone(database, file, saved)),
    failed: (file) => noted(() => recordState(database, file, 'failed')),
    list: (request) => renewing(() => list(database, request)),
    details: (request) => renewing(() => details(database, request)),
    async undoOf(request) {
      follow()
      return undoOf(database, request)
    },
    picture: (hash) => renewing(() => readBlob(database, hash)),
    filesWithPicture: (hash) => renewing(() => filesWithPicture(database, hash)),
    resolveUnfinished: (path) => renewing(() => resolveUnfinished(database, path)),
    prune: (retention) => renewing(() => prune(database, retention)),
    usedBytes: () => renewing(() => usedBytes(database)),
    close: () => database.close(),
  }
}

function connect(path: string, check: boolean | undefined, busyMs: number): Database {
  const database = new Database(path, busyMs)
  try {
    prepareSchema(database)
    const whole = check ?? (statSync(path, { throwIfNoEntry: false })?.size ?? 0) <= checkedBytes
    if (whole && !isSound(database)) throw new HistoryError('damaged', 'its pages do not hang together')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}
