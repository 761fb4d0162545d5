import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type MusicBrainzServer, startMusicBrainzServer } from '../../../e2e/musicbrainz/server'
import type { AttemptEvent } from './call'
import {
  HttpStatusError,
  InvalidResponseError,
  NetworkError,
  RedirectError,
  ResponseTooLargeError,
  TimeoutError,
} from './errors'
import { RateLimiter } from './rate-limiter'
import { type JsonRequestOptions, type RequestResult, request } from './request'
import { RetryError } from './retry'
import { setupSession } from './session'

const id = '11111111-2222-4333-8444-555555555555'
const catalogue = [
  {
    id,
    title: 'Tideworks',
    media: [{ format: 'CD', 'track-count': 1, tracks: [{ title: 'A'.repeat(20_000) }] }],
  },
]
const Found = z.object({ releases: z.array(z.object({ id: z.string(), title: z.string() })) })

let server: MusicBrainzServer
beforeAll(async () => {
  server = await startMusicBrainzServer({ catalogue })
})
afterEach(() => server.reset())
afterAll(() => server.close())

/** Delays that there would have been: the tests do not sit them out. */
let waits: number[] = []
afterEach(() => {
  waits = []
})

const session = setupSession({
  userAgent: 'Tagwright/0.1.0 ( tests )',
  random: () => 0.5,
  sleep: async (delayMs) => void waits.push(delayMs),
})

type Found = z.infer<typeof Found>
type Overrides = Partial<JsonRequestOptions<Found>> & { readonly url?: string }

/** The data, or the error thrown, so that a test can expect either. */
function answered<T>(result: RequestResult<T>): T {
  if (result.ok) return result.data
  throw result.error
}

async function search({
  url = `${server.musicBrainzUrl}release`,
  ...overrides
}: Overrides = {}): Promise<Found> {
  const result = await request(url, {
    session,
    searchParams: { query: 'release:"Tideworks"', fmt: 'json', limit: 5, offset: undefined },
    schema: Found,
    ...overrides,
  })
  return answered(result)
}

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => new Error('it succeeded'),
    (error: unknown) => error,
  )
}

/** The last failure, when there were several attempts. */
async function finalCause(promise: Promise<unknown>): Promise<unknown> {
  const error = await failure(promise)
  expect(error).toBeInstanceOf(RetryError)
  return error instanceof RetryError ? error.cause : error
}

describe('a request that goes well', () => {
  it('answers what the schema makes of the reply, gzip and all', async () => {
    expect(await search()).toEqual({ releases: [{ id, title: 'Tideworks' }] })
    expect(server.requests[0]?.headers['accept-encoding']).toContain('gzip')
  })

  it('says who is asking, and what for', async () => {
    await search()
    const [seen] = server.requests
    expect(seen?.headers['user-agent']).toBe('Tagwright/0.1.0 ( tests )')
    expect(seen?.headers.accept).toBe('application/json')
    expect(Object.fromEntries(seen?.query ?? [])).toEqual({
      query: 'release:"Tideworks"',
      fmt: 'json',
      limit: '5',
    })
  })

  it('cuts endless strings', async () => {
    const schema = z.object({
      media: z.tuple([z.object({ tracks: z.tuple([z.object({ title: z.string() })]) })]),
    })
    const release = answered(
      await request(`${server.musicBrainzUrl}release/${id}`, {
        session,
        searchParams: { inc: 'recordings', fmt: 'json' },
        schema,
      }),
    )
    expect(release.media[0].tracks[0].title).toHaveLength(10_000)
  })

  it('may send a body, once', async () => {
    const error = await failure(
      search({ method: 'POST', body: 'a=b', headers: { 'content-type': 'text/plain' } }),
    )
    expect(error).toMatchObject({ name: 'HttpStatusError', status: 405 })
    expect(server.requests).toHaveLength(1)
  })
})

describe('what may pass is tried again', () => {
  it('three times more, with a longer wait each time, and then a RetryError tells', async () => {
    server.next('503', { times: 4 })
    const error = await failure(search())
    expect(error).toBeInstanceOf(RetryError)
    expect(error).toMatchObject({
      attempts: 4,
      status: 503,
      code: 'busy',
      cause: { name: 'HttpStatusError', status: 503 },
    })
    expect(String(error)).toMatch(/^RetryError: request failed after 4 attempts: GET http:.* answered 503$/)
    expect(waits).toEqual([500, 1000, 2000])
  })

  it('but only when it may be sent twice', async () => {
    server.next('503')
    expect(await failure(search({ method: 'POST' }))).toMatchObject({ name: 'HttpStatusError', status: 503 })
    expect(server.requests).toHaveLength(1)
  })

  it('with a word to whoever watches', async () => {
    server.next('500')
    const events: AttemptEvent[] = []
    await search({ onAttempt: (event) => events.push(event) })
    expect(events).toEqual([
      { kind: 'waiting', attempt: 1 },
      { kind: 'sent', attempt: 1 },
      { kind: 'retrying', attempt: 1, delay: 500, error: expect.any(HttpStatusError) },
      { kind: 'waiting', attempt: 2 },
      { kind: 'sent', attempt: 2 },
    ])
  })
})

it('waits on its own clock when it is given no other way', async () => {
  const plain = setupSession({ userAgent: 'Tagwright/0', backoffFactor: 0.005 })
  server.next('500')
  expect((await search({ session: plain })).releases).toHaveLength(1)
})

it.each([
  ['wrong-type', 'content-type'],
  ['deep', 'depth'],
] as const)('refuses a reply of %s: %s', async (kind, reason) => {
  server.next(kind)
  const error = await failure(search())
  expect(error).toBeInstanceOf(InvalidResponseError)
  expect(error).toMatchObject({ reason })
})

describe('Retry-After', () => {
  it('is believed up to its cap', async () => {
    server.next('503', { retryAfter: 1_000_000_000 })
    server.next('503', { retryAfter: 1_000_000_000 })
    await search({ retryAfterCap: 7000 })
    expect(waits).toEqual([7000, 7000])
  })

  it('holds the whole line back, also after the last attempt', async () => {
    const limiter = new RateLimiter(100, 1000)
    server.next('503', { retryAfter: 5 })
    expect(await finalCause(search({ limiter, maxRetries: 0 }))).toMatchObject({
      retryAfter: 5000,
    })
    expect(limiter.state().paused).toBe(true)
    expect(limiter.state().nextSlotIn).toBeGreaterThan(3000)
  })
})

describe('the limiter', () => {
  it('is held back by a busy server that names no time, as long as we wait ourselves', async () => {
    const limiter = new RateLimiter(100, 1000)
    const pauses: number[] = []
    limiter.subscribe((state) => state.paused && pauses.push(state.nextSlotIn))
    server.next('503')
    await search({ limiter, backoffFactor: 0.1 })
    expect(pauses[0]).toBeGreaterThan(20)
    expect(pauses[0]).toBeLessThanOrEqual(50)
  })
})

describe('patience', () => {
  it.each([
    ['hang', 'headers', { headers: 50 }],
    ['slow', 'headers', { headers: 50 }],
    ['slow-body', 'idle', { headers: 2000, idle: 50 }],
    ['stalled-body', 'idle', { idle: 50 }],
  ] as const)('ends at its limit: %s, %s', async (kind, phase, timeout) => {
    server.next(kind, { delay: 60_000 })
    const error = await finalCause(search({ timeout, maxRetries: 0 }))
    expect(error).toBeInstanceOf(TimeoutError)
    expect(error).toMatchObject({ phase, limit: 50 })
  })

  it('lasts for a body that is slow but steady', async () => {
    server.next('slow-body', { delay: 10 })
    expect((await search({ timeout: { idle: 150 } })).releases).toHaveLength(1)
    expect(server.requests).toHaveLength(1)
  })

  it('begins anew with each attempt', async () => {
    server.always('hang')
    const error = await failure(search({ timeout: { headers: 40 }, maxRetries: 2 }))
    expect(error).toMatchObject({
      name: 'RetryError',
      attempts: 3,
      cause: { phase: 'headers', limit: 40, attempts: 3 },
    })
    expect(server.requests).toHaveLength(3)
  })
})

describe('size', () => {
  it('is believed when the header already says too much', async () => {
    expect(await failure(search({ maxBytes: 10 }))).toBeInstanceOf(ResponseTooLargeError)
  })
})

describe('redirects', () => {
  it('are followed to the same origin', async () => {
    const url = new URL(server.musicBrainzUrl)
    server.next('redirect', { to: `${url.pathname}release/${id}?fmt=json` })
    const schema = z.object({ id: z.string() })
    expect(answered(await request(`${url}release`, { session, schema }))).toEqual({ id })
  })

  it('back to the same host take a slot of the limiter too', async () => {
    const limiter = new RateLimiter(10, 60_000)
    server.next('redirect', { to: `/ws/2/release?query=Tideworks&fmt=json`, status: 308 })
    await search({ limiter })
    expect(limiter.state().free).toBe(8)
  })

  it('end after three', async () => {
    server.always('redirect-loop')
    const error = await failure(search())
    expect(error).toBeInstanceOf(RedirectError)
    expect(error).toMatchObject({ reason: 'too-many' })
    expect(server.requests).toHaveLength(4)
  })

  it.each([
    ['file:///etc/passwd', 'not-https'],
    ['http://127.0.0.1:1/ws/2/', 'not-https'],
    ['https://evil.example/ws/2/', 'foreign-host'],
    ['https://169.254.169.254/', 'foreign-host'],
  ])('to %s are refused: %s', async (to, reason) => {
    server.next('redirect', { to })
    expect(await failure(search())).toMatchObject({ name: 'RedirectError', reason, to })
    expect(server.requests).toHaveLength(1)
  })

  it('to another host take no header along but what we accept', async () => {
    const seen: (string | null)[][] = []
    const elsewhere = setupSession({
      userAgent: 'Tagwright/0.1.0 ( tests )',
      fetch: async (input, init) => {
        const { url, headers } = new Request(input, init)
        seen.push([url, headers.get('authorization'), headers.get('accept'), headers.get('user-agent')])
        if (seen.length > 1) return Response.json({ releases: [] })
        return new Response(null, { status: 307, headers: { location: 'https://b.archive.org/x' } })
      },
    })
    await request('https://coverartarchive.org/x', {
      session: elsewhere,
      hosts: ['archive.org'],
      headers: { authorization: 'Bearer secret' },
      schema: Found,
    })
    expect(seen).toEqual([
      ['https://coverartarchive.org/x', 'Bearer secret', 'application/json', 'Tagwright/0.1.0 ( tests )'],
      ['https://b.archive.org/x', null, 'application/json', 'Tagwright/0.1.0 ( tests )'],
    ])
  })
})

describe('an abort', () => {
  it('before the call sends nothing', async () => {
    const signal = AbortSignal.abort(new Error('closed'))
    expect(await failure(search({ signal }))).toMatchObject({
      name: 'AbortedError',
      code: 'aborted',
      cause: new Error('closed'),
    })
    expect(server.requests).toHaveLength(0)
  })

  it('while waiting in line leaves it and sends nothing', async () => {
    const limiter = new RateLimiter(1, 60_000)
    limiter.acquire()
    const closing = new AbortController()
    const answer = failure(search({ limiter, signal: closing.signal }))
    closing.abort(new Error('closed'))
    expect(await answer).toMatchObject({ name: 'AbortedError', code: 'aborted', cause: new Error('closed') })
    expect(limiter.state().waiting).toBe(0)
    expect(server.requests).toHaveLength(0)
  })

  it.each(['hang', 'stalled-body'] as const)('ends a request under way: %s', async (kind) => {
    server.next(kind)
    const closing = new AbortController()
    const answer = failure(search({ signal: closing.signal }))
    await expect.poll(() => server.requests.length).toBe(1)
    closing.abort(new Error('closed'))
    expect(await answer).toMatchObject({ name: 'AbortedError', code: 'aborted', cause: new Error('closed') })
    expect(server.requests).toHaveLength(1)
  })

  it('ends the call even when the fetch does not listen', async () => {
    const deaf = setupSession({ fetch: () => new Promise(() => {}) })
    const closing = new AbortController()
    const answer = failure(search({ session: deaf, signal: closing.signal }))
    await Promise.resolve()
    closing.abort(new Error('closed'))
    expect(await answer).toMatchObject({ name: 'AbortedError', code: 'aborted', cause: new Error('closed') })
  })
})

describe('a server that is not there', () => {
  it('is a network error with the code of the system', async () => {
    const gone = await startMusicBrainzServer({ catalogue })
    await gone.close()
    const error = await finalCause(search({ url: `${gone.musicBrainzUrl}release` }))
    expect(error).toBeInstanceOf(NetworkError)
    expect(error).toMatchObject({ systemCode: 'ECONNREFUSED', code: 'offline' })
  })
})

describe('a mistake in the call', () => {
  it('is no network error: an address that is none', async () => {
    expect(await failure(search({ url: 'musicbrainz.org' }))).toBeInstanceOf(TypeError)
    expect(await failure(search({ url: 'file:///etc/passwd' }))).toBeInstanceOf(TypeError)
  })

  it('is no network error: a header that is none', async () => {
    expect(await failure(search({ headers: { 'no header': 'x' } }))).toBeInstanceOf(TypeError)
    expect(waits).toEqual([])
  })
})

describe('a picture', () => {
  const cover = async (path = `release/${id}/front-500`, through = session) =>
    answered(
      await request(server.coverArtUrl + path, {
        session: through,
        media: ['image/png', 'image/jpeg'],
        maxBytes: 25_000_000,
      }),
    )

  it('comes with its type, by way of a redirect', async () => {
    const { bytes, type } = await cover()
    expect(type).toBe('image/png')
    expect([...bytes.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47])
    expect(server.requests.map(({ path }) => path)).toEqual([
      `/coverart/release/${id}/front-500`,
      `/coverart/kept/${id}/front-500`,
    ])
  })

  it('that does not exist is a 404', async () => {
    expect(await failure(cover('release/none/front-500'))).toMatchObject({
      name: 'HttpStatusError',
      status: 404,
    })
  })

  it('that says it is a page is refused', async () => {
    server.next('html')
    expect(await failure(cover())).toMatchObject({ name: 'InvalidResponseError', reason: 'content-type' })
  })

  it('that says nothing, or is nothing, is refused', async () => {
    server.next('204')
    expect(await failure(cover())).toMatchObject({ reason: 'content-type', detail: 'none given' })
    const empty = setupSession({
      fetch: async () => new Response('', { headers: { 'content-type': 'image/png' } }),
    })
    expect(await failure(cover('', empty))).toMatchObject({ reason: 'empty' })
  })

  it('has 25 MB and not more', async () => {
    server.next('huge', { path: '/kept/', size: 26_000_000 })
    expect(await failure(cover())).toMatchObject({ name: 'ResponseTooLargeError', limit: 25_000_000 })
  })
})
