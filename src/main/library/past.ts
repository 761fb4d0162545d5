import { randomBytes } from 'node:crypto'
import { homedir } from 'node:os'
import { basename, dirname, join, sep } from 'node:path'
import type {
  HistoryDetails,
  HistoryFile,
  ParsedRequest,
  Settings,
  UndoFailure,
  UndoPreview,
  UndoPreviewFile,
} from '../../shared/ipc'
import {
  OperationId,
  type OperationKind,
  type OperationSummary,
  orThrow,
  type Problem,
  type SavedFile,
  type SavedFileId,
  type Track,
  type TrackId,
  type WriteOptions,
} from '../../shared/model'
import { foldPath } from '../files'
import { changesNothing, type HistoryNotice, type Operation, type Retention } from '../history'
import type { Moved } from './companions'
import type { SettleCutShort } from './cut-short'
import type { UndoLook } from './history-tasks'
import type { UndoMovesTask } from './move-tasks'
import { movedTracks } from './new-names'
import { type ItemOutcome, overItems } from './over-items'
import { type Pool, TaskFailedError } from './pool'
import type { Reading } from './reading'
import type { Session } from './session'
import type { TaskOutput } from './tasks'

/** Progress of an undo. `tracks` hold the new truth of those files that are listed. */
export interface UndoProgress {
  readonly done: number
  readonly total: number
  readonly tracks: readonly Track[]
  readonly failed: readonly UndoFailure[]
  /** Files that have other paths now, companions too. */
  readonly moved: readonly Moved[]
}

export interface UndoCounts {
  readonly undone: number
  readonly failed: number
  /** Not begun because the job was cancelled. */
  readonly untouched: number
}

export interface UndoOptions {
  readonly signal: AbortSignal
  readonly onProgress: (progress: UndoProgress) => void
}

export interface PreviewOptions {
  readonly signal: AbortSignal
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void
}

/**
 * What was saved, and how to take it back. The database itself is only touched in workers (decisions.md 8).
 * All methods throw `ProblemError` where the history cannot be asked.
 */
export interface Past {
  /** The newest operations first. */
  list(request: ParsedRequest<'history.list'>): Promise<OperationSummary[]>
  /** Undefined when the operation is not there (any more). */
  details(request: ParsedRequest<'history.details'>): Promise<HistoryDetails | undefined>
  /** Bytes on disk. */
  usage(): Promise<number>
  /** What undo would do now. Writes nothing. */
  preview(
    request: ParsedRequest<'history.preview'>,
    options: PreviewOptions,
  ): Promise<UndoPreview | undefined>
  /** Takes files back; itself an operation that can be undone. One bad file never stops the others. */
  undo(request: ParsedRequest<'history.undo'>, options: UndoOptions): Promise<UndoCounts>
  /** Forgets what is beyond the retention. Called at start, when the setting changes and after operations. */
  prune(): Promise<void>
}

export interface PastParts {
  readonly database: string
  readonly journal: string
  readonly pool: Pool
  readonly session: Session
  readonly settleCutShort: SettleCutShort
  readonly writeOptions: () => WriteOptions
  readonly keepModified: () => boolean
  readonly retention: () => Retention
  readonly onError: (error: unknown, path: string | undefined) => void
}

/** A new operation, named before its first file is saved. */
export const newOperation = (
  what: { readonly kind: OperationKind; readonly label: string; readonly undoes?: OperationId },
  planned: number,
): Operation => ({
  id: OperationId.parse(randomBytes(16).toString('hex')),
  timeMs: Date.now(),
  planned,
  ...what,
})

/** A file that is asked for; without a path where the history does not know it (any more). */
type Target = Pick<SavedFile, 'id' | 'path' | 'movedTo'>

/** How many files a preview shows one by one; the rest is counted. */
const shownFiles = 10_000

export function createPast(parts: PastParts): Past {
  const { database, journal, pool, session, settleCutShort, writeOptions, keepModified, retention, onError } =
    parts

  /** Which files are asked for, the last saved first, so that what was done twice is undone twice. */
  const targets = async ({ operation, files, except = [] }: ParsedRequest<'history.undo'>) => {
    const found = orThrow(await pool.run('operationFiles', { database, operation }, database))
    const known = new Map(found.files.map((file) => [file.id, file]))
    const asked: readonly Target[] =
      files === undefined
        ? found.files.filter(({ mayBeUndone }) => mayBeUndone)
        : [...files].sort((a, b) => b - a).map((id) => known.get(id) ?? { id, path: '' })
    const left = new Set(except)
    return { operation: found.operation, files: asked.filter(({ id }) => !left.has(id)) }
  }

  /** A worker that dies costs its file, not the job. */
  const look = async (operation: OperationId, file: SavedFileId): Promise<UndoLook> => {
    try {
      return orThrow(await pool.run('previewUndo', { database, operation, file }, database)).undo
    } catch (error) {
      if (!(error instanceof TaskFailedError)) throw error
      return { kind: 'none', reason: 'unreadable' }
    }
  }

  return {
    async list(request) {
      return [...orThrow(await pool.run('listOperations', { database, ...request }, database)).operations]
    },
    async details(request) {
      const { details } = orThrow(await pool.run('operationDetails', { database, ...request }, database))
      return details && { operation: details.operation, files: details.files.map(shownFile) }
    },
    async usage() {
      return orThrow(await pool.run('historyUsage', { database }, database)).bytes
    },
    async preview(request, { signal, onProgress }) {
      const { operation, files } = await targets(request)
      if (operation === undefined) return undefined
      const counts = { exact: 0, fields: 0, move: 0, none: 0, conflicts: 0 }
      const shown: UndoPreviewFile[] = []
      let done = 0
      for (const { id, path: pathThen } of files) {
        if (signal.aborted) break
        const undo = await look(operation.id, id)
        const row = previewFile(id, undo, pathThen, (path) => session.idAt(path))
        counts[row.way]++
        counts.conflicts += row.conflicts.length
        if (shown.length < shownFiles) shown.push(row)
        onProgress({ done: ++done, total: files.length })
      }
      return withSwaps({ operation, files: shown, counts })
    },
    async undo(request, { signal, onProgress }) {
      const { operation, files } = await targets(request)
      if (operation === undefined || files.length === 0) return { undone: 0, failed: 0, untouched: 0 }
      const as = newOperation({ kind: 'undo', label: operation.label, undoes: operation.id }, files.length)
      const undoOne = async ({ id, path }: Target): Promise<ItemOutcome<Reading>> => {
        const target = { database, operation: operation.id, file: id, fileName: basename(path) }
        const task = { ...target, as, options: writeOptions(), journal, keepModified: keepModified() }
        try {
          const outcome = await pool.run('undoFile', task, path)
          return outcome.ok ? { ok: true, result: outcome.reading } : outcome
        } catch (error) {
          if (!(error instanceof TaskFailedError)) throw error
          const saved = await settleCutShort(error, path)
          return saved === undefined ? { ok: false, problem: error.problem } : { ok: true, result: saved }
        }
      }
      const moves = files.filter(({ movedTo }) => movedTo !== undefined)
      if (moves.length > 0) return undoMoved(operation.id, moves, as, onProgress)
      const { succeeded, failed } = await overItems(files, undoOne, 1, {
        signal,
        onProgress: (progress) =>
          onProgress({
            done: progress.done,
            total: progress.total,
            tracks: progress.results.flatMap((reading) => listedTrack(reading) ?? []),
            failed: progress.failed.map(({ item, problem }) => ({
              id: item.id,
              fileName: basename(item.path),
              problem,
            })),
            moved: [],
          }),
      })
      return { undone: succeeded, failed, untouched: files.length - succeeded - failed }
    },
    async prune() {
      const kept = retention()
      try {
        for (let more = true; more; ) {
          more = orThrow(await pool.run('pruneHistory', { database, ...kept }, database)).more
        }
      } catch (error) {
        // It takes more room than it should for now; the next time does it.
        onError(error, database)
      }
    },
  }

  /** Files that were renamed together get their old names back together. */
  async function undoMoved(
    operation: OperationId,
    files: readonly Target[],
    as: Operation,
    onProgress: UndoOptions['onProgress'],
  ): Promise<UndoCounts> {
    const names = new Map(files.map(({ id, movedTo = '' }) => [id, basename(movedTo)]))
    const fileName = (file: SavedFileId) => names.get(file) ?? ''
    const task = { database, operation, files: files.map(({ id }) => id), as, journal }
    const outcome = await movesBack(task)
    const total = files.length
    if (!outcome.ok) {
      const { problem } = outcome
      const failed = files.map(({ id }) => ({ id, fileName: fileName(id), problem }))
      onProgress({ done: total, total, tracks: [], failed, moved: [] })
      return { undone: 0, failed: total, untouched: 0 }
    }
    const tracks = await movedTracks(outcome.moved, { session, pool })
    const failed = outcome.refused.map(({ file, problem }) => ({
      id: file,
      fileName: fileName(file),
      problem,
    }))
    onProgress({ done: total, total, tracks, failed, moved: outcome.moved })
    return { undone: outcome.moved.length, failed: failed.length, untouched: 0 }
  }

  async function movesBack(task: UndoMovesTask): Promise<TaskOutput<'undoMoves'>> {
    try {
      return await pool.run('undoMoves', task, database)
    } catch (error) {
      if (!(error instanceof TaskFailedError)) throw error
      await settleCutShort(error)
      return { ok: false, problem: error.problem }
    }
  }

  function listedTrack(reading: Reading): Track | undefined {
    const id = session.idAt(reading.path)
    return id === undefined ? undefined : session.update(id, reading)
  }
}

const megabyte = 1_000_000
const day = 24 * 60 * 60 * 1000

/** The retention that the settings ask for; zero there means no limit. */
export const retentionOf = ({ keepDays, maxMegabytes }: Settings['history']): Retention => ({
  ...(keepDays === 0 ? {} : { maxAgeMs: keepDays * day }),
  ...(maxMegabytes === 0 ? {} : { maxBytes: maxMegabytes * megabyte }),
})

/** What a start has to say: which databases were put aside. */
export const setAsideProblem = ({ trouble, setAside }: HistoryNotice): Problem => ({
  code: 'history.setAside',
  params: { file: basename(setAside), reason: trouble },
})

const shortened = (folder: string): string => {
  const home = homedir()
  return folder === home || folder.startsWith(home + sep) ? join('~', folder.slice(home.length)) : folder
}

const placeOf = (path: string) => ({ folder: shortened(dirname(path)), fileName: basename(path) })

const shownMove = (from: string, to: string): string =>
  dirname(from) === dirname(to) ? basename(to) : join(shortened(dirname(to)), basename(to))

function shownFile({ path, movedTo, changes, ...file }: SavedFile): HistoryFile {
  return {
    ...file,
    ...placeOf(path),
    ...(movedTo === undefined ? {} : { movedTo: shownMove(path, movedTo) }),
    changes: shownChanges(changes),
  }
}

/** The model's values are read-only, a message's are not. */
function shownChanges({ values, pictures, removedKinds }: SavedFile['changes']): HistoryFile['changes'] {
  const copied = Object.entries(values).flatMap(([field, change]) =>
    change === undefined ? [] : [[field, { from: [...change.from], to: [...change.to] }]],
  )
  return {
    values: Object.fromEntries(copied),
    ...(pictures && { pictures: { from: [...pictures.from], to: [...pictures.to] } }),
    ...(removedKinds && { removedKinds: { from: [...removedKinds.from], to: [...removedKinds.to] } }),
  }
}

/** A name that is taken by a file which gets its own old name back too is free by then. */
function withSwaps(preview: UndoPreview): UndoPreview {
  const taken = preview.files.filter(({ reason, movesTo }) => reason === 'taken' && movesTo !== undefined)
  if (taken.length === 0) return preview
  const leaving = new Set(preview.files.filter(({ movesTo }) => movesTo !== undefined).map(placeKey))
  const files = preview.files.map((file) => {
    const { reason, ...rest } = file
    const freed = reason === 'taken' && leaving.has(placeKey({ ...file, fileName: file.movesTo ?? '' }))
    return freed ? { ...rest, way: 'move' as const } : file
  })
  const freed = files.filter(
    ({ way }, index) => way === 'move' && preview.files[index]?.way === 'none',
  ).length
  const { move, none } = preview.counts
  return { ...preview, files, counts: { ...preview.counts, move: move + freed, none: none - freed } }
}

const placeKey = ({ folder, fileName }: Pick<UndoPreviewFile, 'folder' | 'fileName'>): string =>
  foldPath(join(folder, fileName))

const noChanges = { values: {} }

function previewFile(
  id: SavedFileId,
  undo: UndoLook,
  pathThen: string,
  idAt: (path: string) => TrackId | undefined,
): UndoPreviewFile {
  const path = undo.kind === 'none' ? pathThen : undo.path
  const trackId = idAt(path)
  const file = { id, ...placeOf(path), ...(trackId === undefined ? {} : { trackId }) }
  switch (undo.kind) {
    case 'none':
      return {
        ...file,
        way: 'none',
        reason: undo.reason,
        changes: noChanges,
        conflicts: [],
        since: noChanges,
      }
    case 'move':
      return {
        ...file,
        way: undo.taken ? 'none' : 'move',
        ...(undo.taken ? { reason: 'taken' as const } : {}),
        movesTo: shownMove(path, undo.to),
        changes: noChanges,
        conflicts: [],
        since: noChanges,
      }
    default:
      return {
        ...file,
        ...(changesNothing(undo.changes)
          ? { way: 'none' as const, reason: 'nothingLeft' as const }
          : { way: undo.kind }),
        changes: shownChanges(undo.changes),
        conflicts: [...undo.conflicts],
        since: shownChanges(undo.since),
      }
  }
}
