import type { FieldName, FieldValue, FieldValues } from '../../../shared/model'
import { concat, fromUint32, fromUint32le, fromUtf8, sameBytes, uint32le, utf8 } from '../bytes'
import type { PictureWithBytes } from '../metadata'
import { describePicture, parseFlacPicture } from '../pictures'
import {
  patchEntries,
  replaceEntries,
  type TagEntry,
  touchedKeys,
  type ValueChanges,
  valuesByKey,
} from './entry'
import { entryKey, readFields } from './native-names'

/** A Vorbis comment header without its packet's lead-in (Vorbis I §5.2.1; FLAC VORBIS_COMMENT, OpusTags). */
export interface VorbisComment {
  readonly vendor: Uint8Array
  readonly entries: readonly TagEntry[]
  /** What follows the last comment: a framing bit, padding, or data that Opus asks to keep (RFC 7845 §5.2). */
  readonly rest: Uint8Array
}

/** Throws `TruncatedError` when a length points past the end. */
export function parseVorbisComment(bytes: Uint8Array): VorbisComment {
  let at = 0
  const take = (): Uint8Array => {
    const length = uint32le(bytes, at)
    at += 4
    if (length > bytes.length - at) throw new RangeError(`a comment of ${length} bytes at ${at}`)
    at += length
    return bytes.subarray(at - length, at)
  }
  const vendor = take()
  const count = uint32le(bytes, at)
  at += 4
  // Each comment has at least its length: a larger count is a lie, and reserving for it would be a trap.
  if (count > (bytes.length - at) / 4) throw new RangeError(`${count} comments in ${bytes.length - at} bytes`)
  const entries: TagEntry[] = []
  for (let index = 0; index < count; index++) entries.push(entryOf(take()))
  return { vendor, entries, rest: bytes.subarray(at) }
}

function entryOf(raw: Uint8Array): TagEntry {
  const text = utf8(raw)
  const equals = text.indexOf('=')
  return equals < 0
    ? { name: '', values: [], raw }
    : { name: text.slice(0, equals), values: [text.slice(equals + 1)], raw }
}

export const renderVorbisComment = ({ vendor, entries, rest }: VorbisComment): Uint8Array =>
  concat([
    fromUint32le(vendor.length),
    vendor,
    fromUint32le(entries.length),
    ...entries.flatMap(({ raw }) => [fromUint32le(raw.length), raw]),
    rest,
  ])

export const emptyVorbisComment: VorbisComment = {
  vendor: fromUtf8('Tagwright'),
  entries: [],
  rest: new Uint8Array(),
}

export const valuesOfVorbisComment = (comment: VorbisComment): FieldValues =>
  readFields(valuesByKey(comment.entries), 'vorbis')

const pictureKey = 'METADATA_BLOCK_PICTURE'
/** How pictures were kept before: bare base64, with the type in an entry of its own. */
const oldPictureKey = 'COVERART'
const oldMimeKey = 'COVERARTMIME'

function pictureOf(entry: TagEntry, mime: string): PictureWithBytes | undefined {
  const text = entry.values[0] ?? ''
  const bytes = new Uint8Array(Buffer.from(text, 'base64'))
  if (entryKey(entry.name) === pictureKey) return parseFlacPicture(bytes)
  return bytes.length === 0 ? undefined : describePicture(bytes, { type: 3, mime, description: '' })
}

function pictureEntries(comment: VorbisComment): { entry: TagEntry; picture: PictureWithBytes }[] {
  const mimes = valuesByKey(comment.entries).get(oldMimeKey) ?? []
  let oldOnes = 0
  return comment.entries.flatMap((entry) => {
    const key = entryKey(entry.name)
    if (key !== pictureKey && key !== oldPictureKey) return []
    const mime = key === oldPictureKey ? (mimes[oldOnes++] ?? '') : ''
    const picture = pictureOf(entry, mime)
    return picture === undefined ? [] : [{ entry, picture }]
  })
}

export const picturesOfVorbisComment = (comment: VorbisComment): PictureWithBytes[] =>
  pictureEntries(comment).map(({ picture }) => picture)

/** The body of a FLAC PICTURE block. Colour depth is left open, as most writers do. */
export function encodeFlacPicture(picture: PictureWithBytes): Uint8Array {
  const mime = fromUtf8(picture.mime)
  const description = fromUtf8(picture.description)
  return concat([
    fromUint32(picture.type),
    fromUint32(mime.length),
    mime,
    fromUint32(description.length),
    description,
    fromUint32(picture.width),
    fromUint32(picture.height),
    fromUint32(0),
    fromUint32(0),
    fromUint32(picture.bytes.length),
    picture.bytes,
  ])
}

export function touchedInVorbisComment(fields: readonly FieldName[], pictures: boolean): Set<string> {
  const keys = touchedKeys(fields, 'vorbis')
  if (pictures) for (const key of [pictureKey, oldPictureKey, oldMimeKey]) keys.add(key)
  return keys
}

const textEntry = (name: string, value: string): TagEntry => ({
  name,
  values: [value],
  raw: fromUtf8(`${name}=${value}`),
})

const encode = (name: string, values: FieldValue): readonly TagEntry[] =>
  values.map((value) => textEntry(name, value))

/** The comment with these fields changed; all other comments stay byte for byte, in their order. */
export function patchVorbisComment(comment: VorbisComment, changes: ValueChanges): VorbisComment {
  return { ...comment, entries: patchEntries(comment.entries, changes, 'vorbis', encode) }
}

/** Ogg's way to hold pictures: base64 in comments. Those that stay keep their entry. */
export function patchPictureComments(
  comment: VorbisComment,
  pictures: readonly PictureWithBytes[],
): VorbisComment {
  const old = pictureEntries(comment)
  const made = pictures.map((picture) => {
    const same = old.find(
      ({ entry, picture: { bytes, type, description } }) =>
        entryKey(entry.name) === pictureKey &&
        type === picture.type &&
        description === picture.description &&
        sameBytes(bytes, picture.bytes),
    )
    return same?.entry ?? textEntry(pictureKey, Buffer.from(encodeFlacPicture(picture)).toString('base64'))
  })
  const oldEntries = new Set(old.map(({ entry }) => entry))
  const remove = (entry: TagEntry) => oldEntries.has(entry) || entryKey(entry.name) === oldMimeKey
  return { ...comment, entries: replaceEntries(comment.entries, remove, made) }
}
