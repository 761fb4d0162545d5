/** A piece of sound: one channel, 16 bits a sample. That is all that a fingerprint hears. */
export interface Pcm {
  /** Samples a second. */
  readonly sampleRate: number
  readonly samples: Int16Array
}

/** What decoders answer: a row of samples for each channel, from -1 to 1. */
export interface Decoded {
  readonly channelData: readonly Float32Array[]
  readonly sampleRate: number
}

const fullScale = 32_768

/** The mean of all channels. */
export function mixed({ channelData, sampleRate }: Decoded): Pcm {
  const length = Math.min(...channelData.map((channel) => channel.length))
  const samples = new Int16Array(channelData.length === 0 ? 0 : length)
  for (let at = 0; at < samples.length; at++) {
    let sum = 0
    for (const channel of channelData) sum += channel[at] ?? 0
    const value = Math.round((sum / channelData.length) * fullScale)
    samples[at] = Math.max(-fullScale, Math.min(fullScale - 1, value))
  }
  return { sampleRate, samples }
}
