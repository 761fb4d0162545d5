import { describe, expect, it } from 'vitest'
import { secondsLeft } from './seconds-left'

describe('the wait for a service', () => {
  it('counts down from when it was announced', () => {
    expect([0, 1, 400, 1000, 2500].map((now) => secondsLeft(2500, now))).toEqual([3, 3, 3, 2, 0])
  })

  it('does not go below nothing when the service is late', () => {
    expect(secondsLeft(1000, 60_000)).toBe(0)
  })

  it('is not spoken of where none is planned', () => {
    expect(secondsLeft(undefined, 0)).toBeUndefined()
    expect(secondsLeft(0, 0)).toBeUndefined()
  })
})
