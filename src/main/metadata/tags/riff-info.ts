import type { FieldName, FieldValue, FieldValues } from '../../../shared/model'
import {
  concat,
  fitsLatin1,
  fourCc,
  fromLatin1,
  fromUint32le,
  fromUtf8,
  latin1,
  uint32le,
  utf8,
} from '../bytes'
import { patchEntries, type TagEntry, touchedKeys, type ValueChanges, valuesByKey } from './entry'
import { entryKey, readFields } from './native-names'

export interface RiffInfo {
  readonly entries: readonly TagEntry[]
  /** What follows the last sub-chunk that can be read: empty, or the damaged part, which is kept as it is. */
  readonly rest: Uint8Array
  /** Texts of this list are ISO-8859-1: some are not UTF-8. */
  readonly isLatin1: boolean
}

/** Some eighty names are known. What follows more than these is kept as it is. */
const maxEntries = 2000

/**
 * The content of a `LIST INFO` chunk behind its type (RIFF MCI §2, INFO List Chunk). Texts are read as UTF-8 where
 * they are valid UTF-8, else as ISO-8859-1. Padding that a writer forgot is noticed by what stands in its place.
 */
export function parseRiffInfo(bytes: Uint8Array): RiffInfo {
  const entries: TagEntry[] = []
  let isLatin1 = false
  let at = 0
  while (entries.length < maxEntries && isSubChunkAt(bytes, at)) {
    const size = uint32le(bytes, at + 4)
    const raw = bytes.subarray(at + 8, at + 8 + size)
    const { text, isUtf8 } = decode(raw)
    isLatin1 ||= !isUtf8
    entries.push({ name: fourCc(bytes, at), values: text === '' ? [] : [text], raw })
    const end = at + 8 + size
    const noPadding = size % 2 === 1 && isSubChunkAt(bytes, end) && !isSubChunkAt(bytes, end + 1)
    at = Math.min(end + (noPadding ? 0 : size % 2), bytes.length)
  }
  return { entries, rest: bytes.subarray(at), isLatin1 }
}

function isSubChunkAt(bytes: Uint8Array, at: number): boolean {
  if (at + 8 > bytes.length || !/^[\x20-\x7e]{4}$/.test(fourCc(bytes, at))) return false
  return uint32le(bytes, at + 4) <= bytes.length - at - 8
}

function decode(raw: Uint8Array): { text: string; isUtf8: boolean } {
  const end = raw.indexOf(0)
  const bytes = end < 0 ? raw : raw.subarray(0, end)
  const text = utf8(bytes)
  return text.includes('\ufffd') ? { text: latin1(bytes), isUtf8: false } : { text, isUtf8: true }
}

export const renderRiffInfo = ({ entries, rest }: RiffInfo): Uint8Array =>
  concat([
    ...entries.flatMap(({ name, raw }) => [
      fromLatin1(name),
      fromUint32le(raw.length),
      raw,
      new Uint8Array(raw.length % 2),
    ]),
    rest,
  ])

export const valuesOfRiffInfo = ({ entries }: RiffInfo): FieldValues =>
  readFields(valuesByKey(entries), 'riff')

/** Everything but the entries of these fields. */
export function inventoryOfRiffInfo(
  { entries, rest }: RiffInfo,
  fields: readonly FieldName[],
): { name: string; bytes: Uint8Array }[] {
  const touched = touchedKeys(fields, 'riff')
  const kept = entries.filter(({ name }) => !touched.has(entryKey(name)))
  return [
    ...kept.map(({ name, raw }) => ({ name: `INFO ${name}`, bytes: raw })),
    ...(rest.length === 0 ? [] : [{ name: 'INFO, damaged part', bytes: rest }]),
  ]
}

/** INFO holds one text for each name: several values are shown as one, and stay apart in the ID3v2 chunk. */
export function patchRiffInfo(info: RiffInfo, changes: ValueChanges): RiffInfo {
  const encode = (name: string, values: FieldValue): readonly TagEntry[] => {
    const text = values.join('; ')
    const bytes = info.isLatin1 && fitsLatin1(text) ? fromLatin1(text) : fromUtf8(text)
    return [{ name, values, raw: concat([bytes, new Uint8Array(1)]) }]
  }
  return { ...info, entries: patchEntries(info.entries, changes, 'riff', encode) }
}
