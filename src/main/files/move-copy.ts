import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { CopyDiffersError, codeOf, FileChangedError } from './errors'
import type { FileStat, FileSystem } from './file-system'
import type { Unkept } from './original'
import { type Stamp, sameStamp, stampOf } from './stamp'
import { blocksOf, type OpenFile, writeAll } from './transfer'
import { keepOwner } from './whole-file'

/**
 * Copies a file to another volume, under a name that is free there, with its times, mode, owner and attributes. The
 * copy is flushed and read again: once this returns, its bytes are those of the original.
 * @returns what could not be kept
 */
export function copyAcross(from: string, to: string, expected: Stamp, files: FileSystem): readonly Unkept[] {
  const source = openToRead(from, files)
  try {
    const stat = files.statOpen(source.fd)
    if (!sameStamp(stampOf(stat), expected)) throw new FileChangedError(from, 'changed since it was read')
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)
    const target: OpenFile = { fd: files.open(to, flags, 0o600), path: from }
    const hash = createHash('sha256')
    let unkept: readonly Unkept[] = []
    let open = true
    try {
      let at = 0
      for (const block of blocksOf(source, 0, expected.sizeBytes, files)) {
        hash.update(block)
        at = writeAll(target, block, at, files)
      }
      unkept = dress({ from, to, fd: target.fd, stat }, files)
      files.flush(target.fd)
      // Closing can report a write that was lost, so it belongs to what may fail.
      open = false
      files.close(target.fd)
    } finally {
      if (open) files.close(target.fd)
    }
    if (digestOf(to, expected.sizeBytes, files) !== hash.digest('hex')) {
      throw new CopyDiffersError(from, 'reads back otherwise from its new volume')
    }
    return unkept
  } finally {
    files.close(source.fd)
  }
}

function openToRead(path: string, files: FileSystem): OpenFile {
  // Never an open that can block: a FIFO may lie there by now.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
  return { fd: files.open(path, flags), path }
}

interface Copy {
  readonly from: string
  readonly to: string
  readonly fd: number
  /** Of the original. */
  readonly stat: FileStat
}

function dress({ from, to, fd, stat }: Copy, files: FileSystem): readonly Unkept[] {
  const unkept: Unkept[] = []
  if (!keepOwner(fd, stat, files)) unkept.push('owner')
  let isKept = files.copyAttributes(from, to)
  try {
    files.changeMode(fd, Number(stat.mode & 0o7777n))
  } catch (error) {
    // FAT gives all its files one mode.
    if (!['EPERM', 'ENOTSUP', 'ENOSYS'].includes(codeOf(error))) throw error
    isKept = false
  }
  if (!isKept) unkept.push('attributes')
  files.changeTimes(fd, stat.atimeNs, stat.mtimeNs)
  return unkept
}

function digestOf(path: string, sizeBytes: number, files: FileSystem): string | undefined {
  const copy = openToRead(path, files)
  try {
    if (Number(files.statOpen(copy.fd).size) !== sizeBytes) return undefined
    const hash = createHash('sha256')
    for (const block of blocksOf(copy, 0, sizeBytes, files)) hash.update(block)
    return hash.digest('hex')
  } finally {
    files.close(copy.fd)
  }
}
