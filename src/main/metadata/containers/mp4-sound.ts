import type { AudioProperties } from '../../../shared/model'
import { fourCc, uint8, uint16, uint32, uint64 } from '../bytes'
import { type FileAccess, readExactly } from '../file-access'
import { type Atom, atomBodyAt, descendantOf } from './mp4-atoms'

/** Codecs whose sound is as it was recorded. */
const losslessCodecs: ReadonlySet<string> = new Set([
  'alac',
  'fLaC',
  'lpcm',
  'sowt',
  'twos',
  'in24',
  'in32',
  'fl32',
])

/** Bytes of a sample table that are worth reading: its first entry. */
const descriptionBytes = 64

/**
 * The first sound track's properties (ISO 14496-12 §8.4.2 media header, §8.5.2 sample description, §12.2.3 audio
 * entry). Nothing when the file has no sound track, as in a film without one.
 */
export function readSound(access: FileAccess, atoms: readonly Atom[]): Partial<AudioProperties> {
  const moov = atoms.find(({ type }) => type === 'moov')
  const tracks = moov?.children.filter(({ type }) => type === 'trak') ?? []
  for (const track of tracks) {
    const handler = descendantOf(track, ['mdia', 'hdlr'])
    const header = descendantOf(track, ['mdia', 'mdhd'])
    const description = descendantOf(track, ['mdia', 'minf', 'stbl', 'stsd'])
    if (handler === undefined || header === undefined || description === undefined) continue
    if (fourCc(readExactly(access, atomBodyAt(handler) + 8, 4), 0) !== 'soun') continue
    const soundBytes = atoms.reduce((sum, { type, size }) => (type === 'mdat' ? sum + size : sum), 0)
    return propertiesOf(
      access.read(atomBodyAt(header), 32),
      access.read(
        atomBodyAt(description),
        Math.min(descriptionBytes, description.size - description.headerBytes),
      ),
      tracks.length === 1 ? soundBytes : 0,
    )
  }
  return {}
}

function propertiesOf(
  header: Uint8Array,
  description: Uint8Array,
  soundBytes: number,
): Partial<AudioProperties> {
  const isLong = uint8(header, 0) === 1
  const timescale = uint32(header, isLong ? 20 : 12)
  const length = isLong ? uint64(header, 24) : uint32(header, 16)
  const isKnown = timescale > 0 && Number.isFinite(length) && length !== 0xffffffff
  const durationMs = isKnown ? (length * 1000) / timescale : 0
  // Version and flags, count of entries, then size and type of the first.
  const codec = fourCc(description, 12)
  const declaredRate = description.length >= 44 ? uint16(description, 40) : 0
  const lossless = losslessCodecs.has(codec)
  return {
    durationMs,
    // 16 bits cannot hold the rates of high-resolution sound: there the time scale is the rate.
    sampleRate: declaredRate === 0 || (timescale > 0xffff && lossless) ? timescale : declaredRate,
    channels: description.length >= 34 ? uint16(description, 32) : 0,
    bitsPerSample: lossless && description.length >= 36 ? uint16(description, 34) : 0,
    bitrate: durationMs === 0 ? 0 : (soundBytes * 8000) / durationMs,
    lossless,
  }
}
