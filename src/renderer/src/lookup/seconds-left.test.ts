import { describe, expect, it } from 'vitest'
import { secondsLeft } from './seconds-left'

const waiting = (waitMs?: number) => ({
  service: 'musicbrainz' as const,
  state: 'retrying' as const,
  ...(waitMs === undefined ? {} : { waitMs }),
})

describe('the wait for a service', () => {
  it('counts down from when it was announced', () => {
    expect([0, 1, 400, 1000, 2500].map((now) => secondsLeft(waiting(2500), 0, now))).toEqual([3, 3, 3, 2, 0])
  })

  it('does not go below nothing when the service is late', () => {
    expect(secondsLeft(waiting(1000), 0, 60_000)).toBe(0)
  })

  it('is not spoken of where none is planned', () => {
    expect(secondsLeft(waiting(), 0, 0)).toBeUndefined()
    expect(secondsLeft(waiting(0), 0, 0)).toBeUndefined()
  })
})
