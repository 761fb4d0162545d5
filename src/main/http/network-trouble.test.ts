import { describe, expect, it } from 'vitest'
import { HttpStatusError, InvalidResponseError, NetworkError, RedirectError, TimeoutError } from './errors'
import { networkTrouble } from './network-trouble'

const facts = { method: 'GET', url: 'https://musicbrainz.org/ws/2/release' }
const coded = (code: string, url = facts.url) =>
  new NetworkError({ ...facts, url, cause: Object.assign(new Error(code), { code }) })
const yes = () => true
const no = () => false

describe('trouble of the whole network', () => {
  it.each([
    ['no network', coded('ERR_INTERNET_DISCONNECTED'), 'offline'],
    ['no way to it', coded('ENETUNREACH'), 'offline'],
    ['no name server', coded('EAI_AGAIN'), 'offline'],
    ['a proxy that is not there', coded('ERR_PROXY_CONNECTION_FAILED'), 'offline'],
    ['another host in its place', coded('ERR_CERT_COMMON_NAME_INVALID'), 'sign-in'],
    ['“network authentication required”', new HttpStatusError({ ...facts, status: 511 }), 'sign-in'],
    [
      'a page where data was asked for',
      new InvalidResponseError({ ...facts, reason: 'content-type', detail: 'text/html' }),
      'sign-in',
    ],
    [
      'a redirect to somebody else',
      new RedirectError({ ...facts, reason: 'foreign-host', to: 'https://login.hotel.example/' }),
      'sign-in',
    ],
    [
      'a redirect to plain http',
      new RedirectError({ ...facts, reason: 'not-https', to: 'http://10.0.0.1/login' }),
      'sign-in',
    ],
  ])('is %s', (_title, error, trouble) => {
    expect(networkTrouble(error, yes)).toBe(trouble)
  })

  it.each([
    ['a server that is down', coded('ECONNREFUSED')],
    ['a name that does not exist', coded('ENOTFOUND')],
    ['a connection that broke, without a word', new NetworkError(facts)],
    ['a slow server', new TimeoutError({ ...facts, phase: 'headers', limit: 1 })],
    ['a busy server', new HttpStatusError({ ...facts, status: 503 })],
    ['a server’s garbage', new InvalidResponseError({ ...facts, reason: 'json' })],
    [
      'another kind of answer',
      new InvalidResponseError({ ...facts, reason: 'content-type', detail: 'text/plain' }),
    ],
    ['an answer of no kind', new InvalidResponseError({ ...facts, reason: 'content-type' })],
    ['a redirect loop', new RedirectError({ ...facts, reason: 'too-many', to: facts.url })],
    ['a mistake of ours', new TypeError('x')],
  ])('is not %s', (_title, error) => {
    expect(networkTrouble(error, yes)).toBeUndefined()
  })

  it('is any broken connection while the system knows of no network', () => {
    expect(networkTrouble(coded('ENOTFOUND'), no)).toBe('offline')
    expect(networkTrouble(new HttpStatusError({ ...facts, status: 503 }), no)).toBeUndefined()
  })

  it('is not that of a server on this computer, which needs none', () => {
    for (const host of ['127.0.0.1:5000', 'localhost:5000', '[::1]:5000']) {
      expect(networkTrouble(coded('ECONNREFUSED', `http://${host}/ws/2/`), no)).toBeUndefined()
    }
  })
})
