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
const checksumAt = 22

/** The page at a position, or undefined when none starts there or its header is cut off. */
export function readPage(access: FileAccess, at: number): OggPage | undefined {
  const header = access.read(at, fixedHeaderBytes + 255)
  if (header.length < fixedHeaderBytes || !startsWith(header, 'OggS') || uint8(header, 4) !== 0)
    return undefined
  const segments = uint8(header, 26)
  if (header.length < fixedHeaderBytes + segments) return undefined
  const lacing = header.slice(fixedHeaderBytes, fixedHeaderBytes + segments)
  return {
    at,
    flags: uint8(header, 5),
    granule: new DataView(header.buffer, header.byteOffset).getBigInt64(6, true),
    serial: uint32le(header, 14),
    sequence: uint32le(header, sequenceAt),
    lacing,
    headerBytes: fixedHeaderBytes + segments,
    bodyBytes: lacing.reduce((sum, value) => sum + value, 0),
  }
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

/** The page's bytes with another sequence number, and the checksum that belongs to it. */
export function renumberedPage(page: Uint8Array, sequence: number): Uint8Array {
  const result = page.slice()
  result.set(fromUint32le(sequence), sequenceAt)
  result.set(fromUint32le(pageChecksum(result)), checksumAt)
  return result
}

interface PageParts {
  readonly serial: number
  readonly sequence: number
  readonly flags: number
  readonly granule: bigint
  readonly lacing: Uint8Array
  readonly body: Uint8Array
}

function renderPage(parts: PageParts): Uint8Array {
  const header = new Uint8Array(fixedHeaderBytes)
  const view = new DataView(header.buffer)
  header.set([0x4f, 0x67, 0x67, 0x53, 0, parts.flags])
  view.setBigInt64(6, parts.granule, true)
  view.setUint32(14, parts.serial, true)
  view.setUint8(26, parts.lacing.length)
  return renumberedPage(concat([header, parts.lacing, parts.body]), parts.sequence)
}

/** A packet's segment sizes: 255 as often as it goes, then the rest, which may be 0. */
function lacingOf(packet: Uint8Array): Uint8Array {
  const full = Math.floor(packet.length / 255)
  const lacing = new Uint8Array(full + 1).fill(255)
  lacing[full] = packet.length % 255
  return lacing
}

/**
 * Header packets as pages, as full as they get, the last one ending with the last packet. Pages on which no
 * packet ends have granule position −1 (RFC 3533 §6, field 4); header pages have 0.
 */
export function paginate(
  packets: readonly Uint8Array[],
  serial: number,
  firstSequence: number,
): Uint8Array[] {
  const body = concat(packets)
  const lacing = concat(packets.map(lacingOf))
  const pages: Uint8Array[] = []
  let bodyAt = 0
  let isContinued = false
  for (let at = 0; at < lacing.length; at += 255) {
    const pageLacing = lacing.subarray(at, at + 255)
    const size = pageLacing.reduce((sum, value) => sum + value, 0)
    const ends = pageLacing.some((value) => value < 255)
    pages.push(
      renderPage({
        serial,
        sequence: firstSequence + pages.length,
        flags: isContinued ? continued : 0,
        granule: ends ? 0n : -1n,
        lacing: pageLacing,
        body: body.subarray(bodyAt, bodyAt + size),
      }),
    )
    bodyAt += size
    isContinued = pageLacing[pageLacing.length - 1] === 255
  }
  return pages
}
