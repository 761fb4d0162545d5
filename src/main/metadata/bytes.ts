import { isUtf8 } from 'node:buffer'

/** Reading numbers and text out of byte arrays. Past the end every number reader throws `TruncatedError`. */

/** The bytes end before the structure in them does. */
export class TruncatedError extends Error {
  override readonly name = 'TruncatedError'
}

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const tooShort = (bytes: Uint8Array, at: number, length: number) =>
  new TruncatedError(`${length} bytes at ${at} of ${bytes.length}`)

/** Checked once for all bytes of a number: read one by one, since a view for each number costs more than it. */
function check(bytes: Uint8Array, at: number, length: number): void {
  if (!(at >= 0 && at + length <= bytes.length)) throw tooShort(bytes, at, length)
}

const byte = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0

export function uint8(bytes: Uint8Array, at: number): number {
  const value = bytes[at]
  if (value === undefined) throw tooShort(bytes, at, 1)
  return value
}
export function uint16(bytes: Uint8Array, at: number): number {
  check(bytes, at, 2)
  return (byte(bytes, at) << 8) | byte(bytes, at + 1)
}
export function uint24(bytes: Uint8Array, at: number): number {
  check(bytes, at, 3)
  return (byte(bytes, at) << 16) | (byte(bytes, at + 1) << 8) | byte(bytes, at + 2)
}
export function uint32(bytes: Uint8Array, at: number): number {
  check(bytes, at, 4)
  return (
    ((byte(bytes, at) << 24) |
      (byte(bytes, at + 1) << 16) |
      (byte(bytes, at + 2) << 8) |
      byte(bytes, at + 3)) >>>
    0
  )
}
export function uint16le(bytes: Uint8Array, at: number): number {
  check(bytes, at, 2)
  return byte(bytes, at) | (byte(bytes, at + 1) << 8)
}
export function uint32le(bytes: Uint8Array, at: number): number {
  check(bytes, at, 4)
  return (
    (byte(bytes, at) |
      (byte(bytes, at + 1) << 8) |
      (byte(bytes, at + 2) << 16) |
      (byte(bytes, at + 3) << 24)) >>>
    0
  )
}

const exact = (high: number, low: number): number =>
  high >= 2 ** 21 ? Number.POSITIVE_INFINITY : high * 2 ** 32 + low

/** Exact up to 2⁵³; larger ones are beyond any file and come out as infinite. */
export function uint64(bytes: Uint8Array, at: number): number {
  check(bytes, at, 8)
  return exact(uint32(bytes, at), uint32(bytes, at + 4))
}
export function uint64le(bytes: Uint8Array, at: number): number {
  check(bytes, at, 8)
  return exact(uint32le(bytes, at + 4), uint32le(bytes, at))
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

/** Buffer's own decoders, which take any array of bytes: no Buffer is made for each text. */
const { latin1Slice, utf8Slice, ucs2Slice } = Buffer.prototype

export const latin1 = (bytes: Uint8Array, from = 0, to = bytes.length): string =>
  latin1Slice.call(bytes, from, to)
export const fromLatin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))
export const utf8 = (bytes: Uint8Array, from = 0, to = bytes.length): string =>
  utf8Slice.call(bytes, from, to)
/** Decoding much that is no UTF-8 takes long. */
const longText = 4096

/**
 * Text that should be UTF-8. What is none was written by a program that did not know, and is read as ISO-8859-1: a
 * character for each byte, out of which a repair can find what was meant.
 */
export function utf8OrLatin1(bytes: Uint8Array, from = 0, to = bytes.length): string {
  if (to - from > longText && !isUtf8(bytes.subarray(from, to))) return latin1(bytes, from, to)
  const text = utf8(bytes, from, to)
  return text.includes('\ufffd') && !isUtf8(bytes.subarray(from, to)) ? latin1(bytes, from, to) : text
}
export const fromUtf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'))
/** UTF-16, little-endian; an odd last byte is left out. */
export const utf16le = (bytes: Uint8Array, from = 0, to = bytes.length): string =>
  ucs2Slice.call(bytes, from, to - ((to - from) & 1))
export const fitsLatin1 = (text: string): boolean => [...text].every((character) => character <= '\u00ff')

/** The four characters at `at`, as they are. The same few names in every file: each is made into a string once. */
export function fourCc(bytes: Uint8Array, at: number): string {
  if (at + 4 > bytes.length) return latin1(bytes.subarray(at))
  const code =
    (byte(bytes, at) << 24) | (byte(bytes, at + 1) << 16) | (byte(bytes, at + 2) << 8) | byte(bytes, at + 3)
  const slot = (code ^ (code >>> 9) ^ (code >>> 18)) & 511
  const known = knownNames[slot]
  if (known !== undefined && knownCodes[slot] === code) return known
  const name = String.fromCharCode(code >>> 24, (code >>> 16) & 255, (code >>> 8) & 255, code & 255)
  knownCodes[slot] = code
  knownNames[slot] = name
  return name
}

const knownCodes = new Int32Array(512)
const knownNames: (string | undefined)[] = Array.from({ length: 512 }, () => undefined)

export function startsWith(bytes: Uint8Array, text: string, at = 0): boolean {
  if (at + text.length > bytes.length) return false
  for (let index = 0; index < text.length; index++) {
    if (bytes[at + index] !== text.charCodeAt(index)) return false
  }
  return true
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
