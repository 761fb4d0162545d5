import { fourCc, latin1, startsWith, syncsafe } from '../bytes'
import type { FileAccess } from '../file-access'
import { apeFooterBytes, apeSize, readApe } from '../tags/apev2'
import { extendedId3v1Bytes, id3v1Bytes, isExtendedId3v1, isId3v1 } from '../tags/id3v1'
import type { Id3v2Tag } from '../tags/id3v2'
import { id3v2Size } from '../tags/id3v2-frames'
import type { NotWritable } from './layout'

/** Something before or behind the sound of a stream that has no structure of its own for tags. */
export interface Part {
  readonly what:
    | 'ID3v2'
    | 'ID3v1'
    | 'ID3v1 extended'
    | 'APEv2'
    | 'damaged APEv2'
    | 'Lyrics3'
    | 'ID3v2 at the end'
  readonly at: number
  readonly size: number
}

/** Larger tags are no tags of music: reading one into memory would only serve an attacker. */
export const maxTagBytes = 256 * 1024 * 1024

/** More tags than anyone has seen at either end of a file. */
const maxParts = 16

/** ID3v2 tags in front, in order. */
export function leadingParts(access: FileAccess): Part[] {
  const parts: Part[] = []
  let at = 0
  while (parts.length < maxParts) {
    const size = id3v2Size(access.read(at, 10))
    if (size === undefined) break
    parts.push({ what: 'ID3v2', at, size })
    at += size
  }
  return parts
}

/** What follows the sound, from the end of the file inwards; in file order. */
export function trailingParts(access: FileAccess, start: number): Part[] {
  const parts: Part[] = []
  let end = access.size
  while (parts.length < maxParts) {
    const part = lastPart(access, start, end)
    if (part === undefined) break
    parts.unshift(part)
    end = part.at
  }
  return parts
}

/** Whether the words of a tag are where they would be at the end of these bytes. */
function mayEndInTag(near: Uint8Array): boolean {
  const from = (length: number) => near.length - length
  return (
    startsWith(near, 'APETAGEX', Math.max(0, from(apeFooterBytes))) ||
    startsWith(near, 'TAG', Math.max(0, from(id3v1Bytes))) ||
    startsWith(near, 'TAG+', Math.max(0, from(extendedId3v1Bytes))) ||
    startsWith(near, 'LYRICS', Math.max(0, from(9))) ||
    startsWith(near, '3DI', Math.max(0, from(10)))
  )
}

function lastPart(access: FileAccess, start: number, end: number): Part | undefined {
  const ending = (size: number, what: Part['what']): Part | undefined =>
    size > 0 && end - size >= start ? { what, at: end - size, size } : undefined
  const near = access.read(
    Math.max(start, end - extendedId3v1Bytes),
    Math.min(extendedId3v1Bytes, end - start),
  )
  // Nearly every file ends in sound: then nothing more is looked for.
  if (!mayEndInTag(near)) return undefined
  const tail = (length: number) => near.subarray(Math.max(0, near.length - length))

  // First, since a short one has the word TAG of APETAGEX where an ID3v1 tag would begin.
  const ape = apeSize(tail(apeFooterBytes))
  if (ape !== undefined) {
    const part = ending(ape, 'APEv2')
    if (part === undefined || ape > maxTagBytes) return undefined
    return readApe(access, part.at, part.size).isDamaged ? { ...part, what: 'damaged APEv2' } : part
  }
  if (isId3v1(tail(id3v1Bytes))) return ending(id3v1Bytes, 'ID3v1')
  if (isExtendedId3v1(near)) return ending(extendedId3v1Bytes, 'ID3v1 extended')
  const words = latin1(tail(15))
  if (/^\d{6}LYRICS200$/.test(words)) {
    const part = ending(Number(words.slice(0, 6)) + 15, 'Lyrics3')
    const begins = part !== undefined && startsWith(access.read(part.at, 11), 'LYRICSBEGIN')
    return begins ? part : undefined
  }
  if (words.endsWith('LYRICSEND')) {
    // Lyrics3 v1: at most 5100 bytes of text between its two words.
    const length = Math.min(5120, end - start)
    const begin = latin1(access.read(end - length, length)).lastIndexOf('LYRICSBEGIN')
    return begin < 0 ? undefined : ending(length - begin, 'Lyrics3')
  }
  const footer = tail(10)
  if (footer.length === 10 && fourCc(footer, 0).startsWith('3DI')) {
    const part = ending(syncsafe(footer, 6) + 20, 'ID3v2 at the end')
    return part !== undefined && startsWith(access.read(part.at, 3), 'ID3') ? part : undefined
  }
  return undefined
}

export const structure = (reason: string): NotWritable => ({
  code: 'metadata.structureNotWritable',
  reason,
})

/**
 * What in an ID3v2 tag stands in the way of writing it; also for the chunk in WAV and AIFF files. Damage does not:
 * whatever is unreadable is kept as it is.
 */
export const id3v2Obstacle = (tag: Id3v2Tag): NotWritable | undefined =>
  tag.sizeBytes > maxTagBytes ? structure('an ID3v2 tag of more than 256 MB') : undefined
