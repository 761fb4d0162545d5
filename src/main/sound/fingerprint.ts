import { type Chromaprint, createChromaprint } from './chromaprint'
import { decodeBeginning } from './decode'
import type { SoundSource } from './source'

export interface Fingerprint {
  /** Chromaprint's, compressed, in base64; empty when the sound is shorter than some three seconds. */
  readonly fingerprint: string
  /** How much was listened to: all of it, up to two minutes. */
  readonly heardMs: number
}

/**
 * What the beginning of a file sounds like, as AcoustID knows it.
 * @throws NotDecodableError, DamagedSoundError, ChromaprintError, NotInstalledError, and whatever reading the source throws
 */
export async function fingerprint(source: SoundSource): Promise<Fingerprint> {
  let listener: Chromaprint | undefined
  let heardMs = 0
  for await (const { sampleRate, samples } of decodeBeginning(source)) {
    listener ??= await createChromaprint(sampleRate)
    listener.feed(samples)
    heardMs += (samples.length / sampleRate) * 1000
  }
  return { fingerprint: listener?.finish() ?? '', heardMs: Math.round(heardMs) }
}
