import { readdirSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { OperationId, Outcome, Problem, SavedFileId } from '../../shared/model'
import {
  codeOf,
  FileError,
  foldPath,
  moveFiles,
  type PlannedMove,
  readStamp,
  type Stamp,
  sameStamp,
  saveProblem,
} from '../files'
import { type History, HistoryError, type Operation, type TakesBack, type Undo } from '../history'
import { companionsOf, type Moved } from './companions'
import { historyAt } from './history-tasks'
import { notRecorded } from './recorded-save'

export interface MoveTask {
  readonly moves: readonly Moved[]
  readonly journal: string
  /** Undefined: without undo, because the person said so. */
  readonly recording: { readonly database: string; readonly as: Operation } | undefined
}

interface RecordedMove extends PlannedMove {
  readonly takesBack?: TakesBack
}

/** Gives all of these files other names or none, and what belongs to them along. Answers everything that moved. */
async function renameFiles({
  moves,
  journal,
  recording,
}: MoveTask): Promise<Outcome<{ moved: readonly Moved[] }>> {
  try {
    const all = [...moves, ...companionsOf(moves, namesIn)]
    const planned = all.map(({ from, to }) => ({ from, to, expected: readStamp(from) }))
    const history = recording && { history: historyAt(recording.database), as: recording.as }
    moveRecorded(planned, journal, history)
    return { ok: true, moved: all }
  } catch (error) {
    return { ok: false, problem: movedProblem(error, moves[0]?.from ?? '') }
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    // One that is yet to be made.
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

/** What is to be taken back of an operation that moved files. */
export interface UndoMovesTask {
  readonly database: string
  readonly operation: OperationId
  readonly files: readonly SavedFileId[]
  /** The operation that this undo belongs to. */
  readonly as: Operation
  readonly journal: string
}

/** Gives files their old names back, all at once: some may have to change places. */
async function undoMoves({
  database,
  operation,
  files,
  as,
  journal,
}: UndoMovesTask): Promise<
  Outcome<{ moved: readonly Moved[]; refused: readonly { file: SavedFileId; problem: Problem }[] }>
> {
  let first = ''
  try {
    const history = historyAt(database)
    const looks: { file: SavedFileId; undo: Undo }[] = []
    for (const file of files) looks.push({ file, undo: await history.undoOf({ operation, file }) })
    const leaving = new Set(looks.flatMap(({ undo }) => (undo.kind === 'move' ? [foldPath(undo.from)] : [])))
    const refused: { file: SavedFileId; problem: Problem }[] = []
    const planned: RecordedMove[] = []
    for (const { file, undo } of looks) {
      const reason = reasonAgainst(undo, leaving)
      if (undo.kind === 'move' && reason === undefined) {
        const { from, to, stamp, takesBack } = undo
        planned.push({ from, to, expected: stamp, takesBack })
      } else {
        const params = { file: undo.kind === 'move' ? basename(undo.from) : '', reason: reason ?? 'unknown' }
        refused.push({ file, problem: { code: 'history.notUndoable', params } })
      }
    }
    first = planned[0]?.from ?? ''
    moveRecorded(planned, journal, { history, as })
    return { ok: true, moved: planned, refused }
  } catch (error) {
    return { ok: false, problem: movedProblem(error, first) }
  }
}

function reasonAgainst(undo: Undo, leaving: ReadonlySet<string>): string | undefined {
  if (undo.kind === 'none') return undo.reason
  if (undo.kind !== 'move') return 'unknown'
  return undo.taken && !leaving.has(foldPath(undo.to)) ? 'taken' : undefined
}

function moveRecorded(
  moves: readonly RecordedMove[],
  journal: string,
  recording: { readonly history: History; readonly as: Operation } | undefined,
): void {
  if (moves.length === 0) return
  const files = recording?.history.prepareMoves(
    recording.as,
    moves.map(({ from, to, expected, takesBack }) => ({
      path: inRealFolder(from),
      to: inRealFolder(to),
      stamp: expected,
      takesBack,
    })),
  )
  const settle = (how: (file: SavedFileId, move: RecordedMove) => void): void => {
    for (const [index, move] of moves.entries()) {
      const file = files?.[index]
      if (file !== undefined) how(file, move)
    }
  }
  try {
    moveFiles(journal, moves)
  } catch (error) {
    // One that is not back yet is settled at the next start.
    settle((file, { from, expected }) => {
      if (isStill(from, expected)) recording?.history.failed(file)
    })
    throw error
  }
  settle((file, { to }) => recording?.history.done(file, { stamp: readStamp(to) }))
}

/** The folder may be one that is yet to be made. */
const inRealFolder = (path: string): string => join(realFolder(dirname(path)), basename(path))

function realFolder(folder: string): string {
  try {
    return realpathSync(folder)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || dirname(folder) === folder) throw error
    return join(realFolder(dirname(folder)), basename(folder))
  }
}

function isStill(path: string, expected: Stamp): boolean {
  try {
    return sameStamp(readStamp(path), expected)
  } catch {
    return false
  }
}

/** About the file that was in the way, where that is known: the set may be long. */
const movedProblem = (error: unknown, path: string): Problem =>
  error instanceof HistoryError
    ? notRecorded(error, path)
    : saveProblem(error, error instanceof FileError ? error.path : path)

/** What a worker can do with the names of files. */
export const moveTasks = { renameFiles, undoMoves } as const
