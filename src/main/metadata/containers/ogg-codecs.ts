import type { AudioProperties, TrackFormat } from '../../../shared/model'
import {
  fromUint16,
  latin1,
  startsWith,
  trailingZeros,
  uint8,
  uint16,
  uint16le,
  uint32,
  uint32le,
} from '../bytes'
import type { FileAccess } from '../file-access'
import { parseStreamInfo } from './flac-frame'

/** What differs between the codecs in Ogg. Bytes are those of the stream's first packet. */
export interface OggCodec {
  readonly name: 'Vorbis' | 'Opus' | 'Speex' | 'FLAC' | 'Theora'
  readonly format: TrackFormat
  /** How the first packet starts. */
  readonly magic: string
  /** How the comment packet starts: in FLAC with the header of a block, whose type is all that is certain. */
  readonly commentMagic: string
  /** The first packet without what a change of the comments may change in it. */
  readonly keptFirst: (first: Uint8Array) => Uint8Array
  /** What of the bytes behind the comments is more than padding: the rest may be used as room. */
  readonly keptRest: (rest: Uint8Array) => Uint8Array
  /** Everything but the length and what follows from it. */
  readonly properties: (first: Uint8Array) => Partial<AudioProperties>
  /** How long the stream plays up to this granule position. */
  readonly lengthMs: (first: Uint8Array, granule: number) => number
  /** Whether the comments end with the last of these packets. */
  readonly isLastComment: (first: Uint8Array, packets: readonly FileAccess[]) => boolean
}

/** Zero bytes behind the comments are nobody's: mutagen leaves room this way, and every decoder ignores it. */
const withoutZeros = (rest: Uint8Array): Uint8Array => rest.subarray(0, rest.length - trailingZeros(rest))

const byRate = (granule: number, sampleRate: number): number =>
  sampleRate === 0 ? 0 : (granule * 1000) / sampleRate

const oneCommentPacket = (): boolean => true
const wholeFirst = (first: Uint8Array): Uint8Array => first

/** Vorbis I §4.2.2. */
const vorbis: OggCodec = {
  name: 'Vorbis',
  format: 'ogg',
  magic: '\x01vorbis',
  commentMagic: '\x03vorbis',
  keptFirst: wholeFirst,
  // The framing bit (Vorbis I §5.2.1), without which decoders refuse the file: added where it is missing.
  keptRest: (rest) => {
    const kept = withoutZeros(rest)
    return kept.length === 0 ? Uint8Array.of(1) : kept
  },
  properties: (first) => ({ sampleRate: uint32le(first, 12), channels: uint8(first, 11) }),
  lengthMs: (first, granule) => byRate(granule, uint32le(first, 12)),
  isLastComment: oneCommentPacket,
}

/** RFC 7845. */
const opus: OggCodec = {
  name: 'Opus',
  format: 'opus',
  magic: 'OpusHead',
  commentMagic: 'OpusTags',
  keptFirst: wholeFirst,
  // §5.2: with the lowest bit set, what follows the comments is data to keep; else padding.
  keptRest: (rest) => (((rest[0] ?? 0) & 1) === 1 ? rest : withoutZeros(rest)),
  // Opus always counts 48,000 samples a second, and starts with some that are not played (§4, §5.1).
  properties: (first) => ({ sampleRate: 48_000, channels: uint8(first, 9) }),
  lengthMs: (first, granule) => byRate(granule - uint16le(first, 10), 48_000),
  isLastComment: oneCommentPacket,
}

/** The Speex manual, appendix on Ogg: a header of 80 bytes. */
const speex: OggCodec = {
  name: 'Speex',
  format: 'spx',
  magic: 'Speex   ',
  commentMagic: '',
  keptFirst: wholeFirst,
  keptRest: withoutZeros,
  properties: (first) => ({ sampleRate: uint32le(first, 36), channels: uint32le(first, 48) }),
  lengthMs: (first, granule) => byRate(granule, uint32le(first, 36)),
  isLastComment: oneCommentPacket,
}

/** Where the first packet of FLAC says how many others with metadata follow; 0 where the writer did not know. */
export const flacPacketsAt = 7
export const flacPackets = (first: Uint8Array): number => uint16(first, flacPacketsAt)

export function withFlacPackets(first: Uint8Array, count: number): Uint8Array {
  const changed = first.slice()
  changed.set(fromUint16(count), flacPacketsAt)
  return changed
}

/** FLAC to Ogg mapping (RFC 9639 §10.1): STREAMINFO behind 13 bytes and a block header, then a block a packet. */
const flac: OggCodec = {
  name: 'FLAC',
  format: 'ogg',
  magic: '\x7fFLAC',
  commentMagic: '',
  keptFirst: (first) => withFlacPackets(first, 0),
  keptRest: (rest) => rest,
  properties: (first) => {
    const info = parseStreamInfo(first.subarray(17))
    if (info === undefined) return {}
    const { sampleRate, channels, bitsPerSample } = info
    return { sampleRate, channels, bitsPerSample, lossless: true }
  },
  lengthMs: (first, granule) => {
    const info = parseStreamInfo(first.subarray(17))
    return byRate(info?.samples || granule, info?.sampleRate ?? 0)
  },
  isLastComment: (first, packets) => {
    const isLast = ((packets.at(-1)?.read(0, 1)[0] ?? 0x80) & 0x80) !== 0
    const promised = flacPackets(first)
    return isLast || packets.length === promised || packets.length >= 1000
  },
}

/** Theora specification §6.2: granule positions count key frames and what follows each of them apart. */
const theora: OggCodec = {
  name: 'Theora',
  format: 'ogg',
  magic: '\x80theora',
  commentMagic: '\x81theora',
  keptFirst: wholeFirst,
  keptRest: withoutZeros,
  properties: () => ({}),
  lengthMs: (first, granule) => {
    const [numerator, denominator] = [uint32(first, 22), uint32(first, 26)]
    if (numerator === 0) return 0
    const shift = ((uint8(first, 40) & 3) << 3) | (uint8(first, 41) >>> 5)
    const keyFrames = Math.floor(granule / 2 ** shift)
    return ((keyFrames + (granule % 2 ** shift)) * 1000 * denominator) / numerator
  },
  isLastComment: oneCommentPacket,
}

const codecs: readonly OggCodec[] = [vorbis, opus, speex, flac, theora]

/** Shortest first packet that says all that is asked of it. */
const leastBytes: Readonly<Record<OggCodec['name'], number>> = {
  Vorbis: 16,
  Opus: 12,
  Speex: 52,
  FLAC: 35,
  Theora: 42,
}

/** The codec whose first packet this is; undefined for Skeleton and others that have no comments that we read. */
export const codecOf = (first: Uint8Array): OggCodec | undefined =>
  codecs.find(({ magic, name }) => startsWith(first, magic) && first.length >= leastBytes[name])

/** The magic of a first packet that is none of ours, for a refusal. */
export const unknownCodec = (first: Uint8Array): string => latin1(first.subarray(0, 8)).replace(/[^ -~]/g, '')
