import type { Splice } from '../../shared/model'
import { concat, fourCc, fromLatin1, fromSyncsafe, fromUint32, isZero, uint8 } from './bytes'
import { type ChunkFormat, iffChunks, readChunks, riffChunks } from './containers/chunks'
import { type Atom, atomsBetween, bodyOf, childOf, descendantOf, newBudget } from './containers/mp4-atoms'
import { accessPlanned, type FileAccess } from './file-access'
import type { ContainerKind } from './sniff'
import { headerBytes, parseId3v2 } from './tags/id3v2-frames'

/**
 * A file as music-metadata is to see it where only its tags are asked for. What says nothing of them and costs that
 * library most is covered up in place, byte for byte: it takes the padding of an ID3v2 tag for thousands of empty
 * frames, each with a warning, and reads every entry of the sample tables of MP4.
 */
export function withoutBallast(access: FileAccess, kind: ContainerKind): FileAccess {
  const covers = kind === 'mp4' ? coverTables(access) : coverPadding(access, placeOfTag(access, kind))
  return covers.length === 0
    ? access
    : accessPlanned(access, { size: access.size, splices: covers, audio: [] })
}

/** Less is read as it is: nothing is gained. */
const muchPadding = 1024
/** A tag with more is none that a person waits for. */
const mostPadding = 4 * 1024 * 1024
const plainTag = 0

const forms: { readonly [Kind in ContainerKind]?: ChunkFormat } = { wav: riffChunks, aiff: iffChunks }
/** `RIFF` or `FORM`, size, kind. */
const formHeaderBytes = 12

/** Where the ID3v2 tag begins: in front of MPEG audio, in a chunk of WAV and AIFF. */
function placeOfTag(access: FileAccess, kind: ContainerKind): number | undefined {
  if (kind === 'mpeg') return 0
  const form = forms[kind]
  if (form === undefined) return undefined
  const { chunks } = readChunks(access, form, formHeaderBytes, access.size)
  return chunks.find(({ id }) => id.toLowerCase() === 'id3 ')?.bodyAt
}

/** One frame of an experimental name in place of the padding. Tags that are not plain have none, or are read whole. */
function coverPadding(access: FileAccess, start: number | undefined): Splice[] {
  const tag = start === undefined ? undefined : parseId3v2(access, start)
  if (start === undefined || tag === undefined || tag.version === 2) return []
  if (uint8(access.read(start, headerBytes), 5) !== plainTag) return []
  const at = tag.frames.reduce((end, { size }) => end + headerBytes + size, start + headerBytes)
  const padding = start + tag.sizeBytes - at
  if (padding < muchPadding || padding > mostPadding || !isZero(access.read(at, padding))) return []
  const size = padding - headerBytes
  const frame = concat([
    fromLatin1('XPAD'),
    tag.version === 4 ? fromSyncsafe(size) : fromUint32(size),
    new Uint8Array(2),
  ])
  return [{ at, remove: frame.length, insert: frame }]
}

const tables: ReadonlySet<string> = new Set(['stts', 'stsc', 'stsz', 'stz2', 'stco', 'co64', 'stss', 'ctts'])

/** The tables of sound are free space; those of other tracks say where chapters lie. */
function coverTables(access: FileAccess): Splice[] {
  for (const moov of atomsBetween(access, 0, access.size, newBudget())) {
    if (moov.type !== 'moov') continue
    return moov.children
      .filter((track) => track.type === 'trak' && isSound(access, track))
      .flatMap((track) => descendantOf(track, ['mdia', 'minf', 'stbl'])?.children ?? [])
      .filter(({ type }) => tables.has(type))
      .map(({ at }) => ({ at: at + 4, remove: 4, insert: fromLatin1('free') }))
      .sort((a, b) => a.at - b.at)
  }
  return []
}

function isSound(access: FileAccess, track: Atom): boolean {
  const handler = childOf(childOf(track, 'mdia'), 'hdlr')
  return handler !== undefined && fourCc(bodyOf(access, handler, 12), 8) === 'soun'
}
