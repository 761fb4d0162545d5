import { describe, expect, it } from 'vitest'
import { createTranslate } from '../../../shared/i18n'
import type { QueuedRequest } from '../../../shared/ipc'
import { foremost, stateText, whatText } from './request-text'

const english = createTranslate('en')
const german = createTranslate('de')

const request = (state: QueuedRequest['state'], more: Partial<QueuedRequest> = {}): QueuedRequest => ({
  id: 1,
  subject: { service: 'musicbrainz', kind: 'search', title: 'Tideworks' },
  state,
  attempt: 1,
  maxAttempts: 4,
  forMs: 0,
  ...more,
})
const failed: QueuedRequest['state'] = { kind: 'failed', problem: { code: 'lookup.busy', params: {} } }

describe('what a request says', () => {
  it('is what it is for', () => {
    expect(whatText(english, request({ kind: 'running' }))).toBe('Search for “Tideworks”')
    expect(whatText(german, request({ kind: 'running' }))).toBe('Suche nach „Tideworks“')
  })

  it.each<[QueuedRequest, number, string]>([
    [request({ kind: 'running' }), 0, 'asking'],
    [request({ kind: 'running' }, { attempt: 2 }), 0, 'asking, attempt 2 of 4'],
    [request({ kind: 'waiting', why: 'turn', waitMs: 1500 }), 0, 'next in 2 s'],
    [request({ kind: 'waiting', why: 'turn', waitMs: 1500 }), 600, 'next in 1 s'],
    [request({ kind: 'waiting', why: 'turn', waitMs: 1500 }), 9000, 'waits for its turn'],
    [request({ kind: 'waiting', why: 'turn' }), 0, 'waits for its turn'],
    [request({ kind: 'waiting', why: 'busy', waitMs: 3000 }), 0, 'the service asked to wait, 3 s'],
    [request({ kind: 'waiting', why: 'retry', waitMs: 3000 }, { attempt: 2 }), 0, 'attempt 2 of 4 in 3 s'],
    [request({ kind: 'waiting', why: 'offline', waitMs: 3000 }), 0, 'waits for the network, tries in 3 s'],
    [request({ kind: 'waiting', why: 'sign-in' }), 0, 'waits for the sign-in'],
    [request({ kind: 'waiting', why: 'paused', waitMs: 3000 }), 0, 'paused by you'],
    [request(failed), 0, ''],
  ])('says what it does, or why it waits and how long (%#)', (asked, sinceMs, text) => {
    expect(stateText(english, asked, sinceMs)).toBe(text)
  })
})

describe('the one that is named', () => {
  const [waits, runs, over] = [
    request({ kind: 'waiting', why: 'turn' }, { id: 1 }),
    request({ kind: 'running' }, { id: 2 }),
    request(failed, { id: 3 }),
  ]
  it('is what is asked now, else who is next', () => {
    expect(foremost([waits, runs, over])?.id).toBe(2)
    expect(foremost([over, waits])?.id).toBe(1)
    expect(foremost([over])).toBeUndefined()
  })
})
