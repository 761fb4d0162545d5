import type { FieldName, FieldValue, FieldValues } from '../../../shared/model'
import { concat, fitsLatin1, fromLatin1, latin1 } from '../bytes'
import type { ValueChanges } from './entry'

/** One field of Lyrics3 v2.00: three letters and what they hold. v1 is one field of lyrics. */
interface LyricsField {
  readonly id: string
  readonly text: string
}

export interface Lyrics3 {
  readonly version: 1 | 2
  readonly fields: readonly LyricsField[]
}

const begin = 'LYRICSBEGIN'
const end1 = 'LYRICSEND'
const end2 = 'LYRICS200'

/** The fields of ours that Lyrics3 v2.00 has too. */
const fieldIds = {
  lyrics: 'LYR',
  title: 'ETT',
  artist: 'EAR',
  album: 'EAL',
  comment: 'INF',
} as const satisfies { readonly [Name in FieldName]?: string }

const ownFields = Object.keys(fieldIds) as readonly (keyof typeof fieldIds)[]

/** Eight are known. */
const maxFields = 100

/** Undefined when the sizes in it do not fit: it is left alone then. */
export function parseLyrics3(bytes: Uint8Array): Lyrics3 | undefined {
  const text = latin1(bytes)
  if (!text.startsWith(begin)) return undefined
  if (text.endsWith(end1)) {
    return { version: 1, fields: [{ id: 'LYR', text: text.slice(begin.length, -end1.length) }] }
  }
  if (!text.endsWith(end2)) return undefined
  const fields: LyricsField[] = []
  const end = text.length - end2.length - 6
  for (let at = begin.length; at < end; ) {
    if (fields.length >= maxFields) return undefined
    const head = /^([A-Z0-9]{3})(\d{5})$/.exec(text.slice(at, at + 8))
    const size = Number(head?.[2])
    if (head === null || at + 8 + size > end) return undefined
    fields.push({ id: head[1] ?? '', text: text.slice(at + 8, at + 8 + size) })
    at += 8 + size
  }
  return { version: 2, fields }
}

export function renderLyrics3({ version, fields }: Lyrics3): Uint8Array {
  if (version === 1) return fromLatin1(begin + fields.map(({ text }) => text).join('') + end1)
  const content =
    begin + fields.map(({ id, text }) => `${id}${String(text.length).padStart(5, '0')}${text}`).join('')
  return concat([fromLatin1(content), fromLatin1(String(content.length).padStart(6, '0') + end2)])
}

const unix = (text: string): string => text.replace(/\r\n?/g, '\n').replace(/\0+$/, '').trimEnd()

export function valuesOfLyrics3({ fields }: Lyrics3): FieldValues {
  const values: { [Name in FieldName]?: FieldValue } = {}
  for (const field of ownFields) {
    const found = fields.find(({ id }) => id === fieldIds[field])
    const text = unix(found?.text ?? '')
    if (text !== '') values[field] = [text]
  }
  return values
}

export const touchesLyrics3 = (fields: readonly FieldName[]): boolean =>
  ownFields.some((field) => fields.includes(field))

const longest = { 1: 5100, 2: 99_999 } as const

/** Keeps the fields that it has in step, `?` for what ISO-8859-1 lacks. None is added: ID3v2 holds all. */
export function patchLyrics3(tag: Lyrics3, changes: ValueChanges): Lyrics3 {
  const fields = tag.fields.flatMap((old): readonly LyricsField[] => {
    const field = ownFields.find((name) => fieldIds[name] === old.id)
    const value = field === undefined ? undefined : changes[field]
    if (value === undefined) return [old]
    const text = [...value.join(', ')].map((character) => (fitsLatin1(character) ? character : '?')).join('')
    if (text === '' && tag.version === 2) return []
    return [{ id: old.id, text: text.replace(/\r\n?|\n/g, '\r\n').slice(0, longest[tag.version]) }]
  })
  const hasLyrics = fields.some(({ id }) => id === 'LYR')
  return {
    ...tag,
    // IND (§IND): whether there are lyrics, and whether they have times.
    fields: fields.map((field) =>
      field.id === 'IND' && !hasLyrics ? { ...field, text: `0${field.text.slice(1)}` } : field,
    ),
  }
}
