import { fourCc, startsWith, uint8, uint16le, uint32le } from '../bytes'
import type { FileAccess } from '../file-access'
import { openApeTagged, type Sound } from './ape-tagged'
import type { Layout } from './layout'
import { soundProperties } from './sound'

/** OptimFROG: an APEv2 tag behind the chunks; ID3v1 behind it is kept in step. */
export const openOptimFrog = (access: FileAccess, start: number): Layout =>
  openApeTagged(access, start, 'ofr', readOptimFrog)

const chunkHeaderBytes = 8
const maxChunks = 16

/** Bits by sample type: unsigned and signed integers, then floating point in three ranges. */
const sampleBits = [8, 8, 16, 16, 24, 24, 32, 32, 32, 32, 32]

/** The `OFR ` chunk: samples of all channels, sample type, channels − 1, rate; from 4.50 on the encoder too. */
function readOptimFrog(access: FileAccess, start: number, end: number): Sound {
  const container = 'OptimFROG'
  const head = access.read(start, 24)
  const size = head.length < 20 ? 0 : uint32le(head, 4)
  if (size < 12) return { container, properties: {} }
  const channels = uint8(head, 15) + 1
  const total = uint32le(head, 8) + uint16le(head, 12) * 2 ** 32
  const isDualStream = isLossy(access, start + chunkHeaderBytes + size, end)
  return {
    container,
    properties: soundProperties(
      {
        samples: total / channels,
        sampleRate: uint32le(head, 16),
        channels,
        bitsPerSample: sampleBits[uint8(head, 14)] ?? 0,
        lossless: !isDualStream,
        codec: isDualStream ? 'OptimFROG DualStream' : 'OptimFROG',
        encoder: size >= 15 && head.length >= 22 ? encoderOf(uint16le(head, 20)) : '',
      },
      end - start,
    ),
  }
}

/** 0x2582 is 5.100: the upper twelve bits count thousandths from 4.500 on. */
const encoderOf = (id: number): string => `OptimFROG ${(((id >>> 4) + 4500) / 1000).toFixed(3)}`

/**
 * DualStream files (`.ofs`) say so in their first `COMP` chunk only. The format is not documented: the byte is
 * 8 in the lossless files that we have, and 9 in the lossy ones.
 */
function isLossy(access: FileAccess, from: number, end: number): boolean {
  let at = from
  for (let count = 0; count < maxChunks && at + chunkHeaderBytes < end; count++) {
    const chunk = access.read(at, 24)
    if (chunk.length < chunkHeaderBytes) return false
    if (startsWith(chunk, 'COMP')) return chunk.length > 19 && uint8(chunk, 19) === 9
    if (!/^[A-Z]{4}$/.test(fourCc(chunk, 0))) return false
    at += chunkHeaderBytes + uint32le(chunk, 4)
  }
  return false
}
