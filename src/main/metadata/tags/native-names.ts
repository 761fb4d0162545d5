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

export type { NameColumn }

/** A name of the registry, taken apart: `TRCK#2` is the second half of the entry `TRCK`. */
export interface NativeName {
  readonly entry: string
  readonly half: 1 | 2 | undefined
}

/** Finds entries whatever their case: Vorbis comments, TXXX and freeform atoms compare so (formats.md, 3). */
export const entryKey = (entry: string): string => entry.toUpperCase()

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

/** What the registry says of one kind of tag. */
interface Column {
  readonly byField: ReadonlyMap<FieldName, readonly NativeName[]>
  /** Keys of the entries that belong to a field of the registry. */
  readonly claimed: ReadonlySet<string>
}

const columns = new Map<NameColumn, Column>()

function columnOf(column: NameColumn): Column {
  const known = columns.get(column)
  if (known !== undefined) return known
  const byField = new Map(
    fieldNames.map((field) => [field, [...new Set(namesIn(field, column))].map(parseName)] as const),
  )
  const claimed = new Set([...byField.values()].flat().map(({ entry }) => entryKey(entry)))
  const made = { byField, claimed }
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
    .filter((entry) => !columnOf(column).claimed.has(entryKey(entry)))
    .map((entry) => ({ entry, half: undefined }))
}

/** How an entry with a name of a person's own begins, and what of it is the name. */
const freeNames: { readonly [Column in NameColumn]?: RegExp } = {
  id3: /^TXXX:(.+)$/s,
  id3v23: /^TXXX:(.+)$/s,
  vorbis: /^(.+)$/s,
  ape: /^(.+)$/s,
  mp4: /^----:(.+)$/s,
  asf: /^(.+)$/s,
  matroska: /^30:(.+)$/s,
}

/** Entries that carry pictures as text: no field of anybody. */
const pictureNames = /^(METADATA_BLOCK_PICTURE|COVERART(MIME|TYPE|DESCRIPTION)?|WM\/PICTURE)$/

/** The custom field that an entry is, by its spelled name; undefined for entries of the registry and for others. */
function customFieldOf(entry: string, column: NameColumn): FieldName | undefined {
  const key = entryKey(entry)
  if (columnOf(column).claimed.has(key) || pictureNames.test(key)) return undefined
  const name = freeNames[column]?.exec(entry)?.[1]
  return name === undefined ? undefined : customField(name)
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

/** Reads one field out of entries (by `entryKey`). Empty texts count as absent. */
export function findValue(
  entries: ReadonlyMap<string, readonly string[]>,
  field: FieldName,
  column: NameColumn,
): FoundValue | undefined {
  for (const name of nativeNames(field, column)) {
    const all = entries.get(entryKey(name.entry))?.filter((value) => value !== '')
    if (all === undefined) continue
    const values = name.half === undefined ? all : halfOf(all, name.half)
    if (values.length > 0) return { values, name }
  }
  return undefined
}

/** Texts of a tag by `entryKey`, with the spelling of each name as the file has it. */
export class EntryTexts extends Map<string, readonly string[]> {
  readonly #spellings = new Map<string, string>()
  /** The lists made here, which may grow: a file of 20,000 entries of one name must not copy them each time. */
  readonly #own = new Map<string, string[]>()

  /** Entries of one name add up. */
  add(name: string, values: readonly string[]): void {
    const key = entryKey(name)
    const known = this.#own.get(key)
    if (known !== undefined) {
      for (const value of values) known.push(value)
      return
    }
    const made = [...values]
    this.#spellings.set(key, name)
    this.#own.set(key, made)
    this.set(key, made)
  }

  /** Names in the order and spelling of the file. */
  get names(): Iterable<string> {
    return this.#spellings.values()
  }
}

/** All fields that these entries hold: those of the registry, then those that people named. */
export function readFields(entries: EntryTexts, column: NameColumn): FieldValues {
  const values: { [Name in FieldName]?: FieldValue } = {}
  for (const field of fieldNames) {
    const found = findValue(entries, field, column)
    if (found !== undefined) values[field] = found.values
  }
  for (const name of entries.names) {
    const field = customFieldOf(name, column)
    const texts = field === undefined ? [] : (entries.get(entryKey(name)) ?? []).filter((text) => text !== '')
    if (field !== undefined && texts.length > 0) values[field] = texts
  }
  return values
}
