import { concat, fromUint32le, utf8 } from '../bytes'
import type { FileAccess } from '../file-access'

/**
 * The Extensible Binary Meta Language (RFC 8794): elements of an id, a size and a body. Ids are kept as the
 * number that their bytes spell, marker bit included (`0x1a45dfa3`), as every list of elements writes them.
 */
export interface ElementHeader {
  readonly id: number
  /** Where the id starts, where the body starts, and where it ends. */
  readonly at: number
  readonly bodyAt: number
  /** Infinite when the size is unknown (RFC 8794 §6.2): the element ends where its parent's next child starts. */
  readonly end: number
}

/** An element whose bytes are at hand. `raw` is all of it, `body` what its size counts. */
export interface Element {
  readonly id: number
  readonly raw: Uint8Array
  readonly body: Uint8Array
}

export const ebmlId = { header: 0x1a45dfa3, crc32: 0xbf, void: 0xec } as const

const maxHeaderBytes = 12
const maxIdBytes = 4
const maxSizeBytes = 8

/** How many bytes a variable-size integer has by its first byte (RFC 8794 §4.1); 9 when that is zero. */
const widthOf = (first: number): number => (first === 0 ? 9 : Math.clz32(first) - 23)

/**
 * The id and size in these bytes; undefined when they are none or end too early. `size` in bytes of the body.
 * Hostile files have millions of headers: nothing is made on the way.
 */
function parseHeader(
  bytes: Uint8Array,
  at: number,
): { id: number; headerBytes: number; size: number } | undefined {
  const idBytes = widthOf(bytes[at] ?? 0)
  const sizeAt = at + idBytes
  const first = bytes[sizeAt] ?? 0
  const sizeBytes = widthOf(first)
  if (idBytes > maxIdBytes || sizeBytes > maxSizeBytes || sizeAt + sizeBytes > bytes.length) return undefined
  let id = 0
  for (let index = at; index < sizeAt; index++) id = id * 256 + (bytes[index] ?? 0)
  const marker = 1 << (8 - sizeBytes)
  let size = first & (marker - 1)
  let isUnknown = size === marker - 1
  for (let index = sizeAt + 1; index < sizeAt + sizeBytes; index++) {
    const byte = bytes[index] ?? 0
    // Inexact beyond 2⁵³, which is beyond any file all the same.
    size = size * 256 + byte
    isUnknown &&= byte === 255
  }
  return { id, headerBytes: idBytes + sizeBytes, size: isUnknown ? Number.POSITIVE_INFINITY : size }
}

/** The element at a place of the file; undefined when there is none. Its end may lie past the end of the file. */
export function readElementHeader(access: FileAccess, at: number): ElementHeader | undefined {
  const parsed = parseHeader(access.read(at, maxHeaderBytes), 0)
  if (parsed === undefined) return undefined
  const bodyAt = at + parsed.headerBytes
  return { id: parsed.id, at, bodyAt, end: bodyAt + parsed.size }
}

/** Views are made when they are asked for: a hostile file has millions of elements, and views are dear. */
class ParsedElement implements Element {
  readonly id: number
  readonly #source: Uint8Array
  readonly #at: number
  readonly #bodyAt: number
  readonly #end: number

  constructor(id: number, source: Uint8Array, at: number, bodyAt: number, end: number) {
    this.id = id
    this.#source = source
    this.#at = at
    this.#bodyAt = bodyAt
    this.#end = end
  }

  get raw(): Uint8Array {
    return this.#source.subarray(this.#at, this.#end)
  }

  get body(): Uint8Array {
    return this.#source.subarray(this.#bodyAt, this.#end)
  }
}

/** How many more elements may be read: two bytes make one, and a hostile file has many bytes. */
export interface ElementBudget {
  left: number
}
const maxElements = 20_000

/** The elements in a body, one after the other. `isIntact` is false when the last one does not end with the body. */
export function parseElements(
  body: Uint8Array,
  budget: ElementBudget = { left: maxElements },
): { elements: Element[]; isIntact: boolean } {
  const elements: Element[] = []
  let at = 0
  while (at < body.length) {
    const parsed = parseHeader(body, at)
    const end = parsed === undefined ? Number.POSITIVE_INFINITY : at + parsed.headerBytes + parsed.size
    if (parsed === undefined || end > body.length || budget.left-- <= 0) return { elements, isIntact: false }
    elements.push(new ParsedElement(parsed.id, body, at, at + parsed.headerBytes, end))
    at = end
  }
  return { elements, isIntact: true }
}

export const findElement = (elements: readonly Element[], id: number): Element | undefined =>
  elements.find((element) => element.id === id)

/** An unsigned integer of 0 to 8 bytes (RFC 8794 §7.2). */
export const uintOf = (body: Uint8Array): number => body.reduce((value, byte) => value * 256 + byte, 0)

/** A float of 0, 4 or 8 bytes (RFC 8794 §7.3); 0 for any other length. */
export function floatOf(body: Uint8Array): number {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  return body.length === 8 ? view.getFloat64(0) : body.length === 4 ? view.getFloat32(0) : 0
}

/** A text, which ends at its first zero byte (RFC 8794 §7.4, §7.5, §13). */
export function textOf(body: Uint8Array): string {
  const end = body.indexOf(0)
  return utf8(end < 0 ? body : body.subarray(0, end))
}

export function idBytes(id: number): Uint8Array {
  const bytes: number[] = []
  for (let rest = id; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return Uint8Array.from(bytes)
}

/** The shortest bytes of an unsigned integer, or `width` of them. */
export function uintBytes(value: number, width = 1): Uint8Array {
  const bytes: number[] = []
  for (let rest = value; rest > 0 || bytes.length < width; rest = Math.floor(rest / 256)) {
    bytes.unshift(rest % 256)
  }
  return Uint8Array.from(bytes)
}

/** The fewest bytes that a size can be written in; all ones are taken by “unknown”. */
export function sizeWidth(size: number): number {
  let width = 1
  while (size >= 2 ** (7 * width) - 1) width++
  return width
}

export function sizeBytes(size: number, width = sizeWidth(size)): Uint8Array {
  const bytes = uintBytes(size, width)
  bytes[0] = (bytes[0] ?? 0) | (1 << (8 - width))
  return bytes
}

export const renderElement = (id: number, body: Uint8Array, width = sizeWidth(body.length)): Uint8Array =>
  concat([idBytes(id), sizeBytes(body.length, width), body])

/** Bytes that mean nothing (RFC 8794 §11.3.2), `length` of them in all: 0, or at least 2. */
export function renderVoid(length: number): Uint8Array {
  if (length === 0) return new Uint8Array()
  // A body of 127 bytes needs a wider size, which leaves it 126: the one-byte size would do for that, so all do.
  const width = length - 2 < 127 ? 1 : maxSizeBytes
  return renderElement(ebmlId.void, new Uint8Array(length - 1 - width), width)
}

/**
 * An element and a Void behind it, both together exactly `room` bytes; undefined when they cannot be. One byte
 * is too little for a Void: then the element's size is written one byte wider.
 */
export function fitElement(id: number, body: Uint8Array, room: number): Uint8Array | undefined {
  const shortest = renderElement(id, body)
  const rest = room - shortest.length
  if (rest < 0) return undefined
  const width = sizeWidth(body.length)
  if (rest === 1) return width === maxSizeBytes ? undefined : renderElement(id, body, width + 1)
  return concat([shortest, renderVoid(rest)])
}

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value >>> 0
})

/** The polynomial of ISO 3309 (RFC 8794 §11.3.1). */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

/** Children as a body; a CRC-32, where the first of them is one, is made right for the others. */
export function renderChildren(children: readonly Uint8Array[]): Uint8Array {
  const [first, ...others] = children
  const isCrc = first !== undefined && first[0] === ebmlId.crc32
  if (!isCrc) return concat(children)
  const rest = concat(others)
  return concat([renderElement(ebmlId.crc32, fromUint32le(crc32(rest))), rest])
}
