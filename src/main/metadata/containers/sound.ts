import type { AudioProperties } from '../../../shared/model'

/** What the headers of lossless and other sample-counting formats say; times and rates follow from it. */
export interface SampleCount {
  /** Per channel; 0 when not known. */
  readonly samples: number
  readonly sampleRate: number
  readonly channels: number
  /** Of one sample; 0 where the format has no fixed depth. */
  readonly bitsPerSample: number
  readonly lossless: boolean
  readonly codec: string
  readonly encoder?: string
}

const mostChannels = 256
const highestRate = 100_000_000

/** Properties of a stretch of sound; nothing when rate or channels are no sound's. */
export function soundProperties(
  { samples, sampleRate, channels, bitsPerSample, lossless, codec, encoder = '' }: SampleCount,
  sizeBytes: number,
): Partial<AudioProperties> {
  const isSound = sampleRate > 0 && sampleRate <= highestRate && channels > 0 && channels <= mostChannels
  if (!isSound) return {}
  const durationMs = samples > 0 ? (samples * 1000) / sampleRate : 0
  const bitrate = durationMs === 0 ? 0 : Math.round((sizeBytes * 8000) / durationMs)
  return { durationMs, sampleRate, channels, bitsPerSample, bitrate, lossless, codec, encoder }
}
