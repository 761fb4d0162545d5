import {
  customField,
  type FieldName,
  type FieldValue,
  type FieldValues,
  fieldNames,
  fieldRow,
  isCustomField,
  type NameColumn,
} from '../../../shared/model'
import { isFlag, isOn } from './flags'

export type { NameColumn }

/** A name of the registry, taken apart: `TRCK#2` is the second half of the entry `TRCK`. */
export interface NativeName {
  readonly entry: string
  readonly half: 1 | 2 | undefined
}

/** Finds entries whatever their case: Vorbis comments, TXXX and freeform atoms compare so (formats.md, 3). */
export function entryKey(entry: string): string {
  const known = keys.get(entry)
  if (known !== undefined) return known
  const key = entry.toUpperCase()
  if (keys.size < maxKeys && entry.length <= maxKeptName) keys.set(entry, key)
  return key
}

/** Files of one library have the same few hundred names. */
const keys = new Map<string, string>()
const maxKeys = 2000
const maxKeptName = 64

export function parseName(name: string): NativeName {
  if (name.endsWith('#1')) return { entry: name.slice(0, -2), half: 1 }
  if (name.endsWith('#2')) return { entry: name.slice(0, -2), half: 2 }
  return { entry: name, half: undefined }
}

/** ID3v2.3 has names of its own for some fields; both columns are read in both versions, these first. */
function namesIn(field: FieldName, column: NameColumn): readonly string[] {
  const { names } = fieldRow(field)
  if (column === 'id3v23') return [...names.id3v23, ...names.id3]
  if (column === 'id3') return [...names.id3, ...names.id3v23]
  return names[column]
}

/** That an entry holds a field, or half of it. */
interface Claim {
  /** Where the field stands in the registry. */
  readonly ordinal: number
  /** Of the names of the field, the place of this one: the first that says something counts. */
  readonly rank: number
  readonly half: 1 | 2 | undefined
}

/** What the registry says of one kind of tag. */
interface Column {
  readonly byField: ReadonlyMap<FieldName, readonly NativeName[]>
  /** What the entries that belong to fields of the registry hold, by key. */
  readonly claims: ReadonlyMap<string, readonly Claim[]>
  /** What names mean, as files spell them: looked up once for a whole library. */
  readonly meanings: Map<string, Meaning>
}

/** What an entry of some name is: of fields of the registry, of one that a person named, or of none. */
interface Meaning {
  readonly claims: readonly Claim[] | undefined
  readonly custom: FieldName | undefined
}

const columns = new Map<NameColumn, Column>()

function columnOf(column: NameColumn): Column {
  const known = columns.get(column)
  if (known !== undefined) return known
  const byField = new Map<FieldName, readonly NativeName[]>()
  const claims = new Map<string, Claim[]>()
  for (const [ordinal, field] of fieldNames.entries()) {
    const names = [...new Set(namesIn(field, column))].map(parseName)
    byField.set(field, names)
    for (const [rank, { entry, half }] of names.entries()) {
      const key = entryKey(entry)
      const others = claims.get(key)
      if (others === undefined) claims.set(key, [{ ordinal, rank, half }])
      else others.push({ ordinal, rank, half })
    }
  }
  const made = { byField, claims, meanings: new Map() }
  columns.set(column, made)
  return made
}

/**
 * All names of a field in a kind of tag, the one that is written first. Empty: this kind has no place for it.
 * A custom field has one name, and none where that name means a field of the registry.
 */
export function nativeNames(field: FieldName, column: NameColumn): readonly NativeName[] {
  if (!isCustomField(field)) return columnOf(column).byField.get(field) ?? []
  return namesIn(field, column)
    .filter((entry) => !columnOf(column).claims.has(entryKey(entry)))
    .map((entry) => ({ entry, half: undefined }))
}

/** How an entry with a name of a person's own begins; the rest is the name. */
const freeNames: { readonly [Column in NameColumn]?: string } = {
  id3: 'TXXX:',
  id3v23: 'TXXX:',
  vorbis: '',
  ape: '',
  mp4: '----:',
  asf: '',
  matroska: '30:',
}

/** Entries that carry pictures as text: no field of anybody. */
const pictureNames: ReadonlySet<string> = new Set([
  'METADATA_BLOCK_PICTURE',
  'COVERART',
  'COVERARTMIME',
  'COVERARTTYPE',
  'COVERARTDESCRIPTION',
  'WM/PICTURE',
])

/** The custom field that an entry outside of the registry is, by its spelled name; undefined when it is none. */
function customFieldOf(entry: string, key: string, column: NameColumn): FieldName | undefined {
  const begin = freeNames[column]
  if (begin === undefined || entry.length <= begin.length || !entry.startsWith(begin)) return undefined
  return pictureNames.has(key) ? undefined : customField(entry.slice(begin.length))
}

/** The fields that share an entry with this one, itself included: number and total of `3/12`. */
export function fieldsSharingEntries(field: FieldName, column: NameColumn): readonly FieldName[] {
  const halves = nativeNames(field, column).filter((name) => name.half !== undefined)
  if (halves.length === 0) return [field]
  return fieldNames.filter(
    (other) =>
      other === field ||
      nativeNames(other, column).some((name) => halves.some((half) => half.entry === name.entry)),
  )
}

function halfOf(values: FieldValue, half: 1 | 2): FieldValue {
  const text = values[0]
  if (text === undefined) return []
  const slash = text.indexOf('/')
  const part = half === 1 ? (slash < 0 ? text : text.slice(0, slash)) : slash < 0 ? '' : text.slice(slash + 1)
  return part.trim() === '' ? [] : [part.trim()]
}

/** What a field holds, and under which name it was found. */
export interface FoundValue {
  readonly values: FieldValue
  readonly name: NativeName
}

const isText = (text: string): boolean => text !== ''

/** Texts without the empty ones, which count as absent. */
const filled = (texts: readonly string[]): readonly string[] =>
  texts.includes('') ? texts.filter(isText) : texts

/** Reads one field out of entries (by `entryKey`). Empty texts count as absent. */
export function findValue(entries: EntryTexts, field: FieldName, column: NameColumn): FoundValue | undefined {
  for (const name of nativeNames(field, column)) {
    const texts = entries.get(entryKey(name.entry))
    if (texts === undefined) continue
    const all = filled(texts)
    const values = name.half === undefined ? all : halfOf(all, name.half)
    if (values.length > 0) return { values, name }
  }
  return undefined
}

const fewKeys = 32

/** Texts of a tag by `entryKey`, in the order of the file. */
export class EntryTexts {
  readonly keys: string[] = []
  /** The spelling of each key as the file has it. */
  readonly names: string[] = []
  readonly lists: (readonly string[])[] = []
  /** Where each key stands, once there are so many that looking through them takes longer. */
  #places: Map<string, number> | undefined
  /** The lists made here, which may grow: a file of 20,000 entries of one name must not copy them each time. */
  #grown: Map<string, string[]> | undefined

  get(key: string): readonly string[] | undefined {
    return this.lists[this.#placeOf(key)]
  }

  /** Entries of one name add up. */
  add(name: string, values: readonly string[]): void {
    const key = entryKey(name)
    const place = this.#placeOf(key)
    if (place < 0) this.#append(key, name, values)
    else this.lists[place] = this.#longer(key, this.lists[place] ?? [], values)
  }

  /** What an entry says instead. Of a key that is new, the name is the key. */
  set(key: string, values: readonly string[]): void {
    const place = this.#placeOf(key)
    if (place < 0) this.#append(key, key, values)
    else this.lists[place] = values
  }

  /** −1 where there is none. */
  #placeOf(key: string): number {
    return this.#places === undefined ? this.keys.indexOf(key) : (this.#places.get(key) ?? -1)
  }

  #append(key: string, name: string, values: readonly string[]): void {
    this.#places?.set(key, this.keys.length)
    this.keys.push(key)
    if (this.keys.length === fewKeys) this.#places = new Map(this.keys.map((each, place) => [each, place]))
    this.names.push(name)
    this.lists.push(values)
  }

  #longer(key: string, known: readonly string[], more: readonly string[]): readonly string[] {
    const list = this.#grown?.get(key)
    if (list !== undefined && list === known) {
      for (const value of more) list.push(value)
      return list
    }
    const made = [...known, ...more]
    this.#grown ??= new Map()
    this.#grown.set(key, made)
    return made
  }
}

/** What was found of each field of the registry while a tag is read, by ordinal; empty in between. */
const foundValues: (FieldValue | undefined)[] = fieldNames.map(() => undefined)
const foundRanks = new Uint8Array(fieldNames.length)
/** Which ordinals those are, a bit each: most tags have a dozen of a hundred fields. */
const foundBits = new Int32Array((fieldNames.length + 31) >> 5)
const flagOrdinals = Uint8Array.from(fieldNames, (field) => Number(isFlag(field)))
const on: FieldValue = ['1']

/** All fields that these entries hold: those of the registry in its order, then those that people named. */
export function readFields(entries: EntryTexts, column: NameColumn): FieldValues {
  const known = columnOf(column)
  const { keys: entryKeys, names, lists } = entries
  let custom: { field: FieldName; texts: FieldValue }[] | undefined
  for (let index = 0; index < entryKeys.length; index++) {
    const key = entryKeys[index] ?? ''
    const texts = filled(lists[index] ?? [])
    if (texts.length === 0) continue
    const { claims, custom: field } = meaningOf(names[index] ?? key, key, column, known)
    if (claims !== undefined) {
      for (let claim = 0; claim < claims.length; claim++) note(claims[claim], texts)
    } else if (field !== undefined) {
      custom ??= []
      custom.push({ field, texts })
    }
  }
  const values: { [Name in FieldName]?: FieldValue } = {}
  for (let word = 0; word < foundBits.length; word++) {
    for (let bits = foundBits[word] ?? 0; bits !== 0; bits &= bits - 1) {
      const ordinal = word * 32 + 31 - Math.clz32(bits & -bits)
      const field = fieldNames[ordinal]
      const value = foundValues[ordinal]
      if (field !== undefined && value !== undefined) {
        if (flagOrdinals[ordinal] === 0) values[field] = value
        else if (isOn(value[0] ?? '')) values[field] = on
      }
      foundValues[ordinal] = undefined
    }
    foundBits[word] = 0
  }
  if (custom !== undefined) for (const { field, texts } of custom) values[field] = texts
  return values
}

function meaningOf(name: string, key: string, column: NameColumn, { claims, meanings }: Column): Meaning {
  const known = meanings.get(name)
  if (known !== undefined) return known
  const claimed = claims.get(key)
  const meaning = {
    claims: claimed,
    custom: claimed === undefined ? customFieldOf(name, key, column) : undefined,
  }
  if (meanings.size < maxKeys && name.length <= maxKeptName) meanings.set(name, meaning)
  return meaning
}

function note(claim: Claim | undefined, texts: FieldValue): void {
  if (claim === undefined) return
  const { ordinal, rank, half } = claim
  if (foundValues[ordinal] !== undefined && (foundRanks[ordinal] ?? 0) <= rank) return
  const value = half === undefined ? texts : halfOf(texts, half)
  if (value.length === 0) return
  foundValues[ordinal] = value
  foundRanks[ordinal] = rank
  foundBits[ordinal >> 5] = (foundBits[ordinal >> 5] ?? 0) | (1 << (ordinal & 31))
}
