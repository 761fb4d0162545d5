import { expect, it } from 'vitest'
import { userAgent } from './user-agent'

it('names the program, its version and a contact', () => {
  expect(userAgent({ version: '0.1.0', contact: 'https://example.org/tagwright' })).toBe(
    'Tagwright/0.1.0 ( https://example.org/tagwright )',
  )
})

it('makes no address up where there is none', () => {
  expect(userAgent({ version: '0.1.0' })).toBe('Tagwright/0.1.0 ( unpublished build )')
  expect(userAgent({ version: '0.1.0', contact: '  ' })).toBe('Tagwright/0.1.0 ( unpublished build )')
})

it('keeps a contact from the settings inside its comment and inside the header', () => {
  expect(userAgent({ version: '0.1.0 beta', contact: 'me) curl/8\r\nCookie: a=b\\ ☃' })).toBe(
    'Tagwright/0.1.0beta ( me curl/8Cookie: a=b )',
  )
})
