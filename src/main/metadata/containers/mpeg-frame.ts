import { uint32 } from '../bytes'
import type { FileAccess } from '../file-access'

/** What the header of an MPEG audio frame says (ISO 11172-3 §2.4.1.3, ISO 13818-3). */
export interface FrameHeader {
  readonly layer: 1 | 2 | 3
  readonly sampleRate: number
  readonly channels: number
  /** Bits per second; 0 in free format, until the next frame is found. */
  readonly bitrate: number
  readonly samplesPerFrame: number
  /** Bytes, the header included; 0 in free format. */
  readonly frameBytes: number
  /** The four bytes themselves. */
  readonly bits: number
  /** Bytes of side information behind the header: where a Xing header starts. */
  readonly sideBytes: number
}

export interface FoundFrame extends FrameHeader {
  readonly at: number
}

/** By version and layer. */
const bitrates = {
  '1-1': [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  '1-2': [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  '1-3': [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  '2-1': [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  '2-2': [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
}

const sampleRates = [44_100, 48_000, 32_000]

/** The header in these four bytes, or undefined when they are none. */
export function parseFrameHeader(bytes: Uint8Array, at: number): FrameHeader | undefined {
  if (bytes[at] !== 0xff || ((bytes[at + 1] ?? 0) & 0xe0) !== 0xe0 || at + 4 > bytes.length) return undefined
  const bits = uint32(bytes, at)
  const version = (bits >>> 19) & 3
  const layerBits = (bits >>> 17) & 3
  const baseRate = sampleRates[(bits >>> 10) & 3]
  if (version === 1 || layerBits === 0 || baseRate === undefined) return undefined
  const layer = layerBits === 3 ? 1 : layerBits === 2 ? 2 : 3
  const mpeg1 = version === 3
  const table = mpeg1
    ? layer === 3
      ? bitrates['1-3']
      : layer === 2
        ? bitrates['1-2']
        : bitrates['1-1']
    : layer === 1
      ? bitrates['2-1']
      : bitrates['2-2']
  const kilobits = table[(bits >>> 12) & 15]
  if (kilobits === undefined) return undefined
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
  return {
    layer,
    sampleRate,
    channels,
    bitrate,
    samplesPerFrame,
    frameBytes: bitrate === 0 ? 0 : frameBytes,
    bits,
    sideBytes,
  }
}

export const isSameStream = (a: FrameHeader, b: FrameHeader | undefined): boolean =>
  b !== undefined && a.layer === b.layer && a.sampleRate === b.sampleRate

/** Sync word, version, layer and sample rate: what all frames of a stream have in common. */
const streamBits = 0xfffe0c00
const bitrateBits = 0x0000f000
const paddingBit = 0x00000200

/** The size of the frame at `at` when it is one of the same stream, and whether its bit rate is another; else 0. */
export function frameLike(
  like: FoundFrame,
  bytes: Uint8Array,
  at: number,
): { readonly size: number; readonly varies: boolean } | undefined {
  if (bytes[at] !== 0xff || at + 4 > bytes.length) return undefined
  const difference =
    ((0xff << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8)) ^ (like.bits & 0xffffff00)
  if ((difference & streamBits) !== 0) return undefined
  if ((difference & bitrateBits) !== 0) {
    const size = parseFrameHeader(bytes, at)?.frameBytes ?? 0
    return size === 0 ? undefined : { size, varies: true }
  }
  const slot = like.layer === 1 ? 4 : 1
  const change = (difference & paddingBit) === 0 ? 0 : (like.bits & paddingBit) === 0 ? slot : -slot
  return { size: like.frameBytes + change, varies: false }
}

/** How far behind the tags sound may begin: some files carry zeros or rubbish there. */
const searchBytes = 1024 * 1024
/** Nearly always the first frame stands right at the start. */
const firstReadBytes = 4 * 1024
/** The longest frame of free format that is looked for; ISO 11172-3 leaves it open. */
const maxFreeBytes = 8 * 1024
/** Sync words that are looked into before the search is given up: rubbish has one every few hundred bytes. */
const maxTries = 4000

/**
 * The first frame at or behind `start`, up to `end`. One that is followed by others is believed at once; one that is
 * not must stand right at the start: one rubbish in ten holds something like a frame elsewhere.
 */
export function findFrame(access: FileAccess, start: number, end = access.size): FoundFrame | undefined {
  if (lastCertain?.access === access && lastCertain.start === start) return lastCertain.frame
  const near = search(access, start, Math.min(firstReadBytes, end - start), end)
  if (near?.certain === true) {
    lastCertain = { access, start, frame: near.frame }
    return near.frame
  }
  if (end - start <= firstReadBytes) return near?.frame
  const far = search(access, start, Math.min(searchBytes, end - start), end)
  return far?.certain === true ? far.frame : (near?.frame ?? far?.frame)
}

/** The sniffer and the container ask for the same frame, one after the other. */
let lastCertain:
  | { readonly access: FileAccess; readonly start: number; readonly frame: FoundFrame }
  | undefined

/** Property by property: a spread makes objects of one shape each, which here are made for every file. */
const locatedAt = (header: FrameHeader, at: number): FoundFrame => ({
  layer: header.layer,
  sampleRate: header.sampleRate,
  channels: header.channels,
  bitrate: header.bitrate,
  samplesPerFrame: header.samplesPerFrame,
  frameBytes: header.frameBytes,
  bits: header.bits,
  sideBytes: header.sideBytes,
  at,
})

interface Finding {
  readonly frame: FoundFrame
  /** Others follow. */
  readonly certain: boolean
}

function search(access: FileAccess, start: number, length: number, end: number): Finding | undefined {
  const bytes = access.read(start, length)
  let lonely: FoundFrame | undefined
  let tries = 0
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const header = parseFrameHeader(bytes, at)
    if (header === undefined) continue
    if (++tries > maxTries) break
    const frame = locatedAt(header, start + at)
    const found = header.bitrate === 0 ? freeFormat(access, frame, end) : frame
    if (found === undefined) continue
    const next = found.at + found.frameBytes
    if (isSameStream(found, headerAt(access, bytes, start, next))) {
      if (at === 0 || followedTwice(access, bytes, start, found, end)) return { frame: found, certain: true }
      continue
    }
    if (at === 0 && header.bitrate !== 0 && !isByteOrderMark(bytes)) lonely = found
  }
  return lonely === undefined ? undefined : { frame: lonely, certain: false }
}

/** Of UTF-16: a text begins as a frame of layer I does. */
const isByteOrderMark = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xfe

function headerAt(access: FileAccess, bytes: Uint8Array, start: number, at: number): FrameHeader | undefined {
  const inside = at - start
  return inside + 4 <= bytes.length
    ? parseFrameHeader(bytes, inside)
    : parseFrameHeader(access.read(at, 4), 0)
}

/** In rubbish two headers may follow each other by chance; a third, or the end of the sound, says that they do not. */
function followedTwice(
  access: FileAccess,
  bytes: Uint8Array,
  start: number,
  frame: FoundFrame,
  end: number,
): boolean {
  const next = frame.at + frame.frameBytes
  const second = headerAt(access, bytes, start, next)
  if (second === undefined) return false
  const third = next + (second.frameBytes || frame.frameBytes)
  return third + 4 > end || isSameStream(frame, headerAt(access, bytes, start, third))
}

/** Free format (§2.4.2.3): the bit rate follows from where the next two frames begin, which all have the same length. */
function freeFormat(access: FileAccess, frame: FoundFrame, end: number): FoundFrame | undefined {
  const bytes = access.read(frame.at, Math.min(2 * maxFreeBytes + 8, end - frame.at))
  const isNext = (at: number): boolean => {
    const header = parseFrameHeader(bytes, at)
    return header?.bitrate === 0 && isSameStream(frame, header) && header.channels === frame.channels
  }
  for (let at = bytes.indexOf(0xff, 24); at >= 0 && at <= maxFreeBytes; at = bytes.indexOf(0xff, at + 1)) {
    if (!isNext(at)) continue
    // Padding makes a frame longer by one slot: a byte, or four in layer I.
    const slot = frame.layer === 1 ? 4 : 1
    if (![0, slot, -slot].some((difference) => isNext(2 * at + difference))) continue
    const bitrate = Math.round((at * 8 * frame.sampleRate) / frame.samplesPerFrame / 1000) * 1000
    return { ...frame, frameBytes: at, bitrate }
  }
  return undefined
}
