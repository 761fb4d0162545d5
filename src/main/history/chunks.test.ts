import { describe, expect, it } from 'vitest'
import { seededRandom } from '../metadata/testing/seeded-random'
import { chunksOf } from './chunks'

const noise = (length: number, seed: number) => {
  const random = seededRandom(seed)
  return new Uint8Array(length).map(() => Math.floor(random() * 256))
}
const hex = (chunk: Uint8Array) => Buffer.from(chunk).toString('latin1')

describe('cutting bytes into chunks', () => {
  it.each([0, 1, 4095, 4096, 4097, 65_536, 65_537, 500_000])('loses none of %d bytes', (length) => {
    const bytes = noise(length, length)
    const chunks = chunksOf(bytes)
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true)
    expect(Math.max(0, ...chunks.map((chunk) => chunk.length))).toBeLessThanOrEqual(65_536)
  })

  it('cuts the same picture the same way whatever stands before it', () => {
    const picture = noise(300_000, 1)
    const alone = new Set(chunksOf(picture).map(hex))
    for (const before of [1, 13, 700, 5000, 40_000]) {
      const chunks = chunksOf(Buffer.concat([noise(before, before), picture, noise(900, 3)]))
      const shared = chunks
        .filter((chunk) => alone.has(hex(chunk)))
        .reduce((sum, chunk) => sum + chunk.length, 0)
      expect(shared, `behind ${before} bytes`).toBeGreaterThan(200_000)
    }
  })

  it('cuts bytes that are all the same into the largest chunks', () => {
    expect(chunksOf(new Uint8Array(200_000)).length).toBeLessThanOrEqual(50)
  })
})
