import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { BeingSavedError, codeOf } from './errors'
import type { FileSystem } from './file-system'
import type { FileKey } from './journal'
import { parseJson } from './journal-format'
import { ProcessMark } from './process-mark'
import { readAll, writeAll } from './transfer'

const Holder = z.object({
  process: ProcessMark,
  /** The file that is being saved. */
  path: z.string(),
  /** The temporary file that this save may make. */
  temporary: z.string(),
})
export type Holder = z.infer<typeof Holder>

const maxHolderBytes = 256 * 1024
/** How long a save waits for another one of the same file. */
const waitMs = 3000
const stepMs = 25

const suffix = '.lock'
const claimSuffix = '.claim'
export const lockPath = (folder: string, key: FileKey): string => join(folder, `${key}${suffix}`)
export const isLockName = (name: string): boolean => name.endsWith(suffix) || name.endsWith(claimSuffix)

/** Who holds a lock. Undefined when nobody does, or when it cannot be read. */
export function holderOf(path: string, files: FileSystem): Holder | undefined {
  try {
    const fd = files.open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
    try {
      const size = Math.min(Number(files.statOpen(fd).size), maxHolderBytes)
      return parseJson(Holder, readAll({ fd, path }, 0, size, files))
    } finally {
      files.close(fd)
    }
  } catch {
    return undefined
  }
}

export const isHeld = (path: string, files: FileSystem): boolean => {
  const holder = holderOf(path, files)
  return holder !== undefined && files.isRunning(holder.process)
}

/**
 * Makes sure that nobody else of ours saves this file meanwhile, in whatever process. A lock that a dead process
 * left is taken over. The lock file also names the temporary file of its save, for `recover`.
 * @returns what gives the lock back, which never throws
 * @throws BeingSavedError when it is held for longer than a save usually takes; with `wait: false` at once
 */
export function lock(
  folder: string,
  key: FileKey,
  { path, temporary }: { readonly path: string; readonly temporary: string },
  files: FileSystem,
  { wait = true }: { readonly wait?: boolean } = {},
): () => void {
  const at = lockPath(folder, key)
  const text = Buffer.from(JSON.stringify({ process: files.thisProcess(), path, temporary } satisfies Holder))
  for (let waitedMs = 0; ; waitedMs += stepMs) {
    if (create(at, text, files)) return () => removeQuietly(at, files)
    if (!isHeld(at, files)) {
      takeAway(at, files)
      if (create(at, text, files)) return () => removeQuietly(at, files)
    }
    if (!wait || waitedMs >= waitMs) throw new BeingSavedError(path, 'is being saved by another process')
    files.pause(stepMs)
  }
}

/** A lock file is never seen half written: its content is written under a name of its own, which is then linked. */
function create(at: string, text: Uint8Array, files: FileSystem): boolean {
  const claim = `${at.slice(0, -suffix.length)}-${randomBytes(8).toString('hex')}${claimSuffix}`
  try {
    writeNew(claim, text, files)
    files.link(claim, at)
    return true
  } catch (error) {
    const code = codeOf(error)
    // Another process's sweep took the claim for a leftover while it was still empty: as if held, so tried again.
    if (code === 'EEXIST' || (code === 'ENOENT' && isThere(dirname(at), files))) return false
    if (!linksAreUnknown.has(code)) throw error
    return createWithoutLink(at, text, files)
  } finally {
    removeQuietly(claim, files)
  }
}

const linksAreUnknown: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])

/** On exFAT and the like. Empty for an instant, in which another process may take it for stale. */
function createWithoutLink(at: string, text: Uint8Array, files: FileSystem): boolean {
  try {
    writeNew(at, text, files)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    removeQuietly(at, files)
    throw error
  }
}

function writeNew(path: string, text: Uint8Array, files: FileSystem): void {
  const fd = files.open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
  try {
    writeAll({ fd, path }, text, 0, files)
  } finally {
    files.close(fd)
  }
}

/** Takes a dead process's lock away, and brings it back when a living one was quicker and had it replaced. */
function takeAway(at: string, files: FileSystem): void {
  const aside = `${at.slice(0, -suffix.length)}-${randomBytes(8).toString('hex')}${claimSuffix}`
  try {
    files.rename(at, aside)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  try {
    if (isHeld(aside, files)) files.link(aside, at)
  } finally {
    removeQuietly(aside, files)
  }
}

/** A lock that cannot be removed is a dead process's before long, and taken over then. */
function removeQuietly(path: string, files: FileSystem): void {
  try {
    files.remove(path)
  } catch {
    // See above.
  }
}

function isThere(folder: string, files: FileSystem): boolean {
  try {
    files.stat(folder)
    return true
  } catch {
    return false
  }
}
