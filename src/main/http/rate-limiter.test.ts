import { describe, expect, it } from 'vitest'
import type { Priority } from './line'
import { RateLimiter } from './rate-limiter'
import { ManualClock } from './testing/manual-clock'

/** Joins the line `count` times, and keeps when each call got its turn. */
function queue(limiter: RateLimiter, clock: ManualClock, count: number, went: number[] = []): number[] {
  for (let index = 0; index < count; index += 1) {
    limiter.wait().then(
      () => went.push(clock.now()),
      () => went.push(Number.NaN),
    )
  }
  return went
}

describe('taking a slot now', () => {
  it('works until the limit is reached, and again when the window has passed', async () => {
    const clock = new ManualClock()
    const limiter = new RateLimiter(2, 1000, { clock })
    expect([limiter.acquire(), limiter.acquire(), limiter.acquire()]).toEqual([true, true, false])
    await clock.advance(999)
    expect(limiter.acquire()).toBe(false)
    await clock.advance(1)
    expect([limiter.acquire(), limiter.acquire(), limiter.acquire()]).toEqual([true, true, false])
  })

  it('counts over a rolling window, where a bucket would let twice as many through', async () => {
    const clock = new ManualClock()
    const limiter = new RateLimiter(2, 1000, { clock })
    limiter.acquire()
    await clock.advance(900)
    limiter.acquire()
    await clock.advance(100)
    expect([limiter.acquire(), limiter.acquire()]).toEqual([true, false])
  })

  it('is refused while others wait in line', async () => {
    const clock = new ManualClock()
    const limiter = new RateLimiter(1, 1000, { clock })
    queue(limiter, clock, 2)
    clock.jumpTo(5000)
    expect(limiter.acquire()).toBe(false)
  })
})

describe('waiting for a slot', () => {
  it('goes in order of arrival, one per window', async () => {
    const clock = new ManualClock()
    const limiter = new RateLimiter(1, 1000, { clock })
    const order: string[] = []
    for (const name of ['a', 'b', 'c'])
      limiter.wait().then(() => order.push(`${name} ${clock.now()}`), String)
    await clock.advance(2000)
    expect(order).toEqual(['a 0', 'b 1000', 'c 2000'])
    expect(clock.pending).toBe(0)
  })

  it('paces a long line evenly after the first burst', async () => {
    const clock = new ManualClock()
    const limiter = new RateLimiter(4, 1000, { clock })
    const went = queue(limiter, clock, 10)
    await clock.advance(3000)
    expect(went).toEqual([0, 0, 0, 0, 1000, 1250, 1500, 1750, 2000, 2250])
  })

  it('leaves the line on an abort without taking a slot, and the next one moves up', async () => {
    const clock = new ManualClock()
    const limiter = new RateLimiter(1, 1000, { clock })
    const leaving = new AbortController()
    limiter.acquire()
    const gone = limiter.wait(leaving.signal)
    const went = queue(limiter, clock, 1)
    leaving.abort(new Error('closed'))
    await expect(gone).rejects.toThrow('closed')
    await clock.advance(1000)
    expect(went).toEqual([1000])
  })

  it('does not even join the line when it was aborted before', async () => {
    const limiter = new RateLimiter(1, 1000, { clock: new ManualClock() })
    await expect(limiter.wait(AbortSignal.abort(new Error('closed')))).rejects.toThrow('closed')
    expect(limiter.state()).toMatchObject({ free: 1, waiting: 0 })
  })

  it('takes no notice of an abort after its turn', async () => {
    const limiter = new RateLimiter(1, 1000, { clock: new ManualClock() })
    const leaving = new AbortController()
    await limiter.wait(leaving.signal)
    leaving.abort()
    expect(limiter.state()).toMatchObject({ free: 0, waiting: 0 })
  })

  it('works on real timers', async () => {
    const limiter = new RateLimiter(1, 30)
    const start = performance.now()
    await Promise.all([limiter.wait(), limiter.wait(), limiter.wait()])
    expect(performance.now() - start).toBeGreaterThanOrEqual(60)
  })
})

describe('a pause', () => {
  it('holds everyone back until it is over', async () => {
    const clock = new ManualClock()
    const limiter = new RateLimiter(2, 1000, { clock })
    limiter.pause(5000)
    expect(limiter.acquire()).toBe(false)
    const went = queue(limiter, clock, 2)
    await clock.advance(4999)
    expect(went).toEqual([])
    await clock.advance(2000)
    expect(went).toEqual([5000, 5500])
  })

  it('reaches those who wait already', async () => {
    const clock = new ManualClock()
    const limiter = new RateLimiter(1, 1000, { clock })
    const went = queue(limiter, clock, 2)
    await clock.advance(500)
    limiter.pause(clock.now() + 3000)
    await clock.advance(5000)
    expect(went).toEqual([0, 3500])
  })

  it('is made longer by a later moment, and not shorter by an earlier one', () => {
    const clock = new ManualClock()
    const limiter = new RateLimiter(1, 1000, { clock })
    limiter.pause(5000)
    limiter.pause(2000)
    expect(limiter.state()).toMatchObject({ paused: true, nextSlotIn: 5000 })
    limiter.pause(6000)
    expect(limiter.state()).toMatchObject({ paused: true, nextSlotIn: 6000 })
  })

  it('needs a real moment', () => {
    expect(() => new RateLimiter(1, 1000).pause(Number.NaN)).toThrow(RangeError)
  })
})

describe('a clock that jumps', () => {
  it('forwards has let the time pass', async () => {
    const clock = new ManualClock()
    const limiter = new RateLimiter(1, 1000, { clock })
    limiter.acquire()
    clock.jumpTo(3_600_000)
    expect(limiter.acquire()).toBe(true)
  })

  it('backwards costs nothing but the wait that was left', async () => {
    const clock = new ManualClock(3_600_000)
    const limiter = new RateLimiter(1, 1000, { clock })
    limiter.acquire()
    await clock.advance(400)
    expect(limiter.acquire()).toBe(false)
    clock.jumpTo(0)
    expect(limiter.acquire()).toBe(false)
    expect(limiter.state().nextSlotIn).toBe(600)
    await clock.advance(599)
    expect(limiter.acquire()).toBe(false)
    await clock.advance(1)
    expect(limiter.acquire()).toBe(true)
  })

  it('backwards leaves a pause as long as it is asked for', () => {
    const clock = new ManualClock(10_000)
    const limiter = new RateLimiter(1, 1000, { clock })
    clock.jumpTo(0)
    limiter.pause(2000)
    expect(limiter.state().nextSlotIn).toBe(2000)
  })
})

describe('the state', () => {
  it('says what is free, who waits, and when the next slot comes', async () => {
    const clock = new ManualClock()
    const limiter = new RateLimiter(2, 1000, { clock })
    expect(limiter.state()).toEqual({ free: 2, waiting: 0, nextSlotIn: 0, paused: false, pace: 1 })
    limiter.acquire()
    await clock.advance(300)
    limiter.acquire()
    expect(limiter.state()).toEqual({ free: 0, waiting: 0, nextSlotIn: 700, paused: false, pace: 1 })
    queue(limiter, clock, 3)
    expect(limiter.state()).toEqual({ free: 0, waiting: 3, nextSlotIn: 700, paused: false, pace: 1 })
    await clock.advance(700)
    expect(limiter.state()).toEqual({ free: 0, waiting: 2, nextSlotIn: 500, paused: false, pace: 1 })
  })

  it('can be watched until one has seen enough', async () => {
    const clock = new ManualClock()
    const limiter = new RateLimiter(1, 1000, { clock })
    const waiting: number[] = []
    const stop = limiter.subscribe((state) => waiting.push(state.waiting))
    queue(limiter, clock, 3)
    expect(waiting).toEqual([0, 1, 2])
    await clock.advance(1000)
    expect(waiting).toEqual([0, 1, 2, 1])
    stop()
    await clock.advance(5000)
    expect(waiting).toEqual([0, 1, 2, 1])
  })
})

it.each([
  [0, 1000],
  [1.5, 1000],
  [1, 0],
  [1, Number.POSITIVE_INFINITY],
])('refuses a limit that makes no sense: %d calls in %d ms', (maxCalls, timeWindow) => {
  expect(() => new RateLimiter(maxCalls, timeWindow)).toThrow(RangeError)
})

describe('priorities', () => {
  /** Names and priorities of those in line, in the order of their turns. */
  async function turns(...line: readonly (readonly [string, Priority])[]): Promise<string> {
    const clock = new ManualClock()
    const limiter = new RateLimiter(1, 1000, { clock })
    limiter.acquire()
    const order: string[] = []
    for (const [name, priority] of line) {
      limiter.wait(undefined, priority).then(() => order.push(name), String)
    }
    await clock.advance(1000 * line.length)
    return order.join(' ')
  }

  it('let what the user looks at go first', async () => {
    expect(await turns(['a', 'low'], ['b', 'normal'], ['c', 'high'])).toBe('c b a')
  })

  it('are fair inside one', async () => {
    expect(await turns(['a', 'high'], ['b', 'high'], ['c', 'high'])).toBe('a b c')
  })

  it('give each fourth turn to whoever came first', async () => {
    const high = ['b', 'c', 'd', 'e', 'f'].map((name) => [name, 'high'] as const)
    expect(await turns(['a', 'low'], ...high)).toBe('b c d a e f')
  })
})

describe('slowing down', () => {
  it('halves the rate, down to an eighth', async () => {
    const clock = new ManualClock()
    const limiter = new RateLimiter(1, 1000, { clock })
    const paces: number[] = []
    for (let count = 0; count < 5; count += 1) {
      limiter.slowDown()
      paces.push(limiter.state().pace)
      await clock.advance(8000)
    }
    expect(paces).toEqual([0.5, 0.25, 0.125, 0.125, 0.125])
    const went = queue(limiter, clock, 3)
    await clock.advance(20_000)
    expect(went.map((at) => at - went[0]!)).toEqual([0, 8000, 16_000])
  })

  it('counts once for all that was refused together', () => {
    const limiter = new RateLimiter(5, 1000, { clock: new ManualClock() })
    for (let count = 0; count < 5; count += 1) limiter.slowDown()
    expect(limiter.state().pace).toBe(0.5)
  })

  it('reaches those who wait already', async () => {
    const clock = new ManualClock()
    const limiter = new RateLimiter(1, 1000, { clock })
    const went = queue(limiter, clock, 2)
    limiter.slowDown()
    await clock.advance(2000)
    expect(went).toEqual([0, 2000])
  })

  it('is made good again slowly, by a twentieth for each window of good answers', () => {
    const limiter = new RateLimiter(4, 1000, { clock: new ManualClock() })
    limiter.slowDown()
    for (let count = 0; count < 4; count += 1) limiter.recover()
    expect(limiter.state().pace).toBeCloseTo(0.55)
    for (let count = 0; count < 100; count += 1) limiter.recover()
    expect(limiter.state().pace).toBe(1)
  })

  it('can be forbidden', () => {
    const limiter = new RateLimiter(1, 1000, { clock: new ManualClock(), slowestPace: 1 })
    limiter.slowDown()
    expect(limiter.state().pace).toBe(1)
  })
})

describe('a margin', () => {
  it('adds to the time that a call takes up its slot', async () => {
    const clock = new ManualClock()
    const limiter = new RateLimiter(1, 1000, { clock, margin: 50 })
    const went = queue(limiter, clock, 3)
    await clock.advance(3000)
    expect(went).toEqual([0, 1050, 2100])
  })

  it('ends when the call is known to have arrived', async () => {
    const clock = new ManualClock()
    const limiter = new RateLimiter(1, 1000, { clock, margin: 50 })
    const arrived = await limiter.take()
    const went = queue(limiter, clock, 1)
    await clock.advance(10)
    arrived()
    await clock.advance(2000)
    arrived()
    expect(went).toEqual([1010])
  })
})

it.each([
  ['margin', { margin: -1 }],
  ['margin', { margin: Number.NaN }],
  ['slowestPace', { slowestPace: 0 }],
  ['slowestPace', { slowestPace: 2 }],
])('refuses a %s that makes no sense: %j', (name, options) => {
  expect(() => new RateLimiter(1, 1000, options)).toThrow(RangeError)
  expect(() => new RateLimiter(1, 1000, options)).toThrow(name)
})
