import { describe, expect, it } from 'vitest'
import { HttpStatusError, RequestRetryError } from './errors'
import { RateLimiter } from './rate-limiter'
import { request } from './request'
import { setupSession } from './session'
import { ManualClock } from './testing/manual-clock'

/** Answers one after the other; the last one from then on. */
function setUp(...answers: { status?: number; text?: string; left?: string }[]) {
  const clock = new ManualClock()
  const limiter = new RateLimiter(10, 1000, { clock })
  const waits: number[] = []
  let sent = 0
  const session = setupSession({
    limiter,
    clock,
    random: () => 0.5,
    sleep: async (delayMs) => {
      waits.push(delayMs)
      await clock.advance(delayMs)
    },
    fetch: async () => {
      const { status = 200, text = '{}', left = '1' } = answers[Math.min(sent, answers.length - 1)] ?? {}
      sent += 1
      return new Response(text, { status, headers: { 'content-type': 'application/json', left } })
    },
    dialect: {
      statusOf: ({ status, bytes }) =>
        status === 403 || new TextDecoder().decode(bytes) === '"too fast"' ? 429 : status,
      isSpent: (headers) => headers.get('left') === '0',
    },
  })
  return { limiter, waits, sent: () => sent, ask: () => request('http://127.0.0.1:1/', { session }) }
}

describe('what a server says in words of its own', () => {
  it.each([{ text: '"too fast"' }, { status: 403 }])('is taken for the status it means: %j', async (busy) => {
    const { ask, limiter, waits } = setUp(busy, { text: '{"title":"Tideworks"}' })
    expect(await ask()).toMatchObject({ ok: true, data: { title: 'Tideworks' } })
    expect(waits).toEqual([500])
    expect(limiter.state().pace).toBeLessThan(1)
  })

  it('is the error in the end, with the status it means', async () => {
    const { ask, sent } = setUp({ text: '"too fast"' })
    const result = await ask()
    expect(result).toMatchObject({ ok: false, error: { status: 429, code: 'busy', attempts: 4 } })
    expect(!result.ok && result.error).toBeInstanceOf(RequestRetryError)
    expect(!result.ok && result.error.cause).toBeInstanceOf(HttpStatusError)
    expect(sent()).toBe(4)
  })

  it('makes the others hold back, though this answer was good', async () => {
    const { ask, limiter } = setUp({ left: '0' })
    expect(await ask()).toMatchObject({ ok: true })
    expect(limiter.state()).toMatchObject({ pace: 0.5, paused: false })
  })
})
