import { describe, expect, it } from 'vitest'
import { serviceUrl } from './service-url'

describe('a service’s address', () => {
  it.each([
    ['https://musicbrainz.org/ws/2/', 'https://musicbrainz.org/ws/2/'],
    [' http://localhost:5000/ws/2 ', 'http://localhost:5000/ws/2/'],
  ])('%s is kept as %s', (text, kept) => {
    expect(serviceUrl(text)).toBe(kept)
  })

  it.each([
    '',
    'musicbrainz.org',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://a:b@host/',
    'https://h/?q=1',
  ])('“%s” is none', (text) => {
    expect(serviceUrl(text)).toBeUndefined()
  })
})
