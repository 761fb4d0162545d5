import type { FieldName, FieldValue, FieldValues } from '../../../shared/model'
import { fromUtf8, latin1, utf8 } from '../bytes'

/**
 * Tags that are nothing but a chunk for each text: NAME, AUTH, (c) and ANNO of AIFF (Apple, AIFF 1.3 §Text Chunks),
 * DITI and DIAR of DSDIFF (1.5 §3.7). They hold a field or two, and are kept in step with the ID3v2 tag.
 */
export type TextChunkFields = Readonly<Record<string, FieldName>>

export const aiffTextFields: TextChunkFields = {
  NAME: 'title',
  AUTH: 'artist',
  '(c) ': 'copyright',
  ANNO: 'comment',
}

export const dsdiffTextFields: TextChunkFields = { DITI: 'title', DIAR: 'artist' }

/** A text without the zero bytes that some writers put behind it: UTF-8 where it is valid, else ISO-8859-1. */
export function decodeText(raw: Uint8Array): string {
  const end = raw.indexOf(0)
  const bytes = end < 0 ? raw : raw.subarray(0, end)
  const text = utf8(bytes)
  return text.includes('\ufffd') ? latin1(bytes) : text
}

/** The specification says ASCII, and all programs of today write UTF-8. */
export const encodeText = (text: string): Uint8Array => fromUtf8(text)

/** The same with an even number of bytes: some readers forget the padding behind an odd chunk. */
export function encodeEvenText(text: string): Uint8Array {
  const bytes = fromUtf8(text)
  return bytes.length % 2 === 0 ? bytes : fromUtf8(`${text}\0`)
}

/** Several annotations are one comment of several lines. */
export function valuesOfTextChunks(
  chunks: readonly { readonly id: string; readonly text: string }[],
  fields: TextChunkFields,
): FieldValues {
  const values: { [Name in FieldName]?: FieldValue } = {}
  for (const { id, text } of chunks) {
    const field = fields[id]
    if (field === undefined || text === '') continue
    const known = values[field]
    values[field] = known === undefined ? [text] : [...known, text]
  }
  const { comment } = values
  return comment === undefined ? values : { ...values, comment: [comment.join('\n')] }
}

/** One text for all values of a field; undefined when the chunk goes. */
export const textOfValue = (field: FieldName, value: FieldValue): string | undefined =>
  value.length === 0 ? undefined : value.join(field === 'comment' ? '\n' : '; ')
