import { describe, expect, it } from 'vitest'
import {
  HttpError,
  HttpStatusError,
  InvalidResponseError,
  NetworkError,
  RedirectError,
  ResponseTooLargeError,
  TimeoutError,
} from './errors'

const facts = { method: 'GET', url: 'https://musicbrainz.org/ws/2/release?query=x' }

describe('each error of the family', () => {
  it.each([
    [new HttpStatusError({ ...facts, status: 404 }), 'HttpStatusError', 'the server answered 404'],
    [new TimeoutError({ ...facts, phase: 'headers', limit: 10 }), 'TimeoutError', 'no answer within 10 ms'],
    [
      new TimeoutError({ ...facts, phase: 'idle', limit: 10 }),
      'TimeoutError',
      'the answer stopped for 10 ms',
    ],
    [new TimeoutError({ ...facts, phase: 'total', limit: 10 }), 'TimeoutError', 'not finished within 10 ms'],
    [new NetworkError(facts), 'NetworkError', 'the connection failed'],
    [new ResponseTooLargeError({ ...facts, limit: 5 }), 'ResponseTooLargeError', 'larger than 5 bytes'],
    [new RedirectError({ ...facts, reason: 'not-https', to: 'file:///etc' }), 'RedirectError', 'file:///etc'],
    [
      new InvalidResponseError({ ...facts, reason: 'json' }),
      'InvalidResponseError',
      'the answer is not JSON',
    ],
    [
      new InvalidResponseError({ ...facts, reason: 'content-type', detail: 'text/html' }),
      'InvalidResponseError',
      '(text/html)',
    ],
  ])('names itself and the request, and says what was wrong: %s', (error, name, said) => {
    expect(error).toBeInstanceOf(HttpError)
    expect(error.name).toBe(name)
    expect(error.method).toBe('GET')
    expect(error.url).toBe(facts.url)
    expect(error.message).toContain(`GET ${facts.url}: `)
    expect(error.message).toContain(said)
    expect('cause' in error).toBe(false)
  })

  it('keeps the error below it', () => {
    const cause = new Error('socket hang up')
    expect(new NetworkError({ ...facts, cause }).cause).toBe(cause)
  })
})

describe('a network error', () => {
  it('knows the code that Node hides some causes down', () => {
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
    const error = new NetworkError({ ...facts, cause: new TypeError('fetch failed', { cause: refused }) })
    expect(error.systemCode).toBe('ECONNREFUSED')
    expect(error.message).toContain('(ECONNREFUSED)')
  })

  it("knows Chromium's code, which is part of a message", () => {
    const cause = new Error('net::ERR_INTERNET_DISCONNECTED')
    expect(new NetworkError({ ...facts, cause }).systemCode).toBe('ERR_INTERNET_DISCONNECTED')
  })

  it('does without one', () => {
    expect(new NetworkError({ ...facts, cause: 'odd' }).systemCode).toBeUndefined()
  })
})

describe('an address in an error', () => {
  const shown = (url: string): string => new NetworkError({ method: 'GET', url }).url

  it('shows no key, token or password', () => {
    expect(shown('https://me:pw@api.example.org/a?client=k1&token=k2&apikey=k3&access_token=k4&q=x')).toBe(
      'https://api.example.org/a?client=…&token=…&apikey=…&access_token=…&q=x',
    )
  })

  it('is not endlessly long', () => {
    expect(shown(`https://example.org/${'a'.repeat(5000)}`).length).toBeLessThan(310)
  })

  it('may be no address at all, as a server sends them', () => {
    expect(new RedirectError({ ...facts, reason: 'no-location', to: 'http://' }).to).toBe('http://')
  })
})
