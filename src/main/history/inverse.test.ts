import { describe, expect, it } from 'vitest'
import { applyPlan, flawOf, type SavePlan, type Splice } from '../../shared/model'
import { accessBytes } from '../metadata'
import { seededRandom } from '../metadata/testing/seeded-random'
import { invertPlan, sideOf } from './inverse'

const rounds = 2000

/** Splices anywhere, touching each other or not, of any size; the ranges between them are sound. */
function randomCase(random: () => number): { original: Uint8Array; plan: SavePlan } {
  const below = (limit: number) => Math.floor(random() * limit)
  const some = (length: number) => new Uint8Array(length).map(() => below(256))
  const original = some(below(400))
  const splices: Splice[] = []
  const audio: { start: number; end: number }[] = []
  let at = 0
  for (let count = below(8); count > 0 && at <= original.length; count--) {
    const gap = random() < 0.3 ? 0 : below(80)
    const start = Math.min(original.length, at + gap)
    if (start > at && random() < 0.6) audio.push({ start: at, end: start })
    const remove = random() < 0.3 ? 0 : below(Math.min(60, original.length - start + 1))
    const same = random() < 0.3
    splices.push({ at: start, remove, insert: some(same ? remove : below(60)) })
    at = start + remove
  }
  if (at < original.length) audio.push({ start: at, end: original.length })
  return { original, plan: { size: original.length, splices, audio } }
}

const soundOf = (bytes: Uint8Array, { audio }: SavePlan) =>
  audio.map(({ start, end }) => Buffer.from(bytes.subarray(start, end)).toString('hex'))

describe('the inverse of a plan', () => {
  it(`gives the original back, byte for byte, for ${rounds} random plans`, () => {
    const random = seededRandom(5)
    for (let round = 0; round < rounds; round++) {
      const { original, plan } = randomCase(random)
      expect(flawOf(plan), `round ${round}`).toBeUndefined()
      const saved = applyPlan(original, plan)
      const inverse = invertPlan(accessBytes(original), plan)
      expect(flawOf(inverse.plan), `round ${round}`).toBeUndefined()
      expect(inverse.plan.size).toBe(saved.length)
      expect(Buffer.compare(applyPlan(saved, inverse.plan), original), `round ${round}`).toBe(0)
      expect(soundOf(saved, inverse.plan)).toEqual(soundOf(original, plan))
      // And its own inverse is the plan again.
      const again = invertPlan(accessBytes(saved), inverse.plan)
      expect(Buffer.compare(applyPlan(original, again.plan), saved), `round ${round}`).toBe(0)
    }
  })

  it('tells the old file from the new one, and both from a third', () => {
    const random = seededRandom(6)
    for (let round = 0; round < rounds; round++) {
      const { original, plan } = randomCase(random)
      const saved = applyPlan(original, plan)
      const inverse = invertPlan(accessBytes(original), plan)
      if (Buffer.compare(saved, original) === 0) continue
      expect(sideOf(accessBytes(saved), inverse), `round ${round}`).toBe('new')
      expect(sideOf(accessBytes(original), inverse), `round ${round}`).toBe('old')
      expect(sideOf(accessBytes(new Uint8Array(original.length + 1000)), inverse)).toBe('neither')
    }
  })

  it('sees a single changed byte in a region', () => {
    const original = new Uint8Array(100)
    const plan = {
      size: 100,
      splices: [{ at: 10, remove: 5, insert: Uint8Array.of(1, 2, 3, 4, 5) }],
      audio: [],
    }
    const inverse = invertPlan(accessBytes(original), plan)
    const torn = applyPlan(original, plan)
    torn[12] = 0
    expect(sideOf(accessBytes(torn), inverse)).toBe('neither')
  })

  it('is not made from a file that is shorter than the plan says', () => {
    const plan = { size: 10, splices: [{ at: 5, remove: 5, insert: new Uint8Array(0) }], audio: [] }
    expect(() => invertPlan(accessBytes(new Uint8Array(8)), plan)).toThrow(RangeError)
  })

  it('of a flawed plan fits no file', () => {
    const plan = { size: 10, splices: [{ at: 8, remove: 5, insert: new Uint8Array(0) }], audio: [] }
    expect(sideOf(accessBytes(new Uint8Array(10)), { plan, inserted: '' })).toBe('neither')
  })
})
