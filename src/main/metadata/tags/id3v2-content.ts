import { constants, inflateSync } from 'node:zlib'
import type { Id3v2Version, RawFrame } from './id3v2-frames'

/** Where no 0xFF comes for so many bytes, the next one is looked for and what lies between is copied as a whole. */
const nearBytes = 32

/**
 * Takes out the zero byte that follows each 0xFF (ID3v2.4 §6.1). Bytes that hold what unsynchronisation never leaves
 * come back as they are: some writers set its flag and do nothing. One pass, since a hostile tag has many megabytes.
 */
export function resynchronised(bytes: Uint8Array): Uint8Array {
  const total = bytes.length
  const result = new Uint8Array(Buffer.allocUnsafeSlow(total).buffer)
  let length = 0
  let at = 0
  while (at < total) {
    const next = bytes.indexOf(0xff, at)
    const until = next < 0 ? total : next
    result.set(bytes.subarray(at, until), length)
    length += until - at
    at = until
    for (let far = at + nearBytes; at < total && at < far; ) {
      const byte = bytes[at++] ?? 0
      result[length++] = byte
      if (byte !== 0xff || at === total) continue
      const behind = bytes[at] ?? 0
      if (behind >= 0xe0) return bytes
      if (behind === 0) at++
      far = at + nearBytes
    }
  }
  return result.subarray(0, length)
}

/** No frame is larger unpacked than this: a few kilobytes can claim to be gigabytes. */
const maxInflatedBytes = 16 * 1024 * 1024

const flags4 = { grouped: 0x40, compressed: 0x08, encrypted: 0x04, unsynchronised: 0x02, length: 0x01 }
const flags3 = { grouped: 0x20, compressed: 0x80, encrypted: 0x40 }
/** The flags that say how the body is to be read; the others are only about editing and never change it. */
const formatFlags = { 3: 0xe0, 4: 0x4f } as const

/** What a frame's flags put in front of its content (ID3v2.3 §3.3.1, ID3v2.4 §4.1.2). */
export interface FrameParts {
  readonly group: number | undefined
  /** The byte that names the encryption method. */
  readonly method: number | undefined
  readonly compressed: boolean
  /** Bytes of the content before it was packed, where the frame says so. */
  readonly length: Uint8Array | undefined
  /** Unsynchronisation undone; still packed or encrypted. */
  readonly data: Uint8Array
}

/** Takes the body apart; undefined when it is too short for what its flags promise. */
export function partsOf(frame: RawFrame, version: Id3v2Version): FrameParts | undefined {
  const none = { group: undefined, method: undefined, compressed: false, length: undefined }
  if (version === 2 || (frame.flags & formatFlags[version]) === 0) return { ...none, data: frame.body }
  const has = (flag: number) => (frame.flags & flag) !== 0
  const isLast = version === 4
  const known = isLast ? flags4 : flags3
  const { body } = frame
  let at = 0
  const take = (count: number): Uint8Array => {
    at += count
    return body.subarray(at - count, at)
  }
  let length = !isLast && has(known.compressed) ? take(4) : undefined
  let method: number | undefined
  if (!isLast && has(known.encrypted)) method = take(1)[0]
  const group = has(known.grouped) ? take(1)[0] : undefined
  if (isLast && has(known.encrypted)) method = take(1)[0]
  if (isLast && has(flags4.length)) length = take(4)
  if (at > body.length) return undefined
  const rest = body.subarray(at)
  const data = isLast && has(flags4.unsynchronised) ? resynchronised(rest) : rest
  return { group, method, compressed: has(known.compressed), length, data }
}

/**
 * The content of a frame, plain. Undefined when it is encrypted or does not unpack: such a frame is only ever
 * copied.
 */
export function frameContent(
  frame: RawFrame,
  version: Id3v2Version,
  maxBytes = maxInflatedBytes,
): Uint8Array | undefined {
  if (frame.flags === 0 || version === 2) return frame.body
  const parts = partsOf(frame, version)
  if (parts === undefined || parts.method !== undefined) return undefined
  return parts.compressed ? inflate(parts.data, maxBytes) : parts.data
}

/** At least the first `length` bytes of the content, where it is that long; nothing more is read or unpacked. */
export function headOfContent(
  frame: RawFrame,
  version: Id3v2Version,
  length: number,
): Uint8Array | undefined {
  if (isPlain(frame, version)) return frame.head(length)
  const parts = partsOf(frame, version)
  if (parts === undefined || parts.method !== undefined) return undefined
  if (!parts.compressed) return parts.data
  try {
    const finishFlush = constants.Z_SYNC_FLUSH
    return new Uint8Array(inflateSync(parts.data.subarray(0, 2 * length), { finishFlush }))
  } catch {
    return undefined
  }
}

/** Whether the body is its content, as it is: then its first bytes can be read alone. */
export const isPlain = (frame: RawFrame, version: Id3v2Version): boolean =>
  version === 2 || (frame.flags & formatFlags[version]) === 0

export function inflate(packed: Uint8Array, maxBytes = maxInflatedBytes): Uint8Array | undefined {
  try {
    return new Uint8Array(inflateSync(packed, { maxOutputLength: Math.max(1, maxBytes) }))
  } catch {
    // Damaged or far too large: shown as nothing, kept as it is.
    return undefined
  }
}
