import type { FieldName, FieldValue } from '../../../shared/model'
import { sameBytes } from '../bytes'
import { accessBytes } from '../file-access'
import type { PictureWithBytes } from '../metadata'
import { describePicture } from '../pictures'
import { type EncodeEntry, patchEntries, replaceEntries, touchedKeys, type ValueChanges } from './entry'
import { genresInWords } from './genre-names'
import { frameContent } from './id3v2-content'
import { convertId3v2 } from './id3v2-convert'
import { creditEntry, emptyComment, encoderFor, ratingsWithout, type WrittenFrame } from './id3v2-encode'
import { columnOf, gainEntries, isGainFrame } from './id3v2-fields'
import { type Id3v2Form, joinedTexts, ownForm } from './id3v2-form'
import { frameName, frameOf, type Id3v2Version, noJunk } from './id3v2-frames'
import { gainNames } from './id3v2-gain'
import { creditName, creditsOf, creditText, encodeCredits, isPeopleFrame } from './id3v2-people'
import {
  hasUnreadTexts,
  type Id3Frame,
  type Id3v2Tag,
  isPictureFrame,
  named,
  readId3v2From,
} from './id3v2-read'
import { framesSize, renderAppendedId3v2, renderId3v2 } from './id3v2-render'
import { storedLrc } from './id3v2-synced-lyrics'
import { decodePicture, encodePicture, encodingFor } from './id3v2-text'
import { entryKey, nativeNames } from './native-names'
import { NotStorableError } from './not-storable'

export { type Converted, convertId3v2 } from './id3v2-convert'
export { valuesOfId3v2 } from './id3v2-fields'
export { formOf, type Id3v2Form, ownForm } from './id3v2-form'
export { type Id3Frame, type Id3v2Tag, readId3v2From } from './id3v2-read'

/**
 * New tags are ID3v2.4: it keeps several values and whole dates apart, where ID3v2.3 has no way to, and
 * everything in use today reads it. Tags that exist keep their version.
 */
export const newTagVersion = 4

export const emptyId3v2: Id3v2Tag = {
  version: newTagVersion,
  kind: 'ID3v2.4',
  frames: [],
  sizeBytes: 0,
  junk: () => noJunk,
}

/** The tag at the start of `bytes`, or undefined when there is none of a version that we know. */
export const readId3v2 = (bytes: Uint8Array): Id3v2Tag | undefined => readId3v2From(accessBytes(bytes), 0)

/** How many pictures a tag holds, by the first bytes of their frames. */
export const pictureCountOfId3v2 = (tag: Id3v2Tag): number =>
  tag.frames.filter((frame) => isPictureFrame(frame, tag.version)).length

export function picturesOfId3v2(tag: Id3v2Tag): PictureWithBytes[] {
  return pictureFrames(tag).map(({ picture }) => picture)
}

function pictureFrames(tag: Id3v2Tag): { frame: Id3Frame; picture: PictureWithBytes }[] {
  return tag.frames.flatMap((frame) => {
    if (!isPictureFrame(frame, tag.version)) return []
    const content = frameContent(frame, tag.version)
    const layout = frame.id.length === 3 ? 2 : tag.version
    const picture = content === undefined ? undefined : decodePicture(content, layout)
    return picture === undefined ? [] : [{ frame, picture: describePicture(picture.bytes.slice(), picture) }]
  })
}

const people = ['TIPL', 'TMCL', 'IPLS']

/** The keys of entries that a patch of these fields may change. */
export function touchedInId3v2(fields: readonly FieldName[], pictures: boolean): Set<string> {
  const keys = touchedKeys(fields, 'id3v23')
  if (fields.includes('date')) for (const key of ['TDAT', 'TIME']) keys.add(key)
  if (pictures) keys.add('APIC')
  for (const [identification, { gain, peak }] of Object.entries(gainNames)) {
    if (!keys.has(gain) && !keys.has(peak)) continue
    for (const key of [`RVA2:${identification}`, `XRVA:${identification}`, gain, peak]) keys.add(key)
  }
  return keys
}

/** Frames of people as one entry for each pair, when one of their fields is asked for. */
function withCredits(tag: Id3v2Tag, touched: ReadonlySet<string>): readonly WrittenFrame[] {
  const isAsked = [...touched].some((key) => people.includes(key.split(':')[0] ?? ''))
  if (!isAsked) return tag.frames
  return tag.frames.flatMap((frame): readonly WrittenFrame[] => {
    const content = isPeopleFrame(frame.name) ? frameContent(frame, tag.version) : undefined
    if (content === undefined) return [frame]
    return creditsOf(frame.name, content).map((credit) =>
      creditEntry(credit, creditName(credit), creditText(credit)),
    )
  })
}

/** Entries of pairs back in frames, one for each id, where its first pair stands. */
function withoutCredits(frames: readonly WrittenFrame[], tag: Id3v2Tag): readonly Id3Frame[] {
  const written = new Set<string>()
  return frames.flatMap((frame) => {
    if (frame.credit === undefined) return [frame]
    const { frameId } = frame.credit
    if (written.has(frameId)) return []
    written.add(frameId)
    const credits = frames.flatMap(({ credit }) => (credit?.frameId === frameId ? [credit] : []))
    const old = tag.frames.find(({ name }) => name === frameId)
    const content = old === undefined ? undefined : frameContent(old, tag.version)
    return [named(frameOf(frameId, 0, encodeCredits(credits, tag.version, content)), frameId, [])]
  })
}

/** ReplayGain out of RVA2 into the entries that it is kept in today, when one of them is edited. */
function withGains(
  frames: readonly WrittenFrame[],
  tag: Id3v2Tag,
  touched: ReadonlySet<string>,
  encode: EncodeEntry<WrittenFrame>,
): readonly WrittenFrame[] {
  const known = new Set(frames.map(({ name }) => entryKey(name)))
  return frames.flatMap((frame) => {
    if (!isGainFrame(frame) || !touched.has(entryKey(frame.name))) return [frame]
    return gainEntries(frame, tag.version)
      .filter(({ name }) => !known.has(entryKey(name)))
      .flatMap(({ name, value }) => {
        known.add(entryKey(name))
        return encode(name, [value])
      })
  })
}

/**
 * The tag as it is written: in the version that is asked for. Else ID3v2.2 becomes 2.3, to which all its frames go
 * over — unless one cannot, and then it stays what it is. What a version that is asked for cannot hold is gone: the
 * check of the result refuses that save.
 */
export function writtenForm(tag: Id3v2Tag, version?: 3 | 4): Id3v2Tag {
  if (version !== undefined) return convertId3v2(tag, version).tag
  if (tag.version !== 2) return tag
  const { tag: later, lost } = convertId3v2(tag, 3)
  return lost.length === 0 ? later : tag
}

/** Frames made for ID3v2.3 in the short form, for a tag that stays ID3v2.2. */
const inShortForm =
  (encode: EncodeEntry<WrittenFrame>): EncodeEntry<WrittenFrame> =>
  (name, values) =>
    encode(name, values).map((frame) => (frame.credit === undefined ? shortened(frame) : frame))

function shortened(frame: Id3Frame): WrittenFrame {
  const { tag, lost } = convertId3v2({ ...emptyId3v2, version: 3, frames: [frame] }, 2)
  const [short] = tag.frames
  if (short === undefined || lost.length > 0) throw new NotStorableError(frame.values.join(', '), 'ID3v2.2')
  return named(short, frame.name, frame.values)
}

/** The tag with these fields and pictures changed; all other frames are the ones it had. */
export function patchedId3v2(
  old: Id3v2Tag,
  changes: ValueChanges,
  pictures: readonly PictureWithBytes[] | undefined,
  { version, separator }: Id3v2Form = ownForm,
): Id3v2Tag {
  const tag = writtenForm(old, version)
  const encode =
    tag.version === 2 ? inShortForm(encoderFor(tag, 3, separator)) : encoderFor(tag, tag.version, separator)
  const touched = touchedInId3v2(Object.keys(changes) as FieldName[], false)
  const kept = withGains(withCredits(tag, touched), tag, touched, encode).filter(
    ({ name }) => changes.date === undefined || (name !== 'TDAT' && name !== 'TIME'),
  )
  const edited = patchEntries(kept, changes, columnOf(tag), encode)
  const rest = [...placeholders(tag, changes), ...edited]
  const frames = withoutCredits(rest, tag)
  const whole = { ...tag, frames: frames.map((frame) => sameForm(frame, tag.version)) }
  return pictures === undefined ? whole : { ...whole, frames: patchPictures(whole, pictures) }
}

/**
 * What stays of removed fields: the counters of ratings, and an empty comment (or lyrics) in front of one in another
 * language, which would be taken for the file's comment otherwise.
 */
function placeholders(tag: Id3v2Tag, changes: ValueChanges): readonly WrittenFrame[] {
  const removed = (field: 'rating' | 'comment' | 'lyrics') => changes[field]?.length === 0
  return [
    ...(removed('rating') ? ratingsWithout(tag) : []),
    ...(removed('comment') ? emptyComment(tag, 'COMM') : []),
    ...(removed('lyrics') ? emptyComment(tag, 'USLT') : []),
  ]
}

/** A frame of people is made with its long id. */
const sameForm = (frame: Id3Frame, version: Id3v2Version): Id3Frame =>
  version === 2 && frame.id.length === 4 ? shortened(frame) : frame

/**
 * The patched tag as bytes that take exactly the old tag's room where they fit. Frames that nobody edited come out
 * as they were, also those that we cannot read. `fileBytes` is the size of the file, in proportion to which new
 * room is left.
 */
export function patchId3v2(
  tag: Id3v2Tag,
  changes: ValueChanges,
  pictures: readonly PictureWithBytes[] | undefined,
  fileBytes = 0,
  form: Id3v2Form = ownForm,
): Uint8Array {
  const { frames, version } = patchedId3v2(tag, changes, pictures, form)
  return renderId3v2(frames, version, {
    roomBytes: tag.sizeBytes,
    usedBefore: framesSize(tag.frames, tag.version),
    fileBytes,
    junk: tag.junk(),
    padding: form.padding,
  })
}

/** The same for a tag at the end of a file. It never becomes ID3v2.3, which knows no footer. */
export function patchAppendedId3v2(
  tag: Id3v2Tag,
  changes: ValueChanges,
  pictures: readonly PictureWithBytes[] | undefined,
  form: Id3v2Form = ownForm,
): Uint8Array {
  const { frames, version } = patchedId3v2(tag, changes, pictures, formAtEnd(form))
  return renderAppendedId3v2(frames, version === 2 ? 3 : version, tag.junk())
}

export const formAtEnd = (form: Id3v2Form): Id3v2Form =>
  form.version === 3 ? { ...form, version: undefined } : form

/** Pictures that stay keep their frame, byte for byte; links to pictures elsewhere are no pictures and stay. */
function patchPictures(tag: Id3v2Tag, pictures: readonly PictureWithBytes[]): readonly Id3Frame[] {
  const { version } = tag
  const old = pictureFrames(tag)
  const made = pictures.map((picture) => {
    const same = old.find(
      ({ picture: { bytes, type, description } }) =>
        type === picture.type && description === picture.description && sameBytes(bytes, picture.bytes),
    )
    if (same !== undefined) return same.frame
    const body = encodePicture(picture, version, encodingFor(picture.description, version, undefined))
    const id = version === 2 ? 'PIC' : 'APIC'
    return named(frameOf(id, 0, body), frameName(id, version), [])
  })
  const oldFrames = new Set(old.map(({ frame }) => frame))
  return replaceEntries(tag.frames, (frame) => oldFrames.has(frame), made)
}

/** What a frame or a pair is called in the inventory, flags included: an unread flag says how the rest is to be read. */
const inventoryName = ({ name, flags }: Id3Frame): string =>
  `ID3v2 ${name}${flags === 0 ? '' : ` (${flags})`}`

/** Everything in the tag that a change of `touched` leaves alone. */
export function inventoryOfId3v2(
  tag: Id3v2Tag,
  touched: ReadonlySet<string>,
): { name: string; bytes: Uint8Array; mayAppear?: boolean }[] {
  const written = writtenForm(tag)
  const junk = tag.junk().bytes
  return [
    ...withCredits(written, touched)
      .filter(
        (frame) =>
          (!touched.has(entryKey(frame.name)) && !touched.has(frame.name.slice(0, 4))) ||
          hasUnreadTexts(frame, written.version),
      )
      .map((frame) => ({
        name: inventoryName(frame),
        bytes: frame.raw,
        // A tag that is new holds all that the file's other tags say.
        mayAppear: frame.values.length > 0,
      })),
    ...(junk.length === 0 ? [] : [{ name: 'ID3v2 unreadable data', bytes: junk }]),
  ]
}

/** A value as it comes back from ID3v2, where that is not as it was given. */
export function storedInId3v2(field: FieldName, value: FieldValue): FieldValue {
  if (value.length === 0) return value
  switch (field) {
    case 'genre':
      return value.flatMap((genre) => (genre.startsWith('(') ? [genre] : genresInWords(genre)))
    case 'comment':
    case 'lyrics':
      return [value.join('\n')]
    case 'syncedLyrics':
      return [storedLrc(value.join('\n'))]
    case 'rating':
      return value[0] === '0' ? [] : value.slice(0, 1)
    default:
      return value
  }
}

/** The same for a tag in this form; `tag` is undefined for one that is made anew. */
export function storedInForm(
  field: FieldName,
  value: FieldValue,
  tag: Id3v2Tag | undefined,
  { version, separator }: Id3v2Form,
): FieldValue {
  const stored = storedInId3v2(field, value)
  if (separator === '' || stored.length < 2) return stored
  const [first] = nativeNames(field, 'id3v23')
  const written = version ?? (tag === undefined ? newTagVersion : writtenForm(tag).version)
  return first === undefined ? stored : joinedTexts(first.entry, stored, written, separator)
}
