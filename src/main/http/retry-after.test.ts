import { describe, expect, it } from 'vitest'
import { parseRetryAfter } from './retry-after'

const now = Date.UTC(2026, 2, 14, 12, 0, 0)
const cap = 3_600_000

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['2', 2000],
    [' 120 ', 120_000],
    ['1.5', 1500],
  ])('in seconds: %s', (value, delay) => {
    expect(parseRetryAfter(value, { now, cap })).toBe(delay)
  })

  it.each([
    ['Sat, 14 Mar 2026 12:00:30 GMT', 30_000],
    ['Saturday, 14-Mar-26 12:01:00 GMT', 60_000],
    ['Sat Mar 14 12:00:05 2026', 5000],
    ['Sun Nov  6 08:49:37 1994', 0],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 0],
  ])('as a date, in each of the three forms: %s', (value, delay) => {
    expect(parseRetryAfter(value, { now, cap })).toBe(delay)
  })

  it('is no wait when the date has passed', () => {
    expect(parseRetryAfter('Sat, 14 Mar 2026 11:59:00 GMT', { now })).toBe(0)
  })

  it('is believed up to its cap, a minute by default', () => {
    expect(parseRetryAfter('1000000000', { now })).toBe(60_000)
    expect(parseRetryAfter('9'.repeat(400), { now })).toBe(60_000)
    expect(parseRetryAfter('Fri, 31 Dec 9999 23:59:59 GMT', { now, cap: 500 })).toBe(500)
  })

  it.each([
    [null],
    [undefined],
    [''],
    ['soon'],
    ['-5'],
    ['banana 5'],
    ['1e3'],
    ['Sat, 14 Foo 2026 12:00:30 GMT'],
    ['2026-03-14T12:00:30Z'],
  ])('says nothing when it is %j', (value) => {
    expect(parseRetryAfter(value, { now })).toBeUndefined()
  })
})
