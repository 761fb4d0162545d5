import { concat } from '../bytes'
import { escapeGenre, genresInWords, isReference, referencesIn } from './genre-names'
import { frameContent } from './id3v2-content'
import { dateOf, fullDateFrame, yearFrames } from './id3v2-dates'
import { frameName, frameOf, type Id3v2Version, parseFrameList, type RawFrame } from './id3v2-frames'
import { type Credit, creditName, creditsOf, encodeCredits, isPeopleFrame } from './id3v2-people'
import { type Id3Frame, type Id3v2Tag, nameFrames, tagOf } from './id3v2-read'
import { longPicture, shortPicture, withEarlyEncoding } from './id3v2-reencode'
import { renderFrame } from './id3v2-render'
import { repack } from './id3v2-repack'
import { decodeTexts, encodeTexts, encodeUserText, encodingFor, isEncoding } from './id3v2-text'
import { shortFrameId } from './id3v22-ids'

export interface Converted {
  readonly tag: Id3v2Tag
  /** Ids of frames that the other version has no way to hold; empty when nothing would be lost. */
  readonly lost: readonly string[]
}

/**
 * The tag in another version, frame by frame. What has a name of its own there gets it; frames that only one
 * version knows go as they are where their form is legal, and keep their meaning for those who know them.
 */
export function convertId3v2(tag: Id3v2Tag, version: Id3v2Version): Converted {
  if (tag.version === version) return { tag, lost: [] }
  const lost: string[] = []
  const frames = convertFrames(tag.frames, tag.version, version, lost)
  return { tag: tagOf(frames, version, tag.sizeBytes, tag.junk), lost }
}

function convertFrames(
  frames: readonly RawFrame[],
  from: Id3v2Version,
  to: Id3v2Version,
  lost: string[],
  isInner = false,
): readonly RawFrame[] {
  if (from === to) return frames
  if (from === 2) return convertFrames(fromShort(frames, lost), 3, to, lost)
  if (to === 2) return toShort(convertFrames(frames, from, 3, lost), lost)
  const all = nameFrames(frames, from)
  return to === 4
    ? toLater({ from: 3, to: 4, all, lost, isInner })
    : toEarlier({ from: 4, to: 3, all, lost, isInner })
}

/** ID3v2.2 to 2.3: longer ids, and pictures with a MIME type. LNK and CRM, built otherwise since, cannot go. */
function fromShort(frames: readonly RawFrame[], lost: string[]): readonly RawFrame[] {
  return frames.flatMap((frame) => {
    const id = frameName(frame.id, 2)
    if (id.length === 4) return [frameOf(id, 0, id === 'APIC' ? longPicture(frame.body) : frame.body)]
    lost.push(frame.id)
    return []
  })
}

const maxShortFrame = 2 ** 24

function toShort(frames: readonly RawFrame[], lost: string[]): readonly RawFrame[] {
  return frames.flatMap((frame) => {
    const id = shortFrameId(frameName(frame.id, 3))
    const content = (frame.flags & 0x20) === 0 ? frameContent(frame, 3) : undefined
    const body = id === 'PIC' && content !== undefined ? shortPicture(content) : content
    if (id !== undefined && body !== undefined && body.length < maxShortFrame) return [frameOf(id, 0, body)]
    lost.push(frame.id)
    return []
  })
}

/** One frame on its way from one version to the other, and what it can know of its neighbours. */
interface Step {
  readonly from: 3 | 4
  readonly to: 3 | 4
  readonly all: readonly Id3Frame[]
  readonly lost: string[]
  /** These are the frames of a chapter: it holds no further chapters. */
  readonly isInner: boolean
}

const firstText = ({ all }: Step, name: string): string | undefined =>
  all.find((frame) => frame.name.toUpperCase() === name)?.values[0]

const has = ({ all }: Step, name: string): boolean =>
  all.some((frame) => frame.name.toUpperCase() === name.toUpperCase())

/** A text frame in the encoding that its forerunner had, where the new version knows it. */
function textFrame(old: RawFrame, step: Step, id: string, texts: readonly string[]): RawFrame {
  const first = frameContent(old, step.from)?.[0]
  const had = isEncoding(first) ? first : undefined
  return frameOf(id, 0, encodeTexts(texts, encodingFor(texts.join(''), step.to, had)))
}

/** The frame as it is, but for flags, encodings and the frames inside it. */
function same(frame: Id3Frame, step: Step, id = frame.id): readonly RawFrame[] {
  const { from, to, lost, isInner } = step
  const packed = repack(frame, from, to, (content) => {
    const inner = isNest(frame.name) && !isInner ? convertNest(frame.name, content, step) : content
    return to === 3 ? withEarlyEncoding(frame.name.slice(0, 4), inner) : inner
  })
  if (packed === undefined) lost.push(frame.id)
  return packed === undefined ? [] : [frameOf(id, packed.flags, packed.body)]
}

/** Fields for which ID3v2.3 has only TXXX. */
export const newInLater: Readonly<Record<string, string>> = {
  'TXXX:MOOD': 'TMOO',
  'TXXX:DISCSUBTITLE': 'TSST',
  'TXXX:RELEASETIME': 'TDRL',
}
const earlierText: Readonly<Record<string, string>> = {
  TMOO: 'MOOD',
  TSST: 'DISCSUBTITLE',
  TDRL: 'RELEASETIME',
}
/** Sort orders that were experimental before ID3v2.4 had them. */
export const sortOrders: Readonly<Record<string, string>> = { XSOA: 'TSOA', XSOP: 'TSOP', XSOT: 'TSOT' }

function toLater(step: Step): readonly RawFrame[] {
  const { all } = step
  const year = firstText(step, 'TYER')
  const date = year === undefined ? undefined : dateOf(year, firstText(step, 'TDAT'), firstText(step, 'TIME'))
  const joined = new Set(date === undefined ? [] : partsIn(date, has(step, 'TDRC')))
  return all.flatMap((frame) => {
    const key = frame.name.toUpperCase()
    if (frame.values.length > 0) {
      if (key === 'TYER' || key === 'TORY') return laterDate(frame, key, step, date ?? '')
      if (joined.has(key)) return []
      if (key === 'TCON') return [textFrame(frame, step, 'TCON', rawTexts(frame, 3).flatMap(laterGenres))]
      const later = newInLater[key] ?? sortOrders[key]
      if (later !== undefined && !has(step, later)) return [textFrame(frame, step, later, frame.values)]
    }
    return frame.name === 'IPLS' ? laterCredits(frame, step) : same(frame, step)
  })
}

/** The frames whose text has become part of a whole date. */
function partsIn(date: string, hasWhole: boolean): readonly string[] {
  if (hasWhole) return []
  return date.length > 10 ? ['TDAT', 'TIME'] : date.length > 4 && date.includes('-') ? ['TDAT'] : []
}

function laterDate(frame: Id3Frame, key: 'TYER' | 'TORY', step: Step, date: string): readonly RawFrame[] {
  const full = fullDateFrame[key]
  const [year = ''] = frame.values
  const known = firstText(step, full)
  if (known === undefined) return [textFrame(frame, step, full, [key === 'TYER' ? date : year])]
  // What the whole date says already is not said twice; what contradicts it stays.
  return known.startsWith(year) ? [] : same(frame, step)
}

function toEarlier(step: Step): readonly RawFrame[] {
  const { all } = step
  const people = all.filter(({ name }) => isPeopleFrame(name))
  return all.flatMap((frame) => {
    const key = frame.name.toUpperCase()
    if (frame === people[0]) return earlierCredits(people, step)
    if (people.includes(frame)) return frameContent(frame, 4) === undefined ? same(frame, step) : []
    if (frame.values.length > 0) {
      if (key === 'TDRC' || key === 'TDOR') return earlierDate(frame, key, step)
      if (key === 'TCON') return [textFrame(frame, step, 'TCON', rawTexts(frame, 4).map(earlierGenre))]
      const description = earlierText[key]
      if (description !== undefined && !has(step, `TXXX:${description}`)) {
        return [userText(description, frame, step)]
      }
    }
    return same(frame, step)
  })
}

function earlierDate(frame: Id3Frame, key: 'TDRC' | 'TDOR', step: Step): readonly RawFrame[] {
  const yearId = key === 'TDRC' ? 'TYER' : 'TORY'
  const [date = '', ...more] = frame.values
  // A tag of ID3v2.4 that has frames of ID3v2.3 too, and several dates, stay as they are: both are readable.
  if (has(step, yearId) || has(step, 'TDAT') || more.length > 0) return same(frame, step)
  return yearFrames(yearId, date).map(({ id, text }) => textFrame(frame, step, id, [text]))
}

function userText(description: string, frame: Id3Frame, step: Step): RawFrame {
  const first = frameContent(frame, step.from)?.[0]
  const encoding = encodingFor(frame.values.join(''), step.to, isEncoding(first) ? first : undefined)
  return frameOf('TXXX', 0, encodeUserText(description, frame.values, encoding))
}

const rawTexts = (frame: Id3Frame, version: Id3v2Version): readonly string[] =>
  decodeTexts(frameContent(frame, version) ?? new Uint8Array(0)) ?? []

/** `(3)Dance` says one thing twice, for readers old and new: once is enough for a list. */
function laterGenres(text: string): readonly string[] {
  const parts = referencesIn(text)
  const words = parts.map((part) => genresInWords(part).join())
  return parts
    .filter((_, index) => words.indexOf(words[index] ?? '') === index)
    .map((part) => (isReference(part) ? part : escapeGenre(part)))
}

/** ID3v2.4 writes a reference as bare number, ID3v2.3 in brackets. */
const earlierGenre = (text: string): string => (isReference(text) ? `(${text})` : text)

/** IPLS: roles go to TIPL, instruments to TMCL. */
function laterCredits(frame: Id3Frame, step: Step): readonly RawFrame[] {
  const content = frameContent(frame, 3)
  if (content === undefined) return same(frame, step)
  const credits = creditsOf('IPLS', content)
  const [performers, roles] = [true, false].map((isPerformer) =>
    credits.filter((credit) => (creditName(credit) === 'TMCL') === isPerformer),
  )
  return [
    creditFrame('TIPL', roles ?? [], content, 4),
    creditFrame('TMCL', performers ?? [], content, 4),
  ].flat()
}

function earlierCredits(people: readonly Id3Frame[], step: Step): readonly RawFrame[] {
  const contents = people.map((frame) => ({ frame, content: frameContent(frame, 4) }))
  const credits = contents.flatMap(({ frame, content }) =>
    content === undefined ? [] : creditsOf(frame.name, content),
  )
  const [first] = contents
  if (first?.content === undefined) return first === undefined ? [] : same(first.frame, step)
  return creditFrame('IPLS', credits, first.content, 3)
}

const creditFrame = (
  id: string,
  credits: readonly Credit[],
  old: Uint8Array,
  version: Id3v2Version,
): readonly RawFrame[] => (credits.length === 0 ? [] : [frameOf(id, 0, encodeCredits(credits, version, old))])

/** Frames that have frames inside. */
export const isNest = (name: string): boolean => name === 'CHAP' || name === 'CTOC'

/** The frames inside a chapter or table of contents, converted; what stands before them stays (Addendum §3). */
function convertNest(name: string, content: Uint8Array, { from, to, lost }: Step): Uint8Array {
  const start = nestStart(name, content)
  const rest = content.subarray(start)
  const { frames, end } = parseFrameList(rest, from)
  const inner = convertFrames(frames, from, to, lost, true)
  return concat([
    content.subarray(0, start),
    ...inner.map((frame) => renderFrame(frame, to)),
    rest.subarray(end),
  ])
}

/** Where in a chapter or table of contents its frames begin. */
export function nestStart(name: string, content: Uint8Array): number {
  let at = content.indexOf(0) + 1
  if (at === 0) return content.length
  if (name === 'CHAP') return Math.min(at + 16, content.length)
  const children = content[at + 1] ?? 0
  at += 2
  for (let child = 0; child < children; child++) {
    const end = content.indexOf(0, at)
    if (end < 0) return content.length
    at = end + 1
  }
  return Math.min(at, content.length)
}
