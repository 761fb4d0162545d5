import { concat, fromUint32le, uint16le, uint32le } from '../bytes'
import type { FileAccess } from '../file-access'
import { fromUtf16le, utf16le } from './asf-attributes-text'
import { dataType } from './asf-attributes-values'
import type { TagEntry } from './entry'
import { NotStorableError } from './not-storable'

/**
 * The four objects of an ASF header that hold attributes, in the order in which their values count: Content
 * Description (§3.10), Extended Content Description (§3.11), Metadata (§4.7) and Metadata Library (§4.8).
 */
export const asfHomes = ['description', 'extended', 'metadata', 'library'] as const
export type AsfHome = (typeof asfHomes)[number]

/** One attribute. `name` is how the field registry finds it, `spelling` what the file calls it. */
export interface AsfAttribute extends TagEntry {
  readonly spelling: string
  /** The name of the registry that it would have, were the exact spelling not there too, saying something else. */
  readonly shadowOf?: string
  readonly type: number
  /** Index into the file's list of languages, and the stream it speaks of; 0: all of the file. */
  readonly language: number
  readonly stream: number
  readonly home: AsfHome
  /** Which of the file's objects holds it; undefined for a new one, which goes to the first of its home. */
  readonly holder: number | undefined
  readonly value: Uint8Array
}

/** Where one attribute lies in the body of its object. */
export interface AsfRecord {
  readonly spelling: string
  readonly type: number
  readonly language: number
  readonly stream: number
  readonly at: number
  readonly size: number
  readonly valueAt: number
  readonly valueSize: number
}

/** The attributes of one object. */
export interface AsfAttributeList {
  readonly home: AsfHome
  readonly body: FileAccess
  readonly records: readonly AsfRecord[]
  /** Where the last record ends; what follows is kept. */
  readonly end: number
  /** The list promises more than it holds. */
  readonly damaged: boolean
}

/** Content Description has five texts, in this order. */
export const descriptionNames = ['Title', 'Author', 'Copyright', 'Description', 'Rating'] as const
const descriptionLengths = 2 * descriptionNames.length
const extendedFixedBytes = 6
const metadataFixedBytes = 12
/** Lengths are words outside the Metadata Library. */
export const maxShortValue = 0xffff
const maxAttributes = 0xffff

const word = (value: number): Uint8Array => Uint8Array.of(value & 255, value >>> 8)

/** The attributes in the body of an object, at most `limit`. */
export function readAsfAttributes(home: AsfHome, body: FileAccess, limit: number): AsfAttributeList {
  const fixedBytes = home === 'description' ? descriptionLengths : 2
  if (body.size < fixedBytes) return { home, body, records: [], end: 0, damaged: true }
  if (home === 'description') return readDescription(body)
  const count = uint16le(body.read(0, 2), 0)
  const records: AsfRecord[] = []
  let at = 2
  while (records.length < Math.min(count, limit)) {
    const record = home === 'extended' ? extendedRecord(body, at) : metadataRecord(body, at)
    if (record === undefined || record.at + record.size > body.size) break
    records.push(record)
    at = record.at + record.size
  }
  return { home, body, records, end: at, damaged: records.length < count }
}

/** Lengths that point past the end are cut to what is there, as other readers do. */
function readDescription(body: FileAccess): AsfAttributeList {
  const lengths = body.read(0, descriptionLengths)
  const records: AsfRecord[] = []
  let at = descriptionLengths
  for (const [index, spelling] of descriptionNames.entries()) {
    const size = Math.min(uint16le(lengths, 2 * index), body.size - at)
    if (size > 0) {
      const { unicode: type } = dataType
      records.push({ spelling, type, language: 0, stream: 0, at, size, valueAt: at, valueSize: size })
    }
    at += size
  }
  return { home: 'description', body, records, end: at, damaged: false }
}

/** §3.11: length of the name, name, type, length of the value, value. */
function extendedRecord(body: FileAccess, at: number): AsfRecord | undefined {
  const length = body.read(at, 2)
  if (length.length < 2) return undefined
  const nameSize = uint16le(length, 0)
  const bytes = body.read(at + 2, nameSize + 4)
  if (bytes.length < nameSize + 4) return undefined
  const valueSize = uint16le(bytes, nameSize + 2)
  const valueAt = at + extendedFixedBytes + nameSize
  return {
    spelling: utf16le(bytes.subarray(0, nameSize)),
    type: uint16le(bytes, nameSize),
    language: 0,
    stream: 0,
    at,
    size: extendedFixedBytes + nameSize + valueSize,
    valueAt,
    valueSize,
  }
}

/** §4.7, §4.8: language, stream, length of the name, type, length of the value, name, value. */
function metadataRecord(body: FileAccess, at: number): AsfRecord | undefined {
  const fixed = body.read(at, metadataFixedBytes)
  if (fixed.length < metadataFixedBytes) return undefined
  const nameSize = uint16le(fixed, 4)
  const valueSize = uint32le(fixed, 8)
  const valueAt = at + metadataFixedBytes + nameSize
  return {
    spelling: utf16le(body.read(at + metadataFixedBytes, nameSize)),
    type: uint16le(fixed, 6),
    language: uint16le(fixed, 0),
    stream: uint16le(fixed, 2),
    at,
    size: metadataFixedBytes + nameSize + valueSize,
    valueAt,
    valueSize,
  }
}

type NewRecord = Pick<AsfAttribute, 'spelling' | 'type' | 'language' | 'stream' | 'home' | 'value'>

/** An attribute as its home writes it. */
export function renderRecord({ spelling, type, language, stream, home, value }: NewRecord): Uint8Array {
  if (home === 'description') return value
  const name = fromUtf16le(`${spelling}\0`)
  if (name.length > maxShortValue) throw new NotStorableError(spelling, 'ASF')
  if (home === 'extended') return concat([word(name.length), name, word(type), word(value.length), value])
  // A boolean has four bytes in the Extended Content Description, two here.
  const short = type === dataType.bool ? value.subarray(0, 2) : value
  const labels = [word(language), word(stream), word(name.length), word(type), fromUint32le(short.length)]
  return concat([...labels, name, short])
}

/** The body of an object with these attributes; `rest` is what followed the last one in the file. */
export function renderAsfAttributes(
  home: AsfHome,
  attributes: readonly AsfAttribute[],
  rest: Uint8Array,
): Uint8Array {
  if (home === 'description') {
    const texts = descriptionNames.map(
      (name) => attributes.find(({ spelling }) => spelling === name)?.raw ?? new Uint8Array(),
    )
    return concat([...texts.map(({ length }) => word(length)), ...texts, rest])
  }
  if (attributes.length > maxAttributes) {
    throw new NotStorableError(attributes[attributes.length - 1]?.spelling ?? '', 'ASF')
  }
  return concat([word(attributes.length), ...attributes.map(({ raw }) => raw), rest])
}
