import type { FieldName, FieldValue, FieldValues } from '../../../shared/model'
import { concat, fourCc, fromLatin1, fromUint32le, uint32le } from '../bytes'
import { patchEntries, type TagEntry, touchedKeys, type ValueChanges, valuesByKey } from './entry'
import { entryKey, nativeNames, readFields } from './native-names'
import { NotStorableError } from './not-storable'

/** The summary list of Wave64 (Sony): the texts of RIFF INFO by the same ids, in UTF-16. */
export interface Wave64Summary {
  readonly entries: readonly TagEntry[]
  /** What follows the entries and cannot be read; kept. */
  readonly rest: Uint8Array
}

export const emptyWave64Summary: Wave64Summary = { entries: [], rest: new Uint8Array(0) }

/** A count, then for each text its id, its length in bytes and the text, without padding. */
export function parseWave64Summary(bytes: Uint8Array): Wave64Summary {
  if (bytes.length < 4) return { entries: [], rest: bytes }
  const count = uint32le(bytes, 0)
  const entries: TagEntry[] = []
  let at = 4
  while (entries.length < count && at + 8 <= bytes.length) {
    const size = uint32le(bytes, at + 4)
    if (size > bytes.length - at - 8) break
    const raw = bytes.subarray(at + 8, at + 8 + size)
    const text = decode(raw)
    entries.push({ name: fourCc(bytes, at), values: text === '' ? [] : [text], raw })
    at += 8 + size
  }
  return { entries, rest: bytes.subarray(at) }
}

const decode = (raw: Uint8Array): string => {
  const text = Buffer.from(raw).toString('utf16le')
  const end = text.indexOf('\0')
  return end < 0 ? text : text.slice(0, end)
}

export const renderWave64Summary = ({ entries, rest }: Wave64Summary): Uint8Array =>
  concat([
    fromUint32le(entries.length),
    ...entries.flatMap(({ name, raw }) => [fromLatin1(name), fromUint32le(raw.length), raw]),
    rest,
  ])

export const valuesOfWave64Summary = ({ entries }: Wave64Summary): FieldValues =>
  readFields(valuesByKey(entries), 'riff')

export function untouchedInWave64Summary(
  { entries }: Wave64Summary,
  fields: readonly FieldName[],
): readonly TagEntry[] {
  const touched = touchedKeys(fields, 'riff')
  return entries.filter(({ name }) => !touched.has(entryKey(name)))
}

/** One text for each name. @throws NotStorableError for a field that RIFF INFO has no name for. */
export function patchWave64Summary(summary: Wave64Summary, changes: ValueChanges): Wave64Summary {
  for (const [field, value] of Object.entries(changes) as [FieldName, FieldValue][]) {
    const isWanted = value.length > 0 && nativeNames(field, 'riff').length === 0
    if (isWanted) throw new NotStorableError(value[0] ?? '', 'Wave64', field)
  }
  const encode = (name: string, values: FieldValue): readonly TagEntry[] => {
    const text = joinedForWave64(values)
    return [{ name, values: text, raw: new Uint8Array(Buffer.from(`${text[0] ?? ''}\0`, 'utf16le')) }]
  }
  return { ...summary, entries: patchEntries(summary.entries, changes, 'riff', encode) }
}

export const joinedForWave64 = (values: FieldValue): FieldValue =>
  values.length < 2 ? values : [values.join('; ')]
