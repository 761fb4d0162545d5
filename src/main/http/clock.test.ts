import { describe, expect, it } from 'vitest'
import { sleep, systemClock } from './clock'
import { ManualClock } from './testing/manual-clock'

describe('the system clock', () => {
  it('moves on, and knows the date', async () => {
    const start = systemClock.now()
    await sleep(5, systemClock)
    expect(systemClock.now()).toBeGreaterThan(start)
    expect(Math.abs(systemClock.wallNow() - Date.now())).toBeLessThan(1000)
  })

  it('does not fire at once for a delay that its timers cannot hold', async () => {
    let fired = false
    const callOff = systemClock.after(2 ** 40, () => {
      fired = true
    })
    await sleep(5, systemClock)
    callOff()
    expect(fired).toBe(false)
  })
})

describe('sleeping', () => {
  it('lasts as long as asked', async () => {
    const clock = new ManualClock()
    let awake = false
    const slept = sleep(100, clock).then(() => {
      awake = true
    })
    await clock.advance(99)
    expect(awake).toBe(false)
    await clock.advance(1)
    await slept
    expect(awake).toBe(true)
  })

  it('ends with the reason of an abort, and leaves no timer', async () => {
    const clock = new ManualClock()
    const closing = new AbortController()
    const slept = sleep(100, clock, closing.signal)
    closing.abort(new Error('closed'))
    await expect(slept).rejects.toThrow('closed')
    await expect(sleep(100, clock, closing.signal)).rejects.toThrow('closed')
    expect(clock.pending).toBe(0)
  })
})
