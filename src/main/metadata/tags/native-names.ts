import {
  type FieldName,
  type FieldRow,
  type FieldValue,
  type FieldValues,
  fieldNames,
  fieldRow,
} from '../../../shared/model'

/** The columns of the field registry that name entries of a kind of tag. */
export type NameColumn = 'id3' | 'id3v23' | 'vorbis' | 'mp4' | 'riff' | 'ape'

/** APEv2 uses the names of Vorbis comments but for these (formats.md, section 3). Found beside ID3v2 only. */
const apeNames: { readonly [Name in FieldName]?: readonly string[] } = {
  albumArtist: ['Album Artist', 'ALBUMARTIST'],
  track: ['Track#1'],
  trackTotal: ['Track#2'],
  disc: ['Disc#1'],
  discTotal: ['Disc#2'],
  date: ['Year'],
  remixer: ['MixArtist', 'REMIXER'],
  label: ['Label', 'Publisher'],
}

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
  const row: FieldRow = fieldRow(field)
  if (column === 'ape') return apeNames[field] ?? row.vorbis
  if (column === 'id3v23') return [...(row.id3v23 ?? []), ...row.id3]
  if (column === 'id3') return [...row.id3, ...(row.id3v23 ?? [])]
  return row[column]
}

const cache = new Map<NameColumn, ReadonlyMap<FieldName, readonly NativeName[]>>()

function namesByField(column: NameColumn): ReadonlyMap<FieldName, readonly NativeName[]> {
  const known = cache.get(column)
  if (known !== undefined) return known
  const made = new Map(
    fieldNames.map((field) => [field, [...new Set(namesIn(field, column))].map(parseName)] as const),
  )
  cache.set(column, made)
  return made
}

/** All names of a field in a kind of tag, the one that is written first. Empty: this kind has no place for it. */
export const nativeNames = (field: FieldName, column: NameColumn): readonly NativeName[] =>
  namesByField(column).get(field) ?? []

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

/** All fields of the registry that these entries hold. */
export function readFields(entries: ReadonlyMap<string, readonly string[]>, column: NameColumn): FieldValues {
  const values: { [Name in FieldName]?: FieldValue } = {}
  for (const field of fieldNames) {
    const found = findValue(entries, field, column)
    if (found !== undefined) values[field] = found.values
  }
  return values
}
