import { fourCc, startsWith, uint32 } from '../bytes'
import type { FileAccess } from '../file-access'

/** What the header of an MPEG audio frame says (ISO 11172-3 §2.4.1.3, ISO 13818-3). */
export interface FrameHeader {
  readonly layer: 1 | 2 | 3
  readonly sampleRate: number
  readonly channels: number
  /** Bits per second. */
  readonly bitrate: number
  readonly samplesPerFrame: number
  /** Bytes, the header included. */
  readonly frameBytes: number
  /** Bytes of side information behind the header: where a Xing header starts. */
  readonly sideBytes: number
}

export interface FoundFrame extends FrameHeader {
  readonly at: number
}

const bitrates: Readonly<Record<string, readonly number[]>> = {
  '1-1': [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  '1-2': [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  '1-3': [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  '2-1': [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  '2-2': [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
}

const sampleRates = [44_100, 48_000, 32_000]

/** The header in these four bytes, or undefined when they are none. Free-format frames are not recognised. */
export function parseFrameHeader(bytes: Uint8Array, at: number): FrameHeader | undefined {
  if (at + 4 > bytes.length) return undefined
  const bits = uint32(bytes, at)
  if (bits >>> 21 !== 0x7ff) return undefined
  const version = (bits >>> 19) & 3
  const layerBits = (bits >>> 17) & 3
  const baseRate = sampleRates[(bits >>> 10) & 3]
  if (version === 1 || layerBits === 0 || baseRate === undefined) return undefined
  const layer = layerBits === 3 ? 1 : layerBits === 2 ? 2 : 3
  const mpeg1 = version === 3
  const table = bitrates[`${mpeg1 ? 1 : 2}-${!mpeg1 && layer > 1 ? 2 : layer}`]
  const kilobits = table?.[(bits >>> 12) & 15]
  if (kilobits === undefined || kilobits === 0) return undefined
  const sampleRate = baseRate / (mpeg1 ? 1 : version === 2 ? 2 : 4)
  const bitrate = kilobits * 1000
  const samplesPerFrame = layer === 1 ? 384 : layer === 3 && !mpeg1 ? 576 : 1152
  const padding = (bits >>> 9) & 1
  const frameBytes =
    layer === 1
      ? (Math.floor((12 * bitrate) / sampleRate) + padding) * 4
      : Math.floor((samplesPerFrame * bitrate) / 8 / sampleRate) + padding
  const channels = ((bits >>> 6) & 3) === 3 ? 1 : 2
  const sideBytes = mpeg1 ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17
  return { layer, sampleRate, channels, bitrate, samplesPerFrame, frameBytes, sideBytes }
}

/** How far behind the tags sound may begin: some files carry zeros or rubbish there. */
const searchBytes = 128 * 1024

/**
 * The first frame at or behind `start`. One that is followed by another is believed at once; in a very short
 * file a single frame right at the start will do.
 */
export function findFrame(access: FileAccess, start: number): FoundFrame | undefined {
  const bytes = access.read(start, searchBytes)
  let lonely: FoundFrame | undefined
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const header = parseFrameHeader(bytes, at)
    if (header === undefined) continue
    const next = at + header.frameBytes
    const follower = next + 4 <= bytes.length ? bytes : access.read(start + next, 4)
    const second = parseFrameHeader(follower, follower === bytes ? next : 0)
    if (second !== undefined && second.layer === header.layer && second.sampleRate === header.sampleRate) {
      return { ...header, at: start + at }
    }
    const isLast = start + next >= access.size - 128
    if (lonely === undefined && (at === 0 || isLast)) lonely = { ...header, at: start + at }
  }
  return lonely
}

/**
 * How long the sound from `frame` to `end` lasts, in milliseconds, and its average bit rate: by the count of
 * frames in a Xing, Info or VBRI header where there is one, else by the bit rate of the first frame.
 */
export function mpegLength(
  access: FileAccess,
  frame: FoundFrame,
  end: number,
): { durationMs: number; bitrate: number } {
  const bytes = access.read(frame.at, 256)
  const audioBytes = Math.max(0, end - frame.at)
  const frames = xingFrames(bytes, 4 + frame.sideBytes) ?? vbriFrames(bytes)
  if (frames === undefined) {
    return { durationMs: (audioBytes * 8000) / frame.bitrate, bitrate: frame.bitrate }
  }
  const durationMs = (frames * frame.samplesPerFrame * 1000) / frame.sampleRate
  return { durationMs, bitrate: durationMs === 0 ? frame.bitrate : (audioBytes * 8000) / durationMs }
}

function xingFrames(bytes: Uint8Array, at: number): number | undefined {
  const id = at + 12 <= bytes.length ? fourCc(bytes, at) : ''
  if (id !== 'Xing' && id !== 'Info') return undefined
  if ((uint32(bytes, at + 4) & 1) === 0) return undefined
  const frames = uint32(bytes, at + 8)
  return frames === 0 ? undefined : frames
}

function vbriFrames(bytes: Uint8Array): number | undefined {
  if (!startsWith(bytes, 'VBRI', 36) || bytes.length < 54) return undefined
  const frames = uint32(bytes, 50)
  return frames === 0 ? undefined : frames
}
