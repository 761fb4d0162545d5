import { describe, expect, it } from 'vitest'
import { ProblemError } from '../../shared/model'
import {
  HttpStatusError,
  InvalidResponseError,
  NetworkError,
  RedirectError,
  ResponseTooLargeError,
  RetryError,
  TimeoutError,
} from '../http'
import { notFound, serviceProblem } from './service-problem'

const facts = { method: 'GET', url: 'https://musicbrainz.org/ws/2/release' }
const status = (code: number) => new HttpStatusError({ ...facts, status: code })

describe('what a person is told when a service does not answer', () => {
  it.each([
    ['no connection', new NetworkError(facts), 'lookup.offline', 'retry'],
    ['silence', new TimeoutError({ ...facts, phase: 'headers', limit: 10 }), 'lookup.timeout', 'retry'],
    ['408', status(408), 'lookup.timeout', 'retry'],
    ['504', status(504), 'lookup.timeout', 'retry'],
    ['429', status(429), 'lookup.busy', 'retry'],
    ['503', status(503), 'lookup.busy', 'retry'],
    ['500', status(500), 'lookup.busy', 'retry'],
    ['404', status(404), 'lookup.notFound', undefined],
    ['401', status(401), 'lookup.keyRefused', 'open-settings'],
    ['403', status(403), 'lookup.refused', 'open-settings'],
    ['no JSON', new InvalidResponseError({ ...facts, reason: 'json' }), 'lookup.badReply', 'retry'],
    ['too much', new ResponseTooLargeError({ ...facts, limit: 10 }), 'lookup.badReply', 'retry'],
    [
      'a login page',
      new RedirectError({ ...facts, reason: 'foreign-host', to: 'http://x' }),
      'lookup.badReply',
      'retry',
    ],
    ['a mistake of ours', new TypeError('oops'), 'internal', undefined],
  ])('%s', (_, error, code, remedy) => {
    const problem = serviceProblem('MusicBrainz', error)
    expect(problem).toMatchObject({ code, params: { service: 'MusicBrainz' } })
    expect(problem.remedy).toBe(remedy)
  })

  it('says what failed in the end when retries ran out', () => {
    const error = new RetryError('request', { attempts: 3, elapsed: 9, cause: status(503), errors: [] })
    expect(serviceProblem('MusicBrainz', error).code).toBe('lookup.busy')
  })

  it('gives the status as the reason of a refusal', () => {
    expect(serviceProblem('MusicBrainz', status(403)).params['reason']).toBe('HTTP 403')
  })

  it('passes on a problem that is one already', () => {
    const error = new ProblemError({ code: 'picture.missing', params: {} })
    expect(serviceProblem('MusicBrainz', error)).toBe(error.problem)
    expect(notFound('MusicBrainz').problem.code).toBe('lookup.notFound')
  })

  it('gives a word for what is no error at all', () => {
    expect(serviceProblem('MusicBrainz', 'oops').params['reason']).toBe('oops')
  })
})
