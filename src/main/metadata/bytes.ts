/** Reading numbers and text out of byte arrays. Past the end every number reader throws `TruncatedError`. */

/** The bytes end before the structure in them does. */
export class TruncatedError extends Error {
  override readonly name = 'TruncatedError'
}

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

function checked(bytes: Uint8Array, at: number, length: number): DataView {
  if (at < 0 || at + length > bytes.length)
    throw new TruncatedError(`${length} bytes at ${at} of ${bytes.length}`)
  return view(bytes)
}

export const uint8 = (bytes: Uint8Array, at: number): number => checked(bytes, at, 1).getUint8(at)
export const uint16 = (bytes: Uint8Array, at: number): number => checked(bytes, at, 2).getUint16(at)
export const uint24 = (bytes: Uint8Array, at: number): number =>
  (uint16(bytes, at) << 8) | uint8(bytes, at + 2)
export const uint32 = (bytes: Uint8Array, at: number): number => checked(bytes, at, 4).getUint32(at)
export const uint16le = (bytes: Uint8Array, at: number): number => checked(bytes, at, 2).getUint16(at, true)
export const uint32le = (bytes: Uint8Array, at: number): number => checked(bytes, at, 4).getUint32(at, true)
/** Exact up to 2⁵³; larger ones are beyond any file and come out as infinite. */
export function uint64(bytes: Uint8Array, at: number): number {
  const value = checked(bytes, at, 8).getBigUint64(at)
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.POSITIVE_INFINITY : Number(value)
}
export function uint64le(bytes: Uint8Array, at: number): number {
  const value = checked(bytes, at, 8).getBigUint64(at, true)
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.POSITIVE_INFINITY : Number(value)
}

/** 28 bits in four bytes, the highest bit of each left out (ID3v2.4 §6.2). */
export const syncsafe = (bytes: Uint8Array, at: number): number =>
  (uint8(bytes, at) << 21) | (uint8(bytes, at + 1) << 14) | (uint8(bytes, at + 2) << 7) | uint8(bytes, at + 3)

export function fromUint16(value: number): Uint8Array {
  const bytes = new Uint8Array(2)
  view(bytes).setUint16(0, value)
  return bytes
}
export const fromUint24 = (value: number): Uint8Array =>
  Uint8Array.of((value >> 16) & 255, (value >> 8) & 255, value & 255)
export function fromUint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  view(bytes).setUint32(0, value)
  return bytes
}
export function fromUint32le(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  view(bytes).setUint32(0, value, true)
  return bytes
}
export function fromUint64(value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  view(bytes).setBigUint64(0, BigInt(value))
  return bytes
}
export const fromSyncsafe = (value: number): Uint8Array =>
  Uint8Array.of((value >> 21) & 127, (value >> 14) & 127, (value >> 7) & 127, value & 127)

const asBuffer = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

export const latin1 = (bytes: Uint8Array): string => asBuffer(bytes).toString('latin1')
export const fromLatin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))
export const utf8 = (bytes: Uint8Array): string => asBuffer(bytes).toString('utf8')
export const fromUtf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'))
export const fitsLatin1 = (text: string): boolean => [...text].every((character) => character <= '\u00ff')

/** The four characters at `at`, as they are. */
export const fourCc = (bytes: Uint8Array, at: number): string => latin1(bytes.subarray(at, at + 4))

export function startsWith(bytes: Uint8Array, text: string, at = 0): boolean {
  return at + text.length <= bytes.length && latin1(bytes.subarray(at, at + text.length)) === text
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    result.set(part, at)
    at += part.length
  }
  return result
}

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && Buffer.compare(a, b) === 0

export const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0)

/** How many zero bytes end the array. */
export function trailingZeros(bytes: Uint8Array): number {
  let count = 0
  while (count < bytes.length && bytes[bytes.length - 1 - count] === 0) count++
  return count
}
