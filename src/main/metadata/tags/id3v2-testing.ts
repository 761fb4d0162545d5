import type { FieldValues } from '../../../shared/model'
import { concat, fromLatin1, fromSyncsafe, fromUint16, fromUint24, fromUint32 } from '../bytes'
import type { ValueChanges } from './entry'
import { type Id3v2Tag, patchId3v2, readId3v2, valuesOfId3v2 } from './id3v2'

/** ID3v2 tags byte by byte, for tests. */
export const frame22 = (id: string, body: Uint8Array) =>
  concat([fromLatin1(id), fromUint24(body.length), body])
export const frame23 = (id: string, body: Uint8Array, flags = 0) =>
  concat([fromLatin1(id), fromUint32(body.length), fromUint16(flags), body])
export const frame24 = (id: string, body: Uint8Array, flags = 0) =>
  concat([fromLatin1(id), fromSyncsafe(body.length), fromUint16(flags), body])

/** ISO-8859-1 behind its encoding byte. */
export const text = (value: string) => concat([Uint8Array.of(0), fromLatin1(value)])
export const utf16 = (value: string) =>
  concat([Uint8Array.of(1, 0xff, 0xfe), new Uint8Array(Buffer.from(value, 'utf16le'))])

export function tagBytes(version: number, frames: readonly Uint8Array[], flags = 0): Uint8Array {
  const content = concat(frames)
  return concat([fromLatin1('ID3'), Uint8Array.of(version, 0, flags), fromSyncsafe(content.length), content])
}

export function tagIn(bytes: Uint8Array): Id3v2Tag {
  const tag = readId3v2(bytes)
  if (tag === undefined) throw new Error('no tag')
  return tag
}

export const valuesIn = (bytes: Uint8Array): FieldValues => valuesOfId3v2(tagIn(bytes))

export const patched = (bytes: Uint8Array, changes: ValueChanges): Uint8Array =>
  patchId3v2(tagIn(bytes), changes, undefined)

/** Name and text of each frame, to see what a tag became: `TIT2 x`. */
export const framesIn = (tag: Id3v2Tag): string[] =>
  tag.frames.map((frame) => [frame.name, ...frame.values].join(' '))
