import type { FieldName, FieldValue, FieldValues } from '../../../shared/model'
import { concat, fromLatin1, fromUint32le, fromUtf8, latin1, startsWith, uint32le, utf8 } from '../bytes'
import { patchEntries, type TagEntry, touchedKeys, type ValueChanges, valuesByKey } from './entry'
import { readFields } from './native-names'

/** An APEv2 tag at the end of a file (APEv2 specification, Hydrogenaudio). */
export interface ApeTag {
  readonly version: number
  readonly entries: readonly TagEntry[]
  readonly flags: number
  /** Bytes, header and footer included. */
  readonly sizeBytes: number
}

export const apeFooterBytes = 32
const headerFlag = 0x80000000
const isHeaderFlag = 0x20000000

/** Bytes that the tag before this footer takes up; undefined when it is no footer or its size is absurd. */
export function apeSize(footer: Uint8Array): number | undefined {
  if (footer.length < apeFooterBytes || !startsWith(footer, 'APETAGEX')) return undefined
  const size = uint32le(footer, 12)
  const flags = uint32le(footer, 20)
  if (size < apeFooterBytes || (flags & isHeaderFlag) !== 0) return undefined
  return size + ((flags & headerFlag) !== 0 ? apeFooterBytes : 0)
}

/** The tag in these bytes, header (if any) to footer. Undefined when an item does not fit: then it is left alone. */
export function parseApe(bytes: Uint8Array): ApeTag | undefined {
  const footerAt = bytes.length - apeFooterBytes
  const footer = bytes.subarray(footerAt)
  const flags = uint32le(footer, 20)
  const count = uint32le(footer, 16)
  const entries: TagEntry[] = []
  let at = (flags & headerFlag) !== 0 ? apeFooterBytes : 0
  for (let index = 0; index < count && at < footerAt; index++) {
    const size = at + 8 <= footerAt ? uint32le(bytes, at) : Number.POSITIVE_INFINITY
    const keyEnd = bytes.indexOf(0, at + 8)
    const end = keyEnd + 1 + size
    if (keyEnd < 0 || end > footerAt) return undefined
    const isText = ((uint32le(bytes, at + 4) >>> 1) & 3) === 0
    entries.push({
      name: latin1(bytes.subarray(at + 8, keyEnd)),
      values: isText ? utf8(bytes.subarray(keyEnd + 1, end)).split('\0') : [],
      raw: bytes.subarray(at, end),
    })
    at = end
  }
  return { version: uint32le(footer, 8), entries, flags, sizeBytes: bytes.length }
}

export function renderApe({ version, entries, flags }: ApeTag): Uint8Array {
  const items = concat(entries.map(({ raw }) => raw))
  const block = (extra: number) =>
    concat([
      fromLatin1('APETAGEX'),
      fromUint32le(version),
      fromUint32le(items.length + apeFooterBytes),
      fromUint32le(entries.length),
      fromUint32le((flags | extra) >>> 0),
      new Uint8Array(8),
    ])
  const hasHeader = (flags & headerFlag) !== 0
  return concat([...(hasHeader ? [block(isHeaderFlag)] : []), items, block(0)])
}

export const valuesOfApe = (tag: ApeTag): FieldValues => readFields(valuesByKey(tag.entries), 'ape')

export const touchedInApe = (fields: readonly FieldName[]): Set<string> => touchedKeys(fields, 'ape')

function encode(name: string, values: FieldValue): readonly TagEntry[] {
  const value = fromUtf8(values.join('\0'))
  const raw = concat([
    fromUint32le(value.length),
    fromUint32le(0),
    fromLatin1(name),
    new Uint8Array(1),
    value,
  ])
  return [{ name, values, raw }]
}

export const patchApe = (tag: ApeTag, changes: ValueChanges): ApeTag => ({
  ...tag,
  entries: patchEntries(tag.entries, changes, 'ape', encode),
})
