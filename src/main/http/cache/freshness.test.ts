import { describe, expect, it } from 'vitest'
import { ManualClock } from '../testing/manual-clock'
import { createFreshness, type HeaderFields, ReplyHead } from './freshness'

const start = Date.UTC(2026, 0, 1)
const date = new Date(start).toUTCString()
const minute = 60_000

/** The verdict on an answer with these headers, so many ms later. */
function judged(
  laterMs: number,
  headers: HeaderFields,
  {
    asked = {},
    again = asked,
    minLifetimeMs = 0,
  }: { asked?: HeaderFields; again?: HeaderFields; minLifetimeMs?: number } = {},
) {
  const clock = new ManualClock(start)
  const freshness = createFreshness(clock)
  const head = freshness.headOf(asked, { status: 200, headers: { date, ...headers } })
  if (head === undefined) return 'not kept'
  clock.jumpTo(start + laterMs)
  // As it comes back from the disk.
  return freshness.judge(ReplyHead.parse(JSON.parse(JSON.stringify(head))), again, minLifetimeMs)
}
const use = (...args: Parameters<typeof judged>) => {
  const verdict = judged(...args)
  return verdict === 'not kept' ? verdict : verdict.use
}

describe('how long an answer is fresh (RFC 9111, 4.2)', () => {
  it.each<[string, HeaderFields, number, string]>([
    ['as long as max-age says', { 'cache-control': 'max-age=60' }, 59_000, 'fresh'],
    ['no longer than max-age says', { 'cache-control': 'max-age=60' }, minute, 'stale'],
    ['counting the Age it came with', { 'cache-control': 'max-age=60', age: '30' }, 31_000, 'stale'],
    ['until Expires', { expires: new Date(start + minute).toUTCString() }, 59_000, 'fresh'],
    ['not after Expires', { expires: new Date(start + minute).toUTCString() }, minute, 'stale'],
    [
      'by max-age where Expires says otherwise',
      { expires: '0', 'cache-control': 'max-age=9' },
      8000,
      'fresh',
    ],
    ['not when Expires is no date', { expires: '0' }, 0, 'stale'],
    ['not where nothing is said', {}, 0, 'stale'],
    ['not by guessing from Last-Modified', { 'last-modified': 'Wed, 01 Jan 2020 00:00:00 GMT' }, 0, 'stale'],
    ['for one person, s-maxage being for shared caches', { 'cache-control': 's-maxage=60' }, 1, 'stale'],
    ['when it is private: this cache is', { 'cache-control': 'private, max-age=60' }, 1, 'fresh'],
    ['never with no-cache, not even offline', { 'cache-control': 'no-cache, max-age=60' }, 1, 'never'],
    [
      'never past its time with must-revalidate',
      { 'cache-control': 'must-revalidate, max-age=1' },
      2000,
      'never',
    ],
    ['not kept at all with no-store', { 'cache-control': 'no-store, max-age=60' }, 1, 'not kept'],
  ])('%s', (_title, headers, laterMs, expected) => {
    expect(use(laterMs, headers)).toBe(expected)
  })

  it('is not kept when it is not 200', () => {
    const freshness = createFreshness(new ManualClock(start))
    for (const status of [204, 206, 301, 404, 503]) {
      expect(freshness.headOf({}, { status, headers: { 'cache-control': 'max-age=60' } })).toBeUndefined()
    }
  })
})

describe('the least lifetime of a service', () => {
  it('makes up for what the server does not say, and ends', () => {
    expect(use(minute, {}, { minLifetimeMs: 2 * minute })).toBe('fresh')
    expect(use(2 * minute, {}, { minLifetimeMs: 2 * minute })).toBe('stale')
    expect(use(minute, { 'cache-control': 'max-age=0' }, { minLifetimeMs: 2 * minute })).toBe('fresh')
  })

  it('shortens nothing', () => {
    expect(use(minute, { 'cache-control': 'max-age=600' }, { minLifetimeMs: 1000 })).toBe('fresh')
  })

  it('is no excuse where the server wants to be asked', () => {
    for (const directive of ['no-cache', 'must-revalidate, max-age=0']) {
      expect(use(minute, { 'cache-control': directive }, { minLifetimeMs: 2 * minute })).toBe('never')
    }
    expect(use(0, { 'cache-control': 'no-store' }, { minLifetimeMs: minute })).toBe('not kept')
  })
})

describe('an answer that depends on the request (Vary, 4.1)', () => {
  const vary = { 'cache-control': 'max-age=60', vary: 'Accept' }
  it('answers the same request', () => {
    expect(use(1, vary, { asked: { accept: 'application/json' } })).toBe('fresh')
  })
  it('answers no other one, not even offline', () => {
    expect(use(1, vary, { asked: { accept: 'application/json' }, again: { accept: 'text/html' } })).toBe(
      'never',
    )
  })
  it('answers nobody with Vary: *', () => {
    expect(use(1, { ...vary, vary: '*' }, { minLifetimeMs: minute })).toBe('never')
  })
})

describe('asking whether it still holds (4.3)', () => {
  it('names the ETag and the date', () => {
    const verdict = judged(minute, { etag: '"7"', 'last-modified': date })
    expect(verdict).toMatchObject({ validators: { 'if-none-match': '"7"', 'if-modified-since': date } })
  })

  it('has nothing to name where the answer came without', () => {
    expect(judged(minute, {})).toMatchObject({ validators: {}, ageMs: minute })
  })

  it('makes it fresh again by a 304, with its new headers', () => {
    const clock = new ManualClock(start)
    const freshness = createFreshness(clock)
    const head = freshness.headOf({}, { status: 200, headers: { date, etag: '"7"', 'x-kept': 'yes' } })
    if (head === undefined) throw new Error('not kept')
    clock.jumpTo(start + minute)
    const confirmed = freshness.confirmed(
      head,
      {},
      {
        etag: '"7"',
        date: new Date(start + minute).toUTCString(),
        'cache-control': 'max-age=60',
      },
    )
    if (confirmed === undefined) throw new Error('not confirmed')
    expect(confirmed.resh['x-kept']).toBe('yes')
    expect(freshness.judge(confirmed, {}, 0).use).toBe('fresh')
  })

  it('does not take a 304 about another answer', () => {
    const freshness = createFreshness(new ManualClock(start))
    const head = freshness.headOf({}, { status: 200, headers: { date, etag: '"7"' } })
    if (head === undefined) throw new Error('not kept')
    expect(freshness.confirmed(head, {}, { etag: '"8"' })).toBeUndefined()
  })
})
