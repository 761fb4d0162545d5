import type { FieldName, FieldValue, FieldValues } from '../../../shared/model'
import { concat, fromUint32le, fromUtf8, latin1, uint32le, utf8OrLatin1 } from '../bytes'
import { accessBytes, type FileAccess } from '../file-access'
import { patchEntries, type TagEntry, touchedKeys, type ValueChanges, valuesByKey } from './entry'
import { entryKey, readFields } from './native-names'
import { NotStorableError } from './not-storable'
import { separatedByNul } from './nul'
import { percentOfRatingText, ratingTextOf } from './text-rating'
import {
  isPictureName,
  pictureEntry,
  pictureHeadCharacters,
  pictureKey,
  pictureKeys,
} from './vorbis-pictures'

/** One comment. A picture has no `values`: nobody wants to see its base64, and most never want its bytes. */
export interface CommentEntry extends TagEntry {
  /** The picture's first bytes, and how many it has in all. Only for entries that hold one. */
  readonly picture?: { readonly head: Uint8Array; readonly sizeBytes: number }
}

/** A Vorbis comment header without its packet's lead-in (Vorbis I §5.2.1; FLAC VORBIS_COMMENT, OpusTags). */
export interface VorbisComment {
  readonly vendor: Uint8Array
  readonly entries: readonly CommentEntry[]
  /** What follows the last comment: a framing bit, padding, or data that Opus asks to keep (RFC 7845 §5.2). */
  readonly rest: Uint8Array
  /** Where the last comment ends, from the start of the vendor's length. */
  readonly contentBytes: number
  /** Why not all could be read. What was not, is part of `rest`. */
  readonly flaw: string | undefined
}

/** As many comments have never been seen in one file; more would only hold up the others. */
const maxComments = 10_000
/** Comments longer than this are looked at before they are fetched: they may be pictures. */
const longComment = 2048
/** What is read of the texts of one file, bytes; the rest is kept and not shown. No music has as much. */
const maxTextBytes = 2 * 1024 * 1024
/** Reads forward through bytes that are fetched a few kilobytes at a time. */
class Cursor {
  at = 0
  #chunk: Uint8Array = new Uint8Array()
  #chunkAt = 0
  readonly #access: FileAccess

  constructor(access: FileAccess) {
    this.#access = access
  }

  get left(): number {
    return this.#access.size - this.at
  }

  /** Where in the chunk the next `length` bytes lie. */
  #load(length: number): number {
    const from = this.at - this.#chunkAt
    if (from >= 0 && from + length <= this.#chunk.length) return from
    this.#chunk = this.#access.read(this.at, Math.max(length, 4096))
    this.#chunkAt = this.at
    return 0
  }

  /** The next bytes, without going past them. */
  peek(length: number): Uint8Array {
    const from = this.#load(length)
    return this.#chunk.subarray(from, from + length)
  }

  /** A length, which is not passed. */
  peekLength(): number {
    const from = this.#load(4)
    return uint32le(this.#chunk, from)
  }

  take(length: number): Uint8Array {
    const bytes = this.peek(length)
    this.at += length
    return bytes
  }
}

/** Reads what is there; lengths that point past the end are a `flaw`. Throws for more comments than anyone has. */
export function parseVorbisComment(source: Uint8Array | FileAccess): VorbisComment {
  const access = source instanceof Uint8Array ? accessBytes(source) : source
  const cursor = new Cursor(access)
  const entries: CommentEntry[] = []
  let flaw: string | undefined
  /** The size of what comes next, or undefined when it does not fit. */
  const size = (): number | undefined => {
    const length = cursor.left < 4 ? undefined : cursor.peekLength()
    if (length === undefined || length > cursor.left - 4) return undefined
    cursor.at += 4
    return length
  }

  const vendorSize = size()
  const vendor = vendorSize === undefined ? new Uint8Array() : cursor.take(vendorSize)
  if (vendorSize === undefined || cursor.left < 4) {
    flaw = 'vendor longer than the comment header'
    if (vendorSize !== undefined) cursor.at = 0
  } else {
    const count = uint32le(cursor.take(4), 0)
    if (Math.min(count, cursor.left / 4) > maxComments) throw new RangeError(`${count} comments`)
    let textLeft = maxTextBytes
    for (let index = 0; index < count && flaw === undefined; index++) {
      const length = size()
      if (length === undefined) flaw = `comment ${index + 1} of ${count} ends behind the header`
      else if (length <= longComment) entries.push(entryOf(cursor.take(length)))
      else {
        const entry = longEntry(access, cursor, length, textLeft)
        if (entry.values.length > 0) textLeft -= length
        entries.push(entry)
      }
    }
  }
  const known = flaw !== undefined && cursor.at === 0 ? new Uint8Array() : vendor
  return new ParsedComment(access, known, entries, cursor.at, flaw)
}

/** A comment header in a file; what follows its comments is read when somebody looks at it. */
class ParsedComment implements VorbisComment {
  readonly vendor: Uint8Array
  readonly entries: readonly CommentEntry[]
  readonly contentBytes: number
  readonly flaw: string | undefined
  readonly #access: FileAccess
  #rest: Uint8Array | undefined

  constructor(
    access: FileAccess,
    vendor: Uint8Array,
    entries: readonly CommentEntry[],
    contentBytes: number,
    flaw: string | undefined,
  ) {
    this.#access = access
    this.vendor = vendor
    this.entries = entries
    this.contentBytes = contentBytes
    this.flaw = flaw
  }

  get rest(): Uint8Array {
    this.#rest ??= this.#access.read(this.contentBytes, this.#access.size - this.contentBytes)
    return this.#rest
  }
}

/** The comment with other entries. */
export const withEntries = (
  { vendor, rest, contentBytes, flaw }: VorbisComment,
  entries: readonly CommentEntry[],
): VorbisComment => ({ vendor, entries, rest, contentBytes, flaw })

function entryOf(raw: Uint8Array): CommentEntry {
  const text = utf8OrLatin1(raw)
  const equals = text.indexOf('=')
  // Without a name it is no comment that anybody could show; it stays what it is.
  if (equals < 0) return { name: '', values: [], raw }
  const name = text.slice(0, equals)
  const value = text.slice(equals + 1)
  return isPictureName(name)
    ? pictureEntry(name, value.slice(0, pictureHeadCharacters), value.length, () => raw)
    : { name, values: separatedByNul(value), raw }
}

/** A comment that is kept and not shown. */
class UnreadEntry implements CommentEntry {
  readonly name: string
  readonly values: readonly string[] = []
  readonly #read: () => Uint8Array

  constructor(name: string, read: () => Uint8Array) {
    this.name = name
    this.#read = read
  }

  get raw(): Uint8Array {
    return this.#read()
  }
}

/** A comment of many kilobytes: fetched at once when it is text, on demand when it is a picture. */
function longEntry(access: FileAccess, cursor: Cursor, length: number, textLeft: number): CommentEntry {
  const { at } = cursor
  const head = latin1(cursor.peek(pictureKey.length + 1 + pictureHeadCharacters))
  const name = head.slice(0, Math.max(0, head.indexOf('=')))
  const isPicture = isPictureName(name)
  if (!isPicture && length <= textLeft) return entryOf(cursor.take(length))
  cursor.at += length
  if (!isPicture) return new UnreadEntry(name, () => access.read(at, length))
  const valueAt = name.length + 1
  return pictureEntry(name, head.slice(valueAt, valueAt + pictureHeadCharacters), length - valueAt, () =>
    access.read(at, length),
  )
}

export const renderVorbisComment = ({
  vendor,
  entries,
  rest,
}: Pick<VorbisComment, 'vendor' | 'entries' | 'rest'>): Uint8Array =>
  concat([
    fromUint32le(vendor.length),
    vendor,
    fromUint32le(entries.length),
    ...entries.flatMap(({ raw }) => [fromUint32le(raw.length), raw]),
    rest,
  ])

const ownVendor = 'Tagwright'

export const emptyVorbisComment: VorbisComment = {
  vendor: fromUtf8(ownVendor),
  entries: [],
  rest: new Uint8Array(),
  contentBytes: 0,
  flaw: undefined,
}

/** The program that encoded the sound leaves its name here; where we made the comment, nobody did. */
export function encoderOf(comment: VorbisComment | undefined): string {
  const vendor = comment === undefined ? '' : utf8OrLatin1(comment.vendor).trim()
  return vendor === ownVendor ? '' : vendor
}

export function valuesOfVorbisComment(comment: VorbisComment): FieldValues {
  const values: { [Name in FieldName]?: FieldValue } = readFields(valuesByKey(comment.entries), 'vorbis')
  if (values.rating !== undefined) values.rating = [percentOfRatingText(values.rating[0] ?? '')]
  return values
}

function touchedInVorbisComment(fields: readonly FieldName[], pictures: boolean): Set<string> {
  const keys = touchedKeys(fields, 'vorbis')
  if (pictures) for (const key of pictureKeys) keys.add(key)
  return keys
}

/** What a change of these fields leaves alone; a comment that was too long to be read is among it. */
export function untouchedComments(
  { entries }: VorbisComment,
  fields: readonly FieldName[],
  pictures: boolean,
): readonly CommentEntry[] {
  const touched = touchedInVorbisComment(fields, pictures)
  return entries.filter((entry) => !touched.has(entryKey(entry.name)) || entry instanceof UnreadEntry)
}

/** Names are printable ASCII but for `=` and `~` (Vorbis I §5.2.2.3: 0x20 to 0x7D). */
function textEntry(name: string, value: string): CommentEntry {
  if (!/^[\x20-\x3c\x3e-\x7d]+$/.test(name)) throw new NotStorableError(name, 'a Vorbis comment')
  return { name, values: [value], raw: fromUtf8(`${name}=${value}`) }
}

/** The comment with these fields changed; all other comments stay byte for byte, in their order. */
export function patchVorbisComment(comment: VorbisComment, changes: ValueChanges): VorbisComment {
  const encode = (name: string, values: FieldValue): readonly CommentEntry[] => {
    const key = entryKey(name)
    // A text under a picture's name would be taken for one.
    if (pictureKeys.includes(key)) throw new NotStorableError(name, 'a Vorbis comment')
    const old = comment.entries.find((entry) => entryKey(entry.name) === key)?.values[0]
    return values.map((value) => textEntry(name, key === 'RATING' ? ratingTextOf(value, old) : value))
  }
  return withEntries(comment, patchEntries(comment.entries, changes, 'vorbis', encode))
}
