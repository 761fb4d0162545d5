import { type FieldName, type FieldValue, fieldNames, fieldRow } from '../../../shared/model'
import { lrcToLyrics, lyricsToLrc } from './asf-attributes-lyrics'
import { fromUtf16le, utf16le } from './asf-attributes-text'
import { entryKey, nativeNames } from './native-names'
import { NotStorableError } from './not-storable'

/** Data types of an attribute (ASF §3.11, §4.7, §4.8). */
export const dataType = { unicode: 0, bytes: 1, bool: 2, dword: 3, qword: 4, word: 5, guid: 6 } as const

/** A value as a file holds it. */
export interface EncodedValue {
  readonly type: number
  readonly bytes: Uint8Array
}

const numberBytes: ReadonlyMap<number, number> = new Map([
  [dataType.bool, 4],
  [dataType.dword, 4],
  [dataType.qword, 8],
  [dataType.word, 2],
])

export const lyricsName = 'WM/Lyrics_Synchronised'

interface Registry {
  /**
   * How the registry spells a name, by key and by that spelling itself, which most files use and which costs no
   * upper case. ASF compares names exactly, so that is how they are written.
   */
  readonly spellings: ReadonlyMap<string, string>
  /** Names whose values rate, and those that hold many lines. */
  readonly ratings: ReadonlySet<string>
  readonly longTexts: ReadonlySet<string>
}

let registry: Registry | undefined

function readRegistry(): Registry {
  const spellings = new Map<string, string>()
  const ratings = new Set<string>()
  const longTexts = new Set<string>()
  for (const field of fieldNames) {
    for (const { entry } of nativeNames(field, 'asf')) {
      const spelling = spellings.get(entryKey(entry)) ?? entry
      spellings.set(entryKey(entry), spelling).set(spelling, spelling)
      if (fieldRow(field).type === 'rating') ratings.add(spelling)
      if (fieldRow(field).type === 'long') longTexts.add(spelling)
    }
  }
  return { spellings, ratings, longTexts }
}

function registered(): Registry {
  registry ??= readRegistry()
  return registry
}

/** How the registry spells a name; undefined for names that are none of its own. */
export function registeredSpelling(name: string): string | undefined {
  const { spellings } = registered()
  return spellings.get(name) ?? spellings.get(entryKey(name))
}

/**
 * Whether a value may be longer than the 65,535 bytes that attributes have but in the Metadata Library (§4.8), where
 * few programs look for a title or an album.
 */
export function mayBeLong(name: string): boolean {
  const spelling = registeredSpelling(name)
  return spelling === undefined || registered().longTexts.has(spelling)
}

/**
 * An attribute as texts of the model; none when it is no text. Numbers are decimal, booleans `1` or `0`.
 */
export function decodeValue(name: string, { type, bytes }: EncodedValue): readonly string[] {
  const spelling = registeredSpelling(name)
  if (type === dataType.bytes && spelling === lyricsName) {
    const lrc = lyricsToLrc(bytes)
    return lrc === undefined ? [] : [lrc]
  }
  const text = plainText(type, bytes)
  if (text === undefined || spelling === undefined) return text === undefined ? [] : [text]
  return [registered().ratings.has(spelling) ? percentOf(text) : text]
}

/** Numbers are read by the size they have, not by the one that their type should have. */
function plainText(type: number, bytes: Uint8Array): string | undefined {
  if (type === dataType.unicode) return utf16le(bytes)
  if (!numberBytes.has(type) || ![1, 2, 4, 8].includes(bytes.length)) return undefined
  const number = bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n)
  if (type === dataType.bool) return number === 0n ? '0' : '1'
  return String(number)
}

/**
 * A text in the type that the file used for it before, where that type can hold it: `03` in place of a number
 * becomes text. New attributes are text, as Picard and TagLib write them, but for ratings and timed lyrics.
 * @throws NotStorableError
 */
export function encodeValue(name: string, value: string, typeBefore: number | undefined): EncodedValue {
  const spelling = registeredSpelling(name) ?? name
  if (spelling === lyricsName && typeBefore !== dataType.unicode) {
    return { type: dataType.bytes, bytes: lrcToLyrics(value) }
  }
  const isRating = registered().ratings.has(spelling)
  const text = isRating ? ratingOf(value) : value
  const type = typeBefore ?? (isRating ? dataType.dword : dataType.unicode)
  const number = encodeNumber(type, text)
  return number === undefined
    ? { type: dataType.unicode, bytes: fromUtf16le(`${text}\0`) }
    : { type, bytes: number }
}

/** Undefined when the type is no number's, or the text is not how that number would be read again. */
function encodeNumber(type: number, text: string): Uint8Array | undefined {
  const size = numberBytes.get(type)
  if (size === undefined || !/^(0|[1-9]\d{0,19})$/.test(text)) return undefined
  const number = BigInt(text)
  const limit = type === dataType.bool ? 2n : 1n << BigInt(8 * size)
  if (number >= limit) return undefined
  return Uint8Array.from({ length: size }, (_, index) => Number((number >> BigInt(8 * index)) & 255n))
}

/** Windows Media's stars, and what each means in per cent; values between them lie between. */
const stars = [
  { rating: 0, percent: 0 },
  { rating: 1, percent: 20 },
  { rating: 25, percent: 40 },
  { rating: 50, percent: 60 },
  { rating: 75, percent: 80 },
  { rating: 99, percent: 100 },
] as const

function between(from: 'rating' | 'percent', to: 'rating' | 'percent', value: number): string {
  const above = stars.findIndex((star) => star[from] >= value)
  const high = stars[above]
  const low = stars[Math.max(0, above - 1)]
  if (high === undefined || low === undefined) return String(stars[stars.length - 1]?.[to] ?? 0)
  const share = high[from] === low[from] ? 0 : (value - low[from]) / (high[from] - low[from])
  return String(Math.round(low[to] + share * (high[to] - low[to])))
}

const percentOf = (text: string): string =>
  /^\d+$/.test(text) ? between('rating', 'percent', Number(text)) : text

function ratingOf(percent: string): string {
  if (!/^\d+$/.test(percent) || Number(percent) > 100) throw new NotStorableError(percent, 'ASF')
  // One star is the lowest rating there is: 0 means that nobody rated.
  return percent !== '0' && Number(percent) < 20 ? '1' : between('percent', 'rating', Number(percent))
}

/** How a value comes back: ratings have fewer steps than per cent, timed lyrics one way to write each line. */
export function storedInAsf(field: FieldName, value: FieldValue): FieldValue {
  const [name] = nativeNames(field, 'asf')
  if (name === undefined || (fieldRow(field).type !== 'rating' && name.entry !== lyricsName)) return value
  return value.flatMap((text) => decodeValue(name.entry, encodeValue(name.entry, text, undefined)))
}
