import { decoders } from './decoders'
import { DamagedSoundError, NotDecodableError, NotInstalledError } from './errors'
import { mixed, type Pcm } from './pcm'
import type { SoundSource } from './source'

/** As long as `fpcalc` listens, and so what AcoustID's fingerprints are made of. */
export const listenedSeconds = 120

/**
 * The first two minutes of a file, piece by piece. In memory is one piece at a time: some 100 kB of music, 250 MB of
 * what a hostile FLAC makes of a piece; of MP4 and AAC their beginning and all the sound in it, 200 MB at most.
 * @throws NotDecodableError, DamagedSoundError, and whatever reading the source throws
 */
export async function* decodeBeginning(source: SoundSource): AsyncGenerator<Pcm> {
  const decode = decoders[source.container]
  if (typeof decode === 'string') throw new NotDecodableError(decode)
  const watched = watchReading(source)
  let first: Pcm | undefined
  let heard = 0
  try {
    for await (const decoded of decode(watched, listenedSeconds)) {
      const pcm = mixed(decoded)
      if (pcm.samples.length === 0) continue
      first ??= pcm
      // A chain of streams may go on at another rate: what came before is a fingerprint too.
      if (pcm.sampleRate !== first.sampleRate) return
      const left = pcm.sampleRate * listenedSeconds - heard
      yield { sampleRate: pcm.sampleRate, samples: pcm.samples.subarray(0, left) }
      heard += pcm.samples.length
      if (pcm.samples.length >= left) return
    }
  } catch (error) {
    throw watched.failure() === error ? error : soundError(error)
  }
  if (first === undefined) throw new DamagedSoundError('no sound came out of it')
}

/** The same source, that remembers why it could not be read: decoders let that pass. */
function watchReading(source: SoundSource): SoundSource & { readonly failure: () => unknown } {
  let failure: unknown
  const read = (at: number, length: number): Uint8Array => {
    try {
      return source.bytes.read(at, length)
    } catch (error) {
      failure = error
      throw error
    }
  }
  return { ...source, bytes: { size: source.bytes.size, read }, failure: () => failure }
}

/** What decoders throw are sentences of theirs; most begin so where they know what they see and have no code for it. */
function soundError(error: unknown): Error {
  if (error instanceof NotDecodableError || error instanceof NotInstalledError) return error
  const message = error instanceof Error ? error.message : String(error)
  if (/\bunsupported\b/i.test(message)) return new NotDecodableError('', { cause: error })
  return new DamagedSoundError(message, { cause: error })
}
