import type { FieldName, FieldValue, FieldValues } from '../../../shared/model'
import { concat, fourCc, fromLatin1, fromUint32le, fromUtf8, latin1, uint32le, utf8 } from '../bytes'
import { patchEntries, type TagEntry, touchedKeys, type ValueChanges, valuesByKey } from './entry'
import { readFields } from './native-names'

/**
 * The content of a `LIST INFO` chunk behind its type. Texts are read as UTF-8 where they are valid UTF-8, else as
 * ISO-8859-1. A sub-chunk that reaches past the end is left out and reported.
 */
export function parseRiffInfo(bytes: Uint8Array): { entries: TagEntry[]; damaged: boolean } {
  const entries: TagEntry[] = []
  let at = 0
  while (at + 8 <= bytes.length) {
    const size = uint32le(bytes, at + 4)
    if (size > bytes.length - at - 8) return { entries, damaged: true }
    const raw = bytes.subarray(at + 8, at + 8 + size)
    const text = textOf(raw)
    entries.push({ name: fourCc(bytes, at), values: text === '' ? [] : [text], raw })
    at += 8 + size + (size % 2)
  }
  return { entries, damaged: at < bytes.length }
}

function textOf(raw: Uint8Array): string {
  const end = raw.indexOf(0)
  const bytes = end < 0 ? raw : raw.subarray(0, end)
  const text = utf8(bytes)
  return text.includes('\ufffd') ? latin1(bytes) : text
}

export const renderRiffInfo = (entries: readonly TagEntry[]): Uint8Array =>
  concat(
    entries.flatMap(({ name, raw }) => [
      fromLatin1(name),
      fromUint32le(raw.length),
      raw,
      new Uint8Array(raw.length % 2),
    ]),
  )

export const valuesOfRiffInfo = (entries: readonly TagEntry[]): FieldValues =>
  readFields(valuesByKey(entries), 'riff')

export const touchedInRiffInfo = (fields: readonly FieldName[]): Set<string> => touchedKeys(fields, 'riff')

/** INFO holds one text for each name: several values are shown as one, and stay apart in the ID3v2 chunk. */
const encode = (name: string, values: FieldValue): readonly TagEntry[] => [
  { name, values, raw: concat([fromUtf8(values.join('; ')), new Uint8Array(1)]) },
]

export const patchRiffInfo = (entries: readonly TagEntry[], changes: ValueChanges): readonly TagEntry[] =>
  patchEntries(entries, changes, 'riff', encode)
