import { uint8, uint16le } from '../bytes'
import type { FileAccess } from '../file-access'
import { openApeTagged, type Sound } from './ape-tagged'
import type { Layout } from './layout'
import { type SampleCount, soundProperties } from './sound'

/** TAK: an APEv2 tag behind the sound; ID3v1 behind it is kept in step. */
export const openTak = (access: FileAccess, start: number): Layout =>
  openApeTagged(access, start, 'tak', readTak)

/** Kinds of metadata block (TAK SDK, tMetaDataObject): seven bits, then the size in three bytes. */
const endOfBlocks = 0
const streamInfo = 1
const encoderInfo = 4
const maxBlocks = 64
const blockHeaderBytes = 4

function readTak(access: FileAccess, start: number, end: number): Sound {
  let info: SampleCount | undefined
  let encoder = ''
  let at = start + 4
  for (let count = 0; count < maxBlocks; count++) {
    const block = access.read(at, 32)
    if (block.length < blockHeaderBytes) break
    const kind = uint8(block, 0) & 0x7f
    const size = uint16le(block, 1) | (uint8(block, 3) << 16)
    const body = block.subarray(blockHeaderBytes, blockHeaderBytes + size)
    if (kind === endOfBlocks) break
    if (kind === streamInfo) info ??= readStreamInfo(body)
    if (kind === encoderInfo && body.length >= 3) encoder = encoderOf(body)
    at += blockHeaderBytes + size
  }
  return {
    container: 'TAK',
    properties: info === undefined ? {} : soundProperties({ ...info, encoder }, end - start),
  }
}

/** Least byte first: `2.3.0` is 00 03 02. */
const encoderOf = (body: Uint8Array): string => `TAK ${[2, 1, 0].map((at) => uint8(body, at)).join('.')}`

const leastStreamInfoBytes = 10

/** Fields of odd widths, the least bit first: codec, profile, frame size, samples, kind, rate, depth, channels. */
function readStreamInfo(body: Uint8Array): SampleCount | undefined {
  if (body.length < leastStreamInfoBytes) return undefined
  let bits = 0n
  for (const [index, byte] of body.subarray(0, leastStreamInfoBytes).entries())
    bits |= BigInt(byte) << BigInt(8 * index)
  const take = (width: number): number => {
    const value = Number(bits & ((1n << BigInt(width)) - 1n))
    bits >>= BigInt(width)
    return value
  }
  take(6 + 4 + 4)
  const samples = take(35)
  take(3)
  const sampleRate = take(18) + 6000
  const bitsPerSample = take(5) + 8
  const channels = take(4) + 1
  return { samples, sampleRate, channels, bitsPerSample, lossless: true, codec: 'TAK' }
}
