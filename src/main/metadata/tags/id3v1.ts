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

export const isId3v1 = (bytes: Uint8Array): boolean => bytes.length === id3v1Bytes && startsWith(bytes, 'TAG')

/** ID3v1.1: a comment that ends in a NUL leaves its last byte to the track number. */
const hasTrack = (bytes: Uint8Array): boolean => bytes[trackAt - 1] === 0 && (bytes[trackAt] ?? 0) !== 0

export function valuesOfId3v1(bytes: Uint8Array): FieldValues {
  const values: { [Name in FieldName]?: FieldValue } = {}
  for (const field of textFields) {
    const { at, length } = texts[field]
    const text = latin1(bytes.subarray(at, at + length))
      .replace(/\0[\s\S]*$/, '')
      .trim()
    if (text !== '') values[field] = [text]
  }
  if (hasTrack(bytes)) values.track = [String(bytes[trackAt])]
  const genre = genreNames[bytes[genreAt] ?? noGenre]
  if (genre !== undefined) values.genre = [genre]
  return values
}

const fieldsOfId3v1: readonly FieldName[] = [...textFields, 'track', 'genre']

export const touchesId3v1 = (fields: readonly FieldName[]): boolean =>
  fields.some((field) => fieldsOfId3v1.includes(field))

/** Keeps an ID3v1 tag in step: cut to its length, `?` for what ISO-8859-1 lacks. Never the only place of a value. */
export function patchId3v1(bytes: Uint8Array, changes: ValueChanges): Uint8Array {
  const result = bytes.slice()
  for (const field of textFields) {
    const value = changes[field]
    if (value === undefined) continue
    const { at } = texts[field]
    const length = field === 'comment' && hasTrack(bytes) ? 28 : texts[field].length
    const text = [...value.join(', ')].map((character) => (fitsLatin1(character) ? character : '?')).join('')
    result.fill(0, at, at + length)
    result.set(fromLatin1(text.slice(0, length)), at)
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
