import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { dirname, join } from 'node:path'
import { codeOf, FileChangedError, fileError, NameTakenError, NotRegularError } from './errors'
import { diskFiles, type FileStat, type FileSystem } from './file-system'
import { flushFolder } from './flush-folder'
import { keyOf } from './journal'
import { lock } from './lock'
import { type MoveStep, readMoveJournal, writeMoveJournal } from './move-journal'
import { foldPath, type Move, stepsOf } from './move-steps'
import { type Stamp, sameStamp, stampOf } from './stamp'

/** A file that is to get another path on its volume. Both are absolute; the folder of `to` is there. */
export interface PlannedMove extends Move {
  /** The file that was meant; another one is not moved. */
  readonly expected: Stamp
}

/** Never swept like other temporaries, as it holds music: only its journal brings it back. */
const asideName = (): string => `.tagwright-move-${randomBytes(8).toString('hex')}`

/**
 * Moves all of these files or none. What is about to happen is written down and flushed first, so that a crash or a
 * power cut in between is taken back by `recover`; nothing that exists is ever overwritten. Once it returns, the moves
 * survive a power cut.
 * @throws FileError for what has a remedy, the system's error otherwise; every file is where it was then, or will be
 * after the next recovery where even going back failed
 */
export function moveFiles(
  journal: string,
  moves: readonly PlannedMove[],
  files: FileSystem = diskFiles,
): void {
  const stats = new Map<string, FileStat>()
  for (const { from, expected } of moves) {
    const stat = checked(from, expected, files)
    stats.set(from, stat)
  }
  const taken = new Set(moves.map(({ from }) => foldPath(from)))
  for (const { from, to } of moves) {
    if (foldPath(from) !== foldPath(to) && !taken.has(foldPath(to)) && isThere(to, files)) {
      throw new NameTakenError(from, `${to} is there already`)
    }
  }
  const keys = new Map([...stats].map(([from, stat]) => [from, keyOf(stat)]))
  const steps: MoveStep[] = []
  for (const { from, to } of stepsOf(moves, (path) => join(dirname(path), asideName()))) {
    const key = keys.get(from) ?? ''
    keys.set(to, key)
    steps.push({ key, from, to })
  }
  if (steps.length === 0) return
  files.makeFolder(journal)
  const written = writeMoveJournal(journal, steps, files)
  let current = moves[0]?.from ?? ''
  try {
    for (const batch of batchesOf(steps)) {
      current = batch[0]?.from ?? current
      carryOut(journal, batch, files)
    }
    flushFolders(steps, files)
  } catch (error) {
    try {
      takeBack(steps, files)
      remove(written, files)
    } catch {
      // The journal stays in force: the next recovery takes the rest back. The first error is the one to report.
    }
    throw fileError(error, current)
  }
  remove(written, files)
}

function checked(from: string, expected: Stamp, files: FileSystem): FileStat {
  try {
    const stat = files.stat(from)
    if (!stat.isFile()) throw new NotRegularError(from, 'is not a file')
    if (!sameStamp(stampOf(stat), expected)) throw new FileChangedError(from, 'changed since it was read')
    return stat
  } catch (error) {
    throw fileError(error, from)
  }
}

/** So many steps hold their locks at once, and share the flushes of their folders. */
const maxBatch = 200

/** Steps that may be under way together: none needs a name that another of them gives up. */
function* batchesOf(steps: readonly MoveStep[]): Generator<readonly MoveStep[]> {
  let batch: MoveStep[] = []
  let leaving = new Set<string>()
  for (const step of steps) {
    if (batch.length === maxBatch || leaving.has(foldPath(step.to))) {
      yield batch
      batch = []
      leaving = new Set()
    }
    batch.push(step)
    leaving.add(foldPath(step.from))
  }
  if (batch.length > 0) yield batch
}

const linksAreUnknown: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])

/**
 * A second name, flushed, then the first one goes: at every moment the file has a name, also after a power cut, and no
 * other file loses its own. Nobody of ours saves these files meanwhile.
 */
function carryOut(journal: string, batch: readonly MoveStep[], files: FileSystem): void {
  const releases: (() => void)[] = []
  try {
    for (const { key, from } of batch) releases.push(lock(journal, key, { path: from, temporary: '' }, files))
    const named = batch.filter((step) => giveName(step, files))
    flushFolders(named, files)
    for (const step of named) dropName(step, files)
  } finally {
    for (const release of releases) release()
  }
}

/** Answers whether the old name is still there. */
function giveName({ from, to }: MoveStep, files: FileSystem): boolean {
  try {
    files.link(from, to)
    return true
  } catch (error) {
    const code = codeOf(error)
    if (code === 'EEXIST') throw new NameTakenError(from, `${to} is there already`, { cause: error })
    if (!linksAreUnknown.has(code)) throw error
    renameOverPlaceholder(from, to, files)
    return false
  }
}

function dropName({ key, from }: MoveStep, files: FileSystem): void {
  if (at(from, files) !== key) throw new FileChangedError(from, 'was replaced while it was moved')
  files.remove(from)
}

/** On exFAT and the like: an empty file takes the name first, and only that one is replaced. */
function renameOverPlaceholder(from: string, to: string, files: FileSystem): void {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)
  try {
    files.close(files.open(to, flags, 0o600))
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    throw new NameTakenError(from, `${to} is there already`, { cause: error })
  }
  try {
    files.rename(from, to)
  } catch (error) {
    files.remove(to)
    throw error
  }
}

/** Every step that was done, the last one first. May be stopped anywhere and done again. */
function takeBack(steps: readonly MoveStep[], files: FileSystem): void {
  for (const { key, from, to } of [...steps].reverse()) {
    if (at(to, files) === key) {
      const back = { key, from: to, to: from }
      const hasBoth = at(from, files) === key || giveName(back, files)
      flushFolder(dirname(from), files)
      if (hasBoth) dropName(back, files)
    } else if (isPlaceholder(to, files) && at(from, files) === key) files.remove(to)
  }
  flushFolders(steps, files)
}

/** What `renameOverPlaceholder` leaves when it is stopped half-way. */
function isPlaceholder(path: string, files: FileSystem): boolean {
  try {
    const stat = files.stat(path)
    return stat.isFile() && stat.size === 0n && (stat.mode & 0o777n) === 0o600n
  } catch {
    return false
  }
}

function at(path: string, files: FileSystem): string | undefined {
  try {
    return keyOf(files.stat(path))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

const isThere = (path: string, files: FileSystem): boolean => at(path, files) !== undefined

function flushFolders(steps: readonly MoveStep[], files: FileSystem): void {
  const folders = new Set(steps.flatMap(({ from, to }) => [dirname(from), dirname(to)]))
  for (const folder of folders) flushFolder(folder, files)
}

/** A journal that stays undoes nothing that is done: it is looked at again at the next start. */
function remove(path: string, files: FileSystem): void {
  try {
    files.remove(path)
  } catch {
    // See above.
  }
}

/** What became of a set of moves that was cut short; paths are those the files have now. */
export interface SettledMoves {
  readonly outcome: 'taken-back' | 'completed' | 'busy' | 'damaged'
  readonly paths: readonly string[]
}

/** Takes a set back that was cut short; one whose last step was done is complete. */
export function settleMoves(path: string, files: FileSystem): SettledMoves {
  const journal = readMoveJournal(path, files)
  if (journal === undefined) {
    files.remove(path)
    return { outcome: 'damaged', paths: [] }
  }
  if (files.isRunning(journal.process)) return { outcome: 'busy', paths: [] }
  const last = journal.steps.at(-1)
  if (last !== undefined && at(last.to, files) === last.key && at(last.from, files) !== last.key) {
    flushFolders(journal.steps, files)
    files.remove(path)
    return { outcome: 'completed', paths: journal.steps.map(({ to }) => to) }
  }
  takeBack(journal.steps, files)
  files.remove(path)
  return { outcome: 'taken-back', paths: journal.steps.map(({ from }) => from) }
}
