import type { FileAccess } from '../file-access'
import { firstOfStream, type OggPage, pageEnd, readPage } from './ogg-pages'

/** The longest page there can be: 27 bytes, 255 segment sizes, 255 segments of 255 bytes. */
const longestPage = 27 + 255 + 255 * 255
/** Most pages are shorter than this, so a small read finds the last one. */
const shortTailBytes = 16 * 1024
/** Streams that run side by side take turns; so far apart, the pages of one are not. */
const longTailBytes = 4 * longestPage

/** Marks of a page in one stretch: a hostile file has one every four bytes. */
const maxMarks = 2000

/** The last page in a stretch of the file that belongs to the stream and on which a packet ends. */
function lastPageIn(access: FileAccess, serial: number, from: number, to: number): OggPage | undefined {
  const bytes = access.read(from, to - from)
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let cutOff: OggPage | undefined
  let at = buffer.lastIndexOf('OggS', undefined, 'latin1')
  for (let count = 0; at >= 0 && count < maxMarks; count++) {
    const isCandidate =
      at + 27 <= buffer.length && buffer.readUInt32LE(at + 14) === serial && buffer.readInt32LE(at + 10) >= 0
    const page = isCandidate ? readPage(access, from + at) : undefined
    if (page !== undefined && pageEnd(page) <= access.size) return page
    cutOff ??= page
    at = at === 0 ? -1 : buffer.lastIndexOf('OggS', at - 1, 'latin1')
  }
  return cutOff
}

/**
 * How far the stream goes: the granule position of its last page (RFC 3533 §6). Found near the end of the file in
 * one or two reads; where another stream follows in the same file (a chain), by halving.
 */
export function lastGranule(access: FileAccess, serial: number, from: number): number {
  for (const tailBytes of [shortTailBytes, longTailBytes]) {
    const page = lastPageIn(access, serial, Math.max(from, access.size - tailBytes), access.size)
    if (page !== undefined) return Number(page.granule)
  }
  let [known, beyond] = [from, access.size]
  let granule = 0
  while (beyond - known > longestPage) {
    const middle = Math.floor((known + beyond) / 2)
    const page = lastPageIn(access, serial, middle, Math.min(middle + longTailBytes, access.size))
    if (page === undefined) beyond = middle
    else {
      granule = Number(page.granule)
      known = Math.max(middle, page.at)
    }
  }
  return (
    granule ||
    Number(lastPageIn(access, serial, from, Math.min(from + longTailBytes, access.size))?.granule ?? 0)
  )
}

/** No page holds more samples: 255 packets of the longest that Vorbis has, 8192 samples each (Vorbis I §4.2.2). */
const mostSamplesOnPage = 255 * 8192

/** Where the sound starts, in bytes and in granules. */
export interface SoundStart {
  readonly at: number
  /** More than 0 where the stream was recorded from the middle of another. */
  readonly granule: number
}

/** The first page of sound: header pages have granule position 0, or −1 where none of their packets ends. */
export function soundStart(access: FileAccess, serial: number, from: number): SoundStart {
  let at = from
  for (let count = 0; count < 64; count++) {
    const page = readPage(access, at)
    if (page === undefined) break
    const isOurs = page.serial === serial && (page.flags & firstOfStream) === 0
    if (isOurs && page.granule > 0n) {
      const granule = Number(page.granule)
      return { at, granule: granule > mostSamplesOnPage ? granule : 0 }
    }
    at = pageEnd(page)
  }
  return { at: from, granule: 0 }
}
