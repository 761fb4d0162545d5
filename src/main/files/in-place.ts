import { constants } from 'node:fs'
import { FileChangedError, HalfSavedError } from './errors'
import type { FileSystem } from './file-system'
import { type Journal, type JournalHead, journalPath, keyOf, openJournal, writeJournal } from './journal'
import type { Original } from './original'
import { type Region, regionAfter, trimmed } from './route'
import { restore } from './settle'
import { sameStamp, stampOf } from './stamp'
import { type OpenFile, piecesOf, readAll, resultOf, writeAll } from './transfer'
import { requireRoom } from './volume'

/** A file that is written to where it lies, and the folder of the journal that makes this safe. */
export type Journaled = Original & { readonly journal: string }

/**
 * Writes over one region that keeps its length. Its old bytes are in a flushed journal by then, so that a power cut
 * can be put right; a write that fails is taken back at once.
 * @returns whether there was anything to write
 */
export function saveInPlace(original: Journaled, region: Region, files: FileSystem): boolean {
  const before = readAll(original.source, region.at, region.length, files)
  const after = regionAfter(original.plan, region, before)
  const change = trimmed(before, after)
  if (change === undefined) return false
  const old = before.subarray(change.start, change.end)
  const next = after.subarray(change.start, change.end)
  const at = region.at + change.start
  const head: JournalHead = { ...headOf(original), kind: 'region', at, length: old.length }
  writeJournal(original.journal, head, [{ before: old, after: next }], files)
  carryOut(original, files, (target) => {
    writeAll(target, next, at, files)
  })
  return true
}

/**
 * Writes a file that has several names anew under its own inode (decisions.md 7). The journal is a copy of the whole
 * file, and what the new version is made from while the old one is written over.
 */
export function saveByRewriting(original: Journaled, sizeAfter: number, files: FileSystem): void {
  const { source, plan, path, real } = original
  requireRoom(real, Math.max(0, sizeAfter - plan.size), path, files)
  const head: JournalHead = { ...headOf(original), kind: 'whole', sizeAfter, at: 0, length: plan.size }
  writeJournal(original.journal, head, piecesOf(source, plan, files), files)
  carryOut(original, files, (target) => {
    withJournal(original, files, (copy) => {
      let at = 0
      for (const block of resultOf(copy, plan, files, copy.oldAt)) at = writeAll(target, block, at, files)
    })
    files.truncate(target.fd, sizeAfter)
  })
}

const headOf = ({ real, stat, plan }: Original) => ({
  path: real,
  device: String(stat.dev),
  inode: String(stat.ino),
  sizeBefore: plan.size,
  sizeAfter: plan.size,
})

const pathOf = ({ journal, stat }: Journaled): string => journalPath(journal, keyOf(stat), 'ready')

function withJournal(original: Journaled, files: FileSystem, use: (copy: Journal) => void): void {
  const copy = openJournal(pathOf(original), files)
  if (copy === undefined) throw new FileChangedError(original.path, 'its journal was damaged')
  try {
    use(copy)
  } finally {
    files.close(copy.fd)
  }
}

/** What is left of the journal once nothing of it is needed is harmless: the file is found to be old or new as a whole. */
function drop(original: Journaled, files: FileSystem): void {
  try {
    files.remove(pathOf(original))
  } catch {
    // See above.
  }
}

function carryOut(original: Journaled, files: FileSystem, write: (target: OpenFile) => void): void {
  const { path, real, stat } = original
  let started = false
  try {
    const target = { fd: files.open(real, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0)), path }
    let open = true
    try {
      const now = [files.statOpen(target.fd), files.stat(real)]
      if (!now.every((one) => sameStamp(stampOf(one), stampOf(stat)))) {
        throw new FileChangedError(path, 'changed while it was being saved')
      }
      started = true
      write(target)
      if (original.keepModified) files.changeTimes(target.fd, stat.atimeNs, stat.mtimeNs)
      files.flush(target.fd)
      // Closing can report a write that was lost, so it belongs to what may fail.
      open = false
      files.close(target.fd)
    } finally {
      if (open) files.close(target.fd)
    }
  } catch (error) {
    if (started) takeBack(original, error, files)
    drop(original, files)
    throw error
  }
  drop(original, files)
}

/** After a write or a flush that failed nothing is known of the disk: all old bytes are written again. */
function takeBack(original: Journaled, reason: unknown, files: FileSystem): void {
  try {
    restore(original.journal, keyOf(original.stat), files)
  } catch (error) {
    throw new HalfSavedError(original.path, 'could neither be saved nor be put back', {
      cause: new AggregateError([reason, error]),
    })
  }
}
