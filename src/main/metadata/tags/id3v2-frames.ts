import { fourCc, isZero, latin1, startsWith, syncsafe, uint8, uint16, uint24, uint32 } from '../bytes'
import { accessBytes, type FileAccess } from '../file-access'
import { resynchronised } from './id3v2-content'
import { isShortFrameId, longFrameId } from './id3v22-ids'

export type Id3v2Version = 2 | 3 | 4

/** A frame as it lies in the file: nothing in it is interpreted. */
export interface RawFrame {
  readonly id: string
  /** The two flag bytes of the frame header; 0 in ID3v2.2. */
  readonly flags: number
  /** Bytes of the body. */
  readonly size: number
  /** Read when asked for: pictures stay in the file until somebody looks. */
  readonly body: Uint8Array
  /** The first bytes of the body, at most `length`. */
  head(length: number): Uint8Array
}

export interface RawId3v2 {
  readonly version: Id3v2Version
  readonly frames: readonly RawFrame[]
  /** Bytes that the tag takes up in the file, header, padding and footer included. */
  readonly sizeBytes: number
  /** What follows the frames and is neither a frame nor padding, the zeros around it cut off. Read when asked for. */
  readonly junk: () => Junk
}

/** Bytes in a tag that nobody understands; none when `bytes` is empty. */
export interface Junk {
  /** Zeros between the last frame and the junk. */
  readonly gap: number
  readonly bytes: Uint8Array
}

export const noJunk: Junk = { gap: 0, bytes: new Uint8Array(0) }

export const headerBytes = 10
const unsynchronisedFlag = 0x80
const extendedHeaderFlag = 0x40
const footerFlag = 0x10
/** ID3v2.4 §4.1.2: this frame is unsynchronised. */
export const frameUnsynchronised = 0x0002

/** Larger tags are no tags of music: reading one into memory would only serve an attacker. */
const maxWholeTagBytes = 256 * 1024 * 1024
/** Frames are small and lie close together: one read serves many. */
const chunkBytes = 8 * 1024
/** More than any program writes; what follows is kept as junk. */
const maxFrames = 10_000

/** Bytes that the tag takes up, by its header alone; undefined when there is no tag. */
export function id3v2Size(header: Uint8Array, at = 0): number | undefined {
  if (header.length < at + headerBytes || !startsWith(header, 'ID3', at)) return undefined
  if (uint8(header, at + 3) === 0xff || uint8(header, at + 4) === 0xff) return undefined
  const footer = (uint8(header, at + 5) & footerFlag) !== 0 ? headerBytes : 0
  return headerBytes + syncsafe(header, at + 6) + footer
}

/** A frame whose bytes are at hand. */
class FrameInMemory implements RawFrame {
  readonly id: string
  readonly flags: number
  readonly body: Uint8Array

  constructor(id: string, flags: number, body: Uint8Array) {
    this.id = id
    this.flags = flags
    this.body = body
  }

  get size(): number {
    return this.body.length
  }

  head(length: number): Uint8Array {
    return this.body.subarray(0, length)
  }
}

export const frameOf = (id: string, flags: number, body: Uint8Array): RawFrame =>
  new FrameInMemory(id, flags, body)

/** The content of a tag, from behind its header to the footer or the end of the file. */
class Content {
  /** Bytes. */
  readonly size: number
  /** The piece that was read last; `load` says where in it something lies. */
  chunk: Uint8Array = new Uint8Array(0)
  readonly #access: FileAccess
  readonly #start: number
  #chunkAt = 0

  constructor(access: FileAccess, start: number, declared: number) {
    this.#access = access
    this.#start = start
    this.size = Math.max(0, Math.min(declared, access.size - start))
  }

  /** Where in `chunk` the byte at `at` lies, with `length` bytes behind it as far as the content goes. */
  load(at: number, length: number): number {
    const end = Math.min(at + length, this.size)
    if (at < this.#chunkAt || end > this.#chunkAt + this.chunk.length) {
      this.#chunkAt = at
      this.chunk = this.read(at, Math.max(length, chunkBytes))
    }
    return at - this.#chunkAt
  }

  /** Few bytes: out of a larger piece that is read once. */
  peek(at: number, length: number): Uint8Array {
    const from = this.load(at, length)
    return this.chunk.subarray(from, from + Math.min(length, this.size - at))
  }

  read(at: number, length: number): Uint8Array {
    return this.#access.read(this.#start + at, Math.max(0, Math.min(length, this.size - at)))
  }
}

/** The frames of the tag at `at`. Undefined when there is no ID3v2.2, 2.3 or 2.4. Of a tag cut short, what is there. */
export function parseId3v2(access: FileAccess, at = 0): RawId3v2 | undefined {
  const header = access.read(at, headerBytes)
  const sizeBytes = id3v2Size(header)
  const version = header[3]
  if (sizeBytes === undefined || (version !== 2 && version !== 3 && version !== 4)) return undefined
  const flags = uint8(header, 5)
  const unsynchronised = (flags & unsynchronisedFlag) !== 0
  const declared = syncsafe(header, 6)
  // Before ID3v2.4 the whole tag is unsynchronised at once; since then, frame by frame.
  const content =
    unsynchronised && version < 4
      ? resynchronisedContent(access, at + headerBytes, declared)
      : new Content(access, at + headerBytes, declared)
  const start = version !== 2 && (flags & extendedHeaderFlag) !== 0 ? extendedHeaderEnd(content, version) : 0
  const moreFlags = unsynchronised && version === 4 ? frameUnsynchronised : 0
  const { frames, end } = walk(content, start, version, moreFlags)
  return { version, sizeBytes, frames, junk: () => junkBehind(content, end) }
}

/** The same for a tag whose bytes are at hand. */
export const parseId3v2Bytes = (bytes: Uint8Array): RawId3v2 | undefined => parseId3v2(accessBytes(bytes))

function resynchronisedContent(access: FileAccess, start: number, declared: number): Content {
  const bytes = access.read(start, Math.min(declared, maxWholeTagBytes))
  const plain = resynchronised(bytes)
  return new Content(accessBytes(plain), 0, plain.length)
}

function extendedHeaderEnd(content: Content, version: 3 | 4): number {
  const head = content.peek(0, 4)
  // Some old writers set the flag without writing the header: then a frame id stands here.
  if (head.length < 4 || isIdAt(head, 0, 4)) return 0
  // ID3v2.3 does not count the size field itself (§3.2), ID3v2.4 does and is syncsafe.
  const end = version === 3 ? 4 + uint32(head, 0) : syncsafe(head, 0)
  return end < content.size ? end : 0
}

/** `A` to `Z`, and behind the first character `0` to `9`. */
const isIdByte = (byte: number, first: boolean): boolean =>
  (byte >= 0x41 && byte <= 0x5a) || (!first && byte >= 0x30 && byte <= 0x39)

const textAt = (bytes: Uint8Array, at: number, length: 3 | 4): string =>
  length === 4 ? fourCc(bytes, at) : latin1(bytes, at, at + 3)

/**
 * Whether the name of a frame lies here. A frame of ID3v2.2 in a later tag, as iTunes once wrote, has its short
 * name and a NUL: `TT2`.
 */
function isIdAt(bytes: Uint8Array, at: number, length: 3 | 4): boolean {
  for (let index = 0; index < 3; index++) {
    if (!isIdByte(bytes[at + index] ?? 0, index === 0)) return false
  }
  if (length === 3) return true
  const last = bytes[at + 3] ?? 0
  return isIdByte(last, false) || (last === 0 && isShortFrameId(textAt(bytes, at, 3)))
}

/** The name that a frame goes by, whatever the version of its tag. */
export const frameName = (id: string, version: Id3v2Version): string =>
  version === 2 || id.endsWith('\0') ? longFrameId(id.slice(0, 3)) : id

/** Frames inside a frame: those of CHAP and CTOC (ID3v2 Chapter Frame Addendum §3). `end` is behind the last. */
export const parseFrameList = (bytes: Uint8Array, version: Id3v2Version) =>
  walk(new Content(accessBytes(bytes), 0, bytes.length), 0, version, 0)

function walk(
  content: Content,
  start: number,
  version: Id3v2Version,
  moreFlags: number,
): { frames: RawFrame[]; end: number } {
  const headerSize = version === 2 ? 6 : headerBytes
  const idLength = version === 2 ? 3 : 4
  const frames: RawFrame[] = []
  let at = start
  while (at + headerSize < content.size && frames.length < maxFrames) {
    const inChunk = content.load(at, headerSize)
    const { chunk } = content
    if (!isIdAt(chunk, inChunk, idLength)) break
    const id = textAt(chunk, inChunk, idLength)
    const flags = version === 2 ? 0 : uint16(chunk, inChunk + 8) | moreFlags
    const claimed =
      version === 2 ? uint24(chunk, inChunk + 3) : frameSize(content, at, uint32(chunk, inChunk + 4), version)
    const from = at + headerSize
    // A frame that claims more than there is holds what is there: the end of a tag that was cut.
    const size = Math.min(claimed, content.size - from)
    frames.push(new FrameInContent(content, id, flags, from, size))
    at = from + size
  }
  return { frames, end: at }
}

/** A frame that is read when somebody looks at it. */
class FrameInContent implements RawFrame {
  readonly id: string
  readonly flags: number
  readonly size: number
  readonly #content: Content
  readonly #from: number
  #body: Uint8Array | undefined

  constructor(content: Content, id: string, flags: number, from: number, size: number) {
    this.#content = content
    this.id = id
    this.flags = flags
    this.#from = from
    this.size = size
  }

  get body(): Uint8Array {
    this.#body ??=
      this.size <= chunkBytes
        ? this.#content.peek(this.#from, this.size)
        : this.#content.read(this.#from, this.size)
    return this.#body
  }

  head(length: number): Uint8Array {
    return this.#body?.subarray(0, length) ?? this.#content.peek(this.#from, Math.min(length, this.size))
  }
}

/**
 * ID3v2.4 has syncsafe sizes, ID3v2.3 plain ones; iTunes wrote plain sizes into ID3v2.4, others the reverse. The
 * size that leads to another frame, to padding or to the end of the tag is the true one.
 */
function frameSize(content: Content, at: number, plain: number, version: 3 | 4): number {
  if (plain < 0x80 || (plain & 0x80808080) >>> 0 !== 0) return plain
  const safe =
    ((plain >>> 3) & 0x0fe00000) | ((plain >>> 2) & 0x1fc000) | ((plain >>> 1) & 0x3f80) | (plain & 0x7f)
  const [specified, other] = version === 4 ? [safe, plain] : [plain, safe]
  const leadsOn = (size: number): boolean => {
    const next = at + headerBytes + size
    if (next >= content.size) return next === content.size
    const inChunk = content.load(next, 4)
    const { chunk } = content
    return chunk[inChunk] === 0
      ? isZero(chunk.subarray(inChunk, inChunk + 4))
      : next + 4 <= content.size && isIdAt(chunk, inChunk, 4)
  }
  return !leadsOn(specified) && leadsOn(other) ? other : specified
}

function junkBehind(content: Content, end: number): Junk {
  const rest = content.read(end, Math.min(content.size - end, maxWholeTagBytes))
  const first = rest.findIndex((byte) => byte !== 0)
  if (first < 0) return noJunk
  let last = rest.length
  while (rest[last - 1] === 0) last--
  return { gap: first, bytes: rest.subarray(first, last) }
}
