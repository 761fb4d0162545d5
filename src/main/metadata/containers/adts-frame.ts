import type { FileAccess } from '../file-access'

/** The header of an ADTS frame (ISO 13818-7 §6.2.1). */
export interface AdtsHeader {
  readonly sampleRate: number
  /** 0 when a program config element in the frame says it. */
  readonly channels: number
  /** Bytes, the header included. */
  readonly frameBytes: number
  /** 1024 for each raw data block. */
  readonly samples: number
}

export interface AdtsFrame extends AdtsHeader {
  readonly at: number
}

/** ISO 14496-3 §1.6.3.4. */
export const aacSampleRates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
] as const

/** Channels by configuration (ISO 14496-3 §1.6.3.5): 7 means 7.1. */
const channelCounts = [0, 1, 2, 3, 4, 5, 6, 8]

const headerBytes = 7

export function parseAdtsHeader(bytes: Uint8Array, at: number): AdtsHeader | undefined {
  if (at + headerBytes > bytes.length) return undefined
  const [b0 = 0, b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0, b6 = 0] = bytes.subarray(at, at + headerBytes)
  if (b0 !== 0xff || (b1 & 0xf6) !== 0xf0) return undefined
  const sampleRate = aacSampleRates[(b2 >> 2) & 15]
  const frameBytes = ((b3 & 3) << 11) | (b4 << 3) | (b5 >> 5)
  if (sampleRate === undefined || frameBytes < headerBytes) return undefined
  return {
    sampleRate,
    channels: channelCounts[((b2 & 1) << 2) | (b3 >> 6)] ?? 0,
    frameBytes,
    samples: 1024 * ((b6 & 3) + 1),
  }
}

const isSameStream = (a: AdtsHeader, b: AdtsHeader | undefined): boolean =>
  b !== undefined && a.sampleRate === b.sampleRate && a.channels === b.channels

/** How far behind the tags sound may begin. */
const searchBytes = 64 * 1024

/** The first frame that is followed by another; in a very short file one alone will do. */
export function findAdtsFrame(access: FileAccess, start: number, end: number): AdtsFrame | undefined {
  const bytes = access.read(start, Math.min(searchBytes, end - start))
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const header = parseAdtsHeader(bytes, at)
    if (header === undefined) continue
    const next = start + at + header.frameBytes
    const isLast = next + headerBytes > end
    if (isLast ? at === 0 : isSameStream(header, parseAdtsHeader(access.read(next, headerBytes), 0))) {
      return { ...header, at: start + at }
    }
  }
  return undefined
}

/** Up to here all frames are counted; beyond, samples of the stream must do. */
const countedBytes = 128 * 1024
const samplePlaces = 16
const sampleBytes = 8 * 1024

/** The length by the average size of frames: of all in a short file, of those at several places in a long one. */
export function adtsLength(
  access: FileAccess,
  frame: AdtsFrame,
  end: number,
): { durationMs: number; bitrate: number } {
  const audioBytes = end - frame.at
  const isShort = audioBytes <= countedBytes
  const places = isShort ? 1 : samplePlaces
  let bytes = 0
  let samples = 0
  for (let place = 0; place < places; place++) {
    const at = frame.at + Math.floor((audioBytes * place) / places)
    const counted = countFrames(access, frame, at, isShort ? audioBytes : Math.min(sampleBytes, end - at))
    bytes += counted.bytes
    samples += counted.samples
  }
  if (bytes === 0) return { durationMs: 0, bitrate: 0 }
  const bitrate = (bytes * 8 * frame.sampleRate) / samples
  const durationMs = isShort ? (samples * 1000) / frame.sampleRate : (audioBytes * 8000) / bitrate
  return { durationMs, bitrate: Math.round(bitrate) }
}

function countFrames(
  access: FileAccess,
  like: AdtsFrame,
  at: number,
  length: number,
): { bytes: number; samples: number } {
  const bytes = access.read(at, length)
  let counted = 0
  let samples = 0
  let inStream = at === like.at
  for (let position = 0; position + headerBytes <= bytes.length; ) {
    const header = parseAdtsHeader(bytes, position)
    const isFrame =
      header !== undefined &&
      isSameStream(like, header) &&
      (inStream || isSameStream(like, parseAdtsHeader(bytes, position + header.frameBytes)))
    inStream = isFrame
    if (isFrame) {
      counted += header.frameBytes
      samples += header.samples
      position += header.frameBytes
      continue
    }
    const next = bytes.indexOf(0xff, position + 1)
    if (next < 0) break
    position = next
  }
  return { bytes: counted, samples }
}
