import { createHash, randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { join } from 'node:path'
import { codeOf, FileNotFoundError, fileError, VolumeGoneError } from './errors'
import type { FileStat, FileSystem } from './file-system'
import { flushFolder } from './flush-folder'
import { type FileKey, type Journal, type JournalState, journalPath, openJournal } from './journal'
import { isTorn, sha256 } from './journal-format'
import { blocksOf, type OpenFile, readAll, writeAll } from './transfer'

/**
 * What came of a journal that was found.
 * - `untouched`: nothing had been written yet. `completed`: all had been.
 * - `restored`: the file was torn and is the old version again.
 * - `waiting`: the file is not there, perhaps with its volume; the journal is kept for later.
 * - `foreign`: somebody else has changed the file since; it is left as it is and the journal set aside.
 * - `damaged`: the journal fails its checksum; it is never played back but set aside.
 */
export interface Settled {
  readonly outcome: 'untouched' | 'completed' | 'restored' | 'waiting' | 'foreign' | 'damaged'
  /** The file; empty when the journal could not be read. */
  readonly path: string
}

/** Settles one journal. May be stopped at any call and run again. Whoever calls holds the file's lock. */
export function settle(
  folder: string,
  key: FileKey,
  state: Exclude<JournalState, 'unfinished'>,
  files: FileSystem,
): Settled {
  const journal = openJournal(journalPath(folder, key, state), files)
  if (journal === undefined) {
    setAside(folder, key, state, files)
    return { outcome: 'damaged', path: '' }
  }
  const { path } = journal.head
  try {
    const target = openTarget(path, files)
    if (target === undefined) return { outcome: 'waiting', path }
    try {
      const isRestoring = state === 'restoring' && isSameFile(journal, files.statOpen(target.fd))
      const outcome = isRestoring ? 'restored' : judge(journal, target, files)
      if (outcome === 'restored') playBack(folder, key, state, journal, target, files)
      if (outcome === 'completed') files.flush(target.fd)
      if (outcome === 'foreign') setAside(folder, key, state, files)
      else drop(folder, key, outcome === 'restored' ? 'restoring' : state, files)
      return { outcome, path }
    } finally {
      files.close(target.fd)
    }
  } finally {
    files.close(journal.fd)
  }
}

/** Puts the old bytes back whatever the file holds now: for a save of our own that just failed. */
export function restore(folder: string, key: FileKey, files: FileSystem): void {
  mark(folder, key, files)
  const { outcome } = settle(folder, key, 'restoring', files)
  if (outcome !== 'restored') throw new Error(`the journal of ${key} could not be played back: ${outcome}`)
}

function openTarget(path: string, files: FileSystem): OpenFile | undefined {
  // Never an open that can block: a FIFO may lie there by now.
  const flags = constants.O_RDWR | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
  try {
    return { fd: files.open(path, flags), path }
  } catch (error) {
    const known = fileError(error, path)
    if (known instanceof FileNotFoundError || known instanceof VolumeGoneError) return undefined
    throw error
  }
}

/** Whether the file could be what the save of this journal left: of a size that it passes through. */
function fits({ head }: Journal, stat: FileStat): boolean {
  const size = Number(stat.size)
  const least = Math.min(head.sizeBefore, head.sizeAfter)
  return stat.isFile() && size >= least && size <= Math.max(head.sizeBefore, head.sizeAfter)
}

const isSameFile = (journal: Journal, stat: FileStat): boolean =>
  fits(journal, stat) && String(stat.ino) === journal.head.inode

/**
 * The device is not asked: its number may be another one after the power comes back. So may the inode on FAT; there a
 * region is only played back when every sector of it speaks for this journal.
 */
function judge(journal: Journal, target: OpenFile, files: FileSystem): Settled['outcome'] {
  const { head, tail } = journal
  const stat = files.statOpen(target.fd)
  const isSameInode = String(stat.ino) === head.inode
  if (!fits(journal, stat)) return 'foreign'
  if (head.kind === 'region') {
    const old = readAll(journal, journal.oldAt, head.length, files)
    const now = readAll(target, head.at, head.length, files)
    if (Buffer.compare(now, old) === 0) return 'untouched'
    if (sha256(now) === tail.digest) return 'completed'
    const torn = isTorn(head.at, old, now, tail)
    return torn === 'sectors' || (torn === 'stopped' && isSameInode) ? 'restored' : 'foreign'
  }
  if (!isSameInode) return 'foreign'
  const size = Number(stat.size)
  const digest = digestOf(target, 0, size, files)
  if (size === head.sizeAfter && digest === tail.digest) return 'completed'
  const isOld =
    size === head.sizeBefore &&
    digest === digestOf(journal, journal.oldAt, journal.oldAt + head.length, files)
  return isOld ? 'untouched' : 'restored'
}

function digestOf(file: OpenFile, start: number, end: number, files: FileSystem): string {
  const hash = createHash('sha256')
  for (const block of blocksOf(file, start, end, files)) hash.update(block)
  return hash.digest('hex')
}

function playBack(
  folder: string,
  key: FileKey,
  state: JournalState,
  journal: Journal,
  target: OpenFile,
  files: FileSystem,
): void {
  // Stopped halfway, the file is a mix that no judgement could tell from a foreign edit: from here on none is made.
  if (state === 'ready') mark(folder, key, files)
  const { head, oldAt } = journal
  let at = head.at
  for (const block of blocksOf(journal, oldAt, oldAt + head.length, files))
    at = writeAll(target, block, at, files)
  if (head.kind === 'whole') files.truncate(target.fd, head.sizeBefore)
  files.flush(target.fd)
}

function mark(folder: string, key: FileKey, files: FileSystem): void {
  files.rename(journalPath(folder, key, 'ready'), journalPath(folder, key, 'restoring'))
  flushFolder(folder, files)
}

/** Flushed, because a journal that comes back after a power cut might be played back into a newer file. */
function drop(folder: string, key: FileKey, state: JournalState, files: FileSystem): void {
  try {
    files.remove(journalPath(folder, key, state))
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
  flushFolder(folder, files)
}

export const asideSuffix = '.aside'

/** Kept, never deleted: it may hold the only copy of what a file was. */
function setAside(folder: string, key: FileKey, state: JournalState, files: FileSystem): void {
  const aside = join(folder, `${key}-${randomBytes(4).toString('hex')}${asideSuffix}`)
  files.rename(journalPath(folder, key, state), aside)
  flushFolder(folder, files)
}
