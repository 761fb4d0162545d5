import { dirname } from 'node:path'
import { FileChangedError, fileError, NameTakenError } from './errors'
import { diskFiles, type FileSystem } from './file-system'
import { flushFolder } from './flush-folder'
import { type FileKey, keyOf } from './journal'
import { lock } from './lock'
import { copyAcross } from './move-copy'
import { type MovePlan, type MoveStep, markComplete, writeMoveJournal } from './move-journal'
import { dropName, flushFoldersOf, giveName } from './move-names'
import { type PlannedMove, planMoves } from './move-plan'
import { finish, takeBack } from './move-settle'
import { foldPath } from './move-steps'
import type { Unkept } from './original'
import { settleLeftovers } from './recover'
import { type Stamp, sameStamp, stampOf } from './stamp'

/**
 * Moves all of these files or none. What is about to happen is written down and flushed first, so that a crash or a
 * power cut in between is taken back by `recover`; nothing that exists is ever overwritten. To another volume a file
 * is copied, flushed and read again; originals go last. Once it returns, the moves survive a power cut.
 * @returns what copies could not keep
 * @throws FileError for what has a remedy, the system's error otherwise; every file is where it was then, or the next
 * recovery settles the set where even going back failed
 */
export function moveFiles(
  journal: string,
  moves: readonly PlannedMove[],
  files: FileSystem = diskFiles,
): readonly Unkept[] {
  const plan = planMoves(moves, files)
  if (plan.steps.length === 0) return []
  files.makeFolder(journal)
  const written = writeMoveJournal(journal, plan, files)
  const set = new RunningSet(journal, plan, moves, files)
  let unkept: readonly Unkept[]
  let complete = written
  try {
    set.makeFolders()
    unkept = set.copy()
    set.rename()
    if (plan.leaving.length > 0) complete = markComplete(written, files)
  } catch (error) {
    try {
      takeBack(plan, files)
      files.remove(written)
    } catch {
      // The journal stays in force: the next recovery takes the rest back. The first error is the one to report.
    }
    throw error
  }
  // Taken back from here on only by a recovery, which sees whether the mark reached the disk.
  if (complete !== written) flushFolder(journal, files)
  try {
    finish(plan, files)
    files.remove(complete)
  } catch {
    // Everything has its name. The next recovery removes what could not be removed now.
  }
  return unkept
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

/** A plan on its way; knows which file every name stands for, and names the right one when something fails. */
class RunningSet {
  /** By the name that a file has at the moment: the version that was meant, and the name a person knows it by. */
  private readonly known = new Map<string, { readonly stamp: Stamp; readonly called: string }>()

  constructor(
    private readonly journal: string,
    private readonly plan: MovePlan,
    moves: readonly PlannedMove[],
    private readonly files: FileSystem,
  ) {
    for (const { from, expected } of moves) this.known.set(from, { stamp: expected, called: from })
  }

  makeFolders(): void {
    for (const folder of this.plan.folders) {
      this.naming(folder, () => {
        this.files.addFolder(folder)
        flushFolder(dirname(folder), this.files)
      })
    }
  }

  copy(): readonly Unkept[] {
    const unkept = new Set<Unkept>()
    for (const { from, temporary } of this.plan.copies) {
      this.naming(from, () => {
        const { stamp, called } = this.of(from)
        const release = this.lock(from)
        try {
          for (const one of copyAcross(from, temporary, stamp, this.files)) unkept.add(one)
        } finally {
          release()
        }
        this.known.set(temporary, { stamp: stampOf(this.files.stat(temporary)), called })
      })
    }
    this.flush(this.plan.copies.map(({ temporary }) => temporary))
    return [...unkept]
  }

  rename(): void {
    for (const batch of batchesOf(this.plan.steps)) this.carryOut(batch)
    this.flush(this.plan.steps.flatMap(({ from, to }) => [from, to]))
  }

  /**
   * A second name, flushed, then the first one goes: at every moment the file has a name, also after a power cut, and
   * no other file loses its own. Nobody of ours saves these files meanwhile.
   */
  private carryOut(batch: readonly MoveStep[]): void {
    const releases: (() => void)[] = []
    try {
      const held = new Set<FileKey>()
      for (const { from } of batch) {
        // A file with several names has one lock.
        const key = this.keyOf(from)
        if (held.has(key)) continue
        held.add(key)
        releases.push(this.naming(from, () => this.lock(from)))
      }
      const named = batch.filter((step) => this.naming(step.from, () => giveName(step, this.files)))
      this.flush(named.map(({ to }) => to))
      for (const step of named) this.naming(step.from, () => dropName(step, this.files))
      for (const { from, to } of batch) {
        const { stamp, called } = this.of(from)
        this.known.delete(from)
        this.known.set(to, { stamp, called })
        this.naming(to, () => this.requireMeant(to))
      }
    } finally {
      for (const release of releases) release()
    }
  }

  private lock(path: string): () => void {
    const key = this.keyOf(path)
    const release = lock(this.journal, key, { path, temporary: '' }, this.files)
    try {
      // A save that was cut short could not be put right under another name.
      settleLeftovers(this.journal, key, this.files)
      this.requireMeant(path)
      return release
    } catch (error) {
      release()
      throw error
    }
  }

  private keyOf(path: string): FileKey {
    const { device, inode } = this.of(path).stamp
    return keyOf({ dev: device, ino: inode })
  }

  /** It is the version that was meant, with all its bytes. */
  private requireMeant(path: string): void {
    if (sameStamp(stampOf(this.files.stat(path)), this.of(path).stamp)) return
    throw new FileChangedError(this.of(path).called, 'changed while it was moved')
  }

  private of(path: string): { readonly stamp: Stamp; readonly called: string } {
    const known = this.known.get(path)
    if (known === undefined) throw new Error(`${path} is not part of the set`)
    return known
  }

  private naming<T>(path: string, work: () => T): T {
    try {
      return work()
    } catch (error) {
      const called = this.known.get(path)?.called ?? path
      if (error instanceof NameTakenError)
        throw new NameTakenError(called, 'its name is taken', { cause: error })
      throw fileError(error, called)
    }
  }

  private flush(paths: readonly string[]): void {
    const [first = ''] = paths
    this.naming(first, () => flushFoldersOf(paths, this.files))
  }
}
