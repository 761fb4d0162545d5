import { type FieldName, type FieldValue, type FieldValues, fieldRow } from '../../../shared/model'
import {
  EntryTexts,
  entryKey,
  fieldsSharingEntries,
  findValue,
  type NameColumn,
  type NativeName,
  nativeNames,
} from './native-names'
import { NotStorableError, requireText } from './not-storable'

/**
 * One frame, field, atom or chunk of a tag. `raw` is what the file holds, and is written again as it is when
 * nobody edits the entry; `values` is what could be read out of it as text.
 */
export interface TagEntry {
  /** Name in the notation of the field registry: `TIT2`, `TXXX:Artists`, `----:LABEL`. */
  readonly name: string
  readonly values: readonly string[]
  readonly raw: Uint8Array
}

/** The texts of all entries, entries of one name together. */
export function valuesByKey(entries: readonly TagEntry[]): EntryTexts {
  const texts = new EntryTexts()
  for (const entry of entries) texts.add(entry.name, entry.values)
  return texts
}

/** What makes entries out of values; one for each kind of tag. Throws `NotStorableError`. */
export type EncodeEntry<Entry extends TagEntry> = (name: string, values: FieldValue) => readonly Entry[]

export type ValueChanges = { readonly [Name in FieldName]?: FieldValue }

/** The keys of all entries that a change of these fields may touch. */
export function touchedKeys(fields: readonly FieldName[], column: NameColumn): Set<string> {
  const keys = new Set<string>()
  for (const field of fields) {
    for (const sharing of fieldsSharingEntries(field, column)) {
      for (const name of nativeNames(sharing, column)) keys.add(entryKey(name.entry))
    }
  }
  return keys
}

/**
 * Replaces the entries of the changed fields and keeps all others, in their order. New entries take the place
 * of the ones they replace, or go to the end. Each value is written under the field's first name; other
 * spellings go, since they would contradict — except a text under another spelling that says something else
 * (a DESCRIPTION beside a COMMENT), which nobody saw and nobody edited.
 */
export function patchEntries<Entry extends TagEntry>(
  entries: readonly Entry[],
  changes: ValueChanges,
  column: NameColumn,
  encode: EncodeEntry<Entry>,
): readonly Entry[] {
  let result: readonly Entry[] = entries
  const done = new Set<FieldName>()
  for (const field of Object.keys(changes) as FieldName[]) {
    if (done.has(field) || nativeNames(field, column).length === 0) continue
    const group = fieldsSharingEntries(field, column)
    for (const member of group) done.add(member)
    result = patchGroup(result, group, changes, column, encode)
  }
  return result
}

function patchGroup<Entry extends TagEntry>(
  entries: readonly Entry[],
  group: readonly FieldName[],
  changes: ValueChanges,
  column: NameColumn,
  encode: EncodeEntry<Entry>,
): readonly Entry[] {
  const byKey = valuesByKey(entries)
  const doomed = new Set<string>()
  const wanted: { name: NativeName; values: FieldValue }[] = []
  for (const field of group) {
    const before = findValue(byKey, field, column)
    const after = changes[field] ?? before?.values ?? []
    for (const key of doomedKeys(byKey, field, before?.values ?? [], after, column)) doomed.add(key)
    const [first] = nativeNames(field, column)
    if (first !== undefined && after.length > 0) wanted.push({ name: first, values: after })
  }
  const [field] = group.filter((member) => changes[member] !== undefined)
  const made = joinHalves(wanted).flatMap(({ entry, values }) => {
    try {
      requireText(entry, values)
      return encode(spellingOf(entries, entry), values)
    } catch (error) {
      throw error instanceof NotStorableError && field !== undefined ? error.of(field) : error
    }
  })
  return replaceEntries(entries, (entry) => doomed.has(entryKey(entry.name)), made)
}

function doomedKeys(
  byKey: EntryTexts,
  field: FieldName,
  before: FieldValue,
  after: FieldValue,
  column: NameColumn,
): readonly string[] {
  const [first, ...aliases] = nativeNames(field, column)
  if (first === undefined) return []
  const sameFact = !['text', 'long'].includes(fieldRow(field).type)
  const contradicting = aliases.filter((alias) => {
    const texts = byKey.get(entryKey(alias.entry)) ?? []
    return sameFact || after.length === 0 || texts.join('\0') === before.join('\0')
  })
  return [first, ...contradicting].map((name) => entryKey(name.entry))
}

/** `TRCK#1` and `TRCK#2` become one entry `3/12`; where the total has a name of its own, both stay apart. */
function joinHalves(
  wanted: readonly { name: NativeName; values: FieldValue }[],
): { entry: string; values: FieldValue }[] {
  const joined: { entry: string; values: FieldValue }[] = []
  const names = new Set(wanted.map(({ name }) => name.entry))
  for (const entry of names) {
    const parts = wanted.filter(({ name }) => name.entry === entry)
    const number = parts.find(({ name }) => name.half !== 2)
    const total = parts.find(({ name }) => name.half === 2)
    if (total === undefined) joined.push({ entry, values: number?.values ?? [] })
    else joined.push({ entry, values: [`${number?.values[0] ?? ''}/${total.values[0] ?? ''}`] })
  }
  return joined
}

/** The spelling that the file uses for a name, where it has the entry already. */
function spellingOf(entries: readonly TagEntry[], name: string): string {
  const key = entryKey(name)
  return entries.find((entry) => entryKey(entry.name) === key)?.name ?? name
}

/** Puts `made` where the first removed entry was, or at the end. */
export function replaceEntries<Entry>(
  entries: readonly Entry[],
  remove: (entry: Entry) => boolean,
  made: readonly Entry[],
): readonly Entry[] {
  const at = entries.findIndex(remove)
  if (at < 0) return [...entries, ...made]
  return [...entries.slice(0, at), ...made, ...entries.slice(at).filter((entry) => !remove(entry))]
}

/** Merges values of several kinds of tag: the first that has a field wins. */
export function firstOf(kinds: readonly FieldValues[]): FieldValues {
  const [first = {}, ...others] = kinds
  if (others.length === 0) return first
  const merged: { [Name in FieldName]?: FieldValue } = { ...first }
  for (const values of others) {
    for (const field of Object.keys(values) as FieldName[]) {
      const value = values[field]
      if (merged[field] === undefined && value !== undefined) merged[field] = value
    }
  }
  return merged
}
