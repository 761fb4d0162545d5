import type { FieldName, FieldValue, FieldValues } from '../../../shared/model'
import {
  concat,
  fourCc,
  fromLatin1,
  fromUint16,
  fromUint32,
  fromUtf8,
  sameBytes,
  uint16,
  uint32,
  uint64,
  utf8,
} from '../bytes'
import type { PictureWithBytes } from '../metadata'
import { describePicture } from '../pictures'
import {
  NotStorableError,
  patchEntries,
  replaceEntries,
  type TagEntry,
  touchedKeys,
  type ValueChanges,
  valuesByKey,
} from './entry'
import { genreNames } from './genre-names'
import { nativeNames, readFields } from './native-names'

/** One atom of iTunes' `ilst` list, with its `data` atoms taken apart. `raw` is the whole atom. */
export interface IlstEntry extends TagEntry {
  readonly data: readonly IlstData[]
}

interface IlstData {
  /** Well-known type (QuickTime File Format, table 3-5): 1 UTF-8, 13 JPEG, 14 PNG, 21 integer … */
  readonly type: number
  readonly bytes: Uint8Array
}

const itunes = 'com.apple.iTunes'
const dataHeaderBytes = 16

/** The atoms in the body of an `ilst`. @throws RangeError when they do not fill it exactly. */
export function parseIlst(bytes: Uint8Array): IlstEntry[] {
  return childrenOf(bytes).map(({ type, raw, body }) => {
    if (type === '----') return freeformEntry(raw, body)
    const data = dataOf(body)
    return { name: type, values: valuesOf(type, data), raw, data }
  })
}

function childrenOf(bytes: Uint8Array): { type: string; raw: Uint8Array; body: Uint8Array }[] {
  const children: { type: string; raw: Uint8Array; body: Uint8Array }[] = []
  for (let at = 0; at < bytes.length; ) {
    const size = uint32(bytes, at)
    if (size < 8 || at + size > bytes.length) throw new RangeError(`an atom of ${size} bytes in ilst`)
    const raw = bytes.subarray(at, at + size)
    children.push({ type: fourCc(bytes, at + 4), raw, body: raw.subarray(8) })
    at += size
  }
  return children
}

function dataOf(body: Uint8Array): IlstData[] {
  try {
    return childrenOf(body)
      .filter(({ type, raw }) => type === 'data' && raw.length >= dataHeaderBytes)
      .map(({ raw }) => ({ type: uint32(raw, 8) & 0xffffff, bytes: raw.subarray(dataHeaderBytes) }))
  } catch {
    // Rubbish behind a value: nothing is read, and the atom is copied as it is.
    return []
  }
}

function freeformEntry(raw: Uint8Array, body: Uint8Array): IlstEntry {
  const data = dataOf(body)
  const part = (wanted: string): string => {
    try {
      const found = childrenOf(body).find(({ type }) => type === wanted)
      return found === undefined ? '' : utf8(found.body.subarray(4))
    } catch {
      return ''
    }
  }
  const mean = part('mean')
  const name = mean === itunes ? `----:${part('name')}` : `----:${mean}:${part('name')}`
  return { name, values: valuesOf('----', data), raw, data }
}

function integerOf(bytes: Uint8Array): number {
  if (bytes.length === 8) return uint64(bytes, 0)
  return bytes.reduce((value, byte) => value * 256 + byte, 0)
}

const utf16be = (bytes: Uint8Array): string =>
  Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le')

function valuesOf(type: string, data: readonly IlstData[]): string[] {
  return data.flatMap(({ type: kind, bytes }) => {
    switch (type) {
      case 'trkn':
      case 'disk':
        return pairOf(bytes)
      case 'gnre': {
        const genre = bytes.length >= 2 ? genreNames[uint16(bytes, 0) - 1] : undefined
        return genre === undefined ? [] : [genre]
      }
      case 'tmpo':
      case 'cpil': {
        // A zero says that nothing is set.
        const value = integerOf(bytes)
        return value === 0 ? [] : [String(value)]
      }
      case 'covr':
        return []
    }
    if (kind === 2) return [utf16be(bytes)]
    if (kind === 21 || kind === 22) return [String(integerOf(bytes))]
    return kind === 0 || kind === 1 || kind === 18 ? [utf8(bytes)] : []
  })
}

/** `3/12`; a zero stands for what is not known. */
function pairOf(bytes: Uint8Array): string[] {
  if (bytes.length < 4) return []
  const number = uint16(bytes, 2)
  const total = bytes.length >= 6 ? uint16(bytes, 4) : 0
  return number === 0 && total === 0 ? [] : [`${number || ''}/${total || ''}`]
}

export const renderIlst = (entries: readonly IlstEntry[]): Uint8Array => concat(entries.map(({ raw }) => raw))

export const valuesOfIlst = (entries: readonly IlstEntry[]): FieldValues =>
  readFields(valuesByKey(entries), 'mp4')

/** The atoms that hold binary numbers, in which leading zeros are lost and a zero stands for nothing. */
const numericAtoms: ReadonlySet<string> = new Set(['trkn', 'disk', 'tmpo', 'cpil'])

/** How a value comes back from the list. What is no number stays as it is, and is refused when it is encoded. */
export function storedInIlst(field: FieldName, value: FieldValue): FieldValue {
  const isNumeric = nativeNames(field, 'mp4').some(({ entry: name }) => numericAtoms.has(name))
  if (!isNumeric) return value
  return value
    .map((text) => (/^\d+$/.test(text) ? String(Number(text)) : text))
    .filter((text) => text !== '0')
}

/** MP4 knows no picture types: what it holds is the cover. */
export const ilstPictureLabel = { type: 3, description: '' } as const

const mimeByType: Readonly<Record<number, string>> = {
  12: 'image/gif',
  13: 'image/jpeg',
  14: 'image/png',
  27: 'image/bmp',
}
const typeByMime = new Map(Object.entries(mimeByType).map(([type, mime]) => [mime, Number(type)]))

export const picturesOfIlst = (entries: readonly IlstEntry[]): PictureWithBytes[] =>
  entries
    .filter(({ name }) => name === 'covr')
    .flatMap(({ data }) => data)
    .filter(({ bytes }) => bytes.length > 0)
    .map(({ type, bytes }) =>
      describePicture(bytes.slice(), { ...ilstPictureLabel, mime: mimeByType[type] ?? '' }),
    )

export function touchedInIlst(fields: readonly FieldName[], pictures: boolean): Set<string> {
  const keys = touchedKeys(fields, 'mp4')
  if (pictures) keys.add('COVR')
  return keys
}

const atom = (type: string, ...body: readonly Uint8Array[]): Uint8Array => {
  const content = concat(body)
  return concat([fromUint32(content.length + 8), fromLatin1(type), content])
}

const dataAtom = (type: number, bytes: Uint8Array): Uint8Array =>
  atom('data', fromUint32(type), fromUint32(0), bytes)

const entry = (type: string, name: string, values: FieldValue, ...body: readonly Uint8Array[]): IlstEntry => {
  const raw = atom(type, ...body)
  return { name, values, raw, data: dataOf(raw.subarray(8)) }
}

function wholeNumber(text: string, max: number, place: string): number {
  const number = text === '' ? 0 : Number(text)
  if (!Number.isInteger(number) || number < 0 || number > max) throw new NotStorableError(text, place)
  return number
}

function encode(name: string, values: FieldValue): readonly IlstEntry[] {
  const [first = ''] = values
  if (name.startsWith('----:')) {
    const parts = [
      atom('mean', fromUint32(0), fromUtf8(itunes)),
      atom('name', fromUint32(0), fromUtf8(name.slice('----:'.length))),
      ...values.map((value) => dataAtom(1, fromUtf8(value))),
    ]
    return [entry('----', name, values, ...parts)]
  }
  switch (name) {
    case 'trkn':
    case 'disk': {
      const [number = '', total = ''] = first.split('/')
      const pair = [number, total].map((half) => fromUint16(wholeNumber(half, 0xffff, name)))
      const tail = new Uint8Array(name === 'trkn' ? 2 : 0)
      return [entry(name, name, values, dataAtom(0, concat([new Uint8Array(2), ...pair, tail])))]
    }
    case 'tmpo':
      return [entry(name, name, values, dataAtom(21, fromUint16(wholeNumber(first, 0xffff, name))))]
    case 'cpil':
      return [entry(name, name, values, dataAtom(21, Uint8Array.of(wholeNumber(first, 1, name))))]
    default:
      // Several values are several `data` atoms in one atom, as Picard and mutagen write them.
      return [entry(name, name, values, ...values.map((value) => dataAtom(1, fromUtf8(value))))]
  }
}

/** The list with these fields changed; all other atoms stay byte for byte. @throws NotStorableError */
export const patchIlst = (entries: readonly IlstEntry[], changes: ValueChanges): readonly IlstEntry[] =>
  patchEntries(entries, changes, 'mp4', encode)

/** One `covr` with a `data` atom for each picture. Pictures that stay keep their type and bytes. */
export function patchIlstPictures(
  entries: readonly IlstEntry[],
  pictures: readonly PictureWithBytes[],
): readonly IlstEntry[] {
  const old = entries.filter(({ name }) => name === 'covr').flatMap(({ data }) => data)
  const data = pictures.map((picture) => {
    const same = old.find(({ bytes }) => sameBytes(bytes, picture.bytes))
    return dataAtom(same?.type ?? typeByMime.get(picture.mime) ?? 0, picture.bytes)
  })
  const made = data.length === 0 ? [] : [entry('covr', 'covr', [], ...data)]
  return replaceEntries(entries, ({ name }) => name === 'covr', made)
}
