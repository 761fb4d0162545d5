import { describe, expect, it } from 'vitest'
import { contactOf } from './contact'

describe('the contact', () => {
  it.each(['', 'me@example.org', 'https://example.org/contact'])('may be “%s”', (text) => {
    expect(contactOf(`  ${text} `)).toBe(text)
  })

  it.each([
    'me',
    'me@home',
    'call me at night',
    'me@example.org\nX-Evil: 1',
    'm)e@example.org',
    'ftp://example.org',
    'mailto:me@example.org',
    'mé@example.org',
  ])('is not “%s”', (text) => {
    expect(contactOf(text)).toBeUndefined()
  })
})
