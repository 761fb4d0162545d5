import { join } from 'node:path'
import { BeingSavedError, codeOf } from './errors'
import { diskFiles, type FileSystem } from './file-system'
import { flushFolder } from './flush-folder'
import { type FileKey, journalNamed, journalPath } from './journal'
import { holderOf, isHeld, isLockName, lock } from './lock'
import { isMoveJournalName, isUnfinishedMoveJournalName } from './move-journal'
import { type SettledMoves, settleMoves } from './move-settle'
import { type Settled, settle } from './settle'
import { isRegistryName, isTemporaryName, registeredFolder } from './temporaries'

/** What was found after a crash or power cut and what was done about it; paths are of music files. */
export interface Recovery {
  /** Were torn by a save that was cut short, and are the version before it again. */
  readonly restored: readonly string[]
  /** Their save had been finished after all: they are the new version. */
  readonly completed: readonly string[]
  /** Cannot be put back now, because they or their volume are not there. Tried again at the next recovery. */
  readonly waiting: readonly string[]
  /** Were changed by another program since their save was cut short; left as they are. */
  readonly foreign: readonly string[]
  /** Got their old names back, since renaming them was cut short. */
  readonly movedBack: readonly string[]
  /** Journals that fail their checksum, set aside unused. */
  readonly damagedJournals: number
  /** Temporary files removed. */
  readonly swept: readonly string[]
  /** What could not be done, and why. Tried again at the next recovery. */
  readonly failed: readonly { readonly what: string; readonly error: unknown }[]
}

/**
 * Puts right what a crash or power cut left: rolls journals back and sweeps temporaries. At start and before files
 * are opened; costs one look into a folder when there is nothing. What running processes are busy with is left
 * alone. Never throws. May be stopped at any call and run again.
 */
export function recover(folder: string, files: FileSystem = diskFiles): Recovery {
  const found: Found = { settled: [], moves: [], swept: [], failed: [] }
  const names = attempt(folder, found, () => namesIn(folder, files)) ?? []
  for (const name of names) {
    const journal = journalNamed(name)
    if (journal !== undefined) attempt(name, found, () => recoverJournal(folder, journal, found, files))
  }
  for (const name of names) {
    const path = join(folder, name)
    if (isMoveJournalName(name)) attempt(name, found, () => found.moves.push(settleMoves(path, files)))
    if (isUnfinishedMoveJournalName(name)) attempt(name, found, () => removeIfThere(path, files))
  }
  for (const name of names) {
    if (isRegistryName(name)) attempt(name, found, () => sweepFolder(folder, name, found, files))
  }
  // Last: until here they tell whose temporaries are whose.
  for (const name of names) {
    if (isLockName(name)) attempt(name, found, () => removeStaleLock(join(folder, name), files))
  }
  const paths = (outcome: Settled['outcome']) =>
    found.settled.filter((one) => one.outcome === outcome).map(({ path }) => path)
  const moved = (outcome: SettledMoves['outcome']) =>
    found.moves.flatMap((one) => (one.outcome === outcome ? one.paths : []))
  return {
    restored: paths('restored'),
    completed: paths('completed'),
    waiting: [...paths('waiting'), ...moved('waiting')],
    foreign: paths('foreign'),
    movedBack: moved('taken-back'),
    damagedJournals: paths('damaged').length,
    swept: found.swept,
    failed: found.failed,
  }
}

interface Found {
  readonly settled: Settled[]
  readonly moves: SettledMoves[]
  readonly swept: string[]
  readonly failed: { what: string; error: unknown }[]
}

/** One that fails keeps none of the others from being put right. */
function attempt<T>(what: string, found: Found, work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    found.failed.push({ what, error })
    return undefined
  }
}

function namesIn(folder: string, files: FileSystem): string[] {
  try {
    return files.list(folder)
  } catch (error) {
    // Nothing was ever saved.
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

function recoverJournal(
  folder: string,
  { key, state }: NonNullable<ReturnType<typeof journalNamed>>,
  found: Found,
  files: FileSystem,
): void {
  let release: () => void
  try {
    release = lock(folder, key, { path: journalPath(folder, key, state), temporary: '' }, files, {
      wait: false,
    })
  } catch (error) {
    if (error instanceof BeingSavedError) return
    throw error
  }
  try {
    if (state === 'unfinished') removeIfThere(journalPath(folder, key, state), files)
    else found.settled.push(settle(folder, key, state, files))
  } catch (error) {
    // Another process was quicker.
    if (codeOf(error) !== 'ENOENT') throw error
  } finally {
    release()
  }
}

/**
 * Settles what an earlier save of this very file left, right before the next one. Whoever calls holds its lock.
 * @returns whether the file may be another one than before
 */
export function settleLeftovers(folder: string, key: FileKey, files: FileSystem): boolean {
  let touched = false
  for (const state of ['restoring', 'ready'] as const) {
    if (!isThere(journalPath(folder, key, state), files)) continue
    touched = settle(folder, key, state, files).outcome === 'restored' || touched
  }
  return touched
}

function isThere(path: string, files: FileSystem): boolean {
  try {
    files.stat(path)
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}

/** The entry goes once nothing more can be in the folder; a folder that is away keeps its entry. */
function sweepFolder(folder: string, entry: string, found: Found, files: FileSystem): void {
  const registered = registeredFolder(join(folder, entry), files)
  // Half an entry: it is flushed before the first temporary is made, so there is none.
  if (registered !== undefined) {
    let names: string[]
    try {
      names = files.list(registered).filter(isTemporaryName)
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return
      throw error
    }
    // Looked up after the listing: a lock is there before its temporary.
    const inUse = temporariesInUse(folder, files)
    const swept = names.map((name) => join(registered, name)).filter((path) => !inUse.has(path))
    for (const path of swept) if (removeIfThere(path, files)) found.swept.push(path)
    // A temporary must not come back after a power cut when its entry does not.
    if (swept.length > 0) flushFolder(registered, files)
  }
  const anySave = files.list(folder).some((name) => isLockName(name) && isHeld(join(folder, name), files))
  if (!anySave) removeIfThere(join(folder, entry), files)
}

function temporariesInUse(folder: string, files: FileSystem): ReadonlySet<string> {
  const inUse = new Set<string>()
  for (const name of files.list(folder)) {
    if (!isLockName(name)) continue
    const holder = holderOf(join(folder, name), files)
    if (holder !== undefined && files.isRunning(holder.process)) inUse.add(holder.temporary)
  }
  return inUse
}

function removeStaleLock(path: string, files: FileSystem): void {
  if (!isHeld(path, files)) removeIfThere(path, files)
}

function removeIfThere(path: string, files: FileSystem): boolean {
  try {
    files.remove(path)
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}
