import { createHash, randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { codeOf } from './errors'
import type { FileSystem } from './file-system'
import { flushFolder } from './flush-folder'
import { parseJson } from './journal-format'
import { readAll, writeAll } from './transfer'

/** Temporary files are recognisable, hidden, and no audio extension matches them. */
export const temporaryName = (): string => `.tagwright-${randomBytes(8).toString('hex')}.tmp`
export const isTemporaryName = (name: string): boolean => /^\.tagwright-[0-9a-f]{16}\.tmp$/.test(name)

const Entry = z.object({ folder: z.string().min(1) })
const maxEntryBytes = 256 * 1024

const suffix = '.folder'
export const isRegistryName = (name: string): boolean => name.endsWith(suffix)

/**
 * Notes in the journal folder that temporary files may lie in `folder`, so that the sweep at start knows where to
 * look, also after a power cut. Written once for all saves there: a batch over an album pays for it once.
 */
export function registerFolder(journal: string, folder: string, files: FileSystem): void {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 32)
  const entry = join(journal, name + suffix)
  let fd: number
  try {
    fd = files.open(entry, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && registeredFolder(entry, files) === folder) return
    if (codeOf(error) !== 'EEXIST') throw error
    // What a killed or cut-off process left of it is worth nothing.
    fd = files.open(entry, constants.O_WRONLY | constants.O_TRUNC)
  }
  try {
    try {
      writeAll({ fd, path: entry }, Buffer.from(JSON.stringify({ folder })), 0, files)
      files.flush(fd)
    } finally {
      files.close(fd)
    }
    flushFolder(journal, files)
  } catch (error) {
    try {
      files.remove(entry)
    } catch {
      // Half an entry is written anew by the next save there.
    }
    throw error
  }
}

export function registeredFolder(entry: string, files: FileSystem): string | undefined {
  const fd = files.open(entry, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
  try {
    const size = Math.min(Number(files.statOpen(fd).size), maxEntryBytes)
    return parseJson(Entry, readAll({ fd, path: entry }, 0, size, files))?.folder
  } finally {
    files.close(fd)
  }
}
