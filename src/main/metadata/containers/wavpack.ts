import { latin1, startsWith, uint8, uint16le, uint32le } from '../bytes'
import type { FileAccess } from '../file-access'
import { openApeTagged, type Sound } from './ape-tagged'
import type { Layout } from './layout'
import { soundProperties } from './sound'

/** WavPack: an APEv2 tag behind the blocks, ID3v1 kept in step. */
export const openWavPack = (access: FileAccess, start: number): Layout =>
  openApeTagged(access, start, 'wv', readWavPack)

const blockHeaderBytes = 32
/** A block is at most 1 MB (WavPack 5 File Format, 2.0). */
const maxBlockBytes = 1024 * 1024 + 8
/** The blocks of one moment, of two channels each, are 128 at most; blocks without sound may come first. */
const maxBlocks = 256
const leastSoundBytes = 4096
/** Encoders write some fifteen in a block. */
const maxSubBlocks = 64
/** How many places that look like a block are tried from the end of the file. */
const maxCandidates = 256
const unknownLength = 0xffffffff

const sampleRates = [
  6000, 8000, 9600, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000,
  192_000,
]

/** Bits of a block's flags (WavPack 5 File Format, 2.0). */
const mono = 1 << 2
const hybrid = 1 << 3
const float = 1 << 7
const finalBlock = 1 << 12
const dsd = 0x80000000

interface Block {
  readonly at: number
  readonly end: number
  readonly samples: number
  readonly index: number
  readonly total: number | undefined
  readonly flags: number
}

function readBlock(access: FileAccess, at: number): Block | undefined {
  const header = access.read(at, blockHeaderBytes)
  if (header.length < blockHeaderBytes || !startsWith(header, 'wvpk')) return undefined
  const version = uint16le(header, 8)
  const size = uint32le(header, 4) + 8
  if (version < 0x402 || version > 0x410 || size < blockHeaderBytes || size > maxBlockBytes) return undefined
  const total = uint32le(header, 12)
  return {
    at,
    end: at + size,
    samples: uint32le(header, 20),
    index: uint32le(header, 16) + uint8(header, 10) * 2 ** 32,
    // 40 bits, of which the upper eight leave out the value that means “unknown”.
    total: total === unknownLength ? undefined : total + uint8(header, 11) * unknownLength,
    flags: uint32le(header, 24),
  }
}

function readWavPack(access: FileAccess, start: number, end: number): Sound {
  const container = 'WavPack'
  const moment = firstMoment(access, start)
  const [first] = moment
  if (first === undefined) return { container, properties: {} }
  const details = detailsOf(access, first, end)
  const isDsd = (first.flags & dsd) !== 0
  const rateIndex = (first.flags >>> 23) & 15
  const sampleRate = details.sampleRate ?? sampleRates[rateIndex] ?? 0
  const shift = (first.flags >>> 13) & 31
  const depth = ((first.flags & 3) + 1) * 8 - shift
  const samples = first.total ?? lengthByLastBlock(access, start, end)
  const channels = moment.reduce((sum, { flags }) => sum + ((flags & mono) !== 0 ? 1 : 2), 0)
  const lossless = (first.flags & hybrid) === 0
  return {
    container,
    properties: soundProperties(
      {
        // Eight samples of one bit make a byte, which is what WavPack counts for DSD.
        samples: isDsd ? samples * 8 : samples,
        sampleRate: isDsd ? sampleRate * details.dsdFactor * 8 : sampleRate,
        channels: details.channels ?? channels,
        bitsPerSample: isDsd ? 1 : (first.flags & float) !== 0 ? 32 : depth,
        lossless,
        codec: isDsd ? 'WavPack DSD' : lossless ? 'WavPack' : 'WavPack hybrid',
      },
      end - start,
    ),
  }
}

/** The blocks of the first moment of sound: one for each channel or pair of channels. */
function firstMoment(access: FileAccess, start: number): readonly Block[] {
  const blocks: Block[] = []
  let at = start
  for (let count = 0; count < maxBlocks; count++) {
    const block = readBlock(access, at)
    if (block === undefined) break
    if (block.samples > 0) blocks.push(block)
    if (block.samples > 0 && (block.flags & finalBlock) !== 0) break
    at = block.end
  }
  return blocks
}

interface Details {
  readonly sampleRate: number | undefined
  readonly channels: number | undefined
  readonly dsdFactor: number
}

/** Sub-blocks with what the flags have no room for (WavPack 5 File Format, 3.0). */
const channelInfo = 0x0d
const dsdBlock = 0x0e
const sampleRateInfo = 0x27

function detailsOf(access: FileAccess, block: Block, end: number): Details {
  let details: Details = { sampleRate: undefined, channels: undefined, dsdFactor: 1 }
  const limit = Math.min(block.end, end)
  let at = block.at + blockHeaderBytes
  for (let count = 0; count < maxSubBlocks && at + 2 <= limit; count++) {
    const head = access.read(at, 12)
    const id = uint8(head, 0)
    const isLarge = (id & 0x80) !== 0
    if (isLarge && head.length < 4) break
    const words = isLarge ? uint16le(head, 1) | (uint8(head, 3) << 16) : uint8(head, 1)
    const dataAt = isLarge ? 4 : 2
    const size = words * 2 - ((id & 0x40) !== 0 ? 1 : 0)
    const data = head.subarray(dataAt, dataAt + Math.max(0, size))
    const [first = 0, second = 0, third = 0] = data
    switch (id & 0x3f) {
      case sampleRateInfo:
        if (size >= 3) details = { ...details, sampleRate: first | (second << 8) | (third << 16) }
        break
      case channelInfo:
        if (size >= 1 && first > 0) details = { ...details, channels: channelCount(data, size) }
        break
      case dsdBlock:
        if (size >= 1) details = { ...details, dsdFactor: 2 ** (first & 31) }
        break
    }
    // What is this large is the sound; what describes it comes before.
    if (size > leastSoundBytes) break
    at += dataAt + words * 2
  }
  return details
}

/** More than 255 channels take a second byte of which the low half belongs to the count. */
function channelCount(data: Uint8Array, size: number): number {
  const [first = 0, , third = 0] = data
  return size >= 6 ? (first | ((third & 15) << 8)) + 1 : first
}

/** Where the sound was encoded from a pipe, only the last block knows how long it is. */
function lengthByLastBlock(access: FileAccess, start: number, end: number): number {
  const from = Math.max(start, end - maxBlockBytes)
  const tail = latin1(access.read(from, end - from))
  let at = tail.lastIndexOf('wvpk')
  for (let count = 0; count < maxCandidates && at >= 0; count++) {
    const block = readBlock(access, from + at)
    if (block !== undefined && block.end <= end && block.samples > 0) return block.index + block.samples
    at = at === 0 ? -1 : tail.lastIndexOf('wvpk', at - 1)
  }
  return 0
}
