import { expect, it, vi } from 'vitest'
import { mutate } from '../metadata/testing/mutate'
import { seededRandom } from '../metadata/testing/seeded-random'
import { ChromaprintError } from './chromaprint'
import { DamagedSoundError, NotDecodableError } from './errors'
import { fingerprint } from './fingerprint'
import { soundFixture } from './testing/said-by-fpcalc'
import { sourceOf } from './testing/source-of'

const known = [DamagedSoundError, NotDecodableError, ChromaprintError]

it.each([
  ['quay.wav', 'wav'],
  ['quay.aiff', 'aiff'],
  ['quay.oga', 'ogg-flac'],
  ['quay.wv', 'wavpack'],
  ['quay.tta', 'tta'],
  ['quay.wma', 'asf'],
  ['quay.aac', 'adts'],
  ['quay.mp2', 'mpeg'],
  ['quay.mpc', 'musepack'],
  ['alac.m4a', 'mp4'],
] as const)(
  '%s with damaged bytes has a fingerprint or a reason why not',
  { timeout: 60_000 },
  async (name, container) => {
    // Some decoders tell the console as well.
    const silence = vi.spyOn(console, 'error').mockImplementation(() => {})
    try {
      for (let seed = 1; seed <= 6; seed++) {
        const bytes = mutate(soundFixture(name).bytes, seededRandom(seed))
        const outcome = await fingerprint(sourceOf(bytes, container)).catch((error: unknown) => error)
        const isKnown = !(outcome instanceof Error) || known.some((family) => outcome instanceof family)
        expect(isKnown, `seed ${seed}: ${outcome}`).toBe(true)
      }
    } finally {
      silence.mockRestore()
    }
  },
)
