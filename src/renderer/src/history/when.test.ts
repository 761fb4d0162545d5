import { expect, it } from 'vitest'
import { whenText } from './when'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

it('tells the time as people do, in their language, and the date once that is clearer', () => {
  const now = Date.UTC(2026, 10, 26, 12)
  const ago = (time: number, language = 'en') => whenText(now - time, now, language)
  expect(ago(20_000)).toBe('now')
  expect(ago(5 * minute)).toBe('5 minutes ago')
  expect(ago(3 * hour, 'de')).toBe('vor 3 Stunden')
  expect(ago(day)).toBe('yesterday')
  expect(ago(6 * day)).toBe('6 days ago')
  expect(ago(8 * day)).toBe('Nov 18, 2026')
  // A clock that was put back.
  expect(ago(-hour)).toBe('now')
})
