import type { FieldName, FieldValue, FieldValues } from '../../../shared/model'
import {
  type AsfAttribute,
  type AsfAttributeList,
  type AsfHome,
  type AsfRecord,
  asfHomes,
  descriptionNames,
  maxShortValue,
  renderRecord,
} from './asf-attributes-records'
import {
  dataType,
  decodeValue,
  encodeValue,
  lyricsName,
  mayBeLong,
  registeredSpelling,
} from './asf-attributes-values'
import { patchEntries, touchedKeys, type ValueChanges } from './entry'
import { EntryTexts, entryKey, readFields } from './native-names'
import { NotStorableError } from './not-storable'

/** An attribute of the file with what could be read out of it. */
interface FoundAttribute {
  readonly list: AsfAttributeList
  readonly holder: number
  readonly record: AsfRecord
  readonly values: readonly string[]
}

/** The attributes of all objects as entries, in the order in which their values count. */
export function attributesOf(lists: readonly AsfAttributeList[]): readonly AsfAttribute[] {
  const found = asfHomes.flatMap((home) =>
    lists.flatMap((list, holder) =>
      list.home === home
        ? list.records.map((record) => ({ list, holder, record, values: valuesOfRecord(list, record) }))
        : [],
    ),
  )
  const known = knownTexts(found)
  return found.map((one) => new AttributeInFile(one, seenAs(one, known)))
}

/** An attribute of the file; its bytes are fetched when asked for. */
class AttributeInFile implements AsfAttribute {
  readonly name: string
  readonly values: readonly string[]
  readonly shadowOf?: string
  readonly holder: number
  readonly #list: AsfAttributeList
  readonly #record: AsfRecord

  constructor({ list, holder, record }: FoundAttribute, seen: Seen) {
    this.name = seen.name
    this.values = seen.values
    if (seen.shadowOf !== undefined) this.shadowOf = seen.shadowOf
    this.holder = holder
    this.#list = list
    this.#record = record
  }

  get spelling(): string {
    return this.#record.spelling
  }
  get type(): number {
    return this.#record.type
  }
  get language(): number {
    return this.#record.language
  }
  get stream(): number {
    return this.#record.stream
  }
  get home(): AsfHome {
    return this.#list.home
  }
  get raw(): Uint8Array {
    return this.#list.body.read(this.#record.at, this.#record.size)
  }
  get value(): Uint8Array {
    return this.#list.body.read(this.#record.valueAt, this.#record.valueSize)
  }
}

function valuesOfRecord({ body }: AsfAttributeList, record: AsfRecord): readonly string[] {
  const { spelling, type, valueAt, valueSize } = record
  if (type === dataType.guid || (type === dataType.bytes && registeredSpelling(spelling) !== lyricsName))
    return []
  return decodeValue(spelling, { type, bytes: body.read(valueAt, valueSize) })
}

/** What the file says under the names of the registry, exactly spelled; and what of it in the Content Description. */
interface KnownTexts {
  readonly exact: ReadonlyMap<string, readonly string[]>
  readonly described: ReadonlyMap<string, string>
}

function knownTexts(found: readonly FoundAttribute[]): KnownTexts {
  const exact = new Map<string, string[]>()
  const described = new Map<string, string>()
  for (const { list, record, values } of found) {
    const [text = ''] = values
    if (text === '' || record.stream !== 0 || registeredSpelling(record.spelling) !== record.spelling)
      continue
    const texts = exact.get(record.spelling)
    if (texts === undefined) exact.set(record.spelling, [text])
    else texts.push(text)
    if (list.home === 'description') described.set(record.spelling, text)
  }
  return { exact, described }
}

type Seen = Pick<AsfAttribute, 'name' | 'values' | 'shadowOf'>

const trackSpelling = 'WM/Track'
const trackNumberSpelling = 'WM/TrackNumber'

/**
 * Under which name and with which values an attribute is seen. What is seen without values is nobody's field, and
 * goes with the field of its name when that is edited.
 * - What speaks of one stream is no tag of the file, unless the registry knows its name.
 * - A text of the Content Description that the extended one repeats (ffmpeg writes it so) counts once.
 * - Names that differ by case only: the exact one counts. Beside it, one that says the same goes with it; one that
 *   says something else has nothing to do with the field, but would be seen in its place once it is gone.
 * - `WM/Track` counts from 0. It is the track number where there is no other, and goes when that is edited.
 */
function seenAs({ list, record, values }: FoundAttribute, { exact, described }: KnownTexts): Seen {
  const { spelling, stream, type } = record
  const [text] = values
  if (spelling === trackSpelling && /^\d{1,15}$/.test(text ?? '')) {
    const isKnown = exact.has(trackNumberSpelling)
    return { name: trackNumberSpelling, values: isKnown ? [] : [String(Number(text) + 1)] }
  }
  const registered = registeredSpelling(spelling)
  if (registered === undefined) {
    return stream === 0 ? { name: spelling, values } : { name: `${spelling} (stream ${stream})`, values: [] }
  }
  // Timed texts that are no song lyrics: chords, events, times in frames.
  if (type === dataType.bytes && text === undefined) return { name: `${spelling} (bytes)`, values }
  if (registered === spelling) {
    const isRepeated = list.home === 'extended' && text !== '' && described.get(spelling) === text
    return { name: registered, values: isRepeated ? [] : values }
  }
  const known = exact.get(registered)
  if (known === undefined) return { name: registered, values }
  if (text !== undefined && known.includes(text)) return { name: registered, values: [] }
  return { name: `${spelling} (another spelling)`, values: [], shadowOf: registered }
}

/** Grouped first: the texts of a name are added up once, however many attributes a hostile file gives it. */
export function valuesOfAsf(attributes: readonly AsfAttribute[]): FieldValues {
  const byKey = new Map<string, { readonly name: string; readonly values: string[] }>()
  for (const { name, values } of attributes) {
    const known = byKey.get(entryKey(name))
    if (known === undefined) byKey.set(entryKey(name), { name, values: [...values] })
    else known.values.push(...values)
  }
  const texts = new EntryTexts()
  for (const { name, values } of byKey.values()) texts.add(name, values)
  return readFields(texts, 'asf')
}

export const touchedInAsf = (fields: readonly FieldName[]): Set<string> => touchedKeys(fields, 'asf')

/** Whether a change of these fields may touch the attribute. */
export const isTouchedInAsf = ({ name, shadowOf }: AsfAttribute, touched: ReadonlySet<string>): boolean =>
  touched.has(entryKey(name)) || (shadowOf !== undefined && touched.has(entryKey(shadowOf)))

/** The attributes with these fields changed; all others stay as they are, in their order. */
export function patchAsf(
  attributes: readonly AsfAttribute[],
  changes: ValueChanges,
): readonly AsfAttribute[] {
  const removed = (Object.keys(changes) as FieldName[]).filter((field) => changes[field]?.length === 0)
  const gone = touchedInAsf(removed)
  const left = attributes.filter(({ shadowOf }) => shadowOf === undefined || !gone.has(entryKey(shadowOf)))
  return patchEntries(left, changes, 'asf', (name, values) =>
    encodeAttributes(
      registeredSpelling(name) ?? name,
      values,
      left.filter((old) => entryKey(old.name) === entryKey(name) && old.values.length > 0),
    ),
  )
}

/** Each value takes over type, language, stream and home of the one that was in its place. */
function encodeAttributes(
  name: string,
  values: FieldValue,
  before: readonly AsfAttribute[],
): readonly AsfAttribute[] {
  const made: AsfAttribute[] = []
  for (const [index, value] of values.entries()) {
    const old = before[index]
    const { type, bytes } = encodeValue(name, value, old?.type)
    if (bytes.length > maxShortValue && !mayBeLong(name)) throw new NotStorableError(value, 'ASF')
    const labels = { type, language: old?.language ?? 0, stream: old?.stream ?? 0 }
    made.push(newAttribute(name, [value], bytes, labels, homeOf(name, bytes, labels, made, old?.home)))
  }
  return made
}

export function newAttribute(
  name: string,
  values: readonly string[],
  value: Uint8Array,
  labels: Pick<AsfAttribute, 'type' | 'language' | 'stream'>,
  home: AsfHome,
): AsfAttribute {
  const fresh = { name, spelling: name, values, value, ...labels, home, holder: undefined }
  return { ...fresh, raw: renderRecord(fresh) }
}

/**
 * Where a new attribute goes: as mutagen and TagLib do it, which Windows Media reads. Several values of one name are
 * read in the order of the homes, so none may lie before its predecessor's.
 */
export function homeOf(
  name: string,
  { length }: Uint8Array,
  { type, language, stream }: Pick<AsfAttribute, 'type' | 'language' | 'stream'>,
  predecessors: readonly AsfAttribute[],
  before: AsfHome | undefined,
): AsfHome {
  const last = predecessors[predecessors.length - 1]?.home
  const isTaken = (home: AsfHome) => predecessors.some((other) => other.home === home)
  if (length > maxShortValue || type === dataType.guid || language !== 0 || last === 'library')
    return 'library'
  if (stream !== 0) return isTaken('metadata') ? 'library' : 'metadata'
  const isDescription = descriptionNames.some((known) => known === name)
  if (isDescription && last === undefined && type === dataType.unicode) return 'description'
  if (before === 'library') return 'library'
  if (before === 'metadata') return isTaken('metadata') ? 'library' : 'metadata'
  if (last === 'metadata') return 'library'
  // What was repeated in the file may stay so; new repetitions belong into the library (§4.8).
  if (before === 'extended') return 'extended'
  return isDescription || isTaken('extended') ? 'library' : 'extended'
}
