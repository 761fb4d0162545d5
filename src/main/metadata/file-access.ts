import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import type { SavePlan } from '../../shared/model'
import { resultSize } from '../../shared/model'
import { TruncatedError } from './bytes'

/**
 * The bytes of one file, read synchronously: in a worker over a window, in tests over bytes in memory.
 * `read` answers fewer bytes than asked only at the end of the file. The answer stays what it is and may be kept,
 * but not changed, and not handed to another thread: it may be a view of bytes that others see as well.
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

/** Most files say all that they say in their first kilobytes: read once, kept as long as the file is open. */
const headBytes = 12 * 1024
/** What is read elsewhere at first: a frame and what stands in front of it, a tag at the end. */
const aroundBytes = { before: 2 * 1024, behind: 4 * 1024 }
/** At the end of a file lie small tags, mostly none: looked at before more is read. */
const tailBytes = 2 * 1024
/** Whoever goes on reading a little further on gets more at once, and then a lot. */
const furtherBytes = [16 * 1024, 16 * 1024, 64 * 1024]
const largeWindowBytes = 16 * 1024

/** Where the bytes of windows come from. */
interface Memory {
  take(length: number): Uint8Array
  /** The file is closed. */
  release(): void
}

const memoryBytes = 512 * 1024

const uncleared = (length: number): ArrayBufferLike => Buffer.allocUnsafeSlow(length).buffer

/** Cut from slabs that are never used again: what was read stays as it is, and costs no clearing. */
class Slabs implements Memory {
  #slab: ArrayBufferLike = new ArrayBuffer(0)
  #used = 0

  take(length: number): Uint8Array {
    // What is large has its own: a picture that somebody keeps keeps nothing else alive.
    if (length > largeWindowBytes) return new Uint8Array(uncleared(length))
    if (this.#used + length > this.#slab.byteLength) {
      this.#slab = uncleared(memoryBytes)
      this.#used = 0
    }
    this.#used += length
    return new Uint8Array(this.#slab, this.#used - length, length)
  }

  release(): void {}
}

/** The same bytes for one file after the other, which then are in the processor's cache already. */
class Recycled implements Memory {
  readonly #bytes = uncleared(memoryBytes)
  readonly #more = new Slabs()
  #used = 0

  take(length: number): Uint8Array {
    if (this.#used + length > memoryBytes) return this.#more.take(length)
    this.#used += length
    return new Uint8Array(this.#bytes, this.#used - length, length)
  }

  release(): void {
    this.#used = 0
    idle.push(this)
  }
}

const slabs = new Slabs()
/** One for each file that is scanned at the same time: nearly always the same one. */
const idle: Recycled[] = []

/** Opens a regular file. Never waits: a FIFO without a writer would block an ordinary open for good. */
export const openForReading: OpenForReading = (path) => openWith(path, () => slabs)

/** The same, for a look at many files: what was read is gone when the file is closed. */
export const openForScanning: OpenForReading = (path) => openWith(path, () => idle.pop() ?? new Recycled())

function openWith(path: string, memory: () => Memory): OpenFile {
  const fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const stat = fstatSync(fd)
    if (!stat.isFile()) throw new NotRegularFileError(path)
    return new OpenDescriptor(fd, stat.size, memory())
  } catch (error) {
    closeSync(fd)
    throw error
  }
}

const noBytes = new Uint8Array(0)

/** A part of the file that was read. */
class Window {
  readonly at: number
  readonly end: number
  readonly #bytes: Uint8Array

  constructor(at: number, bytes: Uint8Array) {
    this.at = at
    this.end = at + bytes.length
    this.#bytes = bytes
  }

  /** Undefined when not all of it is here. */
  find(at: number, end: number): Uint8Array | undefined {
    if (at < this.at || end > this.end) return undefined
    return this.#bytes.subarray(at - this.at, end - this.at)
  }
}

const noWindow = new Window(0, noBytes)

/** How many places of a file are kept at hand: the sound's start, its end, the end of a tag, what comes next. */
const maxWindows = 4

class OpenDescriptor implements OpenFile {
  readonly size: number
  readonly #fd: number
  readonly #memory: Memory
  #head: Window = noWindow
  /** The parts that were asked for last, in turn: containers go to and fro between a few places. */
  readonly #windows: Window[] = []
  #newest = -1
  /** How often in a row reading went on behind the newest. */
  #steps = 0

  constructor(fd: number, size: number, memory: Memory) {
    this.#fd = fd
    this.size = size
    this.#memory = memory
  }

  read(at: number, length: number): Uint8Array {
    const wanted = Math.min(length, this.size - at)
    if (!(wanted > 0)) return noBytes
    const end = at + wanted
    const inHead = this.#head.find(at, end)
    if (inHead !== undefined) return inHead
    for (const window of this.#windows) {
      const found = window.find(at, end)
      if (found !== undefined) return found
    }
    return this.#load(at, end)
  }

  close(): void {
    closeSync(this.#fd)
    this.#memory.release()
  }

  #load(at: number, end: number): Uint8Array {
    const wanted = end - at
    if (this.#head === noWindow && end <= headBytes) {
      this.#head = new Window(0, this.#fill(this.#memory.take(Math.min(headBytes, this.size)), 0))
      return this.#head.find(at, Math.min(end, this.#head.end)) ?? noBytes
    }
    if (wanted > largeWindowBytes) return this.#fill(this.#memory.take(wanted), at)
    const newest = this.#windows[this.#newest]
    const goesOn = newest !== undefined && at > newest.at && at <= newest.end + largeWindowBytes
    const step = goesOn ? this.#steps++ : 0
    if (!goesOn) this.#steps = 0
    const further = furtherBytes[Math.min(step, furtherBytes.length - 1)] ?? largeWindowBytes
    const isTail = !goesOn && end === this.size && wanted < tailBytes
    const from = goesOn || isTail ? at : Math.max(0, at - aroundBytes.before)
    const length = isTail
      ? tailBytes
      : goesOn
        ? Math.max(wanted, further)
        : Math.max(end, at + aroundBytes.behind) - from
    const window = this.#windowAt(from, Math.min(this.size, length))
    this.#newest = (this.#newest + 1) % maxWindows
    this.#windows[this.#newest] = window
    return window.find(at, Math.min(end, window.end)) ?? noBytes
  }

  /** The end of a file is read backwards: the last window holds all that it can. */
  #windowAt(from: number, length: number): Window {
    const start = Math.max(0, Math.min(from, this.size - length))
    return new Window(start, this.#fill(this.#memory.take(length), start))
  }

  /** What there is from `at` on; less than fits when the file became shorter. */
  #fill(into: Uint8Array, at: number): Uint8Array {
    let done = 0
    while (done < into.length) {
      const count = readSync(this.#fd, into, done, into.length - done, at + done)
      if (count === 0) return into.subarray(0, done)
      done += count
    }
    return into
  }
}

export function accessBytes(bytes: Uint8Array): FileAccess {
  // Never a Buffer, whose `slice` answers a view where that of an array copies.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return {
    size: plain.length,
    read: (at, length) => plain.subarray(Math.max(0, at), Math.max(0, at + length)),
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
