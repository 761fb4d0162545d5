// What real sockets do to a request: each fault gives the stated error, or success.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { RequestError } from './errors'
import type { Timeouts } from './limits'
import { type JsonRequestOptions, request } from './request'
import { safeRequest } from './safe-request'
import { setupSession } from './session'
import {
  type MisbehavingServer,
  type ServerAnswer,
  startMisbehavingServer,
} from './testing/misbehaving-server'

const Item = z.object({ id: z.string(), title: z.string() })

let server: MisbehavingServer
beforeAll(async () => {
  server = await startMisbehavingServer()
})
afterAll(() => server.close())

/** Delays that there would have been: the tests do not sit them out. */
const waits: number[] = []
afterEach(() => {
  waits.length = 0
})

const session = setupSession({
  random: () => 0.5,
  sleep: async (delayMs) => void waits.push(delayMs),
  maxBytes: 100_000,
})

const ask = (url: string, options: Partial<JsonRequestOptions<unknown>> = {}) =>
  request(url, { session, schema: Item, ...options })

async function failure(url: string, options?: Partial<JsonRequestOptions<unknown>>): Promise<RequestError> {
  const result = await ask(url, options)
  if (result.ok) throw new Error('it succeeded')
  return result.error
}

describe('what passes is retried until it has passed', () => {
  it.each<[ServerAnswer, Partial<Timeouts>?]>([
    ['reset'],
    ['reset-mid-header'],
    ['reset-mid-body'],
    ['no-http'],
    ['length-too-long'],
    ['gzip-broken'],
    ['silent', { headers: 60 }],
    ['silent-mid-header', { headers: 60 }],
    ['silent-mid-body', { idle: 60 }],
    ['drip', { total: 100 }],
    [{ status: 408 }],
    [{ status: 429 }],
    [{ status: 500 }],
    [{ status: 502 }],
    [{ status: 503 }],
    [{ status: 504 }],
  ])('%j', async (fault, timeout = {}) => {
    const url = server.url(fault)
    expect(await ask(url, { timeout })).toMatchObject({ ok: true, data: { title: 'Überfahrt' } })
    expect(server.arrivalsAt(url)).toHaveLength(2)
    expect(waits).toEqual([500])
  })

  it('which may never happen: the RetryError names the last fault', async () => {
    const url = server.url('reset', 'reset-mid-header', { status: 500 }, 'reset-mid-body', 'reset')
    expect(await failure(url)).toMatchObject({
      name: 'RetryError',
      attempts: 4,
      code: 'offline',
      url,
      cause: { name: 'NetworkError' },
      errors: [{}, {}, { name: 'HttpStatusError' }, {}],
    })
    expect(server.arrivalsAt(url)).toHaveLength(4)
  })
})

describe('what the server means is taken for an answer', () => {
  it.each<[ServerAnswer, string, object]>([
    ['length-too-short', 'InvalidResponseError', { reason: 'json' }],
    // Fetch takes what it got out of a stream that ends early for the whole, without a word.
    ['gzip-cut', 'InvalidResponseError', { reason: 'json' }],
    ['huge', 'ResponseTooLargeError', { limit: 100_000 }],
    ['gzip-bomb', 'ResponseTooLargeError', { limit: 100_000 }],
    ['json-invalid', 'InvalidResponseError', { reason: 'json', status: 200 }],
    ['json-wrong-shape', 'InvalidResponseError', { reason: 'schema' }],
    ['json-latin1', 'InvalidResponseError', { reason: 'encoding' }],
    ['html', 'InvalidResponseError', { reason: 'content-type' }],
    ['no-content', 'InvalidResponseError', { reason: 'empty', status: 204 }],
    ['not-modified', 'HttpStatusError', { status: 304 }],
    ['part', 'InvalidResponseError', { reason: 'partial', status: 206 }],
    ['redirect-to-itself', 'HttpStatusError', { status: 404 }],
    [{ status: 302 }, 'RedirectError', { reason: 'no-location' }],
    [{ status: 302, location: 'http://evil.example/' }, 'RedirectError', { reason: 'not-https' }],
    [{ status: 302, location: 'https://evil.example/' }, 'RedirectError', { reason: 'foreign-host' }],
    [{ status: 307, location: 'file:///etc/passwd' }, 'RedirectError', { reason: 'not-https' }],
    [{ status: 400 }, 'HttpStatusError', { code: 'refused' }],
    [{ status: 404 }, 'HttpStatusError', { code: 'notFound' }],
    [{ status: 501 }, 'HttpStatusError', { code: 'busy' }],
  ])('%j: %s %j', async (answer, name, facts) => {
    const url = server.url(answer, ...(answer === 'redirect-to-itself' ? [{ status: 404 }] : []))
    expect(await failure(url)).toMatchObject({ name, url, attempts: 1, ...facts })
    expect(waits).toEqual([])
  })

  it('a redirect loop ends after three', async () => {
    const loop: ServerAnswer[] = ['redirect-to-itself', 'redirect-to-itself', 'redirect-to-itself']
    const url = server.url(...loop, 'redirect-to-itself')
    expect(await failure(url)).toMatchObject({ name: 'RedirectError', reason: 'too-many' })
    expect(server.arrivalsAt(url)).toHaveLength(4)
    expect(await ask(server.url(...loop))).toMatchObject({ ok: true })
  })

  it.each<[ServerAnswer, Record<string, string>, unknown]>([
    ['gzip', {}, expect.objectContaining({ title: 'Überfahrt' })],
    ['ok', {}, expect.objectContaining({ title: 'Überfahrt' })],
    ['json-called-latin1', {}, expect.objectContaining({ title: 'Überfahrt' })],
    ['text', {}, 'Überfahrt'],
    ['text-unknown-charset', {}, 'Überfahrt'],
    ['bytes', {}, Uint8Array.of(0x89, 0x50, 0x4e, 0x47)],
    ['no-content', {}, undefined],
    ['not-modified', { 'if-none-match': '"1"' }, undefined],
    ['not-modified', { 'if-modified-since': 'Sat, 14 Mar 2026 12:00:00 GMT' }, undefined],
  ])('%j %j succeeds', async (answer, headers, data) => {
    const url = server.url(answer)
    const result = await request(url, { session, headers })
    expect(result).toMatchObject({ ok: true, response: { url } })
    expect(result.ok && result.data).toEqual(data)
  })

  it('a part is welcome to whoever asked for it', async () => {
    const result = await request(server.url('part'), {
      session,
      headers: { range: 'bytes=0-9' },
      media: ['application/json'],
    })
    expect(result.ok && result.data.bytes.byteLength).toBe(10)
  })
})

describe('Retry-After, with 429 and 503 alike', () => {
  const soon = () => new Date(Date.now() + 20_000).toUTCString()
  it.each<[string, (() => string) | string, number, number]>([
    ['seconds', '2', 2000, 2000],
    ['a date', soon, 15_000, 20_000],
    ['a date in the past', 'Sun, 06 Nov 1994 08:49:37 GMT', 500, 500],
    ['nothing at all', '0', 500, 500],
    ['an absurd number', '99999999999', 60_000, 60_000],
    ['an absurd date', 'Fri, 31 Dec 9999 23:59:59 GMT', 60_000, 60_000],
    ['garbage', 'after lunch', 500, 500],
    ['a negative number', '-5', 500, 500],
  ])('%s', async (_, value, least, most) => {
    const retryAfter = typeof value === 'string' ? value : value()
    for (const status of [429, 503]) {
      expect(await ask(server.url({ status, retryAfter }))).toMatchObject({ ok: true })
    }
    expect(waits).toHaveLength(2)
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(least)
    expect(Math.max(...waits)).toBeLessThanOrEqual(most)
  })
})

describe('connections', () => {
  it('that the server closed meanwhile cost a retry at most, and no request', async () => {
    for (let round = 0; round < 5; round += 1) {
      expect(await ask(server.url('ok-then-close'))).toMatchObject({ ok: true })
    }
    expect(waits.length).toBeLessThanOrEqual(5)
  })

  it('are no more than the pool allows, and are used again', async () => {
    const own = await startMisbehavingServer()
    const narrow = setupSession({ poolMaxsize: 2 })
    const urls = Array.from({ length: 12 }, () => own.url())
    const results = await Promise.all(urls.map((url) => request(url, { session: narrow })))
    expect(results.every(({ ok }) => ok)).toBe(true)
    expect(own.arrivals).toHaveLength(12)
    expect(own.mostConnections).toBeLessThanOrEqual(2)
    expect(new Set(own.arrivals.map(({ connection }) => connection)).size).toBeLessThanOrEqual(2)
    await own.close()
  })

  it('are given back by a request that failed', async () => {
    const narrow = setupSession({ poolMaxsize: 1, maxRetries: 0, timeout: { headers: 40 } })
    for (const fault of ['reset', 'silent', 'huge'] as const) {
      expect(await safeRequest(server.url(fault), { session: narrow, maxBytes: 1000 })).toBeNull()
    }
    expect(await safeRequest(server.url(), { session: narrow })).toBeInstanceOf(Response)
  })
})
