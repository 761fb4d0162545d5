import { describe, expect, it } from 'vitest'
import type { RedirectError } from './errors'
import { isRedirect, nextHop } from './redirects'

const archive = { base: new URL('https://coverartarchive.org/release/x/front'), hosts: ['archive.org'] }
const loopback = { base: new URL('http://127.0.0.1:5000/coverart/'), hosts: [] }

function hop(location: string | null, policy = archive, method = 'GET'): string {
  return nextHop({ method, from: policy.base, location }, policy).href
}

function refusal(location: string | null, policy = archive, method = 'GET'): string {
  try {
    return `went to ${hop(location, policy, method)}`
  } catch (error) {
    return (error as RedirectError).reason
  }
}

describe('a redirect is followed', () => {
  it.each([
    ['https://archive.org/download/a.jpg', 'https://archive.org/download/a.jpg'],
    ['https://ia800.us.archive.org/a.jpg', 'https://ia800.us.archive.org/a.jpg'],
    ['https://ARCHIVE.org/a.jpg', 'https://archive.org/a.jpg'],
    ['/release/y/front', 'https://coverartarchive.org/release/y/front'],
    ['//archive.org/a.jpg', 'https://archive.org/a.jpg'],
  ])('to %s', (location, arrives) => {
    expect(hop(location)).toBe(arrives)
  })

  it("to the settings' own plain http origin", () => {
    expect(hop('/kept/a.png', loopback)).toBe('http://127.0.0.1:5000/kept/a.png')
  })
})

describe('a redirect is refused', () => {
  it.each([
    ['http://archive.org/a.jpg', 'not-https'],
    ['file:///etc/passwd', 'not-https'],
    ['data:text/html,x', 'not-https'],
    ['ftp://archive.org/a', 'not-https'],
    ['https://evil.example/a.jpg', 'foreign-host'],
    ['https://evilarchive.org/a.jpg', 'foreign-host'],
    ['https://archive.org.evil.example/a.jpg', 'foreign-host'],
    ['https://127.0.0.1/a.jpg', 'foreign-host'],
    ['https://169.254.169.254/latest', 'foreign-host'],
    ['https://[::1]/a', 'foreign-host'],
    ['https://archive.org:8443/a.jpg', 'foreign-host'],
    ['https://archive.org@evil.example/a.jpg', 'credentials'],
    ['https://me:pw@archive.org/a.jpg', 'credentials'],
    ['https://', 'no-location'],
    ['', 'no-location'],
    [null, 'no-location'],
  ])('to %j: %s', (location, reason) => {
    expect(refusal(location)).toBe(reason)
  })

  it('to another port of the loopback host', () => {
    expect(refusal('http://127.0.0.1:6000/a', loopback)).toBe('not-https')
  })

  it('for a request that must not be repeated', () => {
    expect(refusal('/elsewhere', archive, 'POST')).toBe('method')
  })
})

it('takes only the statuses for redirects that come with something to follow', () => {
  expect([300, 301, 302, 303, 304, 305, 307, 308].filter(isRedirect)).toEqual([301, 302, 303, 307, 308])
})
