import { expect, it } from 'vitest'
import { ServiceKey } from '../../../shared/ipc'
import { serviceKey } from './service-key-text'

it.each([' qWErty-123_/+= \n', 'x'.repeat(500)])('“%s” is a key, and one that main takes', (text) => {
  expect(serviceKey(text)).toBe(text.trim())
  expect(ServiceKey.safeParse(serviceKey(text)).success).toBe(true)
})

it.each(['', '  ', 'two words', 'Schlüssel', 'a\nb', 'x'.repeat(501)])('“%s” is none', (text) => {
  expect(serviceKey(text)).toBeUndefined()
})
