import type { AudioProperties, Splice } from '../../../shared/model'
import { concat, latin1, startsWith, trailingZeros, uint8, uint16le, uint32le } from '../bytes'
import { type FileAccess, readExactly } from '../file-access'
import { entryKey } from '../tags/native-names'
import {
  parseVorbisComment,
  patchPictureComments,
  patchVorbisComment,
  picturesOfVorbisComment,
  renderVorbisComment,
  touchedInVorbisComment,
  type VorbisComment,
  valuesOfVorbisComment,
} from '../tags/vorbis-comment'
import { type Layout, type LayoutPatch, type NotWritable, spliceOf } from './layout'
import {
  lastOfStream,
  type OggPage,
  pageEnd,
  paginate,
  readPage,
  renumberedPage,
  sequenceAt,
} from './ogg-pages'

/** What differs between the codecs that we write. */
interface Codec {
  readonly format: 'ogg' | 'opus'
  readonly container: string
  /** How the comment packet starts. */
  readonly signature: string
  /** Vorbis has a third header packet (Vorbis I §4.2.1), Opus two (RFC 7845 §3). */
  readonly headerPackets: 2 | 3
  readonly properties: (firstPacket: Uint8Array, lastGranule: bigint) => Partial<AudioProperties>
}

const vorbis: Codec = {
  format: 'ogg',
  container: 'Ogg Vorbis',
  signature: '\x03vorbis',
  headerPackets: 3,
  properties: (packet, granule) => {
    const sampleRate = uint32le(packet, 12)
    return { sampleRate, channels: uint8(packet, 11), durationMs: (Number(granule) * 1000) / sampleRate }
  },
}

const opus: Codec = {
  format: 'opus',
  container: 'Ogg Opus',
  signature: 'OpusTags',
  headerPackets: 2,
  // Opus always counts 48,000 samples a second, and starts with some that are not played (RFC 7845 §4, §5.1).
  properties: (packet, granule) => ({
    sampleRate: 48_000,
    channels: uint8(packet, 9),
    durationMs: ((Number(granule) - uint16le(packet, 10)) * 1000) / 48_000,
  }),
}

interface Headers {
  readonly serial: number
  readonly packets: readonly Uint8Array[]
  /** Position behind the first page, and behind the page that ends the headers. */
  readonly from: number
  readonly to: number
  readonly pageCount: number
  readonly trouble: string | undefined
}

/** Comments with many covers are long, but not that long. */
const maxHeaderPages = 4096

function readHeaders(access: FileAccess, start: number, wanted: number): Headers {
  const first = readPage(access, start)
  if (first === undefined) throw new RangeError('no Ogg page')
  const { serial } = first
  const chunks: Uint8Array[] = [readExactly(access, start + first.headerBytes, first.bodyBytes)]
  const packets: Uint8Array[] = [concat(chunks.splice(0))]
  let trouble: string | undefined
  let at = pageEnd(first)
  const from = at
  let pageCount = 0
  while (packets.length < wanted && pageCount < maxHeaderPages) {
    const page = readPage(access, at)
    if (page === undefined) throw new RangeError(`no Ogg page at ${at}`)
    if (page.serial !== serial) trouble = 'several streams in one Ogg'
    else {
      let bodyAt = page.at + page.headerBytes
      for (const [index, size] of page.lacing.entries()) {
        chunks.push(readExactly(access, bodyAt, size))
        bodyAt += size
        if (size === 255) continue
        packets.push(concat(chunks.splice(0)))
        if (packets.length === wanted && index < page.lacing.length - 1) trouble ??= 'sound on a header page'
      }
    }
    pageCount++
    at = pageEnd(page)
  }
  if (packets.length < wanted) throw new RangeError('Ogg headers without end')
  return { serial, packets, from, to: at, pageCount, trouble }
}

/** How far from the end the last page of the stream is looked for: no page is longer. */
const tailBytes = 128 * 1024

/** Granule position of the last page of the stream, and whether the file ends inside a page. */
function lastGranule(access: FileAccess, serial: number, from: number): { granule: bigint; cut: boolean } {
  const start = Math.max(from, access.size - tailBytes)
  const tail = access.read(start, access.size - start)
  const text = latin1(tail)
  let cut = false
  for (let at = text.lastIndexOf('OggS'); at >= 0; at = at === 0 ? -1 : text.lastIndexOf('OggS', at - 1)) {
    const page = readPage(access, start + at)
    if (page?.serial !== serial) continue
    if (pageEnd(page) > access.size) cut = true
    if (page.granule >= 0n) return { granule: page.granule, cut }
  }
  return { granule: 0n, cut }
}

export const openOggVorbis = (access: FileAccess, start: number): Layout => openOgg(access, start, vorbis)
export const openOggOpus = (access: FileAccess, start: number): Layout => openOgg(access, start, opus)

function openOgg(access: FileAccess, start: number, codec: Codec): Layout {
  const headers = readHeaders(access, start, codec.headerPackets)
  const commentPacket = headers.packets[1] ?? new Uint8Array()
  const comment = readComment(commentPacket, codec)
  const { granule, cut } = lastGranule(access, headers.serial, headers.to)
  const structure = (reason: string): NotWritable => ({ code: 'metadata.structureNotWritable', reason })
  const obstacle = (): NotWritable | undefined => {
    if (cut) return { code: 'metadata.truncated', reason: codec.container }
    if (comment === undefined) return structure('damaged comment packet')
    return headers.trouble === undefined ? undefined : structure(headers.trouble)
  }
  const firstPacket = headers.packets[0] ?? new Uint8Array()
  const properties = codec.properties(firstPacket, granule)
  const durationMs = Math.max(0, properties.durationMs ?? 0)
  const audioBytes = access.size - headers.to

  return {
    format: codec.format,
    container: codec.container,
    tags:
      comment === undefined
        ? []
        : [
            {
              kind: 'Vorbis comment',
              values: valuesOfVorbisComment(comment),
              pictures: picturesOfVorbisComment(comment),
            },
          ],
    // Page headers behind the comment change when its page count does: the sound is proven by `sameSound`.
    audio: [],
    notWritable: obstacle(),
    properties: {
      ...properties,
      durationMs,
      bitrate: durationMs === 0 ? 0 : (audioBytes * 8000) / durationMs,
      bitsPerSample: 0,
      lossless: false,
    },
    plan: (patch) => (comment === undefined ? [] : planPages(access, headers, comment, codec, patch)),
    inventory: ({ fields, pictures }) => {
      const touched = touchedInVorbisComment(fields, pictures)
      return [
        ...headers.packets
          .filter((_, index) => index !== 1)
          .map((bytes, index) => ({ name: `header packet ${index}`, bytes })),
        ...(comment === undefined
          ? [{ name: 'comment packet', bytes: commentPacket }]
          : [
              { name: 'vendor', bytes: comment.vendor, mayAppear: true },
              ...comment.entries
                .filter(({ name }) => !touched.has(entryKey(name)))
                .map(({ name, raw }) => ({ name: `comment ${name}`, bytes: raw })),
              { name: 'rest of the comment', bytes: withoutPadding(comment.rest) },
            ]),
      ]
    },
    sameSound: (_after, splices) => sameBodies(access, headers, splices),
  }
}

function readComment(packet: Uint8Array, codec: Codec): VorbisComment | undefined {
  if (!startsWith(packet, codec.signature)) return undefined
  try {
    return parseVorbisComment(packet.subarray(codec.signature.length))
  } catch {
    // Lengths that do not fit: listed without tags, and not written.
    return undefined
  }
}

const withoutPadding = (rest: Uint8Array): Uint8Array => rest.subarray(0, rest.length - trailingZeros(rest))

/** Room left behind the comments when they must grow. */
const newPaddingBytes = 1024

/**
 * The header pages anew. Zero bytes behind the comments are padding (as libvorbis and RFC 7845 §5.2 ignore
 * them): while it lasts, no page moves. Else the pages behind get new numbers where their count changed.
 */
function planPages(
  access: FileAccess,
  headers: Headers,
  comment: VorbisComment,
  codec: Codec,
  patch: LayoutPatch,
): readonly Splice[] {
  const withValues = patchVorbisComment(comment, patch.values)
  const patched = patch.pictures === undefined ? withValues : patchPictureComments(withValues, patch.pictures)
  const content = concat([
    Buffer.from(codec.signature, 'latin1'),
    renderVorbisComment({ ...patched, rest: withoutPadding(comment.rest) }),
  ])
  const oldLength = headers.packets[1]?.length ?? 0
  const length = content.length <= oldLength ? oldLength : content.length + newPaddingBytes
  const packet = concat([content, new Uint8Array(length - content.length)])
  const pages = paginate([packet, ...headers.packets.slice(2)], headers.serial, 1)
  const region = spliceOf(access, headers.from, headers.to - headers.from, concat(pages))
  const shift = pages.length - headers.pageCount
  return shift === 0 ? region : [...region, ...renumberings(access, headers, shift)]
}

/** New sequence numbers and checksums for all pages of the stream behind its headers: eight bytes a page. */
function renumberings(access: FileAccess, headers: Headers, shift: number): readonly Splice[] {
  const splices: Splice[] = []
  for (const page of pagesFrom(access, headers.to)) {
    if (page.serial !== headers.serial) continue
    const bytes = readExactly(access, page.at, page.headerBytes + page.bodyBytes)
    const renumbered = renumberedPage(bytes, page.sequence + shift)
    const at = page.at + sequenceAt
    splices.push({ at, remove: 8, insert: renumbered.slice(sequenceAt, sequenceAt + 8) })
    if ((page.flags & lastOfStream) !== 0) break
  }
  return splices
}

/** Pages one behind the other; ends at the end of the file or where no whole page follows. */
function* pagesFrom(access: FileAccess, start: number): Generator<OggPage> {
  for (let at = start; at < access.size; ) {
    const page = readPage(access, at)
    if (page === undefined || pageEnd(page) > access.size) return
    yield page
    at = pageEnd(page)
  }
}

/**
 * No splice behind the headers touches more than a page's number and checksum. So every packet of the sound is
 * the same byte for byte, in the same order, with the same granule positions.
 */
function sameBodies(access: FileAccess, headers: Headers, splices: readonly Splice[]): boolean {
  const behind = splices.filter((splice) => splice.at >= headers.to)
  const allBefore = splices.every(
    (splice) => splice.at >= headers.to || splice.at + splice.remove <= headers.to,
  )
  if (!allBefore) return false
  let next = 0
  for (const page of behind.length === 0 ? [] : pagesFrom(access, headers.to)) {
    const splice = behind[next]
    if (splice === undefined) break
    if (splice.at !== page.at + sequenceAt) continue
    if (splice.remove !== 8 || splice.insert.length !== 8) return false
    next++
  }
  return next === behind.length
}
