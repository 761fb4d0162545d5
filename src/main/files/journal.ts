import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { join } from 'node:path'
import { codeOf, JournalNotWritableError } from './errors'
import type { FileStat, FileSystem } from './file-system'
import { flushFolder } from './flush-folder'
import {
  digestBytes,
  encodeHead,
  encodeTail,
  fingerprint,
  JournalHead,
  JournalTail,
  magic,
  maxHeadBytes,
  parseJson,
} from './journal-format'
import { blocksOf, type OpenFile, type Piece, readAll, writeAll } from './transfer'
import { nameVolume, requireRoom } from './volume'

export type { JournalHead } from './journal-format'

/** Names a real file, whatever its names, in the names of its journal and lock. */
export type FileKey = string
export const keyOf = ({ dev, ino }: Pick<FileStat, 'dev' | 'ino'>): FileKey => `${dev}-${ino}`

/**
 * `unfinished` is still being written: nothing of the file has changed yet. `ready` is in force. `restoring` is in
 * force too, and its bytes are being put back, so that the file may be any mix of old and new.
 */
export type JournalState = 'unfinished' | 'ready' | 'restoring'

const suffixes = { unfinished: '.new', ready: '.journal', restoring: '.restore' } as const

export const journalPath = (folder: string, key: FileKey, state: JournalState): string =>
  join(folder, `${key}${suffixes[state]}`)

/** What a file in the journal folder is, by its name. */
export function journalNamed(name: string): { key: FileKey; state: JournalState } | undefined {
  const [, key, suffix] = /^(\d+-\d+)(\.\w+)$/.exec(name) ?? []
  const state = (['unfinished', 'ready', 'restoring'] as const).find((one) => suffixes[one] === suffix)
  return key === undefined || state === undefined ? undefined : { key, state }
}

/**
 * Writes a journal of `pieces`' old bytes and puts it in force: once this returns, it survives a power cut. With
 * room for it checked before, and nothing left of it when it fails.
 */
export function writeJournal(
  folder: string,
  head: JournalHead,
  pieces: Iterable<Piece>,
  files: FileSystem,
): void {
  const key = `${head.device}-${head.inode}`
  const unfinished = journalPath(folder, key, 'unfinished')
  requireRoom(folder, head.length, head.path, files)
  let exists = false
  try {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0)
    const target: OpenFile = { fd: files.open(unfinished, flags, 0o600), path: head.path }
    exists = true
    try {
      writeContent(target, head, pieces, files)
      files.flush(target.fd)
    } finally {
      files.close(target.fd)
    }
    files.rename(unfinished, journalPath(folder, key, 'ready'))
    exists = false
    flushFolder(folder, files)
  } catch (error) {
    try {
      files.remove(exists ? unfinished : journalPath(folder, key, 'ready'))
    } catch {
      // Nothing of the file has changed, so what is left of the journal is swept at the next start.
    }
    throw journalError(error, folder, head.length, head.path, files)
  }
}

/** What failed in our own folder, which was to take `bytes`: not to be said of the file at `path`. */
export function journalError(
  error: unknown,
  folder: string,
  bytes: number,
  path: string,
  files: FileSystem,
): unknown {
  if (!['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error))) {
    return nameVolume(error, folder, bytes, path, files)
  }
  return new JournalNotWritableError(path, `${folder} is read-only`, { cause: error })
}

function writeContent(target: OpenFile, head: JournalHead, pieces: Iterable<Piece>, files: FileSystem): void {
  const whole = createHash('sha256')
  const after = createHash('sha256')
  let print = fingerprint(0, new Uint8Array(0))
  let at = 0
  const put = (bytes: Uint8Array): void => {
    whole.update(bytes)
    at = writeAll(target, bytes, at, files)
  }
  put(encodeHead(head))
  for (const piece of pieces) {
    after.update(piece.after)
    put(piece.before)
    // A region is one piece.
    if (head.kind === 'region') print = fingerprint(head.at, piece.after)
  }
  put(encodeTail({ digest: after.digest('hex'), ...print }))
  writeAll(target, whole.digest(), at, files)
}

/** A journal whose checksum holds, open for reading. */
export interface Journal extends OpenFile {
  readonly head: JournalHead
  readonly tail: JournalTail
  /** Position of the old bytes in the journal. */
  readonly oldAt: number
}

/** Opens a journal and holds it against its checksum. Undefined, and closed, when it is not whole. */
export function openJournal(path: string, files: FileSystem): Journal | undefined {
  const file: OpenFile = { fd: files.open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)), path }
  let journal: Journal | undefined
  try {
    journal = parse(file, files)
    return journal
  } finally {
    if (journal === undefined) files.close(file.fd)
  }
}

function parse(file: OpenFile, files: FileSystem): Journal | undefined {
  const size = Number(files.statOpen(file.fd).size)
  const start = readAll(file, 0, Math.min(size, maxHeadBytes), files)
  const headEnd = start.indexOf(0x0a, magic.length)
  if (headEnd < 0 || Buffer.from(start.subarray(0, magic.length)).toString('latin1') !== magic)
    return undefined
  const head = parseJson(JournalHead, start.subarray(magic.length, headEnd))
  if (head === undefined) return undefined
  const oldAt = headEnd + 1
  const tailAt = oldAt + head.length
  const end = size - digestBytes
  if (tailAt > end) return undefined
  const hash = createHash('sha256')
  for (const block of blocksOf(file, 0, end, files)) hash.update(block)
  if (Buffer.compare(hash.digest(), readAll(file, end, digestBytes, files)) !== 0) return undefined
  const tail = parseJson(JournalTail, readAll(file, tailAt, end - tailAt, files))
  return tail && { ...file, head, tail, oldAt }
}
