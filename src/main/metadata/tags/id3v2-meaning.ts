import type { FieldName } from '../../../shared/model'
import { concat, fromLatin1, fromUint32, fromUtf8 } from '../bytes'
import { frameContent, partsOf } from './id3v2-content'
import { isNest, nestStart, newInLater, sortOrders } from './id3v2-convert'
import { valuesOfId3v2 } from './id3v2-fields'
import { parseFrameList } from './id3v2-frames'
import { creditName, creditsOf, isPeopleFrame } from './id3v2-people'
import { hasUnreadTexts, type Id3Frame, type Id3v2Tag, tagOf } from './id3v2-read'
import { inOneEncoding, longPicture } from './id3v2-reencode'
import { entryKey } from './native-names'

/** One thing that a tag says, in a form that is the same in all versions of ID3v2. */
export interface Meaning {
  readonly name: string
  readonly bytes: Uint8Array
  readonly mayAppear?: boolean
}

/** A date is one frame or three, by version. */
const dateFrames: ReadonlySet<string> = new Set(['TYER', 'TDAT', 'TIME', 'TORY', 'TDRC', 'TDOR'])
const dates = ['date', 'originalDate'] as const

/**
 * All that a tag says but what `touched` names, so that a tag can be compared with what it became in another version:
 * frames by their later names, texts in one encoding, dates whole, people pair by pair. In no order but that of the
 * names. `touched` holds keys of entries, `fields` the same by field.
 */
export function meaningsOfId3v2(
  tag: Id3v2Tag,
  touched: ReadonlySet<string>,
  fields: readonly FieldName[],
): Meaning[] {
  const isTouched = (name: string) => touched.has(entryKey(name)) || touched.has(name.slice(0, 4))
  const meanings = [
    ...datesOf(tag, fields),
    ...peopleOf(tag, isTouched),
    ...tag.frames
      .filter(
        (frame) => (!isTouched(frame.name) || hasUnreadTexts(frame, tag.version)) && !isElsewhere(frame, tag),
      )
      .map((frame) => meaningOf(frame, tag)),
  ]
  return meanings.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

const isElsewhere = (frame: Id3Frame, tag: Id3v2Tag): boolean =>
  dateFrames.has(frame.name) || (isPeopleFrame(frame.name) && frameContent(frame, tag.version) !== undefined)

function datesOf(tag: Id3v2Tag, fields: readonly FieldName[]): readonly Meaning[] {
  const values = valuesOfId3v2(tag)
  return dates.flatMap((field) => {
    const value = values[field]
    const isAsked = value !== undefined && !fields.includes(field)
    return isAsked ? [{ name: `ID3v2 ${field}`, bytes: textsOf(value), mayAppear: true }] : []
  })
}

/** Each pair under a name of its own, so that their order, which versions keep differently, does not count. */
function peopleOf(tag: Id3v2Tag, isTouched: (name: string) => boolean): readonly Meaning[] {
  return tag.frames
    .filter(({ name }) => isPeopleFrame(name))
    .flatMap((frame) => {
      const content = frameContent(frame, tag.version)
      return content === undefined ? [] : creditsOf(frame.name, content)
    })
    .filter((credit) => !isTouched(creditName(credit)) && !isTouched(`IPLS:${credit.role}`))
    .map(({ role, person }) => ({ name: `ID3v2 ${role}: ${person}`, bytes: textsOf([]), mayAppear: true }))
}

function meaningOf(frame: Id3Frame, tag: Id3v2Tag): Meaning {
  const key = entryKey(frame.name)
  const name = newInLater[key] ?? sortOrders[key] ?? key
  const isText = frame.values.length > 0 && !hasUnreadTexts(frame, tag.version)
  const bytes = isText ? textsOf(frame.values) : contentOf(frame, tag)
  return { name: `ID3v2 ${name}`, bytes, mayAppear: isText }
}

const textsOf = (texts: readonly string[]): Uint8Array => fromUtf8(texts.join('\0'))

function contentOf(frame: Id3Frame, { version }: Id3v2Tag): Uint8Array {
  const content = frameContent(frame, version)
  if (content === undefined) return partsOf(frame, version)?.data ?? frame.body
  const name = frame.name.slice(0, 4)
  if (isNest(frame.name)) return nestOf(frame.name, content, version)
  return inOneEncoding(name, version === 2 && name === 'APIC' ? longPicture(content) : content)
}

/** A chapter: what stands before its frames, then what those say. There are no chapters in chapters. */
function nestOf(name: string, content: Uint8Array, version: Id3v2Tag['version']): Uint8Array {
  const start = nestStart(name, content)
  const rest = content.subarray(start)
  const { frames, end } = parseFrameList(rest, version)
  const plain = frames.filter(({ id }) => !isNest(id))
  const nested = frames.filter(({ id }) => isNest(id))
  const said = meaningsOfId3v2(tagOf(plain, version, 0), new Set(), [])
  return concat([
    content.subarray(0, start),
    ...said.flatMap(({ name: inner, bytes }) => [fromUtf8(inner), fromUint32(bytes.length), bytes]),
    ...nested.flatMap(({ id, body }) => [fromLatin1(id), body]),
    rest.subarray(end),
  ])
}
