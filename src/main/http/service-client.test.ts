import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createHttpCache } from './cache'
import { MemoryStore } from './cache/testing/memory-store'
import { Connectivity } from './connectivity'
import { InvalidResponseError, RequestRetryError } from './errors'
import { RateLimiter } from './rate-limiter'
import { RequestCancelledError, type RequestProgress, RequestQueue } from './request-queue'
import { createServiceClient, isUnreachable } from './service-client'
import { setupSession } from './session'

const url = new URL('http://127.0.0.1:5000/ws/2/release?query=tideworks')
const Album = z.object({ title: z.string() })
const offline = Object.assign(new Error('fetch failed'), { code: 'ENETUNREACH' })

type Answer = Response | Error | ((signal: AbortSignal) => Promise<Response>)

const json = (title: string, headers: Record<string, string> = {}, status = 200): Answer =>
  new Response(JSON.stringify({ title }), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  })
const hangs: Answer = (signal) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))

/** A client whose network answers what the test says, one answer for each request. */
function setUp(...answers: Answer[]) {
  const sent: Request[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    sent.push(request)
    const answer = answers.shift() ?? new Error('asked too often')
    if (answer instanceof Error) throw new TypeError('fetch failed', { cause: answer })
    return typeof answer === 'function' ? answer(request.signal) : answer
  }
  const session = setupSession({ fetch, backoffFactor: 0 })
  const queue = new RequestQueue<string, string>({ failureOf: (error) => String(error) })
  const connectivity = new Connectivity({ random: () => 0 })
  const cache = createHttpCache({
    store: new MemoryStore(),
    isUnreachable,
    onTrouble: (error) => {
      throw error
    },
  })
  const client = createServiceClient({ cache, queue, connectivity })
  const progress: string[] = []
  const onProgress = (now: RequestProgress): void => {
    progress.push(now.kind === 'running' ? `running ${now.attempt}/${now.maxAttempts}` : now.look(0).why)
  }
  const ask = (more: Partial<Parameters<typeof client.json>[0]> = {}) =>
    client.json({ what: 'Search', url, session, onProgress, ...more, schema: Album })
  return { sent, session, queue, connectivity, client, progress, ask }
}

describe('a question to a service', () => {
  it('is answered by its schema, and asked in the service’s own words', async () => {
    const { ask, sent, progress } = setUp(json('Tideworks'))
    expect(await ask()).toMatchObject({ value: { title: 'Tideworks' }, source: 'network' })
    expect(sent[0]?.headers.get('accept')).toBe('application/json')
    expect(progress).toEqual(['turn', 'running 1/4'])
  })

  it('is one request when two ask it at once', async () => {
    const { ask, sent } = setUp(json('Tideworks'))
    await Promise.all([ask(), ask()])
    expect(sent).toHaveLength(1)
  })

  it('makes no request, and stands in no queue, when the answer is known', async () => {
    const { ask, sent, queue } = setUp(json('Tideworks'))
    await ask({ minLifetimeMs: 60_000 })
    let told = 0
    queue.subscribe(() => {
      told += 1
    })
    expect((await ask({ minLifetimeMs: 60_000 })).source).toBe('cache')
    expect([sent.length, told]).toEqual([1, 0])
  })

  it('asks whether the old answer holds, by its ETag', async () => {
    const { ask, sent } = setUp(
      json('Tideworks', { etag: '"1"' }),
      new Response(null, { status: 304, headers: { etag: '"1"' } }),
    )
    await ask()
    expect(await ask()).toMatchObject({ value: { title: 'Tideworks' }, source: 'confirmed' })
    expect(sent[1]?.headers.get('if-none-match')).toBe('"1"')
  })

  it('goes by POST with a form, as often and as seldom as any other', async () => {
    const { ask, sent } = setUp(json('', {}, 503), json('Tideworks'), json('Low Orbit'))
    const form = { client: 'secret', fingerprint: 'AQAA' }
    const question = { form, minLifetimeMs: 60_000 }
    expect((await ask(question)).value.title).toBe('Tideworks')
    expect(sent.map(({ method }) => method)).toEqual(['POST', 'POST'])
    expect(await sent[1]?.text()).toBe('client=secret&fingerprint=AQAA')
    expect((await ask(question)).source).toBe('cache')
    const other = { ...question, form: { ...form, fingerprint: 'AQAB' } }
    expect((await ask(other)).value.title).toBe('Low Orbit')
  })

  it('about how the service is now is answered by the service alone', async () => {
    const { ask, sent } = setUp(json('Tideworks', { 'cache-control': 'max-age=60' }), json('', {}, 503))
    const now = { uncached: true, maxRetries: 0 }
    await ask()
    await expect(ask(now)).rejects.toMatchObject({ status: 503 })
    expect(sent).toHaveLength(2)
    expect((await ask()).source).toBe('cache')
  })

  it('carries headers of its own, and its answers are for whoever signs in so', async () => {
    const { ask, sent } = setUp(json('mine'), json('yours'))
    const signedIn = (token: string) => ({ headers: { authorization: token }, minLifetimeMs: 60_000 })
    expect((await ask(signedIn('a'))).value.title).toBe('mine')
    expect((await ask(signedIn('b'))).value.title).toBe('yours')
    expect((await ask(signedIn('a'))).source).toBe('cache')
    expect(sent.map(({ headers }) => headers.get('authorization'))).toEqual(['a', 'b'])
  })

  it('can be for bytes of some kinds', async () => {
    const picture = () => new Response(new Uint8Array([1, 2]), { headers: { 'content-type': 'image/png' } })
    const { client, session } = setUp(picture(), picture())
    const question = { what: 'Cover', url, session }
    const { value } = await client.bytes({ ...question, media: ['image/png', 'image/jpeg'] })
    expect(value).toEqual({ bytes: new Uint8Array([1, 2]), type: 'image/png' })
    await expect(client.bytes({ ...question, media: ['image/jpeg'] })).rejects.toThrow(InvalidResponseError)
  })

  it('fails for what is not the answer, and asks anew the next time', async () => {
    const { ask, sent } = setUp(
      new Response('{"name": 7}', { headers: { 'content-type': 'application/json' } }),
      json('Tideworks'),
    )
    await expect(ask({ minLifetimeMs: 60_000 })).rejects.toThrow(InvalidResponseError)
    expect((await ask({ minLifetimeMs: 60_000 })).value.title).toBe('Tideworks')
    expect(sent).toHaveLength(2)
  })

  it('says what it waits for between its attempts, and stays in the queue when they are used up', async () => {
    const refused = (headers: Record<string, string> = {}) => json('', headers, 503)
    const { ask, queue, progress } = setUp(refused(), refused({ 'retry-after': '0' }), refused(), refused())
    const limiter = new RateLimiter(100, 10)
    await expect(ask({ limiter })).rejects.toThrow(RequestRetryError)
    expect(progress.filter((now) => now.startsWith('running'))).toEqual([
      'running 1/4',
      'running 2/4',
      'running 3/4',
      'running 4/4',
    ])
    expect(progress).toContain('retry')
    expect(progress).toContain('busy')
    expect(queue.state().requests).toMatchObject([{ state: { kind: 'failed' }, attempt: 4, maxAttempts: 4 }])
  })

  it('knows when its turn is, others before it included', async () => {
    const { queue, client, session } = setUp(json('a'), json('b'), json('c'))
    const limiter = new RateLimiter(1, 1000)
    limiter.acquire()
    const stop = new AbortController()
    const all = ['a', 'b'].map((name) =>
      client.json({
        what: name,
        url: new URL(name, url),
        session,
        limiter,
        signal: stop.signal,
        schema: Album,
      }),
    )
    // The cache is asked first.
    await new Promise((resolve) => setTimeout(resolve, 20))
    const waits = queue
      .state()
      .requests.map(({ state }) => (state.kind === 'waiting' ? (state.waitMs ?? 0) : 0))
    expect(waits[0]).toBeGreaterThan(0)
    expect(Math.round((waits[1] ?? 0) - (waits[0] ?? 0))).toBe(1000)
    stop.abort(new Error('enough'))
    for (const one of all) await expect(one).rejects.toThrow('enough')
  })
})

describe('a request in the queue', () => {
  const begun = async (sent: readonly unknown[]) => {
    while (sent.length === 0) await new Promise((resolve) => setTimeout(resolve, 1))
  }

  it('can be cancelled there, which is no wish of the caller’s', async () => {
    const { ask, sent, queue } = setUp(hangs)
    const asked = ask()
    asked.catch(() => {})
    await begun(sent)
    queue.cancelAll()
    await expect(asked).rejects.toThrow(RequestCancelledError)
    expect(sent[0]?.signal.aborted).toBe(true)
    expect(queue.state().requests).toEqual([])
  })

  it('ends when its caller gives up', async () => {
    const { ask, sent, queue } = setUp(hangs)
    const stop = new AbortController()
    const asked = ask({ signal: stop.signal })
    asked.catch(() => {})
    await begun(sent)
    stop.abort(new Error('enough'))
    await expect(asked).rejects.toThrow('enough')
    await new Promise((resolve) => setTimeout(resolve, 1))
    expect([sent[0]?.signal.aborted, queue.state().requests]).toEqual([true, []])
  })

  it('is not sent while the queue is paused', async () => {
    const { ask, sent, queue, progress } = setUp(json('Tideworks'))
    queue.setPaused(true)
    const asked = ask()
    while (!progress.includes('paused')) await new Promise((resolve) => setTimeout(resolve, 1))
    expect(sent).toHaveLength(0)
    queue.setPaused(false)
    expect((await asked).value.title).toBe('Tideworks')
  })
})

it('a request that the person paused while it waited for its slot takes another one', async () => {
  const { ask, sent, queue, progress } = setUp(json('Tideworks'))
  const limiter = new RateLimiter(1, 100)
  limiter.acquire()
  const asked = ask({ limiter })
  while (limiter.state().waiting === 0) await new Promise((resolve) => setTimeout(resolve, 1))
  queue.setPaused(true)
  while (!progress.includes('paused')) await new Promise((resolve) => setTimeout(resolve, 1))
  expect(sent).toHaveLength(0)
  queue.setPaused(false)
  expect((await asked).value.title).toBe('Tideworks')
  expect(sent).toHaveLength(1)
})

describe('without a network', () => {
  it('an old answer stands in', async () => {
    const { ask } = setUp(json('Tideworks'), offline)
    await ask()
    expect(await ask()).toMatchObject({ value: { title: 'Tideworks' }, source: 'stale' })
  })

  it('what is not known waits until the network is back', async () => {
    const { ask, sent, connectivity, progress } = setUp(offline, json('Tideworks'))
    const asked = ask()
    while (!progress.includes('offline')) await new Promise((resolve) => setTimeout(resolve, 1))
    expect(connectivity.state().kind).toBe('offline')
    connectivity.tryNow()
    expect((await asked).value.title).toBe('Tideworks')
    expect([sent.length, connectivity.state().kind]).toEqual([2, 'online'])
    expect(progress).toEqual(['turn', 'running 1/4', 'offline', 'turn', 'running 1/4'])
  })

  it('a sign-in page is not taken for an answer', async () => {
    const page = new Response('<title>Sign in</title>', { headers: { 'content-type': 'text/html' } })
    const { ask, connectivity, progress } = setUp(page, json('Tideworks'))
    const asked = ask()
    while (!progress.includes('sign-in')) await new Promise((resolve) => setTimeout(resolve, 1))
    connectivity.tryNow()
    expect((await asked).value.title).toBe('Tideworks')
  })
})
