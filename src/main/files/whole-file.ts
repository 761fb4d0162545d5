import { constants } from 'node:fs'
import { dirname, join } from 'node:path'
import { resultSize } from '../../shared/model'
import { codeOf, FileChangedError, FileInUseError, NotWritableError } from './errors'
import type { FileStat, FileSystem } from './file-system'
import { flushFolder } from './flush-folder'
import { journalError } from './journal'
import type { Original, Unkept } from './original'
import { sameStamp, stampOf } from './stamp'
import { registerFolder } from './temporaries'
import { type OpenFile, resultOf, writeAll } from './transfer'
import { nameVolume, requireRoom } from './volume'

/**
 * Writes the new version beside the old one, flushes it, puts it in the old one's place in one step and flushes the
 * folder. Whatever fails before the replacement, the file is as it was and the temporary is gone.
 * @returns what could not be kept
 */
export function saveWholeFile(original: Original, temporaryName: string, files: FileSystem): Unkept[] {
  const { path, real, stat } = original
  const unkept: Unkept[] = []
  writeBeside(original, temporaryName, files, {
    dress(fd, temporary) {
      if (!keepOwner(fd, stat, files)) unkept.push('owner')
      if (!files.copyAttributes(real, temporary)) unkept.push('attributes')
      // Last, because giving a file away takes its set-user-id bits.
      files.changeMode(fd, Number(stat.mode & 0o7777n))
      if (original.keepModified) files.changeTimes(fd, stat.atimeNs, stat.mtimeNs)
    },
    beforeReplacing() {
      if (!sameStamp(stampOf(files.stat(real)), stampOf(stat))) {
        throw new FileChangedError(path, 'changed while it was being saved')
      }
    },
  })
  return unkept
}

interface Moments {
  /** All bytes are written, and not yet flushed. */
  readonly dress: (fd: number, temporary: string) => void
  readonly beforeReplacing: () => void
}

/** What the plan makes of `source` comes into the place of `real`, in one step and flushed, there or not. */
export function writeBeside(
  { path, real, source, plan, journal }: Pick<Original, 'path' | 'real' | 'source' | 'plan' | 'journal'>,
  temporaryName: string,
  files: FileSystem,
  { dress, beforeReplacing }: Partial<Moments> = {},
): void {
  const folder = dirname(real)
  try {
    files.mayWrite(folder)
  } catch (error) {
    if (codeOf(error) !== 'EACCES' && codeOf(error) !== 'EPERM') throw error
    throw new NotWritableError(path, true, { cause: error })
  }
  const size = resultSize(plan)
  requireRoom(folder, size, path, files)
  if (journal !== undefined) register(journal, folder, path, files)

  const temporary = join(folder, temporaryName)
  // As any new file; one that takes the place of another gets that one's mode.
  const mode = dress === undefined ? 0o666 : 0o600
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)
  try {
    const target: OpenFile = { fd: files.open(temporary, flags, mode), path }
    let open = true
    try {
      let at = 0
      for (const block of resultOf(source, plan, files)) at = writeAll(target, block, at, files)
      dress?.(target.fd, temporary)
      files.flush(target.fd)
      // Closing can report a write that was lost, so it belongs to what may fail.
      open = false
      files.close(target.fd)
    } finally {
      if (open) files.close(target.fd)
    }
    beforeReplacing?.()
    replace(temporary, real, path, files)
  } catch (error) {
    discard(temporary, error, files)
    throw nameVolume(error, folder, size, path, files)
  }
  flushFolder(folder, files)
}

function register(journal: string, folder: string, path: string, files: FileSystem): void {
  try {
    registerFolder(journal, folder, files)
  } catch (error) {
    throw journalError(error, journal, 0, path, files)
  }
}

/** Only root may give files away; for anyone else the owner stays who saves, as with every editor. */
export function keepOwner(fd: number, stat: FileStat, files: FileSystem): boolean {
  try {
    files.changeOwner(fd, Number(stat.uid), Number(stat.gid))
    return true
  } catch (error) {
    if (!['EPERM', 'EINVAL', 'ENOSYS', 'ENOTSUP'].includes(codeOf(error))) throw error
    const now = files.statOpen(fd)
    return now.uid === stat.uid && now.gid === stat.gid
  }
}

const retries = 20
const retryAfterMs = 100

/** On Windows a player or scanner that holds the file open keeps it from being replaced, mostly for a moment. */
export function replace(
  from: string,
  to: string,
  path: string,
  files: FileSystem,
  platform: string = process.platform,
): void {
  const held = platform === 'win32' ? ['EBUSY', 'EPERM', 'EACCES'] : ['EBUSY', 'ETXTBSY']
  for (let attempt = 0; ; attempt++) {
    try {
      files.rename(from, to)
      return
    } catch (error) {
      if (!held.includes(codeOf(error))) throw error
      if (attempt === retries)
        throw new FileInUseError(path, 'is in use by another program', { cause: error })
      files.pause(retryAfterMs)
    }
  }
}

function discard(temporary: string, reason: unknown, files: FileSystem): void {
  try {
    files.remove(temporary)
  } catch (error) {
    // The first error is the one to report; the leftover is swept at the next start.
    if (codeOf(error) !== 'ENOENT' && reason instanceof Error && reason.cause === undefined)
      reason.cause = error
  }
}
