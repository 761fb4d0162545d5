import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import type { SavePlan } from '../../shared/model'
import { resultSize } from '../../shared/model'
import { TruncatedError } from './bytes'

/**
 * The bytes of one file, read synchronously: in a worker over a window, in tests over bytes in memory.
 * `read` answers fewer bytes than asked only at the end of the file; the answer is the caller's to keep.
 */
export interface FileAccess {
  /** Bytes. */
  readonly size: number
  read(at: number, length: number): Uint8Array
}

/** An access that holds a file open. */
export interface OpenFile extends FileAccess {
  close(): void
}

/** Opens a path for reading; injected wherever files are opened, so that tests can break it. */
export type OpenForReading = (path: string) => OpenFile

/** The path names something that is not a regular file: a folder, a FIFO, a socket, a device. */
export class NotRegularFileError extends Error {
  override readonly name = 'NotRegularFileError'
  readonly path: string

  constructor(path: string) {
    super(`not a regular file: ${path}`)
    this.path = path
  }
}

/** Most files are read from their first and last kilobytes: one read serves many small requests. */
const windowBytes = 16 * 1024

/** Opens a regular file. Never waits: a FIFO without a writer would block an ordinary open for good. */
export const openForReading: OpenForReading = (path) => {
  const fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const stat = fstatSync(fd)
    if (!stat.isFile()) throw new NotRegularFileError(path)
    return accessDescriptor(fd, stat.size)
  } catch (error) {
    closeSync(fd)
    throw error
  }
}

function accessDescriptor(fd: number, size: number): OpenFile {
  const window = new Uint8Array(Math.min(windowBytes, size))
  let windowAt = 0
  let windowLength = 0

  const fill = (into: Uint8Array, at: number): number => {
    let done = 0
    while (done < into.length) {
      const count = readSync(fd, into, done, into.length - done, at + done)
      if (count === 0) break
      done += count
    }
    return done
  }

  return {
    size,
    read(at, length) {
      const wanted = Math.max(0, Math.min(length, size - at))
      if (wanted > window.length) {
        const bytes = new Uint8Array(wanted)
        return bytes.subarray(0, fill(bytes, at))
      }
      if (at < windowAt || at + wanted > windowAt + windowLength) {
        windowAt = Math.max(0, Math.min(at, size - window.length))
        windowLength = fill(window, windowAt)
      }
      return window.slice(at - windowAt, Math.min(at - windowAt + wanted, windowLength))
    },
    close: () => closeSync(fd),
  }
}

export function accessBytes(bytes: Uint8Array): FileAccess {
  // A Buffer's own `slice` answers a view: whoever changed what they were given would change the file.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return {
    size: plain.length,
    read: (at, length) => plain.slice(Math.max(0, at), Math.max(0, at + length)),
  }
}

/** The file as it will be after the plan, without a copy of it: original and splices read as one. */
export function accessPlanned(original: FileAccess, plan: SavePlan): FileAccess {
  interface Piece {
    readonly start: number
    readonly end: number
    readonly read: (offset: number, length: number) => Uint8Array
  }
  const pieces: Piece[] = []
  let to = 0
  const add = (length: number, read: Piece['read']) => {
    if (length > 0) pieces.push({ start: to, end: to + length, read })
    to += length
  }
  let from = 0
  for (const splice of plan.splices) {
    const start = from
    add(splice.at - start, (offset, length) => original.read(start + offset, length))
    add(splice.insert.length, (offset, length) => splice.insert.subarray(offset, offset + length))
    from = splice.at + splice.remove
  }
  const rest = from
  add(original.size - rest, (offset, length) => original.read(rest + offset, length))

  const firstPieceAt = (at: number): number => {
    let low = 0
    let high = pieces.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((pieces[middle]?.end ?? 0) <= at) low = middle + 1
      else high = middle
    }
    return low
  }

  const size = resultSize(plan)
  return {
    size,
    read(at, length) {
      const end = Math.min(at + length, size)
      const result = new Uint8Array(Math.max(0, end - at))
      for (let index = firstPieceAt(at); index < pieces.length; index++) {
        const piece = pieces[index]
        if (piece === undefined || piece.start >= end) break
        const from = Math.max(at, piece.start)
        const until = Math.min(end, piece.end)
        result.set(piece.read(from - piece.start, until - from), from - at)
      }
      return result
    },
  }
}

/** Reads exactly `length` bytes. @throws TruncatedError when the file ends before. */
export function readExactly(access: FileAccess, at: number, length: number): Uint8Array {
  if (at < 0 || length < 0 || at + length > access.size) {
    throw new TruncatedError(`${length} bytes at ${at} of ${access.size}`)
  }
  const bytes = access.read(at, length)
  if (bytes.length < length) throw new TruncatedError(`${length} bytes at ${at}: got ${bytes.length}`)
  return bytes
}
