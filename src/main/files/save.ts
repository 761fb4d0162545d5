import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { dirname, join } from 'node:path'
import { flawOf, planChangesNothing, resultSize, type SavePlan } from '../../shared/model'
import {
  DiskFullError,
  FileChangedError,
  fileError,
  HardLinkedError,
  NotWritableError,
  PlanError,
} from './errors'
import { diskFiles, type FileSystem } from './file-system'
import { type Stamp, sameStamp, stampOf } from './stamp'

const blockBytes = 2 * 1024 * 1024
/** What a file system may need for itself beside the file. */
const spareBytes = 64 * 1024
const anyoneMayWrite = 0o222n

/** Temporary files are recognisable, hidden, and no audio extension matches them. */
export const temporaryName = (): string => `.tagwright-${randomBytes(8).toString('hex')}.tmp`
export const isTemporaryName = (name: string): boolean => /^\.tagwright-[0-9a-f]{16}\.tmp$/.test(name)

/**
 * Carries out a save plan: writes the new version beside the old one, flushes it, puts it in the old one's place in
 * one step and flushes the folder; only then does it return. Whatever fails before, the file is the old version byte
 * for byte and no temporary is left. A symbolic link is followed and stays a link; mode and, where allowed, owner are
 * kept. `expected` is the file that the plan was made for; another one is never overwritten.
 * @throws FileError for what has a remedy, the system's error otherwise
 */
export function save(
  path: string,
  plan: SavePlan,
  expected: Stamp | undefined,
  files: FileSystem = diskFiles,
): void {
  if (planChangesNothing(plan)) return
  const flaw = flawOf(plan)
  if (flaw !== undefined) throw new PlanError(path, flaw)
  try {
    const real = files.realpath(path)
    const source = files.open(real, constants.O_RDONLY)
    try {
      replace(path, real, source, plan, expected, files)
    } finally {
      files.close(source)
    }
  } catch (error) {
    throw fileError(error, path)
  }
}

function replace(
  path: string,
  real: string,
  source: number,
  plan: SavePlan,
  expected: Stamp | undefined,
  files: FileSystem,
): void {
  const stat = files.statOpen(source)
  const stamp = stampOf(stat)
  if (Number(stat.size) !== plan.size || (expected !== undefined && !sameStamp(stamp, expected))) {
    throw new FileChangedError(path, 'changed since it was read')
  }
  if (stat.nlink > 1n) throw new HardLinkedError(path, 'has several names')
  const folder = dirname(real)
  // Root may write to anything; a file that nobody may write to was protected by someone on purpose.
  if ((stat.mode & anyoneMayWrite) === 0n) throw new NotWritableError(path, false)
  allow(() => files.mayWrite(real), path, false)
  allow(() => files.mayWrite(folder), path, true)
  const missing = resultSize(plan) + spareBytes - files.freeBytes(folder)
  if (missing > 0) throw new DiskFullError(path, missing)

  const temporary = join(folder, temporaryName())
  try {
    writeTemporary(temporary, source, plan, stat, path, files)
    if (!sameStamp(stampOf(files.stat(real)), stamp)) {
      throw new FileChangedError(path, 'changed while it was being saved')
    }
    files.rename(temporary, real)
  } catch (error) {
    discard(temporary, error, files)
    throw error
  }
  flushFolder(folder, files)
}

function allow(check: () => void, path: string, folder: boolean): void {
  try {
    check()
  } catch (cause) {
    throw new NotWritableError(path, folder, { cause })
  }
}

function writeTemporary(
  temporary: string,
  source: number,
  plan: SavePlan,
  stat: { readonly mode: bigint; readonly uid: bigint; readonly gid: bigint },
  path: string,
  files: FileSystem,
): void {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)
  const target = files.open(temporary, flags, 0o600)
  let open = true
  try {
    let from = 0
    let to = 0
    for (const splice of plan.splices) {
      to = copy(source, from, splice.at, target, to, path, files)
      to = writeAll(target, splice.insert, to, path, files)
      from = splice.at + splice.remove
    }
    copy(source, from, plan.size, target, to, path, files)
    keepOwner(target, stat, files)
    files.changeMode(target, Number(stat.mode & 0o7777n))
    files.flush(target)
    // Closing can report a write that was lost, so it belongs to what may fail.
    open = false
    files.close(target)
  } finally {
    if (open) files.close(target)
  }
}

/** Copies a range of the original; answers the position behind it in the new file. */
function copy(
  source: number,
  start: number,
  end: number,
  target: number,
  to: number,
  path: string,
  files: FileSystem,
): number {
  const block = new Uint8Array(Math.min(blockBytes, Math.max(0, end - start)))
  let at = start
  let written = to
  while (at < end) {
    const count = files.read(source, block.subarray(0, Math.min(block.length, end - at)), at)
    if (count === 0) throw new FileChangedError(path, 'became shorter while it was being saved')
    written = writeAll(target, block.subarray(0, count), written, path, files)
    at += count
  }
  return written
}

function writeAll(target: number, bytes: Uint8Array, at: number, path: string, files: FileSystem): number {
  let done = 0
  while (done < bytes.length) {
    const count = files.write(target, bytes.subarray(done), at + done)
    if (count === 0) throw new DiskFullError(path, bytes.length - done)
    done += count
  }
  return at + done
}

/** Only root may give files away; for anyone else the owner stays who saves, as with every editor. */
function keepOwner(
  target: number,
  stat: { readonly uid: bigint; readonly gid: bigint },
  files: FileSystem,
): void {
  try {
    files.changeOwner(target, Number(stat.uid), Number(stat.gid))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && ['EPERM', 'EINVAL'].includes(String(error.code)))) {
      throw error
    }
  }
}

function discard(temporary: string, reason: unknown, files: FileSystem): void {
  try {
    files.remove(temporary)
  } catch (error) {
    const gone = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    // The first error is the one to report; the leftover is swept at the next start.
    if (!gone && reason instanceof Error && reason.cause === undefined) reason.cause = error
  }
}

/** The rename is safe from a power cut only once the folder is. Windows has no such call and flushes by itself. */
function flushFolder(folder: string, files: FileSystem): void {
  if (process.platform === 'win32') return
  const fd = files.open(folder, constants.O_RDONLY)
  try {
    files.flush(fd)
  } finally {
    files.close(fd)
  }
}
