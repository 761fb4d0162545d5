import { uint16le, uint32le } from '../bytes'

const headerBytes = 8

/**
 * The header of Musepack SV4, SV5 and SV6, which have no magic number; undefined unless every field that can have
 * one value only has it. Bits from the top: bitrate (9, zero), intensity stereo (1, zero), mid-side (1), version
 * (10), last band (5), block size (6, one); then the frames: 16 bits in SV4, 32 later.
 */
export function readOldMusepack(
  head: Uint8Array,
): { readonly version: number; readonly frames: number } | undefined {
  if (head.length < headerBytes) return undefined
  const word = uint32le(head, 0)
  const version = (word >>> 11) & 0x3ff
  const isHeader = word >>> 22 === 0 && version >= 4 && version <= 6 && (word & 0x3f) === 1
  if (!isHeader) return undefined
  const count = version >= 5 ? uint32le(head, 4) : uint16le(head, 6)
  // Encoders before SV6 count one frame too many, as every other reader has it.
  const frames = version < 6 ? count - 1 : count
  // A day at most: what claims more is a coincidence.
  return frames > 0 && frames < 3_400_000 ? { version, frames } : undefined
}
