import type { FieldName, FieldValue, FieldValues } from '../../../shared/model'
import { fitsLatin1, sameBytes } from '../bytes'
import type { PictureWithBytes } from '../metadata'
import { describePicture } from '../pictures'
import {
  NotStorableError,
  patchEntries,
  replaceEntries,
  type TagEntry,
  touchedKeys,
  type ValueChanges,
  valuesByKey,
} from './entry'
import { escapeGenre, genresInWords } from './genre-names'
import { frameContent, parseId3v2, type RawFrame, renderId3v2 } from './id3v2-frames'
import {
  decodeComment,
  decodeIdentifier,
  decodePicture,
  decodeTexts,
  decodeUserText,
  encodeComment,
  encodeIdentifier,
  encodePicture,
  encodeTexts,
  encodeUserText,
} from './id3v2-text'
import { longFrameId } from './id3v22-ids'
import { type NameColumn, readFields } from './native-names'

/** A frame with what it says. Several values are NUL-separated; “/” never separates (“AC/DC”). */
export interface Id3Frame extends TagEntry, RawFrame {}

export interface Id3v2Tag {
  readonly version: 2 | 3 | 4
  readonly kind: 'ID3v2.2' | 'ID3v2.3' | 'ID3v2.4'
  readonly frames: readonly Id3Frame[]
  readonly sizeBytes: number
  readonly hasJunk: boolean
}

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
  hasJunk: false,
}

/** The tag at the start of `bytes`, or undefined when there is none of a version that we know. */
export function readId3v2(bytes: Uint8Array): Id3v2Tag | undefined {
  const raw = parseId3v2(bytes)
  if (raw === undefined) return undefined
  const { version, sizeBytes, hasJunk } = raw
  const kind = `ID3v2.${version}` as const
  const taken = new Set<string>()
  const frames = raw.frames.map((frame) => readFrame(frame, version, taken))
  return { version, kind, frames, sizeBytes, hasJunk }
}

function readFrame(frame: RawFrame, version: 2 | 3 | 4, taken: Set<string>): Id3Frame {
  const id = version === 2 ? longFrameId(frame.id) : frame.id
  const nothing: Id3Frame = { ...frame, name: id, values: [], raw: frame.body }
  const content = frameContent(frame, version)
  if (content === undefined) return nothing
  if (id === 'TXXX') {
    const user = decodeUserText(content)
    return user === undefined ? nothing : { ...nothing, name: `TXXX:${user.description}`, values: user.texts }
  }
  if (id === 'COMM' || id === 'USLT') {
    const comment = decodeComment(content)
    if (comment === undefined) return nothing
    // A comment in one more language, or with a description (iTunNORM), is not the comment of the panel.
    const name =
      comment.description === '' && !taken.has(id) ? id : `${id}:${comment.language}:${comment.description}`
    taken.add(name)
    return { ...nothing, name, values: comment.text === '' ? [] : [comment.text] }
  }
  if (id === 'UFID') {
    const identifier = decodeIdentifier(content)
    return identifier === undefined
      ? nothing
      : { ...nothing, name: `UFID:${identifier.owner}`, values: [identifier.id] }
  }
  const isText = id.startsWith('T') || /^XSO[APT]$/.test(id) || ['GRP1', 'MVNM', 'MVIN'].includes(id)
  if (!isText) return nothing
  const texts = decodeTexts(content) ?? []
  return { ...nothing, values: id === 'TCON' ? texts.flatMap(genresInWords) : texts }
}

const columnOf = (tag: Id3v2Tag): NameColumn => (tag.version === 4 ? 'id3' : 'id3v23')

/** The date of ID3v2.3, kept in three frames: year, day and month, hour and minute (§4.2.1). */
function dateOf(year: string, dayMonth: string | undefined, time: string | undefined): string {
  if (!/^\d{4}$/.test(year) || dayMonth === undefined || !/^\d{4}$/.test(dayMonth)) return year
  const date = `${year}-${dayMonth.slice(2)}-${dayMonth.slice(0, 2)}`
  const isTime = time !== undefined && /^\d{4}$/.test(time)
  return isTime ? `${date}T${time.slice(0, 2)}:${time.slice(2)}` : date
}

/** ID3v2.4's frame for what ID3v2.3 knows only by its year. */
const fullDateFrame: Readonly<Record<string, string>> = { TYER: 'TDRC', TORY: 'TDOR' }

export function valuesOfId3v2(tag: Id3v2Tag): FieldValues {
  const byKey = valuesByKey(tag.frames)
  const year = byKey.get('TYER')?.[0]
  if (year !== undefined) byKey.set('TYER', [dateOf(year, byKey.get('TDAT')?.[0], byKey.get('TIME')?.[0])])
  for (const [yearFrame, fullFrame] of Object.entries(fullDateFrame)) {
    const short = byKey.get(yearFrame)?.[0]
    const full = byKey.get(fullFrame)?.[0]
    if (short !== undefined && full?.startsWith(short) === true) byKey.set(yearFrame, [full])
  }
  return readFields(byKey, columnOf(tag))
}

export function picturesOfId3v2(tag: Id3v2Tag): PictureWithBytes[] {
  return pictureFrames(tag).map(({ picture }) => picture)
}

function pictureFrames(tag: Id3v2Tag): { frame: Id3Frame; picture: PictureWithBytes }[] {
  return tag.frames.flatMap((frame) => {
    if (!isPicture(frame)) return []
    const content = frameContent(frame, tag.version)
    const picture = content === undefined ? undefined : decodePicture(content, tag.version)
    return picture === undefined ? [] : [{ frame, picture: describePicture(picture.bytes.slice(), picture) }]
  })
}

const isPicture = (frame: Id3Frame): boolean => frame.id === 'APIC' || frame.id === 'PIC'

/** The keys of entries that a patch of these fields may change. */
export function touchedInId3v2(fields: readonly FieldName[], pictures: boolean): Set<string> {
  const keys = touchedKeys(fields, 'id3v23')
  if (fields.includes('date')) for (const key of ['TDAT', 'TIME']) keys.add(key)
  if (pictures) keys.add('APIC')
  return keys
}

const newFrame = (id: string, name: string, values: FieldValue, body: Uint8Array): Id3Frame => ({
  id,
  flags: 0,
  body,
  name,
  values,
  raw: body,
})

function encodeFrames(version: 3 | 4, language: (id: string) => string) {
  const textFrame = (id: string, values: FieldValue) => newFrame(id, id, values, encodeTexts(values, version))
  return (name: string, values: FieldValue): readonly Id3Frame[] => {
    const colon = name.indexOf(':')
    const id = colon < 0 ? name : name.slice(0, colon)
    const detail = colon < 0 ? '' : name.slice(colon + 1)
    const [first = ''] = values
    switch (id) {
      case 'TXXX':
        return [newFrame(id, name, values, encodeUserText(detail, values, version))]
      case 'UFID':
        if (!fitsLatin1(first) || first.length > 64) throw new NotStorableError(first, 'UFID')
        return [newFrame(id, name, values, encodeIdentifier(detail, first))]
      case 'COMM':
      case 'USLT':
        return [newFrame(id, name, values, encodeComment(language(id), values.join('\n'), version))]
      case 'TCON':
        return [newFrame(id, id, values, encodeTexts(values.map(escapeGenre), version))]
      case 'TYER':
      case 'TORY':
        return yearFrames(id, first, textFrame)
      default:
        return [textFrame(id, values)]
    }
  }
}

/** A year alone, or with day and month beside it; what fits neither is added whole in ID3v2.4's frame. */
function yearFrames(
  id: 'TYER' | 'TORY',
  date: string,
  textFrame: (id: string, values: FieldValue) => Id3Frame,
): readonly Id3Frame[] {
  const frames = [textFrame(id, [date.slice(0, 4)])]
  if (date.length <= 4) return frames
  const parts = /^\d{4}-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?$/.exec(date)
  if (id === 'TORY' || parts === null) return [...frames, textFrame(fullDateFrame[id] ?? id, [date])]
  const [, month = '', day = '', hour, minute] = parts
  frames.push(textFrame('TDAT', [`${day}${month}`]))
  if (hour !== undefined && minute !== undefined) frames.push(textFrame('TIME', [`${hour}${minute}`]))
  return frames
}

/**
 * The tag with these fields changed, as bytes that take exactly the old tag's room where they fit. Frames that
 * nobody edited come out as they were, also those that we cannot read. ID3v2.2 is not written.
 */
export function patchId3v2(
  tag: Id3v2Tag,
  changes: ValueChanges,
  pictures: readonly PictureWithBytes[] | undefined,
): Uint8Array {
  const { version } = tag
  if (version === 2) throw new TypeError('ID3v2.2 is not written')
  const languageOf = (id: string): string => {
    const old = tag.frames.find((frame) => frame.name === id)
    const content = old === undefined ? undefined : frameContent(old, version)
    return (content === undefined ? undefined : decodeComment(content)?.language) ?? 'eng'
  }
  const kept =
    changes.date === undefined ? tag.frames : tag.frames.filter(({ id }) => id !== 'TDAT' && id !== 'TIME')
  const edited = patchEntries(kept, changes, columnOf(tag), encodeFrames(version, languageOf))
  const frames =
    pictures === undefined ? edited : patchPictures({ ...tag, frames: edited }, version, pictures)
  return renderId3v2(frames, version, tag.sizeBytes)
}

/** Pictures that stay keep their frame, byte for byte; links to pictures elsewhere are no pictures and stay. */
function patchPictures(
  tag: Id3v2Tag,
  version: 3 | 4,
  pictures: readonly PictureWithBytes[],
): readonly Id3Frame[] {
  const old = pictureFrames(tag)
  const made = pictures.map((picture) => {
    const same = old.find(
      ({ picture: { bytes, type, description } }) =>
        type === picture.type && description === picture.description && sameBytes(bytes, picture.bytes),
    )
    return same?.frame ?? newFrame('APIC', 'APIC', [], encodePicture(picture, version))
  })
  const oldFrames = new Set(old.map(({ frame }) => frame))
  return replaceEntries(tag.frames, (frame) => oldFrames.has(frame), made)
}
