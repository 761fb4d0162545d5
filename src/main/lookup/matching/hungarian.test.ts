import { describe, expect, it } from 'vitest'
import { bestAssignment } from './hungarian'

/** mulberry32 */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const sumOf = (benefits: number[][], answer: number[]) =>
  answer.reduce((sum, column, row) => sum + (column < 0 ? 0 : benefits[row]![column]!), 0)

/** By trying everything. */
function bestSum(benefits: number[][], row = 0, taken = new Set<number>()): number {
  if (row === benefits.length) return 0
  let best = bestSum(benefits, row + 1, taken)
  for (const [column, benefit] of benefits[row]!.entries()) {
    if (taken.has(column) || benefit <= 0) continue
    best = Math.max(best, benefit + bestSum(benefits, row + 1, new Set([...taken, column])))
  }
  return best
}

describe('assigning rows to columns', () => {
  it('prefers the greater sum to the greatest pair', () => {
    expect(
      bestAssignment([
        [10, 9],
        [9, 1],
      ]),
    ).toEqual([1, 0])
  })

  it('leaves a row alone when no column does it good', () => {
    expect(
      bestAssignment([
        [1, 0],
        [0, 0],
      ]),
    ).toEqual([0, -1])
  })

  it('has an answer for nothing', () => {
    expect(bestAssignment([])).toEqual([])
    expect(bestAssignment([[], []])).toEqual([-1, -1])
  })

  it('finds the best sum of 300 random tables, in both shapes, and uses no column twice', () => {
    const next = random(7)
    for (let round = 0; round < 300; round++) {
      const rows = 1 + Math.floor(next() * 5)
      const columns = 1 + Math.floor(next() * 5)
      const benefits = Array.from({ length: rows }, () =>
        Array.from({ length: columns }, () => Math.max(0, next() * 2 - 0.6)),
      )
      const answer = bestAssignment(benefits)
      const used = answer.filter((column) => column >= 0)
      expect(new Set(used).size).toBe(used.length)
      expect(sumOf(benefits, answer)).toBeCloseTo(bestSum(benefits), 9)
    }
  })

  it('does 200 by 200', () => {
    const next = random(3)
    const benefits = Array.from({ length: 200 }, () => Array.from({ length: 200 }, next))
    expect(new Set(bestAssignment(benefits)).size).toBe(200)
  })
})
