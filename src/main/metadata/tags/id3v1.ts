import type { FieldName, FieldValue, FieldValues } from '../../../shared/model'
import { fitsLatin1, fromLatin1, latin1, startsWith } from '../bytes'
import type { ValueChanges } from './entry'
import { genreNames, genreNumber } from './genre-names'

export const id3v1Bytes = 128

/** The texts of ID3v1: where they lie and how long they may be. */
const texts = {
  title: { at: 3, length: 30 },
  artist: { at: 33, length: 30 },
  album: { at: 63, length: 30 },
  date: { at: 93, length: 4 },
  comment: { at: 97, length: 30 },
} as const satisfies { readonly [Name in FieldName]?: { at: number; length: number } }

const textFields = Object.keys(texts) as readonly (keyof typeof texts)[]

const trackAt = 126
const genreAt = 127
const noGenre = 255

/** A tag that says nothing yet. */
export function emptyId3v1(): Uint8Array {
  const bytes = new Uint8Array(id3v1Bytes)
  bytes.set(fromLatin1('TAG'))
  bytes[genreAt] = noGenre
  return bytes
}

export const isId3v1 = (bytes: Uint8Array): boolean => bytes.length === id3v1Bytes && startsWith(bytes, 'TAG')

export const extendedId3v1Bytes = 227

/** Enhanced TAG, in front of ID3v1: how title, artist and album go on (`TAG+`). */
const continuations = {
  title: { at: 4, length: 60 },
  artist: { at: 64, length: 60 },
  album: { at: 124, length: 60 },
} as const

const continuedFields = Object.keys(continuations) as readonly (keyof typeof continuations)[]

export const isExtendedId3v1 = (bytes: Uint8Array): boolean =>
  bytes.length === extendedId3v1Bytes && startsWith(bytes, 'TAG+')

/** ID3v1.1: a comment that ends in a NUL leaves its last byte to the track number. */
const hasTrack = (bytes: Uint8Array): boolean => bytes[trackAt - 1] === 0 && (bytes[trackAt] ?? 0) !== 0

const textAt = (bytes: Uint8Array, at: number, length: number): string =>
  untilNul(latin1(bytes, at, at + length))

function untilNul(text: string): string {
  const end = text.indexOf('\0')
  return end < 0 ? text : text.slice(0, end)
}

/** What an ID3v1 tag says; `extended` is the enhanced tag in front of it, where there is one. */
export function valuesOfId3v1(bytes: Uint8Array, extended?: Uint8Array): FieldValues {
  const values: { [Name in FieldName]?: FieldValue } = {}
  for (const field of textFields) {
    const { at, length } = texts[field]
    const text = textAt(bytes, at, length)
    const more = continuedFields.find((name) => name === field)
    const isFull = extended !== undefined && more !== undefined && text.length === length
    const rest = isFull ? textAt(extended, continuations[more].at, continuations[more].length) : ''
    const whole = (text + rest).trim()
    if (whole !== '') values[field] = [whole]
  }
  if (hasTrack(bytes)) values.track = [String(bytes[trackAt])]
  const genre = genreNames[bytes[genreAt] ?? noGenre]
  if (genre !== undefined) values.genre = [genre]
  return values
}

const fieldsOfId3v1: readonly FieldName[] = [...textFields, 'track', 'genre']

export const touchesId3v1 = (fields: readonly FieldName[]): boolean =>
  fields.some((field) => fieldsOfId3v1.includes(field))

/** A text as ISO-8859-1, `?` for what that lacks. */
const asLatin1 = (value: FieldValue): string =>
  [...value.join(', ')].map((character) => (fitsLatin1(character) ? character : '?')).join('')

/** Keeps an ID3v1 tag in step: cut to its length. Never the only place of a value. */
export function patchId3v1(bytes: Uint8Array, changes: ValueChanges): Uint8Array {
  const result = bytes.slice()
  for (const field of textFields) {
    const value = changes[field]
    if (value === undefined) continue
    const { at } = texts[field]
    const length = field === 'comment' && hasTrack(bytes) ? 28 : texts[field].length
    result.fill(0, at, at + length)
    result.set(fromLatin1(asLatin1(value).slice(0, length)), at)
  }
  if (changes.track !== undefined) {
    const number = Number(changes.track[0] ?? 0)
    const fits = Number.isInteger(number) && number > 0 && number < 256
    if (fits || hasTrack(result)) {
      result[trackAt - 1] = 0
      result[trackAt] = fits ? number : 0
    }
  }
  if (changes.genre !== undefined) result[genreAt] = genreNumber(changes.genre[0] ?? '') ?? noGenre
  return result
}

/** The same for the enhanced tag: what does not fit ID3v1 goes on here. */
export function patchExtendedId3v1(bytes: Uint8Array, changes: ValueChanges): Uint8Array {
  const result = bytes.slice()
  for (const field of continuedFields) {
    const value = changes[field]
    if (value === undefined) continue
    const { at, length } = continuations[field]
    const from = texts[field].length
    result.fill(0, at, at + length)
    result.set(fromLatin1(asLatin1(value).slice(from, from + length)), at)
  }
  return result
}
