import { concat, fromUint32le, startsWith, uint8, uint32le } from '../bytes'
import type { FileAccess } from '../file-access'

/** An Ogg page (RFC 3533 §6), its header taken apart. */
export interface OggPage {
  readonly at: number
  /** 1 continued packet, 2 first page of the stream, 4 last page. */
  readonly flags: number
  readonly granule: bigint
  readonly serial: number
  readonly sequence: number
  readonly checksum: number
  readonly lacing: Uint8Array
  readonly headerBytes: number
  readonly bodyBytes: number
}

export const continued = 1
export const firstOfStream = 2
export const lastOfStream = 4

const fixedHeaderBytes = 27
/** Where in a header the sequence number lies, with the checksum right behind it. */
export const sequenceAt = 18
export const checksumAt = 22

/** The page at a position, or undefined when none starts there or its header is cut off. */
export function readPage(access: FileAccess, at: number): OggPage | undefined {
  const header = access.read(at, fixedHeaderBytes + 255)
  if (header.length < fixedHeaderBytes || !startsWith(header, 'OggS') || uint8(header, 4) !== 0)
    return undefined
  const segments = uint8(header, 26)
  if (header.length < fixedHeaderBytes + segments) return undefined
  const lacing = header.subarray(fixedHeaderBytes, fixedHeaderBytes + segments)
  return {
    at,
    flags: uint8(header, 5),
    granule: new DataView(header.buffer, header.byteOffset).getBigInt64(6, true),
    serial: uint32le(header, 14),
    sequence: uint32le(header, sequenceAt),
    checksum: uint32le(header, checksumAt),
    lacing,
    headerBytes: fixedHeaderBytes + segments,
    bodyBytes: sumOf(lacing),
  }
}

function sumOf(lacing: Uint8Array): number {
  let sum = 0
  for (let index = 0; index < lacing.length; index++) sum += lacing[index] ?? 0
  return sum
}

export const pageEnd = (page: OggPage): number => page.at + page.headerBytes + page.bodyBytes

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24
  for (let bit = 0; bit < 8; bit++)
    value = (value & 0x80000000) !== 0 ? (value << 1) ^ 0x04c11db7 : value << 1
  return value >>> 0
})

/** RFC 3533 §6, field 7: over the whole page, with the checksum itself as zero. */
export function pageChecksum(page: Uint8Array): number {
  let crc = 0
  for (let at = 0; at < page.length; at++) {
    const byte = at >= checksumAt && at < checksumAt + 4 ? 0 : (page[at] ?? 0)
    crc = ((crc << 8) ^ (crcTable[(crc >>> 24) ^ byte] ?? 0)) >>> 0
  }
  return crc
}

/** Multiplies two polynomials over GF(2) modulo the one of the checksum. */
function multiplied(a: number, b: number): number {
  let product = 0
  for (let bit = 31; bit >= 0; bit--) {
    product = (product & 0x80000000) !== 0 ? (product << 1) ^ 0x04c11db7 : product << 1
    if (((b >>> bit) & 1) !== 0) product ^= a
  }
  return product >>> 0
}

/** x⁸, x¹⁶, x³² …: what 1, 2, 4 … zero bytes do to a checksum. As many as the longest page needs. */
const zeroBytes = Array.from({ length: 17 }).reduce<number[]>(
  (powers) => [...powers, multiplied(powers.at(-1) ?? 0, powers.at(-1) ?? 0)],
  [0x100],
)

/** The checksum after `count` more zero bytes. */
function throughZeros(crc: number, count: number): number {
  let result = crc
  for (let bit = 0; count >>> bit > 0; bit++) {
    if (((count >>> bit) & 1) !== 0) result = multiplied(result, zeroBytes[bit] ?? 0)
  }
  return result
}

/**
 * Sequence number and checksum of a page under another number: the eight bytes at `sequenceAt`. A checksum without
 * start or end value is linear, so the body need not be read: what changes is the sum over the difference alone.
 * A checksum that was wrong before stays wrong.
 */
export function renumbered(page: OggPage, sequence: number): Uint8Array {
  const changed = new Uint8Array(4)
  new DataView(changed.buffer).setUint32(0, (page.sequence ^ sequence) >>> 0, true)
  let crc = 0
  for (const byte of changed) crc = ((crc << 8) ^ (crcTable[(crc >>> 24) ^ byte] ?? 0)) >>> 0
  const behind = page.headerBytes + page.bodyBytes - sequenceAt - 4
  const checksum = (page.checksum ^ throughZeros(crc, behind)) >>> 0
  return concat([fromUint32le(sequence >>> 0), fromUint32le(checksum)])
}

/** What a page is made of; its checksum follows from it. */
interface PageParts {
  readonly serial: number
  readonly sequence: number
  readonly flags: number
  readonly granule: bigint
  readonly lacing: Uint8Array
  readonly body: Uint8Array
}

export function renderPage(parts: PageParts): Uint8Array {
  const header = new Uint8Array(fixedHeaderBytes)
  const view = new DataView(header.buffer)
  header.set([0x4f, 0x67, 0x67, 0x53, 0, parts.flags])
  view.setBigInt64(6, parts.granule, true)
  view.setUint32(14, parts.serial, true)
  view.setUint32(sequenceAt, parts.sequence >>> 0, true)
  view.setUint8(26, parts.lacing.length)
  const page = concat([header, parts.lacing, parts.body])
  page.set(fromUint32le(pageChecksum(page)), checksumAt)
  return page
}

/** A packet's segment sizes: 255 as often as it goes, then the rest, which may be 0. */
export function lacingOf(packet: Uint8Array): Uint8Array {
  const full = Math.floor(packet.length / 255)
  const lacing = new Uint8Array(full + 1).fill(255)
  lacing[full] = packet.length % 255
  return lacing
}

/** Where the next page starts: for what follows bytes that are none. At most `limit` is looked at. */
function nextPageAt(access: FileAccess, from: number, limit: number): number | undefined {
  const stepBytes = 64 * 1024
  for (let at = from; at < limit; at += stepBytes - 3) {
    const chunk = Buffer.from(access.read(at, Math.min(stepBytes, limit - at)))
    const found = chunk.indexOf('OggS', 0, 'latin1')
    if (found >= 0) return at + found
  }
  return undefined
}

/** Pages one behind the other, damaged places left out; ends at the end of the file or where a page is cut off. */
export function* pagesFrom(access: FileAccess, start: number): Generator<OggPage> {
  for (let at = start; at < access.size; ) {
    const page = readPage(access, at)
    if (page === undefined) {
      const next = nextPageAt(access, at + 1, access.size)
      if (next === undefined) return
      at = next
    } else {
      if (pageEnd(page) > access.size) return
      yield page
      at = pageEnd(page)
    }
  }
}
