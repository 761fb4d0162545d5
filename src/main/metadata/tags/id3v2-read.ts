import { latin1 } from '../bytes'
import type { FileAccess } from '../file-access'
import type { TagEntry } from './entry'
import { genresInWords } from './genre-names'
import { frameContent, headOfContent } from './id3v2-content'
import { frameName, type Id3v2Version, type Junk, noJunk, parseId3v2, type RawFrame } from './id3v2-frames'
import { decodeVolumeAdjustment } from './id3v2-gain'
import { decodePopularimeter, percentOfRating } from './id3v2-rating'
import { decodeSyncedLyrics, lrcOf } from './id3v2-synced-lyrics'
import {
  decodeComment,
  decodeIdentifier,
  decodePictureLabel,
  decodeTexts,
  decodeUserText,
  isEncoding,
} from './id3v2-text'

/** A frame with what it says. Several values are NUL-separated; “/” never separates (“AC/DC”). */
export interface Id3Frame extends TagEntry, RawFrame {}

export interface Id3v2Tag {
  readonly version: Id3v2Version
  readonly kind: 'ID3v2.2' | 'ID3v2.3' | 'ID3v2.4'
  readonly frames: readonly Id3Frame[]
  /** Bytes that the tag takes up, and may take up again. */
  readonly sizeBytes: number
  readonly junk: () => Junk
}

/** The tag at `at`, or undefined when there is none of a version that we know. Large frames stay in the file. */
export function readId3v2From(access: FileAccess, at: number): Id3v2Tag | undefined {
  const raw = parseId3v2(access, at)
  return raw === undefined ? undefined : tagOf(raw.frames, raw.version, raw.sizeBytes, raw.junk)
}

export function tagOf(
  frames: readonly RawFrame[],
  version: Id3v2Version,
  sizeBytes: number,
  junk: () => Junk = () => noJunk,
): Id3v2Tag {
  return { version, kind: `ID3v2.${version}`, frames: nameFrames(frames, version), sizeBytes, junk }
}

/** What is read of the texts of one tag, bytes; the rest is kept and not shown. No music has as much. */
const maxTextBytes = 2 * 1024 * 1024
const maxFrameText = 1024 * 1024
/** A text takes time however short it is: as much as so many bytes. */
const textCost = 16
/** Values that are read of one frame. */
const maxTexts = 50_000

/** Frames of which the first alone has this name. */
const oneOfSeveral: ReadonlySet<string> = new Set(['COMM', 'USLT', 'SYLT'])

/** Frames with their names and values. A frame among others: the second of two comments gets another name. */
export function nameFrames(frames: readonly RawFrame[], version: Id3v2Version): readonly Id3Frame[] {
  const taken = new Set<string>()
  const budget = { left: maxTextBytes }
  return frames.map((frame) => {
    const { name, values } = meaningOf(frame, version, taken, budget)
    if (name.length === 4 && oneOfSeveral.has(name)) taken.add(name)
    return named(frame, name, values)
  })
}

class NamedFrame implements Id3Frame {
  readonly name: string
  readonly values: readonly string[]
  readonly #frame: RawFrame

  constructor(frame: RawFrame, name: string, values: readonly string[]) {
    this.#frame = frame
    this.name = name
    this.values = values
  }

  get id(): string {
    return this.#frame.id
  }

  get flags(): number {
    return this.#frame.flags
  }

  get size(): number {
    return this.#frame.size
  }

  get body(): Uint8Array {
    return this.#frame.body
  }

  get raw(): Uint8Array {
    return this.#frame.body
  }

  head(length: number): Uint8Array {
    return this.#frame.head(length)
  }
}

export const named = (frame: RawFrame, name: string, values: readonly string[]): Id3Frame =>
  new NamedFrame(frame, name, values)

interface Meaning {
  readonly name: string
  readonly values: readonly string[]
}

/** Frames that are texts under a name that does not say so: iTunes' and Picard's. */
const textFrames: ReadonlySet<string> = new Set(['GRP1', 'MVNM', 'MVIN', 'XSOA', 'XSOP', 'XSOT'])

const isTextFrame = (name: string): boolean => name.startsWith('T') || textFrames.has(name)

function meaningOf(
  frame: RawFrame,
  version: Id3v2Version,
  taken: ReadonlySet<string>,
  budget: { left: number },
): Meaning {
  const name = frameName(frame.id, version)
  const nothing: Meaning = { name, values: [] }
  const most = Math.min(maxFrameText, budget.left)
  if (!isRead(name) || frame.size > most) return nothing
  const content = frameContent(frame, version, most)
  // What does not unpack may have cost as much as its bytes can hold: deflate packs to a thousandth at best.
  budget.left -= content?.length ?? Math.min(most, frame.size * 1032)
  const meaning = content === undefined ? undefined : read(name, content, taken)
  if (meaning === undefined) return nothing
  budget.left -= meaning.values.length * textCost
  return meaning
}

/** Whether the frame says more than is read of it, which nobody saw and nobody can have edited. */
export function hasUnreadTexts(frame: Id3Frame, version: Id3v2Version): boolean {
  const name = frameName(frame.id, version)
  if (!isRead(name)) return false
  const content = frameContent(frame, version)
  if (content === undefined) return false
  if (frame.values.length === 0) return (read(name, content, noNames)?.values.length ?? 0) > 0
  // A text has a byte at least: its end. Packed, a frame says nothing about how many there are.
  if (content.length <= maxTexts) return false
  const all = read(name, content, noNames, Number.POSITIVE_INFINITY)?.values ?? []
  return all.join('\0').length > frame.values.join('\0').length
}

const noNames: ReadonlySet<string> = new Set()

const decoded: ReadonlySet<string> = new Set(['COMM', 'USLT', 'UFID', 'POPM', 'SYLT', 'RVA2', 'XRVA', 'PCST'])

const isRead = (name: string): boolean =>
  (isTextFrame(name) && name !== 'TIPL' && name !== 'TMCL') || name.startsWith('W') || decoded.has(name)

function read(
  name: string,
  content: Uint8Array,
  taken: ReadonlySet<string>,
  most = maxTexts,
): Meaning | undefined {
  switch (name) {
    case 'TXXX': {
      const user = decodeUserText(content, most)
      return user && { name: `TXXX:${user.description}`, values: user.texts }
    }
    case 'COMM':
    case 'USLT':
      return readComment(name, content, taken, most)
    case 'UFID': {
      const identifier = decodeIdentifier(content)
      return identifier && { name: `UFID:${identifier.owner}`, values: [identifier.id] }
    }
    case 'POPM': {
      const rating = decodePopularimeter(content)?.rating ?? 0
      return { name, values: rating === 0 ? [] : [String(percentOfRating(rating))] }
    }
    case 'SYLT':
      return readSyncedLyrics(content, taken)
    case 'RVA2':
    case 'XRVA':
      return { name: `${name}:${decodeVolumeAdjustment(content)?.identification ?? ''}`, values: [] }
    case 'PCST':
      return { name, values: ['1'] }
    case 'TCON':
      return { name, values: (decodeTexts(content, most) ?? []).flatMap(genresInWords) }
    case 'TCMP':
      return { name, values: (decodeTexts(content, most) ?? []).filter((text) => text !== '0') }
    case 'WXXX': {
      const url = decodeUserText(content, most)
      // The address is ISO-8859-1 whatever the encoding of its description (§4.3.2).
      return url && { name: `WXXX:${url.description}`, values: [] }
    }
  }
  if (name.startsWith('W')) return { name, values: urlIn(content, most) }
  return { name, values: decodeTexts(content, most) ?? [] }
}

/** A comment in one more language, or with a description (iTunNORM), is not the comment of the panel. */
function readComment(
  name: string,
  content: Uint8Array,
  taken: ReadonlySet<string>,
  most: number,
): Meaning | undefined {
  const comment = decodeComment(content, most)
  if (comment === undefined) return undefined
  const { description, language, text } = comment
  const isFirst = description === '' && !taken.has(name)
  return { name: isFirst ? name : `${name}:${language}:${description}`, values: text === '' ? [] : [text] }
}

/** Lyrics with time; chords, events and pictures by time, and further languages, are kept and not shown. */
function readSyncedLyrics(content: Uint8Array, taken: ReadonlySet<string>): Meaning | undefined {
  const lyrics = decodeSyncedLyrics(content)
  if (lyrics === undefined) return { name: 'SYLT:unread', values: [] }
  const isFirst = lyrics.type <= 1 && !taken.has('SYLT')
  const name = isFirst ? 'SYLT' : `SYLT:${lyrics.language}:${lyrics.description}`
  return { name, values: isFirst ? [lrcOf(lyrics.pieces)] : [] }
}

/** A URL frame (§4.3): ISO-8859-1 without encoding byte; iTunes' WFED is a text frame all the same. */
function urlIn(content: Uint8Array, most: number): readonly string[] {
  if (isEncoding(content[0])) return decodeTexts(content, most) ?? []
  const end = content.indexOf(0)
  const url = latin1(end < 0 ? content : content.subarray(0, end))
  return url === '' ? [] : [url]
}

/** Enough for the label of nearly every picture. */
const labelBytes = 256

/** Whether a frame holds a picture; found out by its first bytes. */
export function isPictureFrame(frame: Id3Frame, version: Id3v2Version): boolean {
  if (frame.name !== 'APIC') return false
  const layout = frame.id.length === 3 ? 2 : version
  const head = headOfContent(frame, version, labelBytes)
  return head !== undefined && decodePictureLabel(head, layout) !== undefined
}
