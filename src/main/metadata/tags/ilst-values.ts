import type { FieldName, FieldValue } from '../../../shared/model'
import {
  concat,
  fromLatin1,
  fromUint16,
  fromUint32,
  fromUint64,
  fromUtf8,
  uint16,
  uint64,
  utf8OrLatin1,
} from '../bytes'
import { genreNames } from './genre-names'
import { nativeNames } from './native-names'
import { NotStorableError } from './not-storable'
import { separatedByNul } from './nul'

/** One `data` atom: its well-known type (QuickTime File Format, table 3-5) and its value. */
export interface IlstData {
  /** 0 implied by the atom, 1 UTF-8, 2 UTF-16, 13 JPEG, 14 PNG, 21 integer, 27 BMP … */
  readonly type: number
  readonly sizeBytes: number
  /** Pictures are read when asked for. */
  readonly bytes: Uint8Array
}

export const itunesMean = 'com.apple.iTunes'

/** Atoms that hold whole numbers, with the bytes that iTunes gives them. */
const integerBytes: Readonly<Record<string, number>> = {
  tmpo: 2,
  '©mvi': 2,
  '©mvc': 2,
  tvsn: 4,
  tves: 4,
  cnID: 4,
  atID: 4,
  geID: 4,
  sfID: 4,
  cmID: 4,
  plID: 8,
  cpil: 1,
  pgap: 1,
  pcst: 1,
  shwm: 1,
  hdvd: 1,
  stik: 1,
  rtng: 1,
  akID: 1,
}
/** Of these a zero says that nothing is set. In others it is a value: `stik` 0 is a film. */
const zeroIsNothing: ReadonlySet<string> = new Set([
  'trkn',
  'disk',
  'tmpo',
  'cpil',
  'pgap',
  'pcst',
  'shwm',
  '©mvi',
  '©mvc',
])
const flagAtoms: ReadonlySet<string> = new Set(['cpil', 'pgap', 'pcst', 'shwm'])
const pairAtoms: ReadonlySet<string> = new Set(['trkn', 'disk'])
/** Texts that iTunes itself stores without saying that they are UTF-8. */
const implicitTexts: ReadonlySet<string> = new Set(['purl', 'egid'])

const isNumeric = (name: string): boolean => pairAtoms.has(name) || Object.hasOwn(integerBytes, name)

/** The texts in an atom's data; none for pictures and what else is no text. */
export function decodeIlst(name: string, data: readonly IlstData[]): readonly string[] {
  if (name === 'covr') return []
  const [only] = data
  return only !== undefined && data.length === 1
    ? textsIn(name, only)
    : data.flatMap((each) => textsIn(name, each))
}

function textsIn(name: string, { type, bytes }: IlstData): readonly string[] {
  const isFreeform = name.startsWith('----')
  if (!isFreeform) {
    if (pairAtoms.has(name)) return pairOf(bytes)
    if (name === 'gnre') return genreOf(bytes)
    if (Object.hasOwn(integerBytes, name)) return numberOf(name, bytes)
  }
  switch (type) {
    case 0:
      return isFreeform && !looksLikeText(bytes) ? [] : separatedByNul(utf8OrLatin1(bytes))
    case 1:
    case 4:
    case 18:
      return separatedByNul(utf8OrLatin1(bytes))
    case 2:
    case 5:
      return separatedByNul(utf16be(bytes))
    case 21:
    case 22:
      return isFreeform ? [] : [String(integerOf(bytes))]
    default:
      return []
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

/** Whether bytes of no said type are text: UTF-8 throughout, and no control characters but line ends and tabs. */
function looksLikeText(bytes: Uint8Array): boolean {
  if (bytes.some((byte) => byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13)) return false
  try {
    return strictUtf8.decode(bytes) !== ''
  } catch {
    return false
  }
}

function integerOf(bytes: Uint8Array): number {
  if (bytes.length === 8) return uint64(bytes, 0)
  return bytes.reduce((value, byte) => value * 256 + byte, 0)
}

function numberOf(name: string, bytes: Uint8Array): string[] {
  if (bytes.length === 0 || bytes.length > 8) return []
  const value = integerOf(bytes)
  if (!Number.isFinite(value) || (value === 0 && zeroIsNothing.has(name))) return []
  return [flagAtoms.has(name) ? '1' : String(value)]
}

/** `3/12`; a zero stands for what is not known. Two bytes of padding come first; short values hold a number only. */
function pairOf(bytes: Uint8Array): string[] {
  if (bytes.length < 4) {
    const number = integerOf(bytes)
    return number === 0 ? [] : [`${number}/`]
  }
  const number = uint16(bytes, 2)
  const total = bytes.length >= 6 ? uint16(bytes, 4) : 0
  return number === 0 && total === 0 ? [] : [`${number || ''}/${total || ''}`]
}

/** An ID3v1 genre, counted from one. */
function genreOf(bytes: Uint8Array): string[] {
  const genre = bytes.length >= 1 && bytes.length <= 4 ? genreNames[integerOf(bytes) - 1] : undefined
  return genre === undefined ? [] : [genre]
}

const utf16be = (bytes: Uint8Array): string => {
  const text = Buffer.from(bytes.subarray(0, bytes.length & ~1))
  return text
    .swap16()
    .toString('utf16le')
    .replace(/^\ufeff/, '')
}

/** What people call the numbers of `stik` and `rtng`; both are read as numbers. */
const numbersByWord: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  stik: {
    music: '1',
    normal: '1',
    audiobook: '2',
    'music video': '6',
    movie: '9',
    'tv show': '10',
    booklet: '11',
    ringtone: '14',
    podcast: '21',
    'itunes u': '23',
  },
  rtng: { none: '0', explicit: '1', clean: '2' },
}

/** How a value comes back from the list. What is no number stays as it is, and is refused when it is encoded. */
export function storedInIlst(field: FieldName, value: FieldValue): FieldValue {
  const [first] = nativeNames(field, 'mp4')
  if (first === undefined || !isNumeric(first.entry)) return value
  const words = numbersByWord[first.entry] ?? {}
  return value
    .map((text) => (/^\d+$/.test(text) ? String(Number(text)) : (words[text.toLowerCase()] ?? text)))
    .filter((text) => text !== '0' || !zeroIsNothing.has(first.entry))
}

/** An atom of `type` with this content. */
export function atomOf(type: string, ...body: readonly Uint8Array[]): Uint8Array {
  const content = concat(body)
  return concat([fromUint32(content.length + 8), fromLatin1(type), content])
}

/** A `data` atom: the type, four bytes for a country and language that nobody sets, the value. */
export const dataAtom = (type: number, bytes: Uint8Array): Uint8Array =>
  atomOf('data', fromUint32(type), fromUint32(0), bytes)

function wholeNumber(text: string, max: number, place: string): number {
  const number = text === '' ? 0 : Number(text)
  if (!/^\d*$/.test(text) || number > max) throw new NotStorableError(text, place)
  return number
}

/** A whole number in the bytes that iTunes gives it, or in more where they do not hold it. */
function integerData(name: string, text: string, bytes: number): Uint8Array {
  const max = flagAtoms.has(name) ? 1 : name === 'tmpo' ? 0xffff : Number.MAX_SAFE_INTEGER
  const value = wholeNumber(text, max, name)
  const needed = value > 0xffff_ffff ? 8 : value > 0xffff ? 4 : value > 0xff ? 2 : 1
  switch (Math.max(bytes, needed)) {
    case 1:
      return dataAtom(21, Uint8Array.of(value))
    case 2:
      return dataAtom(21, fromUint16(value))
    case 4:
      return dataAtom(21, fromUint32(value))
    default:
      return dataAtom(21, fromUint64(value))
  }
}

/** The `data` atoms that hold these values in an atom of this name. @throws NotStorableError */
export function encodeIlst(name: string, values: FieldValue): readonly Uint8Array[] {
  const [first = ''] = values
  if (pairAtoms.has(name)) {
    const [number = '', total = ''] = first.split('/')
    const pair = [number, total].map((half) => fromUint16(wholeNumber(half, 0xffff, name)))
    const tail = new Uint8Array(name === 'trkn' ? 2 : 0)
    return [dataAtom(0, concat([new Uint8Array(2), ...pair, tail]))]
  }
  const bytes = Object.hasOwn(integerBytes, name) ? integerBytes[name] : undefined
  if (bytes !== undefined) return [integerData(name, first, bytes)]
  // Several values are several `data` atoms in one atom, as Picard and mutagen write them.
  const type = implicitTexts.has(name) ? 0 : 1
  return values.map((value) => dataAtom(type, fromUtf8(value)))
}
