import { latin1, uint16 } from '../bytes'

/** RVA2 (ID3v2.4 §4.11) as ReplayGain, for players that wrote it before TXXX was the custom. */
export interface VolumeAdjustment {
  /** `track`, `album`, or anything. */
  readonly identification: string
  /** `-6.50 dB`; undefined when the master volume is not adjusted. */
  readonly gain: string | undefined
  readonly peak: string | undefined
}

const masterVolume = 1

export function decodeVolumeAdjustment(body: Uint8Array): VolumeAdjustment | undefined {
  const end = body.indexOf(0)
  if (end < 0) return undefined
  const identification = latin1(body.subarray(0, end))
  for (let at = end + 1; at + 4 <= body.length; ) {
    const bits = body[at + 3] ?? 0
    const peakBytes = Math.ceil(bits / 8)
    if (body[at] === masterVolume) {
      const adjustment = ((uint16(body, at + 1) << 16) >> 16) / 512
      const peak = body.subarray(at + 4, at + 4 + peakBytes)
      return {
        identification,
        gain: `${adjustment.toFixed(2)} dB`,
        peak: bits === 0 || peak.length < peakBytes ? undefined : peakOf(peak, bits),
      }
    }
    at += 4 + peakBytes
  }
  return { identification, gain: undefined, peak: undefined }
}

/** Full scale is the highest bit of the field. */
function peakOf(bytes: Uint8Array, bits: number): string {
  const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
  return (value / 2 ** (bits - 1)).toFixed(6)
}

/** Entries that ReplayGain is kept in otherwise, by what RVA2 is identified with. */
export const gainNames: Readonly<Record<string, { readonly gain: string; readonly peak: string }>> = {
  TRACK: { gain: 'TXXX:REPLAYGAIN_TRACK_GAIN', peak: 'TXXX:REPLAYGAIN_TRACK_PEAK' },
  ALBUM: { gain: 'TXXX:REPLAYGAIN_ALBUM_GAIN', peak: 'TXXX:REPLAYGAIN_ALBUM_PEAK' },
}

export const namesOfGain = (identification: string) =>
  Object.hasOwn(gainNames, identification.toUpperCase()) ? gainNames[identification.toUpperCase()] : undefined
