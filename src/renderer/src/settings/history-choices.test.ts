import { describe, expect, it } from 'vitest'
import { daysKept, roomKept } from './history-choices'

describe('how long the way back is kept', () => {
  it('is one of a few choices, and one from elsewhere is shown as the next that keeps as much', () => {
    expect(daysKept.valueOf('year')).toBe(365)
    expect([1, 31, 32, 365, 366, 0].map((days) => daysKept.nameOf(days))).toEqual([
      'month',
      'month',
      'year',
      'year',
      'ever',
      'ever',
    ])
    expect([256, 1000, 20_000, 0].map((megabytes) => roomKept.nameOf(megabytes))).toEqual([
      'small',
      'normal',
      'any',
      'any',
    ])
  })
})
