// What holds over any schedule of arrivals, any jump of the clock and any mix of answers.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exponentialBackoff, type Jitter } from './backoff'
import { Line, type Priority } from './line'
import { RateLimiter } from './rate-limiter'
import { request } from './request'
import { RetryError, retry } from './retry'
import { setupSession } from './session'
import { busiest } from './testing/busiest'
import { ManualClock } from './testing/manual-clock'

// The same cases in every run: what chance finds some day must not stop other work.
fc.configureGlobal({ seed: 20_261_126 })

const priority = fc.constantFrom<Priority>('high', 'normal', 'low')

describe('the rate limiter, over any schedule', () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('arrive'), priority, leaves: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('acquire') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('pause'), ms: fc.nat(3000) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('slow down') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('recover') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('sleep'), ms: fc.nat(5000) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('clock back'), ms: fc.nat(1_000_000) }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('pass'), ms: fc.nat(700) }) },
  )
  type Step = { kind: string; ms?: number; priority?: Priority; leaves?: boolean }

  async function run(maxCalls: number, steps: readonly Step[]) {
    const clock = new ManualClock(10_000_000)
    const limiter = new RateLimiter(maxCalls, 1000, { clock })
    /** Time as it really passed, which a clock that is put back does not say. */
    let putBack = 0
    const went: number[] = []
    const order: Record<Priority, number[]> = { high: [], normal: [], low: [] }
    let expected = 0
    const arrive = (number: number, of: Priority, leaves: boolean): void => {
      const leaving = new AbortController()
      limiter.wait(leaving.signal, of).then(
        () => {
          went.push(clock.now() + putBack)
          order[of].push(number)
        },
        () => {
          expected -= 1
        },
      )
      expected += 1
      if (leaves) leaving.abort()
    }
    for (const [number, { kind, ms = 0, priority: of = 'normal', leaves = false }] of steps.entries()) {
      // Whoever was let go notes the time before it changes.
      await clock.advance(0)
      if (kind === 'arrive') arrive(number, of, leaves)
      else if (kind === 'acquire' && limiter.acquire()) {
        expected += 1
        went.push(clock.now() + putBack)
      } else if (kind === 'pause') limiter.pause(clock.now() + ms)
      else if (kind === 'slow down') limiter.slowDown()
      else if (kind === 'recover') limiter.recover()
      else if (kind === 'sleep') clock.jumpTo(clock.now() + ms)
      else if (kind === 'clock back') {
        clock.jumpTo(clock.now() - ms)
        putBack += ms
      } else if (kind === 'pass') await clock.advance(ms)
    }
    // Eight times slower at worst, after the longest pause.
    await clock.advance(8000 * (1 + steps.length / maxCalls) + 3000)
    return { went, order, expected, clock }
  }

  it('lets no rolling window hold more than it may, keeps the order inside a priority, and forgets nobody', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(step, { maxLength: 40 }),
        async (maxCalls, steps) => {
          const { went, order, expected, clock } = await run(maxCalls, steps)
          expect(busiest(went, 1000)).toBeLessThanOrEqual(maxCalls)
          expect(went).toHaveLength(expected)
          expect(clock.pending).toBe(0)
          for (const numbers of Object.values(order)) {
            expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
          }
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('a line, whoever joins it and whenever', () => {
  it('serves each within four turns for every one that was there before, and in order inside a priority', () => {
    fc.assert(
      fc.property(fc.array(fc.option(priority), { maxLength: 200 }), (events) => {
        const line = new Line<number>()
        /** By item: how many were there when it joined, and how many turns there were. */
        const joined = new Map<number, { before: number; turn: number; of: Priority }>()
        const last: Record<Priority, number> = { high: -1, normal: -1, low: -1 }
        let turn = 0
        const serve = (): void => {
          const item = line.next()
          if (item === undefined) return
          turn += 1
          const { before, turn: since, of } = joined.get(item)!
          expect(turn - since).toBeLessThanOrEqual(4 * (before + 1))
          expect(item).toBeGreaterThan(last[of])
          last[of] = item
        }
        for (const [number, of] of events.entries()) {
          if (of === null) serve()
          else {
            joined.set(number, { before: line.length, turn, of })
            line.join(number, of)
          }
        }
        while (line.length > 0) serve()
        expect(line.next()).toBeUndefined()
      }),
    )
  })
})

describe('a back-off delay, whatever the numbers', () => {
  it('lies between nothing and its cap, and between the bounds of its jitter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.record({
          baseDelay: fc.nat(1_000_000),
          backoff: fc.double({ min: 1, max: 1e3, noNaN: true }),
          maxDelay: fc.nat(1_000_000_000),
        }),
        fc.constantFrom<Jitter>(false, true, 'full', 'equal', 'decorrelated'),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, shape, jitter, chance) => {
          const whole = exponentialBackoff(attempt, shape)
          const delay = exponentialBackoff(attempt, { ...shape, jitter }, () => chance)
          expect(delay).toBeGreaterThanOrEqual(0)
          expect(delay).toBeLessThanOrEqual(shape.maxDelay)
          if (jitter === false) expect(delay).toBe(whole)
          if (jitter === 'equal') expect(delay).toBeGreaterThanOrEqual(whole / 2)
          if (jitter !== 'decorrelated') expect(delay).toBeLessThanOrEqual(whole)
        },
      ),
    )
  })
})

describe('retrying, whatever the attempts do', () => {
  it('makes exactly the stated attempts and waits between them, no more', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('passes', 'lasts', 'works'), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 10 }),
        async (outcomes, maxAttempts) => {
          const waits: number[] = []
          let made = 0
          let told = 0
          const answer = retry(
            async () => {
              const outcome = outcomes[made] ?? 'works'
              made += 1
              if (outcome !== 'works') throw new Error(outcome)
            },
            {
              maxAttempts,
              retryOn: (error) => error instanceof Error && error.message === 'passes',
              onRetry: () => {
                told += 1
              },
              sleep: async (delayMs) => void waits.push(delayMs),
            },
          )
          const ending = outcomes.findIndex((outcome) => outcome !== 'passes')
          const until = ending < 0 ? outcomes.length + 1 : ending + 1
          const error: unknown = await answer.then(
            () => undefined,
            (reason: unknown) => reason,
          )
          expect(made).toBe(Math.min(until, maxAttempts))
          expect([waits.length, told]).toEqual([made - 1, made - 1])
          const lasting = outcomes[made - 1] === 'lasts'
          expect(error instanceof RetryError).toBe(until > maxAttempts)
          expect(error === undefined).toBe(until <= maxAttempts && !lasting)
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('requests, over any mix of answers', () => {
  const answer = fc.oneof(
    fc.record({ status: fc.constantFrom(200, 404, 408, 429, 500, 502, 503, 504) }),
    fc.record({ status: fc.constantFrom(429, 503), retryAfter: fc.constantFrom('0', '1', '3', 'soon') }),
    fc.constant('broken' as const),
  )
  type Answer = 'broken' | { status: number; retryAfter?: string }
  const passes = (answer: Answer): boolean => answer === 'broken' || ![200, 404].includes(answer.status)

  it('are sent exactly as often as stated, within the limit, and each gets its answer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            method: fc.constantFrom('GET', 'PUT', 'POST'),
            priority,
            answers: fc.array(answer, { maxLength: 5 }),
          }),
          { minLength: 1, maxLength: 6 },
        ),
        fc.integer({ min: 1, max: 3 }),
        async (calls, maxCalls) => {
          const clock = new ManualClock()
          const limiter = new RateLimiter(maxCalls, 1000, { clock })
          const sent: { at: number; call: number }[] = []
          const session = setupSession({
            clock,
            limiter,
            poolMaxsize: 3,
            fetch: async (input) => {
              const call = Number(new URL(String(input)).pathname.slice(1))
              sent.push({ at: clock.now(), call })
              const nth = sent.filter((other) => other.call === call).length - 1
              const said: Answer = calls[call]?.answers[nth] ?? { status: 200 }
              if (said === 'broken') throw new TypeError('fetch failed')
              const { status, retryAfter } = said
              return new Response(null, {
                status,
                headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
              })
            },
          })
          let over = 0
          const results = calls.map(async ({ method, priority: of }, index) => {
            const url = `https://service.example/${index}`
            const result = await request(url, { session, method, priority: of })
            over += 1
            return result
          })
          for (let turn = 0; over < calls.length && turn < 3000; turn += 1) await clock.advance(200)

          expect(
            busiest(
              sent.map(({ at }) => at),
              1000,
            ),
          ).toBeLessThanOrEqual(maxCalls)
          for (const [index, { method, answers }] of calls.entries()) {
            const result = await results[index]!
            const most = method === 'POST' ? 1 : 4
            const failures = [...answers, { status: 200 }].findIndex((said) => !passes(said))
            const last = answers[Math.min(failures, most - 1)] ?? { status: 200 }
            expect(sent.filter(({ call }) => call === index)).toHaveLength(Math.min(failures + 1, most))
            expect(result.ok).toBe(last !== 'broken' && last.status === 200)
            if (!result.ok) {
              expect(result.error.attempts).toBe(Math.min(failures + 1, most))
              expect(result.error.name === 'RetryError').toBe(passes(last) && most > 1)
            }
          }
        },
      ),
      { numRuns: 100 },
    )
  })
})
