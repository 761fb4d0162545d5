import { type AudioProperties, noAudio } from '../../../shared/model'
import { fourCc, uint8, uint32, uint64 } from '../bytes'
import type { FileAccess } from '../file-access'
import { type Atom, atomBodyAt, atomEnd, bodyOf, childOf, descendantOf } from './mp4-atoms'
import { readSampleEntry, type SoundFormat } from './mp4-codecs'
import { fragmentsLength } from './mp4-fragments'

/** A sample entry with its decoder's configuration is smaller; what lies behind is not looked at. */
const maxEntryBytes = 1024
/** Sizes of samples, 4 bytes each: an hour of AAC has 155,000. */
const maxSizes = 2_000_000

/** One track of sound, from what its boxes say in front of the tables. */
export interface SoundTrack {
  readonly id: number
  readonly timescale: number
  /** In units of the time scale; 0 when the fragments hold the sound. */
  readonly length: number
  readonly format: SoundFormat
  readonly atom: Atom
}

/**
 * The track, when its handler says that it is sound (ISO 14496-12 §8.4.3), or when it has a sound header where the
 * handler says nothing. Reads the boxes in file order, and of the sample table only the description.
 */
export function readSoundTrack(access: FileAccess, track: Atom): SoundTrack | undefined {
  const header = childOf(track, 'tkhd')
  const media = childOf(track, 'mdia')
  const handler = childOf(media, 'hdlr')
  const isSound = handler === undefined ? false : fourCc(bodyOf(access, handler, 12), 8) === 'soun'
  if (!isSound && descendantOf(track, ['mdia', 'minf', 'smhd']) === undefined) return undefined
  const table = descendantOf(track, ['mdia', 'minf', 'stbl'])
  const times = childOf(media, 'mdhd')
  const { timescale, length } =
    times === undefined ? { timescale: 0, length: 0 } : timesOf(bodyOf(access, times, 32))
  return {
    id: header === undefined ? 0 : trackId(bodyOf(access, header, 24)),
    timescale,
    length,
    format: table === undefined ? noFormat : readFormat(access, table),
    atom: track,
  }
}

const noFormat: SoundFormat = readSampleEntry(new Uint8Array(0))

function trackId(header: Uint8Array): number {
  if (header.length < 24) return 0
  return uint32(header, uint8(header, 0) === 1 ? 20 : 12)
}

/** Time scale and length of a media or movie header: the same places in both (§8.2.2, §8.4.2). */
export function timesOf(header: Uint8Array): { timescale: number; length: number } {
  const isLong = header.length > 0 && uint8(header, 0) === 1
  if (header.length < (isLong ? 32 : 20)) return { timescale: 0, length: 0 }
  const length = isLong ? uint64(header, 24) : uint32(header, 16)
  const isKnown = Number.isFinite(length) && length !== 0xffffffff
  return { timescale: uint32(header, isLong ? 20 : 12), length: isKnown ? length : 0 }
}

/** The first entry of the first box of the sample table; others of its boxes are only walked when it is not first. */
function readFormat(access: FileAccess, table: Atom): SoundFormat {
  const at = atomBodyAt(table)
  const head = access.read(at, 16)
  const first = head.length >= 16 && fourCc(head, 4) === 'stsd' ? at + 8 : undefined
  const description = first === undefined ? childOf(table, 'stsd') : undefined
  const body = first ?? (description === undefined ? undefined : atomBodyAt(description))
  if (body === undefined) return noFormat
  // Version and flags, number of entries, then the first.
  const entryAt = body + 8
  const entry = access.read(entryAt, Math.min(maxEntryBytes, Math.max(0, atomEnd(table) - entryAt)))
  return entry.length < 8 ? noFormat : readSampleEntry(entry.subarray(0, uint32(entry, 0)))
}

interface SoundFile {
  readonly atoms: () => readonly Atom[]
  readonly atom: (index: number) => Atom | undefined
  readonly moov: Atom
  readonly trackCount: number
}

/** What the file says about its sound. A sample rate of 0 when it has none, as a film without a sound track. */
export function soundProperties(
  access: FileAccess,
  file: SoundFile,
  sound: SoundTrack | undefined,
  encoder: string,
): AudioProperties {
  if (sound === undefined) {
    return { ...noAudio, encoder }
  }
  const { format, timescale } = sound
  const durationMs = lengthMs(access, file, sound)
  const bitrate = format.bitrate || averageBitrate(access, file, sound, durationMs)
  return {
    durationMs,
    // 16 bits cannot hold the rates of high-resolution sound: there the time scale is the rate.
    sampleRate:
      format.sampleRate === 0 || (timescale > 0xffff && format.lossless) ? timescale : format.sampleRate,
    channels: format.channels,
    bitsPerSample: format.bitsPerSample,
    bitrate: Math.round(bitrate),
    lossless: format.lossless,
    codec: format.codec,
    encoder,
  }
}

function lengthMs(access: FileAccess, file: SoundFile, { id, timescale, length }: SoundTrack): number {
  if (length > 0 && timescale > 0) return (length * 1000) / timescale
  const movie = childOf(file.moov, 'mvhd')
  const times = movie === undefined ? { timescale: 0, length: 0 } : timesOf(bodyOf(access, movie, 32))
  const extends_ = childOf(file.moov, 'mvex')
  if (extends_ !== undefined) {
    const inFragments = fragmentsLength(
      access,
      { ...file, extends: extends_ },
      { id, timescale, movie: times },
    )
    if (inFragments > 0) return inFragments
  }
  return times.timescale > 0 ? (times.length * 1000) / times.timescale : 0
}

/** Bits in a second by the sizes of all samples; by the whole sound where nothing else is in the file. */
function averageBitrate(access: FileAccess, file: SoundFile, sound: SoundTrack, durationMs: number): number {
  if (durationMs <= 0) return 0
  const isOnly = file.trackCount === 1
  const isFragmented = childOf(file.moov, 'mvex') !== undefined
  // Walking through thousands of fragments is not worth the few bytes of their headers.
  const bytes = !isOnly
    ? sampleBytes(access, sound.atom)
    : isFragmented
      ? access.size - file.moov.size
      : soundBytes(file)
  return (bytes * 8000) / durationMs
}

/** Boxes in front of the sound, or pieces of it: where there are more, nobody needs the exact bitrate. */
const maxPieces = 1000

function soundBytes(file: SoundFile): number {
  let sum = 0
  for (let index = 0; index < maxPieces; index++) {
    const atom = file.atom(index)
    if (atom === undefined) break
    if (atom.type === 'mdat') sum += atom.size - atom.headerBytes
  }
  return sum
}

/** The sum of the sample size table (§8.7.3). */
function sampleBytes(access: FileAccess, track: Atom): number {
  const sizes = descendantOf(track, ['mdia', 'minf', 'stbl', 'stsz'])
  if (sizes === undefined) return 0
  const head = bodyOf(access, sizes, 12)
  if (head.length < 12) return 0
  const count = uint32(head, 8)
  const same = uint32(head, 4)
  if (same !== 0) return same * count
  const table = bodyOf(access, sizes, 12 + Math.min(count, maxSizes) * 4)
  let sum = 0
  for (let at = 12; at + 4 <= table.length; at += 4) sum += uint32(table, at)
  return sum
}
