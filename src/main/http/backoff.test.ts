import { describe, expect, it } from 'vitest'
import { type BackoffOptions, exponentialBackoff } from './backoff'

const lowest = (): number => 0
const middle = (): number => 0.5
const highest = (): number => 1 - Number.EPSILON

describe('exponential back-off', () => {
  it('starts with a second and doubles each time', () => {
    expect([1, 2, 3, 4].map((attempt) => exponentialBackoff(attempt))).toEqual([1000, 2000, 4000, 8000])
  })

  it('takes another base and another factor', () => {
    const delays = [1, 2, 3].map((attempt) => exponentialBackoff(attempt, { baseDelay: 200, backoff: 3 }))
    expect(delays).toEqual([200, 600, 1800])
  })

  it('stays the same with a factor of one', () => {
    expect(exponentialBackoff(9, { backoff: 1 })).toBe(1000)
  })

  it('never exceeds its cap, which is a minute when none is given', () => {
    expect(exponentialBackoff(3, { maxDelay: 1500 })).toBe(1500)
    expect(exponentialBackoff(10)).toBe(60_000)
  })

  it('does not overflow at attempt 10,000', () => {
    expect(exponentialBackoff(10_000)).toBe(60_000)
    expect(exponentialBackoff(10_000, { baseDelay: 0 })).toBe(0)
    expect(exponentialBackoff(10_000, { jitter: 'equal' }, highest)).toBeLessThanOrEqual(60_000)
  })

  it('does not ask for chance without jitter', () => {
    const never = (): number => {
      throw new Error('asked')
    }
    expect(exponentialBackoff(2, { jitter: false }, never)).toBe(2000)
  })
})

describe('jitter', () => {
  const spread = (options: BackoffOptions, attempt = 3): number[] =>
    [lowest, middle, highest].map((random) => Math.round(exponentialBackoff(attempt, options, random)))

  it('lies between nothing and the whole delay when full, which `true` stands for', () => {
    expect(spread({ jitter: 'full' })).toEqual([0, 2000, 4000])
    expect(spread({ jitter: true })).toEqual([0, 2000, 4000])
  })

  it('keeps half of the delay certain when equal', () => {
    expect(spread({ jitter: 'equal' })).toEqual([2000, 3000, 4000])
  })

  it('lies between the base and three times the last delay when decorrelated', () => {
    expect(spread({ jitter: 'decorrelated' }, 1)).toEqual([1000, 2000, 3000])
    expect(spread({ jitter: 'decorrelated', previousDelay: 5000 })).toEqual([1000, 8000, 15_000])
  })

  it('is capped like everything else', () => {
    expect(spread({ jitter: 'decorrelated', previousDelay: 50_000, maxDelay: 9000 })).toEqual([
      1000, 9000, 9000,
    ])
    expect(spread({ jitter: 'full', maxDelay: 100 })).toEqual([0, 50, 100])
  })
})

describe('a parameter that makes no sense', () => {
  it.each<[string, number, object]>([
    ['attempt', 0, {}],
    ['attempt', 1.5, {}],
    ['attempt', Number.NaN, {}],
    ['baseDelay', 1, { baseDelay: -1 }],
    ['backoff', 1, { backoff: 0.5 }],
    ['maxDelay', 1, { maxDelay: Number.POSITIVE_INFINITY }],
    ['previousDelay', 1, { previousDelay: -1 }],
  ])('is a RangeError that names %s (%d, %j)', (name, attempt, options) => {
    expect(() => exponentialBackoff(attempt, options)).toThrow(RangeError)
    expect(() => exponentialBackoff(attempt, options)).toThrow(name)
  })

  it.each([
    ['baseDelay', { baseDelay: '1000' }],
    ['jitter', { jitter: 'some' }],
  ])('is a TypeError that names %s when it is of the wrong kind', (name, options) => {
    expect(() => exponentialBackoff(1, options as BackoffOptions)).toThrow(TypeError)
    expect(() => exponentialBackoff(1, options as BackoffOptions)).toThrow(name)
  })
})
