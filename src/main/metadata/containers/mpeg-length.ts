import { fourCc, latin1, startsWith, uint16, uint24, uint32 } from '../bytes'
import type { FileAccess } from '../file-access'
import { type FoundFrame, frameLike } from './mpeg-frame'

/** How long the sound lasts, and what made it. */
export interface MpegLength {
  readonly durationMs: number
  /** Bits per second, on average. */
  readonly bitrate: number
  /** `LAME 3.100`; empty when unknown. */
  readonly encoder: string
}

/** What a Xing, Info or VBRI header in the first frame says. */
interface LengthHeader {
  /** Of sound, the header's own frame not counted. */
  readonly frames: number | undefined
  readonly bytes: number | undefined
  /** Samples that the encoder added at both ends. */
  readonly added: number
  readonly encoder: string
}

/**
 * The length from `frame` to `end`: by the count of frames in a Xing, Info or VBRI header where there is one; else
 * exactly in a short file, and by the bit rate of frames at several places in a long one.
 */
export function mpegLength(access: FileAccess, frame: FoundFrame, end: number): MpegLength {
  const head = access.read(frame.at, 512)
  const header = xingHeader(head, 4 + frame.sideBytes) ?? vbriHeader(head)
  const audioBytes = Math.max(0, end - frame.at)
  const encoder = header?.encoder ?? ''
  if (header?.frames === undefined) return { ...lengthWithout(access, frame, end), encoder }
  const all = header.frames * frame.samplesPerFrame
  // Old versions of LAME wrote nonsense here for short files.
  const samples = header.added < all ? all - header.added : all
  const durationMs = (samples * 1000) / frame.sampleRate
  const bytes = Math.max(0, (header.bytes ?? audioBytes) - frame.frameBytes)
  const bitrate = Math.round((bytes * 8 * frame.sampleRate) / all)
  return { durationMs, bitrate: bitrate === 0 ? frame.bitrate : bitrate, encoder }
}

function xingHeader(bytes: Uint8Array, at: number): LengthHeader | undefined {
  const id = at + 8 <= bytes.length ? fourCc(bytes, at) : ''
  if (id !== 'Xing' && id !== 'Info') return undefined
  const flags = uint32(bytes, at + 4)
  let next = at + 8
  const take = (flag: number, length: number): number | undefined => {
    if ((flags & flag) === 0 || next + length > bytes.length) return undefined
    next += length
    return uint32(bytes, next - length)
  }
  const frames = take(1, 4)
  const size = take(2, 4)
  take(4, 100)
  take(8, 4)
  const encoder = encoderName(latin1(bytes.subarray(next, next + 9)))
  // The LAME tag: 12 bits of delay and of padding, 21 bytes behind its name.
  const hasDelay = encoder !== '' && next + 24 <= bytes.length
  const both = hasDelay ? uint24(bytes, next + 21) : 0
  return {
    frames: frames === 0 ? undefined : frames,
    bytes: size === 0 ? undefined : size,
    added: (both >>> 12) + (both & 0xfff),
    encoder,
  }
}

/** `LAME3.100`, `L3.99r1`, `Lavc58.13`: only these carry a delay behind their name. */
function encoderName(text: string): string {
  const plain = text.replace(/[^\x20-\x7e].*$/s, '').trim()
  const [, program = '', version = ''] = /^(LAME|L(?=\d)|Lavf|Lavc) ?(.*)$/.exec(plain) ?? []
  // `3.99r` is a release; nine characters cut what follows.
  return `${program === 'L' ? 'LAME' : program} ${version.replace(/[r.]$/, '')}`.trim()
}

function vbriHeader(bytes: Uint8Array): LengthHeader | undefined {
  if (!startsWith(bytes, 'VBRI', 36) || bytes.length < 54) return undefined
  const frames = uint32(bytes, 50)
  return {
    frames: frames === 0 ? undefined : frames,
    bytes: uint32(bytes, 46) || undefined,
    added: 0,
    encoder: uint16(bytes, 40) > 0 ? 'Fraunhofer' : '',
  }
}

/** How much of the beginning must be of one bit rate, and of the middle, for all to be taken for so. */
const firstBytes = 8 * 1024
const sampleBytes = 4 * 1024
/** Up to here all frames of a variable stream are counted; beyond, some places must do. */
const countedBytes = 256 * 1024
const samplePlaces = 16

function lengthWithout(access: FileAccess, frame: FoundFrame, end: number): Omit<MpegLength, 'encoder'> {
  const audioBytes = Math.max(0, end - frame.at)
  const ofBitrate = (bitrate: number) => ({ durationMs: (audioBytes * 8000) / bitrate, bitrate })
  const sampleAt = (at: number, length: number) => countFrames(access, frame, at, Math.min(length, end - at))
  const placeOf = (place: number) => frame.at + Math.floor((audioBytes * place) / samplePlaces)

  const varies =
    sampleAt(frame.at, firstBytes).varies ||
    (audioBytes > firstBytes && sampleAt(placeOf(samplePlaces / 2), sampleBytes).varies)
  if (!varies) return ofBitrate(frame.bitrate)
  if (audioBytes <= countedBytes) {
    const { frames, bytes } = sampleAt(frame.at, audioBytes)
    const durationMs = (frames * frame.samplesPerFrame * 1000) / frame.sampleRate
    return { durationMs, bitrate: Math.round((bytes * 8000) / durationMs) }
  }
  let bytes = 0
  let frames = 0
  for (let place = 0; place < samplePlaces; place++) {
    const sample = sampleAt(placeOf(place), sampleBytes)
    bytes += sample.bytes
    frames += sample.frames
  }
  return ofBitrate(Math.round((bytes * 8 * frame.sampleRate) / (frames * frame.samplesPerFrame)))
}

/** Frames and their bytes in a piece of the stream that may begin in the middle of one. */
function countFrames(
  access: FileAccess,
  like: FoundFrame,
  at: number,
  length: number,
): { frames: number; bytes: number; varies: boolean } {
  const bytes = access.read(at, length)
  let frames = 0
  let total = 0
  let varies = false
  let inStream = at === like.at
  for (let position = 0; position + 4 <= bytes.length; ) {
    const found = frameLike(like, bytes, position)
    const isFrame =
      found !== undefined && (inStream || frameLike(like, bytes, position + found.size) !== undefined)
    inStream = isFrame
    if (isFrame) {
      frames++
      total += Math.min(found.size, bytes.length - position)
      varies ||= found.varies
      position += found.size
      continue
    }
    const next = bytes.indexOf(0xff, position + 1)
    if (next < 0) break
    position = next
  }
  return { frames, bytes: total, varies }
}
