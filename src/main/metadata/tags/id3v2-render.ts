import { concat, fromLatin1, fromSyncsafe, fromUint16, fromUint24, fromUint32 } from '../bytes'
import { headerBytes, type Id3v2Version, type Junk, noJunk, type RawFrame } from './id3v2-frames'

/** What a tag is to be laid out in. */
export interface TagRoom {
  /** Bytes that the tag may take without anything behind it moving. */
  readonly roomBytes: number
  /** Bytes of the file: a tag that must grow leaves room in proportion. */
  readonly fileBytes?: number
  /** Bytes that the tag's frames took before; a tag that gives up much of it gives back the room. */
  readonly usedBefore?: number
  readonly junk?: Junk
  /** Bytes to leave empty; undefined: what is there, or as much as the file suggests. */
  readonly padding?: number | undefined
}

/** Zeros that end the frames for every reader. */
const endOfFrames = 10
/** What may stay empty in a tag that became smaller. */
const keptRoomBytes = 64 * 1024
const maxTagContent = 2 ** 28

/** Room left behind the frames when a tag must grow, so that the next save fits: 2 kB, or 1 % of the file. */
const newPadding = (fileBytes: number): number =>
  Math.max(2048, Math.min(keptRoomBytes, Math.floor(fileBytes / 100)))

const sizeField: Readonly<Record<Id3v2Version, (size: number) => Uint8Array>> = {
  2: fromUint24,
  3: fromUint32,
  4: fromSyncsafe,
}

const frameHeaderBytes = (version: Id3v2Version): number => (version === 2 ? 6 : headerBytes)

export const framesSize = (frames: readonly RawFrame[], version: Id3v2Version): number =>
  frames.reduce((sum, frame) => sum + frameHeaderBytes(version) + frame.size, 0)

export const renderFrame = ({ id, flags, body }: RawFrame, version: Id3v2Version): Uint8Array =>
  concat([
    fromLatin1(id),
    sizeField[version](body.length),
    ...(version === 2 ? [] : [fromUint16(flags)]),
    body,
  ])

const tagHeader = (version: Id3v2Version, flags: number, size: number): Uint8Array => {
  if (size >= maxTagContent) throw new RangeError('an ID3v2 tag holds at most 256 MB')
  return concat([fromLatin1('ID3'), Uint8Array.of(version, 0, flags), fromSyncsafe(size)])
}

/**
 * A tag with these frames, in just its room where they fit, else with new room behind them. Never unsynchronised
 * as a whole, and without extended header, whose checksum would no longer hold.
 */
export function renderId3v2(
  frames: readonly RawFrame[],
  version: Id3v2Version,
  { roomBytes, fileBytes = 0, usedBefore = 0, junk = noJunk, padding }: TagRoom,
): Uint8Array {
  const used = headerBytes + framesSize(frames, version)
  const needed = used + junk.bytes.length + (junk.gap > 0 ? endOfFrames : 0)
  const room = roomBytes - needed
  const gaveUp = headerBytes + usedBefore - used > keptRoomBytes && room > keptRoomBytes
  const isTooRoomy = padding === undefined ? gaveUp : room > padding
  const size = room >= 0 && !isTooRoomy ? roomBytes : needed + (padding ?? newPadding(fileBytes))
  const zeros = new Uint8Array(size - used - junk.bytes.length)
  return concat([
    tagHeader(version, 0, size - headerBytes),
    ...frames.map((frame) => renderFrame(frame, version)),
    ...(junk.gap > 0 ? [zeros, junk.bytes] : [junk.bytes, zeros]),
  ])
}

/** A tag for the end of a file: found by its footer, and without padding (ID3v2.4 §3.4, §5). */
export function renderAppendedId3v2(frames: readonly RawFrame[], version: 3 | 4, junk = noJunk): Uint8Array {
  const content = concat([...frames.map((frame) => renderFrame(frame, version)), junk.bytes])
  const header = tagHeader(version, 0x10, content.length)
  const footer = header.slice()
  footer.set(fromLatin1('3DI'))
  return concat([header, content, footer])
}
