import { uint8, uint32 } from '../bytes'
import type { FileAccess } from '../file-access'

/** A frame's header (RFC 9639 §9.1). Zeros: STREAMINFO says it. */
export interface FlacFrame {
  /** Samples in each channel. */
  readonly blockSize: number
  /** Number of its first sample. */
  readonly firstSample: number
}

/** RFC 9639 §9.1.8: polynomial x⁸ + x² + x + 1, over the header without this byte. */
const crcTable = Uint8Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit++) value = (value & 0x80) !== 0 ? ((value << 1) ^ 0x07) & 255 : value << 1
  return value
})

function crc8(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) crc = crcTable[crc ^ byte] ?? 0
  return crc
}

/** Sixteen bits, a number of up to seven bytes, two of block size, two of rate, one of checksum. */
const longestHeader = 16

/** RFC 9639 §9.1.5: coded like UTF-8, up to 36 bits. Undefined when it is none. */
function codedNumber(bytes: Uint8Array, at: number): { value: number; end: number } | undefined {
  const first = uint8(bytes, at)
  if (first < 0x80) return { value: first, end: at + 1 }
  const extra = Math.clz32(~(first << 24)) - 1
  if (extra < 1 || extra > 6) return undefined
  let value = first & (0x3f >> extra)
  for (let index = 1; index <= extra; index++) {
    const byte = uint8(bytes, at + index)
    if ((byte & 0xc0) !== 0x80) return undefined
    value = value * 64 + (byte & 0x3f)
  }
  return { value, end: at + 1 + extra }
}

/** RFC 9639 §9.1.1; 6 and 7 stand for a number behind the header. */
function blockSizeOf(code: number): number {
  if (code === 1) return 192
  if (code >= 2 && code <= 5) return 576 << (code - 2)
  return code >= 8 ? 256 << (code - 8) : 0
}

/**
 * The frame that starts at `at`, or undefined: sync code, no reserved value, and a checksum that is right.
 * `fixedBlockSize` turns the number of a frame into the number of a sample where all frames are of one size.
 */
export function flacFrameAt(bytes: Uint8Array, at: number, fixedBlockSize: number): FlacFrame | undefined {
  if (bytes[at] !== 0xff || ((bytes[at + 1] ?? 0) & 0xfe) !== 0xf8 || at + 6 > bytes.length) return undefined
  const header = bytes.subarray(at, at + longestHeader)
  const sizeCode = uint8(header, 2) >>> 4
  const rateCode = uint8(header, 2) & 15
  const channelCode = uint8(header, 3) >>> 4
  const isReserved = sizeCode === 0 || rateCode === 15 || channelCode > 10 || (uint8(header, 3) & 1) !== 0
  if (isReserved) return undefined
  try {
    const number = codedNumber(header, 4)
    if (number === undefined) return undefined
    let { end } = number
    let blockSize = blockSizeOf(sizeCode)
    if (sizeCode === 6) blockSize = uint8(header, end++) + 1
    if (sizeCode === 7) blockSize = uint8(header, end++) * 256 + uint8(header, end++) + 1
    if (rateCode === 12) end += 1
    if (rateCode === 13 || rateCode === 14) end += 2
    if (crc8(header.subarray(0, end)) !== uint8(header, end)) return undefined
    const isVariable = (uint8(header, 1) & 1) !== 0
    return { blockSize, firstSample: isVariable ? number.value : number.value * fixedBlockSize }
  } catch {
    // Cut off inside its header.
    return undefined
  }
}

export const isFlacFrameAt = (access: FileAccess, at: number): boolean =>
  flacFrameAt(access.read(at, longestHeader), 0, 0) !== undefined

/** STREAMINFO (RFC 9639 §8.2): sizes of blocks and frames, 20 bits of rate, 3 of channels − 1, 5 of bits − 1. */
export interface StreamInfo {
  readonly maxBlockSize: number
  readonly sampleRate: number
  readonly channels: number
  readonly bitsPerSample: number
  /** 0: the encoder could not know. */
  readonly samples: number
}

export function parseStreamInfo(body: Uint8Array): StreamInfo | undefined {
  if (body.length < 18) return undefined
  const packed = uint32(body, 10)
  return {
    maxBlockSize: uint8(body, 2) * 256 + uint8(body, 3),
    sampleRate: packed >>> 12,
    channels: ((packed >>> 9) & 7) + 1,
    bitsPerSample: ((packed >>> 4) & 31) + 1,
    samples: (uint8(body, 13) & 15) * 2 ** 32 + uint32(body, 14),
  }
}

/** How far from the end the last frame is looked for: frames of more than that are very rare. */
const tailBytes = 256 * 1024

/** How many samples there are where STREAMINFO does not say: up to the end of the last frame. */
export function samplesByLastFrame(
  access: FileAccess,
  start: number,
  end: number,
  maxBlockSize: number,
): number {
  const from = Math.max(start, end - tailBytes)
  const tail = access.read(from, end - from)
  for (let at = tail.lastIndexOf(0xff); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(0xff, at - 1)) {
    const frame = flacFrameAt(tail, at, maxBlockSize)
    if (frame !== undefined) return frame.firstSample + frame.blockSize
  }
  return 0
}
