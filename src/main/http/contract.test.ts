// The contract of the library that this project comes from, behaviour by behaviour; docs/http.md lists them.
import { afterAll, beforeAll, describe, expect, expectTypeOf, it, vi } from 'vitest'
import { z } from 'zod'
import { exponentialBackoff } from './backoff'
import { HttpStatusError, NetworkError } from './errors'
import { RateLimiter } from './rate-limiter'
import { type RequestOptions, request } from './request'
import { RetryError, type RetryEvent, type RetryOptions, retry, withRetry } from './retry'
import { safeRequest } from './safe-request'
import { type SessionOptions, setupSession } from './session'
import { ManualClock } from './testing/manual-clock'
import { type MisbehavingServer, okBody, startMisbehavingServer } from './testing/misbehaving-server'

/** Runs without waiting, and keeps the delays that there would have been. */
function patient(): { waits: number[]; clock: ManualClock; sleep: NonNullable<RetryOptions['sleep']> } {
  const waits: number[] = []
  const clock = new ManualClock()
  const sleep = async (delayMs: number): Promise<void> => {
    waits.push(delayMs)
    clock.jumpTo(clock.now() + delayMs)
  }
  return { waits, clock, sleep }
}

/** Fails `times` times, then answers its argument. */
function flaky(times: number) {
  let calls = 0
  return vi.fn(async function fetchAlbum(title: string): Promise<string> {
    calls += 1
    if (calls <= times) throw new Error(`failure ${calls}`)
    return title
  })
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => new Error('it succeeded'),
    (error: unknown) => error,
  )
}

let server: MisbehavingServer
beforeAll(async () => {
  server = await startMisbehavingServer()
})
afterAll(() => server.close())

/** A session that does not wait. */
function quick(options: SessionOptions = {}) {
  const { waits, sleep } = patient()
  return { waits, session: setupSession({ sleep, random: () => 0.5, ...options }) }
}

describe('retry', () => {
  it('answers at once when the first attempt succeeds', async () => {
    const { waits, sleep } = patient()
    expect(await withRetry(flaky(0), { sleep })('Tideworks')).toBe('Tideworks')
    expect(waits).toEqual([])
  })

  it('tries again after a failure, and answers what succeeds in the end', async () => {
    const { sleep } = patient()
    const fetchAlbum = flaky(2)
    expect(await withRetry(fetchAlbum, { sleep })('Tideworks')).toBe('Tideworks')
    expect(fetchAlbum.mock.calls).toEqual([['Tideworks'], ['Tideworks'], ['Tideworks']])
  })

  it('gives up after three attempts when nothing else is said', async () => {
    const { sleep } = patient()
    const fetchAlbum = flaky(9)
    expect(await failureOf(withRetry(fetchAlbum, { sleep })('x'))).toBeInstanceOf(RetryError)
    expect(fetchAlbum).toHaveBeenCalledTimes(3)
  })

  it('makes one attempt, and no wait, when one is all that is allowed', async () => {
    const { waits, sleep } = patient()
    await failureOf(withRetry(flaky(9), { sleep, maxAttempts: 1 })('x'))
    expect(waits).toEqual([])
  })

  it('keeps the name and the number of parameters of the function that it wraps', () => {
    function saveTags(_path: string, _tags: object): void {}
    expect(withRetry(saveTags)).toHaveProperty('name', 'saveTags')
    expect(withRetry(saveTags)).toHaveLength(2)
  })

  it('keeps the types of arguments and result', () => {
    const label = (path: string, size: number) => `${path} ${size}`
    const wrapped = withRetry(label)
    expectTypeOf<Parameters<typeof wrapped>>().toEqualTypeOf<[string, number]>()
    expectTypeOf<ReturnType<typeof wrapped>>().toEqualTypeOf<Promise<string>>()
  })

  it('keeps what the function is called on', async () => {
    const { sleep } = patient()
    const album = {
      title: 'Tideworks',
      attempts: 0,
      read: withRetry(
        function (this: { title: string; attempts: number }) {
          this.attempts += 1
          if (this.attempts < 2) throw new Error('not yet')
          return this.title
        },
        { sleep },
      ),
    }
    expect(await album.read()).toBe('Tideworks')
  })

  it('takes a function that is not async, and answers by a promise', async () => {
    const { sleep } = patient()
    let calls = 0
    const parse = (): number => {
      calls += 1
      if (calls < 2) throw new Error('not yet')
      return 7
    }
    await expect(withRetry(parse, { sleep })()).resolves.toBe(7)
  })

  it('begins anew with each call of the wrapped function', async () => {
    const { sleep } = patient()
    const always = vi.fn(async () => {
      throw new Error('no')
    })
    const wrapped = withRetry(always, { sleep, maxAttempts: 2 })
    await failureOf(wrapped())
    await failureOf(wrapped())
    expect(always).toHaveBeenCalledTimes(4)
  })
})

describe('exponential back-off', () => {
  it('doubles from one second', () => {
    expect([1, 2, 3, 4].map((attempt) => exponentialBackoff(attempt))).toEqual([1000, 2000, 4000, 8000])
  })

  it('starts from another base, by another factor', () => {
    const delays = [1, 2, 3].map((attempt) => exponentialBackoff(attempt, { baseDelay: 500, backoff: 3 }))
    expect(delays).toEqual([500, 1500, 4500])
  })

  it('never exceeds its cap', () => {
    expect(exponentialBackoff(20, { maxDelay: 5000 })).toBe(5000)
  })

  it('does not overflow, however late the attempt', () => {
    expect(exponentialBackoff(10_000, { maxDelay: 30_000 })).toBe(30_000)
  })

  it('spreads the delays by chance when asked to', () => {
    const spread = (chance: number) => exponentialBackoff(2, { jitter: true }, () => chance)
    expect([spread(0), spread(0.25), spread(0.5)]).toEqual([0, 500, 1000])
  })

  it('is what retry waits by', async () => {
    const { waits, sleep } = patient()
    await failureOf(retry(flaky(9).bind(null, 'x'), { sleep, maxAttempts: 4, delay: 100, maxDelay: 300 }))
    expect(waits).toEqual([100, 200, 300])
  })
})

describe('real scenarios', () => {
  it('a service that recovers after two 503 is asked three times', async () => {
    const { session } = quick()
    const url = server.url({ status: 503 }, { status: 503 })
    expect(await session.get(url).json()).toMatchObject({ title: 'Überfahrt' })
    expect(server.arrivalsAt(url)).toHaveLength(3)
  })

  it('a connection that breaks in the middle is made again', async () => {
    const { session } = quick()
    const url = server.url('reset-mid-body')
    expect(await request(url, { session })).toMatchObject({ ok: true, data: { title: 'Überfahrt' } })
  })

  it('a service that is gone is given up, with the reason', async () => {
    const { session } = quick()
    const gone = await startMisbehavingServer()
    const url = gone.url()
    await gone.close()
    expect(await request(url, { session })).toMatchObject({
      ok: false,
      error: { name: 'RetryError', attempts: 4, code: 'offline', cause: { systemCode: 'ECONNREFUSED' } },
    })
  })

  it('a 429 with Retry-After is waited out for as long as it asks', async () => {
    const { session, waits } = quick()
    const result = await request(server.url({ status: 429, retryAfter: '7' }), { session })
    expect(result.ok).toBe(true)
    expect(waits).toEqual([7000])
  })
})

describe('error handling', () => {
  it('says attempts, time and the last failure when attempts run out', async () => {
    const { clock, sleep } = patient()
    const error = await failureOf(withRetry(flaky(9), { clock, sleep })('x'))
    expect(error).toMatchObject({ name: 'RetryError', attempts: 3, elapsed: 3000 })
    expect(error).toHaveProperty('cause', new Error('failure 3'))
  })

  it('keeps the earlier failures too', async () => {
    const { sleep } = patient()
    const error = await failureOf(withRetry(flaky(9), { sleep })('x'))
    expect(error).toHaveProperty(
      'errors',
      [1, 2, 3].map((number) => new Error(`failure ${number}`)),
    )
  })

  it('names the function, the attempts and the last failure in its message', async () => {
    const { sleep } = patient()
    async function fetchCover(): Promise<never> {
      throw new Error('no route')
    }
    expect(String(await failureOf(withRetry(fetchCover, { sleep })()))).toBe(
      'RetryError: fetchCover failed after 3 attempts: no route',
    )
  })

  it('lets through at once what is not among the failures to retry', async () => {
    const { waits, sleep } = patient()
    const error = await failureOf(withRetry(flaky(9), { sleep, retryOn: [TypeError] })('x'))
    expect(error).toEqual(new Error('failure 1'))
    expect(waits).toEqual([])
  })

  it('does not let a failing callback hide the failure', async () => {
    const { sleep } = patient()
    const onRetry = () => {
      throw new Error('the log is full')
    }
    const error = await failureOf(withRetry(flaky(9), { sleep, onRetry })('x'))
    expect(error).toHaveProperty('cause', new Error('failure 1'))
  })

  it('ends at once when it is called off', async () => {
    const clock = new ManualClock()
    const closing = new AbortController()
    const answer = failureOf(withRetry(flaky(9), { clock, signal: closing.signal })('x'))
    await clock.advance(10)
    closing.abort(new Error('closed'))
    expect(await answer).toEqual(new Error('closed'))
    expect(clock.pending).toBe(0)
  })
})

describe('configuration', () => {
  it('tells a callback of attempt, delay and failure before each wait', async () => {
    const { sleep } = patient()
    const events: RetryEvent[] = []
    await withRetry(flaky(2), { sleep, onRetry: (event) => void events.push(event) })('x')
    expect(events).toEqual([
      { attempt: 1, delay: 1000, error: new Error('failure 1') },
      { attempt: 2, delay: 2000, error: new Error('failure 2') },
    ])
  })

  it('waits for a callback that is async', async () => {
    const order: string[] = []
    const onRetry = async () => {
      await Promise.resolve()
      order.push('told')
    }
    await withRetry(flaky(1), { onRetry, sleep: async () => void order.push('slept') })('x')
    expect(order).toEqual(['told', 'slept'])
  })

  it('takes a function for the delay', async () => {
    const { waits, sleep } = patient()
    await withRetry(flaky(2), { sleep, delay: (attempt) => attempt * 111 })('x')
    expect(waits).toEqual([111, 222])
  })

  it('takes a predicate for what to retry', async () => {
    const { sleep } = patient()
    const fetchAlbum = flaky(9)
    await failureOf(withRetry(fetchAlbum, { sleep, retryOn: (_, attempt) => attempt < 2 })('x'))
    expect(fetchAlbum).toHaveBeenCalledTimes(2)
  })

  it('takes a budget for all of it', async () => {
    const { waits, clock, sleep } = patient()
    await failureOf(withRetry(flaky(99), { clock, sleep, maxAttempts: 99, budget: 3500 })('x'))
    expect(waits).toEqual([1000, 2000])
  })

  it.each<[string, RetryOptions]>([
    ['maxAttempts', { maxAttempts: 0 }],
    ['maxAttempts', { maxAttempts: 1.5 }],
    ['baseDelay', { delay: -1 }],
    ['backoff', { backoff: 0.5 }],
    ['maxDelay', { maxDelay: -1 }],
    ['budget', { budget: -1 }],
  ])('refuses a %s that makes no sense, before the first attempt: %j', async (name, options) => {
    const fetchAlbum = flaky(0)
    const error = await failureOf(withRetry(fetchAlbum, options)('x'))
    expect(error).toBeInstanceOf(RangeError)
    expect(String(error)).toContain(name)
    expect(fetchAlbum).not.toHaveBeenCalled()
  })
})

describe('rate limiter', () => {
  it('lets through as many calls as it may, and then says no', () => {
    const limiter = new RateLimiter(3, 1000, { clock: new ManualClock() })
    expect([1, 2, 3, 4].map(() => limiter.acquire())).toEqual([true, true, true, false])
  })

  it('frees a slot when its call has left the window', async () => {
    const clock = new ManualClock()
    const limiter = new RateLimiter(1, 1000, { clock })
    limiter.acquire()
    await clock.advance(999)
    expect(limiter.acquire()).toBe(false)
    await clock.advance(1)
    expect(limiter.acquire()).toBe(true)
  })

  it('unlike a token bucket, never lets twice as many through around a full window', async () => {
    const clock = new ManualClock()
    const limiter = new RateLimiter(2, 1000, { clock })
    await clock.advance(999)
    expect([limiter.acquire(), limiter.acquire()]).toEqual([true, true])
    await clock.advance(2)
    expect(limiter.acquire()).toBe(false)
  })

  it('lets whoever waits go as soon as there is a slot', async () => {
    const clock = new ManualClock()
    const limiter = new RateLimiter(1, 1000, { clock })
    await limiter.wait()
    let went = false
    const second = limiter.wait().then(() => {
      went = true
    })
    await clock.advance(999)
    expect(went).toBe(false)
    await clock.advance(1)
    await second
  })

  it('serves first who came first', async () => {
    const clock = new ManualClock()
    const limiter = new RateLimiter(1, 1000, { clock })
    const order: number[] = []
    for (const number of [1, 2, 3]) limiter.wait().then(() => order.push(number), String)
    await clock.advance(2000)
    expect(order).toEqual([1, 2, 3])
  })

  it('lets one who waits leave', async () => {
    const limiter = new RateLimiter(1, 1000, { clock: new ManualClock() })
    limiter.acquire()
    const leaving = new AbortController()
    const waiting = failureOf(limiter.wait(leaving.signal))
    leaving.abort(new Error('closed'))
    expect(await waiting).toEqual(new Error('closed'))
    expect(limiter.state().waiting).toBe(0)
  })

  it('refuses numbers that make no sense', () => {
    expect(() => new RateLimiter(0, 1000)).toThrow(RangeError)
    expect(() => new RateLimiter(1, -1)).toThrow(RangeError)
  })

  it('is passed by every attempt of a request', async () => {
    const limiter = new RateLimiter(10, 60_000)
    const { session } = quick({ limiter })
    await request(server.url({ status: 500 }, 'reset'), { session })
    expect(limiter.state().free).toBe(7)
  })

  it('slows down when a server says that it is too much', async () => {
    const limiter = new RateLimiter(10, 10)
    const { session } = quick({ limiter, backoffFactor: 0 })
    await request(server.url({ status: 429 }), { session })
    expect(limiter.state().pace).toBeLessThan(1)
  })
})

describe('safe request', () => {
  it('answers a response that can still be read', async () => {
    const url = server.url()
    const response = await safeRequest(url, quick())
    expect(response?.status).toBe(200)
    expect(response?.url).toBe(url)
    expect(await response?.json()).toMatchObject({ title: 'Überfahrt' })
  })

  it.each([{ status: 404 }, { status: 500 }, 'reset', 'json-invalid', 'redirect-to-itself'] as const)(
    'answers nothing where there is none: %j',
    async (fault) => {
      const url = server.url(...Array.from({ length: 4 }, () => fault))
      expect(await safeRequest(url, quick())).toBeNull()
    },
  )

  it('answers nothing when it is called off', async () => {
    expect(await safeRequest(server.url(), { ...quick(), signal: AbortSignal.abort() })).toBeNull()
  })

  it('works without a session', async () => {
    expect((await safeRequest(server.url()))?.ok).toBe(true)
  })

  it.each([408, 429, 500, 502, 503, 504])('retries a %d', async (status) => {
    const url = server.url({ status })
    expect((await safeRequest(url, quick()))?.ok).toBe(true)
    expect(server.arrivalsAt(url)).toHaveLength(2)
  })

  it.each([400, 401, 403, 404, 410, 422])('does not retry a %d', async (status) => {
    const url = server.url({ status })
    expect(await safeRequest(url, quick())).toBeNull()
    expect(server.arrivalsAt(url)).toHaveLength(1)
  })

  it('unlike the original, sends a POST only once', async () => {
    const url = server.url({ status: 503 })
    expect(await safeRequest(url, { ...quick(), method: 'POST', json: { a: 1 } })).toBeNull()
    expect(server.arrivalsAt(url)).toHaveLength(1)
  })

  it('retries a POST, body and all, when told that it does no harm', async () => {
    const url = server.url({ status: 503 })
    const response = await safeRequest(url, { ...quick(), method: 'POST', json: { a: 1 }, idempotent: true })
    expect(response?.ok).toBe(true)
    expect(server.arrivalsAt(url).map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}'])
  })

  it('stops after the retries that it is given', async () => {
    const url = server.url({ status: 500 }, { status: 500 })
    expect(await safeRequest(url, { ...quick(), maxRetries: 1 })).toBeNull()
    expect(server.arrivalsAt(url)).toHaveLength(2)
  })

  it('request is the same call, and says what went wrong', async () => {
    const url = `${server.url({ status: 404 })}?token=secret`
    const result = await request(url, quick())
    expect(result).toMatchObject({ ok: false, error: { status: 404, attempts: 1, code: 'notFound' } })
    expect(!result.ok && result.error).toBeInstanceOf(HttpStatusError)
    expect(!result.ok && result.error.url).toContain('token=…')
  })

  it('throws for nothing but a mistake in the call', async () => {
    const mistakes: [string, RequestOptions][] = [
      ['no address', {}],
      ['file:///etc/passwd', {}],
      [server.url(), { headers: { 'no header': 'x' } }],
      [server.url(), { json: 1, data: { a: 'b' } }],
      [server.url(), { timeout: -1 }],
      [server.url(), { maxRetries: -1 }],
    ]
    for (const [url, options] of mistakes) {
      const error = await failureOf(safeRequest(url, options))
      expect(error instanceof TypeError || error instanceof RangeError).toBe(true)
    }
  })
})

describe('session set-up', () => {
  it('is ky, with our retries in place of its own', async () => {
    const { session } = quick()
    const url = server.url({ status: 503 }, { status: 503 })
    expect(await session(url).json()).toMatchObject({ title: 'Überfahrt' })
    expect(server.arrivalsAt(url)).toHaveLength(3)
  })

  it('used directly, throws the errors of this folder', async () => {
    const { session } = quick({ maxRetries: 0 })
    await expect(session.get(server.url({ status: 404 }))).rejects.toBeInstanceOf(HttpStatusError)
    await expect(session.get(server.url('reset'))).rejects.toMatchObject({
      name: 'RetryError',
      cause: expect.any(NetworkError),
    })
  })

  it('retries three times when nothing else is said', async () => {
    const { session, waits } = quick()
    const url = server.url(...Array.from({ length: 9 }, () => ({ status: 500 })))
    await request(url, { session })
    expect(server.arrivalsAt(url)).toHaveLength(4)
    expect(waits).toEqual([500, 1000, 2000])
  })

  it('takes another number of retries and another back-off', async () => {
    const { session, waits } = quick({ maxRetries: 2, backoffFactor: 0.1, maxDelay: 150 })
    const url = server.url(...Array.from({ length: 9 }, () => ({ status: 500 })))
    await request(url, { session })
    expect(waits).toEqual([50, 75])
  })

  it('sends its headers with every request, and lets a request say otherwise', async () => {
    const { session } = quick({ headers: { 'x-a': '1', 'x-b': '2' }, userAgent: 'Tagwright/0 ( tests )' })
    const url = server.url()
    await request(url, { session, headers: { 'x-b': '3' } })
    expect(server.arrivalsAt(url)[0]?.headers).toMatchObject({
      'x-a': '1',
      'x-b': '3',
      'user-agent': 'Tagwright/0 ( tests )',
    })
  })

  it('knows what relative addresses are relative to', async () => {
    const url = server.url()
    const { session } = quick({ baseUrl: new URL('/', url) })
    expect((await session.get(new URL(url).pathname.slice(1))).url).toBe(url)
  })

  it('sends JSON, a form or a body as it is', async () => {
    const { session } = quick()
    const sent = async (options: RequestOptions) => {
      const url = server.url()
      await request(url, { session, method: 'POST', ...options })
      const { headers, body } = server.arrivalsAt(url)[0]!
      return [headers['content-type'], body]
    }
    expect(await sent({ json: { a: 1 } })).toEqual(['application/json', '{"a":1}'])
    expect(await sent({ data: { a: 'b c' } })).toEqual([
      'application/x-www-form-urlencoded;charset=UTF-8',
      'a=b+c',
    ])
    expect(await sent({ body: 'plain', headers: { 'content-type': 'text/x' } })).toEqual(['text/x', 'plain'])
  })

  it('passes on to ky what it does not know itself', async () => {
    const seen: string[] = []
    const hooks = { beforeRequest: [({ request: asked }: { request: Request }) => void seen.push(asked.url)] }
    const url = server.url()
    await request(url, { ...quick(), searchParams: { q: 'x' }, hooks })
    expect(seen).toEqual([`${url}?q=x`])
  })

  it('limits how many requests are under way to one host', async () => {
    let most = 0
    let current = 0
    const { session } = quick({
      poolMaxsize: 2,
      fetch: async () => {
        current += 1
        most = Math.max(most, current)
        await new Promise((resolve) => setImmediate(resolve))
        current -= 1
        return Response.json({})
      },
    })
    const urls = Array.from({ length: 7 }, (_, index) => `https://service.example/${index}`)
    await Promise.all(urls.map((url) => request(url, { session })))
    expect(most).toBe(2)
  })

  it('limits how many hosts are talked to at the same time', async () => {
    const hosts = new Set<string>()
    let most = 0
    const { session } = quick({
      poolConnections: 2,
      fetch: async (input) => {
        const { host } = new URL(String(input))
        hosts.add(host)
        most = Math.max(most, hosts.size)
        await new Promise((resolve) => setImmediate(resolve))
        hosts.delete(host)
        return Response.json({})
      },
    })
    const urls = [1, 2, 3, 4, 5].map((number) => `https://service${number}.example/`)
    const results = await Promise.all(urls.map((url) => request(url, { session })))
    expect(results.every(({ ok }) => ok)).toBe(true)
    expect(most).toBe(2)
  })

  it('ends an attempt when its time is up, and tries again', async () => {
    const { session } = quick({ timeout: 60 })
    const url = server.url('silent')
    expect(await request(url, { session })).toMatchObject({ ok: true })
    expect(server.arrivalsAt(url)).toHaveLength(2)
  })

  it('limits the size of an answer', async () => {
    const { session } = quick({ maxBytes: 1000 })
    expect(await request(server.url('huge'), { session })).toMatchObject({
      ok: false,
      error: { name: 'ResponseTooLargeError', limit: 1000 },
    })
  })

  it('makes of JSON what a schema says', async () => {
    const url = server.url()
    const result = await request(url, { ...quick(), schema: z.object({ title: z.string() }) })
    expect(result).toMatchObject({ ok: true, data: { title: 'Überfahrt' } })
    expect(okBody('x')).toContain('Überfahrt')
  })

  it('unpacks gzip', async () => {
    const url = server.url('gzip')
    expect(await request(url, quick())).toMatchObject({ ok: true, data: { title: 'Überfahrt' } })
    expect(server.arrivalsAt(url)[0]?.headers['accept-encoding']).toContain('gzip')
  })

  it('shares its limits with the sessions that extend it', async () => {
    const { session } = quick({ headers: { 'x-a': '1' } })
    const url = server.url({ status: 503 })
    await session.extend({ headers: { 'x-b': '2' } }).get(url)
    expect(server.arrivalsAt(url)).toHaveLength(2)
    expect(server.arrivalsAt(url)[1]?.headers).toMatchObject({ 'x-a': '1', 'x-b': '2' })
  })

  it.each<[string, SessionOptions]>([
    ['maxRetries', { maxRetries: -1 }],
    ['maxRetries', { maxRetries: 1.5 }],
    ['timeout', { timeout: 0 }],
    ['timeout', { timeout: { headers: -1 } }],
    ['backoffFactor', { backoffFactor: -1 }],
    ['maxHosts', { poolConnections: 0 }],
    ['maxPerHost', { poolMaxsize: 1.5 }],
  ])('refuses a %s that makes no sense: %j', (name, options) => {
    expect(() => setupSession(options)).toThrow(RangeError)
    expect(() => setupSession(options)).toThrow(name)
  })

  it('refuses what is of the wrong kind', () => {
    const options = { timeout: { total: '30' } } as unknown as SessionOptions
    expect(() => setupSession(options)).toThrow(TypeError)
  })
})
