import { inflateSync } from 'node:zlib'
import {
  concat,
  fourCc,
  fromLatin1,
  fromSyncsafe,
  fromUint16,
  fromUint32,
  isZero,
  latin1,
  startsWith,
  syncsafe,
  uint8,
  uint16,
  uint24,
  uint32,
} from '../bytes'

/** A frame as it lies in the file: nothing in it is interpreted. */
export interface RawFrame {
  readonly id: string
  /** The two flag bytes of the frame header; 0 in ID3v2.2. */
  readonly flags: number
  readonly body: Uint8Array
}

export interface RawId3v2 {
  readonly version: 2 | 3 | 4
  readonly frames: readonly RawFrame[]
  /** Bytes that the tag takes up in the file, header, padding and footer included. */
  readonly sizeBytes: number
  /** Behind the frames is something that is neither a frame nor padding. */
  readonly hasJunk: boolean
}

const headerBytes = 10
const unsynchronisedFlag = 0x80
const extendedHeaderFlag = 0x40
const footerFlag = 0x10
/** ID3v2.4 §4.1.2: this frame is unsynchronised. */
const frameUnsynchronised = 0x0002

/** Bytes that the tag takes up, by its header alone; undefined when there is no tag. */
export function id3v2Size(header: Uint8Array, at = 0): number | undefined {
  if (header.length < at + headerBytes || !startsWith(header, 'ID3', at)) return undefined
  const footer = (uint8(header, at + 5) & footerFlag) !== 0 ? headerBytes : 0
  return headerBytes + syncsafe(header, at + 6) + footer
}

/** Takes out the zero byte that follows each 0xFF (ID3v2.4 §6.1). */
export function resynchronise(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    result[length++] = bytes[at] ?? 0
    if (bytes[at] === 0xff && bytes[at + 1] === 0) at++
  }
  return result.subarray(0, length)
}

/** The frames of a whole tag. Undefined when this is no ID3v2.2, 2.3 or 2.4. */
export function parseId3v2(bytes: Uint8Array): RawId3v2 | undefined {
  const sizeBytes = id3v2Size(bytes)
  const version = bytes[3]
  if (sizeBytes === undefined || (version !== 2 && version !== 3 && version !== 4)) return undefined
  const flags = uint8(bytes, 5)
  const unsynchronised = (flags & unsynchronisedFlag) !== 0
  const content = bytes.subarray(headerBytes, headerBytes + syncsafe(bytes, 6))
  // Before ID3v2.4 the whole tag is unsynchronised at once; since then, frame by frame.
  const plain = unsynchronised && version < 4 ? resynchronise(content) : content
  const start = version !== 2 && (flags & extendedHeaderFlag) !== 0 ? extendedHeaderEnd(plain, version) : 0
  const { frames, hasJunk } = parseFrames(plain, start, version)
  return {
    version,
    sizeBytes,
    hasJunk,
    frames:
      unsynchronised && version === 4
        ? frames.map((frame) => ({ ...frame, flags: frame.flags | frameUnsynchronised }))
        : frames,
  }
}

function extendedHeaderEnd(bytes: Uint8Array, version: 3 | 4): number {
  // ID3v2.3 does not count the size field itself (§3.2), ID3v2.4 does and is syncsafe.
  // Some old writers set the flag without writing the header: then a frame id stands here.
  if (bytes.length < 4 || isFrameId(fourCc(bytes, 0))) return 0
  return version === 3 ? 4 + uint32(bytes, 0) : syncsafe(bytes, 0)
}

const isFrameId = (id: string): boolean => /^[A-Z][A-Z0-9]{3}$/.test(id)
const isShortFrameId = (id: string): boolean => /^[A-Z][A-Z0-9]{2}$/.test(id)

function parseFrames(bytes: Uint8Array, start: number, version: 2 | 3 | 4) {
  if (version === 2) {
    return walk(bytes, start, 6, (at) => {
      const id = latin1(bytes.subarray(at, at + 3))
      return isShortFrameId(id) ? { id, flags: 0, size: uint24(bytes, at + 3) } : undefined
    })
  }
  const long = (sizeAt: (bytes: Uint8Array, at: number) => number) =>
    walk(bytes, start, 10, (at) => {
      const id = fourCc(bytes, at)
      return isFrameId(id) ? { id, flags: uint16(bytes, at + 8), size: sizeAt(bytes, at + 4) } : undefined
    })
  if (version === 3) return long(uint32)
  // iTunes once wrote ID3v2.4 with the plain sizes of ID3v2.3: take what explains more of the tag.
  const asSpecified = long(syncsafe)
  if (!asSpecified.hasJunk) return asSpecified
  const asItunes = long(uint32)
  return asItunes.frames.length > asSpecified.frames.length || !asItunes.hasJunk ? asItunes : asSpecified
}

function walk(
  bytes: Uint8Array,
  start: number,
  frameHeaderBytes: number,
  headerAt: (at: number) => { id: string; flags: number; size: number } | undefined,
): { frames: RawFrame[]; hasJunk: boolean } {
  const frames: RawFrame[] = []
  let at = start
  while (at + frameHeaderBytes <= bytes.length) {
    const header = headerAt(at)
    if (header === undefined) break
    const from = at + frameHeaderBytes
    if (header.size < 0 || from + header.size > bytes.length) break
    frames.push({ id: header.id, flags: header.flags, body: bytes.subarray(from, from + header.size) })
    at = from + header.size
  }
  return { frames, hasJunk: at < bytes.length && !isZero(bytes.subarray(at)) }
}

/** No frame is larger unpacked than this: a few kilobytes can claim to be gigabytes. */
const maxInflatedBytes = 16 * 1024 * 1024

/**
 * The content of a frame: grouping byte, length and unsynchronisation taken off, unpacked (ID3v2.4 §4.1.2,
 * ID3v2.3 §3.3.1). Undefined when it is encrypted or does not unpack: such a frame is only ever copied.
 */
export function frameContent(frame: RawFrame, version: 2 | 3 | 4): Uint8Array | undefined {
  if (frame.flags === 0 || version === 2) return frame.body
  const flag = (v4: number, v3: number) => (frame.flags & (version === 4 ? v4 : v3)) !== 0
  const encrypted = flag(0x0004, 0x0040)
  if (encrypted) return undefined
  const compressed = flag(0x0008, 0x0080)
  const grouped = flag(0x0040, 0x0020)
  const hasLength = version === 4 ? flag(0x0001, 0) : compressed
  let at = 0
  if (version === 3 && hasLength) at += 4
  if (grouped) at += 1
  if (version === 4 && hasLength) at += 4
  if (at > frame.body.length) return undefined
  let content = frame.body.subarray(at)
  if (version === 4 && (frame.flags & frameUnsynchronised) !== 0) content = resynchronise(content)
  if (!compressed) return content
  try {
    return new Uint8Array(inflateSync(content, { maxOutputLength: maxInflatedBytes }))
  } catch {
    // Damaged or far too large: shown as nothing, kept as it is.
    return undefined
  }
}

/** Room left behind the frames when a tag must grow, so that the next save fits: bytes. */
const newPaddingBytes = 2048

/**
 * A tag with these frames, in just `roomBytes` where they fit, else with new room behind them. Never
 * unsynchronised as a whole and without extended header, whose checksum would no longer hold.
 */
export function renderId3v2(frames: readonly RawFrame[], version: 3 | 4, roomBytes: number): Uint8Array {
  const rendered = frames.map((frame) =>
    concat([
      fromLatin1(frame.id),
      version === 4 ? fromSyncsafe(frame.body.length) : fromUint32(frame.body.length),
      fromUint16(frame.flags),
      frame.body,
    ]),
  )
  const used = headerBytes + rendered.reduce((sum, frame) => sum + frame.length, 0)
  const size = used <= roomBytes ? roomBytes : used + newPaddingBytes
  if (size - headerBytes >= 2 ** 28) throw new RangeError('an ID3v2 tag holds at most 256 MB')
  return concat([
    fromLatin1('ID3'),
    Uint8Array.of(version, 0, 0),
    fromSyncsafe(size - headerBytes),
    ...rendered,
    new Uint8Array(size - used),
  ])
}
