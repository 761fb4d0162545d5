import { concat } from '../bytes'
import type { FileAccess } from '../file-access'
import { codecOf, type OggCodec } from './ogg-codecs'
import { firstOfStream, type OggPage, pageEnd, readPage } from './ogg-pages'

/** A stretch of the file that belongs to a packet. */
interface Extent {
  readonly at: number
  readonly length: number
}

/** The packets behind a stream's first one that hold its comments, and the pages they lie on. */
export interface CommentPlace {
  /** Of this stream; pages of others may lie between them. */
  readonly pages: readonly OggPage[]
  /** On the first of the pages: which segment the comments start with. */
  readonly firstSegment: number
  /** On the last of the pages: the segment behind the comments. */
  readonly endSegment: number
  /** The comment packet; in Ogg FLAC, the other metadata blocks too. */
  readonly packets: readonly FileAccess[]
  /** Which of the packets start a page. */
  readonly startsPage: readonly boolean[]
}

/** A logical stream that has comments (RFC 3533 §4). */
export interface OggStream {
  readonly codec: OggCodec
  readonly serial: number
  readonly firstPage: OggPage
  readonly firstPacket: Uint8Array
  /** Undefined where the file ends before the comments do. */
  readonly place: CommentPlace | undefined
}

/** Comments with many covers are long, but not that long. */
const maxHeaderPages = 4096
/** All streams begin in front of everything else (RFC 3533 §4); nobody has that many. */
const maxStreams = 16

/** A packet as if it were a file, wherever its pieces lie. */
function packetOf(access: FileAccess, extents: readonly Extent[]): FileAccess {
  const size = extents.reduce((sum, { length }) => sum + length, 0)
  const [only] = extents
  if (only !== undefined && extents.length === 1) {
    return {
      size,
      read: (at, length) => access.read(only.at + at, Math.max(0, Math.min(length, size - at))),
    }
  }
  return {
    size,
    read: (at, length) => {
      const parts: Uint8Array[] = []
      let from = 0
      for (const extent of extents) {
        const start = Math.max(at, from)
        const end = Math.min(at + length, from + extent.length)
        if (start < end) parts.push(access.read(extent.at + start - from, end - start))
        from += extent.length
        if (from >= at + length) break
      }
      return parts.length === 1 && parts[0] !== undefined ? parts[0] : concat(parts)
    },
  }
}

/** Follows one stream's pages until its comments have been seen whole. */
class HeaderWalk {
  readonly #access: FileAccess
  readonly #codec: OggCodec
  readonly #firstPacket: Uint8Array
  #packetIndex = 0
  #extents: Extent[] = []
  #pages: OggPage[] = []
  #firstSegment = 0
  #packets: FileAccess[] = []
  #startsPage: boolean[] = []
  place: CommentPlace | undefined

  constructor(access: FileAccess, codec: OggCodec, firstPacket: Uint8Array) {
    this.#access = access
    this.#codec = codec
    this.#firstPacket = firstPacket
  }

  see(page: OggPage): void {
    if (this.place !== undefined) return
    if (this.#packetIndex > 0) this.#pages.push(page)
    const { lacing } = page
    let at = page.at + page.headerBytes
    let first = 0
    let length = 0
    for (let index = 0; index < lacing.length; index++) {
      const size = lacing[index] ?? 0
      length += size
      if (size === 255 && index + 1 < lacing.length) continue
      this.#addPiece(at, length, first === 0)
      at += length
      first = index + 1
      length = 0
      if (size < 255 && this.#endPacket(page, index + 1)) return
    }
  }

  /** What a page holds of the packet. */
  #addPiece(at: number, length: number, startsPage: boolean): void {
    const extents = this.#extents
    const last = extents[extents.length - 1]
    if (last === undefined) this.#startsPage[this.#packets.length] = startsPage
    if (last !== undefined && last.at + last.length === at) {
      extents[extents.length - 1] = { at: last.at, length: last.length + length }
    } else if (length > 0 || last === undefined) extents.push({ at, length })
  }

  /** Whether that was the last one of interest. */
  #endPacket(page: OggPage, nextSegment: number): boolean {
    if (this.#packetIndex++ === 0) {
      this.#extents = []
      this.#firstSegment = nextSegment
      // Comments on the first page break the rules, and start there all the same.
      if (nextSegment < page.lacing.length) this.#pages.push(page)
      else this.#firstSegment = 0
      return false
    }
    this.#packets.push(packetOf(this.#access, this.#extents))
    this.#extents = []
    if (!this.#codec.isLastComment(this.#firstPacket, this.#packets)) return false
    this.#placeUntil(nextSegment)
    return true
  }

  /** The file ends here. One without sound may do so behind any of FLAC's blocks, without naming the last. */
  end(): void {
    const last = this.#pages[this.#pages.length - 1]
    const isBetweenPackets = this.#packets.length > 0 && this.#extents.length === 0
    if (this.place === undefined && last !== undefined && isBetweenPackets) {
      this.#placeUntil(last.lacing.length)
    }
  }

  #placeUntil(endSegment: number): void {
    this.place = {
      pages: this.#pages,
      firstSegment: this.#firstSegment,
      endSegment,
      packets: this.#packets,
      startsPage: this.#startsPage,
    }
  }
}

/** How much of a first packet the longest of them needs. */
const firstPacketBytes = 1024

function walkOf(
  walks: readonly { readonly stream: { readonly serial: number }; readonly walk: HeaderWalk }[],
  serial: number,
): HeaderWalk | undefined {
  for (let index = 0; index < walks.length; index++) {
    if (walks[index]?.stream.serial === serial) return walks[index]?.walk
  }
  return undefined
}

/** The streams whose codec we know, in the order of the file, each with the place of its comments. */
export function readStreams(access: FileAccess, start: number): readonly OggStream[] {
  const walks: { stream: Omit<OggStream, 'place'>; walk: HeaderWalk }[] = []
  /** Streams whose comments have not been seen whole. */
  let open = 0
  let at = start
  for (let count = 0; count < maxHeaderPages; count++) {
    const page = readPage(access, at)
    if (page === undefined || pageEnd(page) > access.size) break
    if ((page.flags & firstOfStream) !== 0 && walks.length < maxStreams) {
      const first = access.read(page.at + page.headerBytes, Math.min(page.bodyBytes, firstPacketBytes))
      const codec = codecOf(first)
      if (codec !== undefined && walkOf(walks, page.serial) === undefined) {
        const stream = { codec, serial: page.serial, firstPage: page, firstPacket: first }
        walks.push({ stream, walk: new HeaderWalk(access, codec, first) })
        open++
      }
    } else if (walks.length === 0) break
    const walk = walkOf(walks, page.serial)
    if (walk !== undefined && walk.place === undefined) {
      walk.see(page)
      if (walk.place !== undefined) open--
    }
    at = pageEnd(page)
    if (walks.length > 0 && open === 0) break
  }
  if (at === access.size) for (const { walk } of walks) walk.end()
  return walks.map(({ stream: { codec, serial, firstPage, firstPacket }, walk }) => ({
    codec,
    serial,
    firstPage,
    firstPacket,
    place: walk.place,
  }))
}

/** The stream whose comments come first: the picture's, as in mutagen, else the first sound's. */
export const mainStream = <Stream extends { readonly codec: OggCodec }>(
  streams: readonly Stream[],
): Stream | undefined => streams.find(({ codec }) => codec.name === 'Theora') ?? streams[0]

/** The codec of that stream, by the first pages alone. */
export function oggCodecAt(access: FileAccess, start: number): OggCodec['name'] | undefined {
  const streams: { readonly codec: OggCodec }[] = []
  let page = readPage(access, start)
  for (let count = 0; page !== undefined && count < maxStreams; count++) {
    if ((page.flags & firstOfStream) === 0) break
    const codec = codecOf(access.read(page.at + page.headerBytes, Math.min(page.bodyBytes, firstPacketBytes)))
    if (codec !== undefined) streams.push({ codec })
    page = readPage(access, pageEnd(page))
  }
  return mainStream(streams)?.codec.name
}
