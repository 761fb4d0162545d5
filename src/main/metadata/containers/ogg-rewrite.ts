import type { Splice } from '../../../shared/model'
import { concat, sameBytes } from '../bytes'
import { accessPlanned, type FileAccess } from '../file-access'
import { spliceOf } from './layout'
import { flacPackets, flacPacketsAt, withFlacPackets } from './ogg-codecs'
import {
  checksumAt,
  continued,
  firstOfStream,
  lacingOf,
  lastOfStream,
  type OggPage,
  pageEnd,
  pagesFrom,
  renderPage,
  renumbered,
  sequenceAt,
} from './ogg-pages'
import { type CommentPlace, type OggStream, readStreams } from './ogg-streams'

const segmentsPerPage = 255

const bodyBytes = (lacing: Uint8Array): number => lacing.reduce((sum, size) => sum + size, 0)

/** What shares the first page of the comments with them, and what shares the last: as it lies in the file. */
function neighbours(access: FileAccess, { pages, firstSegment, endSegment }: CommentPlace) {
  const first = pages[0]
  const last = pages.at(-1)
  if (first === undefined || last === undefined) throw new RangeError('comments without a page')
  const part = (page: OggPage, from: number, to: number) => {
    const lacing = page.lacing.subarray(from, to)
    const at = page.at + page.headerBytes + bodyBytes(page.lacing.subarray(0, from))
    return { lacing, body: access.read(at, bodyBytes(lacing)) }
  }
  return {
    first,
    last,
    before: part(first, 0, firstSegment),
    behind: part(last, endSegment, last.lacing.length),
  }
}

/** Segments page by page, as full as they get. */
function chunked(lacing: Uint8Array): Uint8Array[] {
  const chunks: Uint8Array[] = []
  for (let at = 0; at < lacing.length; at += segmentsPerPage) {
    chunks.push(lacing.subarray(at, at + segmentsPerPage))
  }
  return chunks
}

/**
 * Other packets in the place of the comments, as pages. What followed the comments on their last page stays
 * together on one page, and keeps its granule position: with the comments where there is room, else alone. In FLAC,
 * a packet that started a page does so still. Pages
 * on which no packet ends have granule position −1 (RFC 3533 §6, field 4); header pages have 0.
 */
export function paginate(
  access: FileAccess,
  place: CommentPlace,
  packets: readonly Uint8Array[],
): Uint8Array[] {
  const { first, last, before, behind } = neighbours(access, place)
  const runs = [before.lacing]
  for (const [index, packet] of packets.entries()) {
    const run = concat([runs.at(-1) ?? before.lacing, lacingOf(packet)])
    if (index > 0 && place.startsPage[index] === true) runs.push(lacingOf(packet))
    else runs[runs.length - 1] = run
  }
  const chunks = runs.flatMap(chunked)
  const lastChunk = chunks.at(-1) ?? new Uint8Array()
  if (lastChunk.length + behind.lacing.length <= segmentsPerPage) {
    chunks.splice(-1, 1, concat([lastChunk, behind.lacing]))
  } else chunks.push(behind.lacing)

  const body = concat([before.body, ...packets, behind.body])
  let bodyAt = 0
  return chunks.map((chunk, index) => {
    const isLast = index === chunks.length - 1
    const size = bodyBytes(chunk)
    bodyAt += size
    const goesOn = index > 0 && chunks[index - 1]?.at(-1) === 255
    const flags = index === 0 ? first.flags & (continued | firstOfStream) : goesOn ? continued : 0
    const granule = isLast ? last.granule : 0n
    return renderPage({
      serial: first.serial,
      sequence: first.sequence + index,
      flags: flags | (isLast ? last.flags & lastOfStream : 0),
      granule: chunk.some((segment) => segment < 255) ? granule : -1n,
      lacing: chunk,
      body: body.subarray(bodyAt - size, bodyAt),
    })
  })
}

/** New pages where the old ones were. Pages of other streams that lie between stay there. */
function replacePages(
  access: FileAccess,
  old: readonly OggPage[],
  pages: readonly Uint8Array[],
): readonly Splice[] {
  const isOneRun = old.every((page, index) => index === 0 || pageEnd(old[index - 1] ?? page) === page.at)
  const [first] = old
  const last = old.at(-1)
  if (isOneRun && first !== undefined && last !== undefined) {
    return spliceOf(access, first.at, pageEnd(last) - first.at, concat(pages))
  }
  return old.flatMap((page, index) => {
    const isLast = index === old.length - 1
    const insert = concat(isLast ? pages.slice(index) : pages.slice(index, index + 1))
    return spliceOf(access, page.at, pageEnd(page) - page.at, insert)
  })
}

/** The pages of a stream that follow its comments, to its end; a chained stream behind it is none of them. */
function* pagesBehind(access: FileAccess, serial: number, from: number): Generator<OggPage> {
  for (const page of pagesFrom(access, from)) {
    if (page.serial !== serial) continue
    if ((page.flags & firstOfStream) !== 0) return
    yield page
    if ((page.flags & lastOfStream) !== 0) return
  }
}

const endOf = ({ pages }: CommentPlace): number => {
  const last = pages.at(-1)
  return last === undefined ? 0 : pageEnd(last)
}

const endsStream = ({ pages }: CommentPlace): boolean => ((pages.at(-1)?.flags ?? 0) & lastOfStream) !== 0

/** Packets that are new stand behind the comments, on the same page. */
const withPackets = (place: CommentPlace, added: number): CommentPlace => ({
  ...place,
  startsPage: [
    ...place.startsPage.slice(0, 1),
    ...Array.from({ length: added }, () => false),
    ...place.startsPage.slice(1),
  ],
})

/** The first page of FLAC with the number of packets that there are now. */
function countedAnew(
  access: FileAccess,
  { firstPage, firstPacket }: OggStream,
  added: number,
): readonly Splice[] {
  if (added === 0 || flacPackets(firstPacket) === 0) return []
  const { at, headerBytes, bodyBytes } = firstPage
  const body = withFlacPackets(access.read(at + headerBytes, bodyBytes), flacPackets(firstPacket) + added)
  return spliceOf(access, at, headerBytes + bodyBytes, renderPage({ ...firstPage, body }))
}

/**
 * Splices that put these packets in the place of a stream's comments: one where no other stream interferes, and
 * eight bytes a page for number and checksum of all that follow where there are more pages than before, or fewer.
 */
export function replaceComments(
  access: FileAccess,
  stream: OggStream,
  place: CommentPlace,
  packets: readonly Uint8Array[],
): readonly Splice[] {
  const added = packets.length - place.packets.length
  const pages = paginate(access, withPackets(place, added), packets)
  const splices = [...countedAnew(access, stream, added), ...replacePages(access, place.pages, pages)]
  const shift = pages.length - place.pages.length
  const serial = place.pages[0]?.serial ?? 0
  if (shift === 0 || endsStream(place)) return splices
  for (const page of pagesBehind(access, serial, endOf(place))) {
    splices.push({ at: page.at + sequenceAt, remove: 8, insert: renumbered(page, page.sequence + shift) })
  }
  return splices
}

/** Whether a splice changes nothing of a first page but the number of FLAC's packets, and the checksum over it. */
const countsPackets = ({ codec, firstPage }: OggStream, { at, remove, insert }: Splice): boolean =>
  codec.name === 'FLAC' &&
  remove === insert.length &&
  at >= firstPage.at + checksumAt &&
  at + remove <= firstPage.at + firstPage.headerBytes + flacPacketsAt + 2

/**
 * Proof that the sound is the same: no splice behind the comments touches more than the number and the checksum of
 * a page, none touches another stream's page, and what shares a page with the comments is there byte for byte.
 */
export function keepsSound(
  access: FileAccess,
  start: number,
  streams: readonly OggStream[],
  splices: readonly Splice[],
): boolean {
  const places = streams.flatMap(({ place }) => (place === undefined ? [] : [place]))
  const inComments = ({ at, remove }: Splice) =>
    places.some(({ pages }) => {
      const run = pages.filter((page) => pageEnd(page) > at || page.at >= at)
      const [from] = run
      if (from === undefined || at < from.at) return false
      // From one page of the comments to a later one, with nobody else's between.
      let end = from.at
      for (const page of run) if (page.at === end) end = pageEnd(page)
      return at + remove <= end
    })
  const outside = splices.filter(
    (splice) => !inComments(splice) && !streams.some((stream) => countsPackets(stream, splice)),
  )
  if (!areRenumberings(access, places, outside)) return false

  const planned = accessPlanned(access, { size: access.size, splices: [...splices], audio: [] })
  const after = readStreams(planned, start)
  return (
    after.length === streams.length &&
    streams.every(({ codec, firstPacket, serial, place }, index) => {
      const same = after[index]
      if (same?.serial !== serial || (same.place === undefined) !== (place === undefined)) return false
      if (!sameBytes(codec.keptFirst(firstPacket), codec.keptFirst(same.firstPacket))) return false
      if (place === undefined || same.place === undefined) return true
      const old = neighbours(access, place)
      const now = neighbours(planned, same.place)
      return sameParts(old.before, now.before) && sharesPageStill(planned, old, now, same.place)
    })
  )
}

type Part = ReturnType<typeof neighbours>['behind']

const sameParts = (a: Part, b: Part): boolean => sameBytes(a.lacing, b.lacing) && sameBytes(a.body, b.body)

/** What shared the last page of the comments shares it still, or lies on the page behind it. */
function sharesPageStill(
  planned: FileAccess,
  old: ReturnType<typeof neighbours>,
  now: ReturnType<typeof neighbours>,
  place: CommentPlace,
): boolean {
  if (sameParts(old.behind, now.behind))
    return now.behind.lacing.length === 0 || now.last.granule === old.last.granule
  if (now.behind.lacing.length > 0) return false
  for (const page of pagesBehind(planned, now.last.serial, endOf(place))) {
    const body = planned.read(page.at + page.headerBytes, page.bodyBytes)
    return sameParts(old.behind, { lacing: page.lacing, body })
  }
  return false
}

function areRenumberings(
  access: FileAccess,
  places: readonly CommentPlace[],
  splices: readonly Splice[],
): boolean {
  if (splices.length === 0) return true
  if (splices.some(({ remove, insert }) => remove !== 8 || insert.length !== 8)) return false
  const expected = new Set<number>()
  for (const place of places) {
    const serial = place.pages[0]?.serial ?? 0
    for (const page of pagesBehind(access, serial, endOf(place))) expected.add(page.at + sequenceAt)
  }
  return splices.every(({ at }) => expected.has(at))
}
