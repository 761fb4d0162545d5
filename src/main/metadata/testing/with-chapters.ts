import { concat, fromLatin1, fromSyncsafe, fromUint32, fromUint32le, uint32, uint32le } from '../bytes'
import { wave64Chunks } from '../containers/chunks'
import { type Atom, atomEnd, atomsBetween, everyAtom, newBudget } from '../containers/mp4-atoms'
import { accessBytes } from '../file-access'
import { chunk } from './chunk-files'

/** A file with chapters in it, and the bytes that a save must not touch. */
export interface Chaptered {
  readonly bytes: Uint8Array
  readonly chapters: Uint8Array
}

/** ID3v2 Chapter Frame Addendum §3.1: chapter `c1` of one second, with a title of its own. */
function chapterFrame(version: number): Uint8Array {
  const sized = version === 4 ? fromSyncsafe : fromUint32
  const frame = (id: string, body: Uint8Array) =>
    concat([fromLatin1(id), sized(body.length), new Uint8Array(2), body])
  const times = [0, 1000, 0xffffffff, 0xffffffff].map(fromUint32)
  return frame('CHAP', concat([fromLatin1('c1\0'), ...times, frame('TIT2', fromLatin1('\0Eins'))]))
}

/** Puts a chapter into the room behind the last frame of the file's first ID3v2 tag. */
export function withChapterFrame(bytes: Uint8Array): Chaptered {
  // Chunks that hold a tag are called `ID3 ` in some formats.
  const file = Buffer.from(bytes)
  const at = Math.max(file.indexOf('ID3\x03\0', 'latin1'), file.indexOf('ID3\x04\0', 'latin1'))
  const version = bytes[at + 3] ?? 4
  let end = at + 10
  while ((bytes[end] ?? 0) !== 0) {
    const size = uint32(bytes, end + 4)
    end += 10 + (version === 4 ? ((size >> 8) & 0x3f80) | (size & 0x7f) : size)
  }
  const chapters = chapterFrame(version)
  if (bytes.subarray(end, end + chapters.length).some((byte) => byte !== 0)) throw new Error('no room')
  const result = bytes.slice()
  result.set(chapters, end)
  return { bytes: result, chapters }
}

/** Nero chapters in `moov/udta`, for a file whose sound lies in front of `moov` or counts from its fragments. */
export function withNeroChapters(bytes: Uint8Array): Chaptered {
  const atoms = [...everyAtom([...atomsBetween(accessBytes(bytes), 0, bytes.length, newBudget())])]
  const find = (path: string): Atom | undefined => atoms.find((each) => each.path === path)?.atom
  const [moov, udta] = [find('/moov'), find('/moov/udta')]
  if (moov === undefined || udta === undefined) throw new Error('no udta')
  const list = concat([fromUint32(0x01000000), new Uint8Array(5), Uint8Array.of(4), fromLatin1('Eins')])
  const chapters = concat([fromUint32(list.length + 8), fromLatin1('chpl'), list])
  const result = concat([bytes.subarray(0, atomEnd(udta)), chapters, bytes.subarray(atomEnd(udta))])
  for (const { at, size } of [moov, udta]) result.set(fromUint32(size + chapters.length), at)
  return { bytes: result, chapters }
}

/** ASF §3.7: a Marker Object at the end of the header. */
export function withMarkers(bytes: Uint8Array): Chaptered {
  const guid = Buffer.from('01cd87f451a9cf118ee600c00c205365', 'hex')
  const body = new Uint8Array(24).fill(1)
  const size = (value: number) => concat([fromUint32le(value), fromUint32le(0)])
  const chapters = concat([guid, size(24 + body.length), body])
  const headerEnd = uint32le(bytes, 16)
  const result = concat([bytes.subarray(0, headerEnd), chapters, bytes.subarray(headerEnd)])
  result.set(size(headerEnd + chapters.length), 16)
  result.set(fromUint32le(uint32le(bytes, 24) + 1), 24)
  return { bytes: result, chapters }
}

/** A `cue ` chunk in a Wave64, in front of the sound. */
export function withCueChunk(bytes: Uint8Array): Chaptered {
  const chapters = chunk(
    wave64Chunks,
    'cue \xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a',
    new Uint8Array(28).fill(1),
  )
  const result = concat([bytes.subarray(0, 80), chapters, bytes.subarray(80)])
  result.set(fromUint32le(result.length), 16)
  return { bytes: result, chapters }
}

/** The Chapters of a Matroska file, as they stand in it (RFC 9559 §5.1.7). */
export function matroskaChapters(bytes: Uint8Array): Chaptered {
  const at = Buffer.from(bytes).lastIndexOf('1043a770', 'hex')
  if (at < 0) throw new Error('no Chapters')
  // FFmpeg's size takes as many bytes as its first bit says.
  const sizeBytes = Math.clz32(bytes[at + 4] ?? 1) - 23
  const size = bytes
    .subarray(at + 5, at + 4 + sizeBytes)
    .reduce((sum, byte) => sum * 256 + byte, (bytes[at + 4] ?? 0) & (0xff >> sizeBytes))
  return { bytes, chapters: bytes.subarray(at, at + 4 + sizeBytes + size) }
}
