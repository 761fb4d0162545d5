import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { InvalidResponseError } from './errors'
import { parseJsonResponse } from './json-response'

const facts = { method: 'GET', url: 'https://example.org/' }
const limits = { maxStringLength: 5, maxDepth: 4 }
const anything = z.unknown()

function parse<T>(text: string, schema: z.ZodType<T>, contentType: string | null = 'application/json'): T {
  return parseJsonResponse({ bytes: new TextEncoder().encode(text), contentType }, schema, facts, limits)
}

function fault(text: string, schema: z.ZodType = anything, contentType?: string): InvalidResponseError {
  try {
    parse(text, schema, contentType)
  } catch (error) {
    if (error instanceof InvalidResponseError) return error
    throw error
  }
  throw new Error('it was parsed')
}

describe('a response of JSON', () => {
  it('becomes what the schema makes of it', () => {
    const schema = z.object({ year: z.string().transform(Number) })
    expect(parse('{"year": "1994", "more": 1}', schema)).toEqual({ year: 1994 })
  })

  it.each([
    [null],
    ['application/json; charset=utf-8'],
    ['Application/JSON'],
    ['application/hal+json'],
    ['text/javascript; charset=utf-8'],
  ])('may say that it is %j', (contentType) => {
    expect(parse('[1]', anything, contentType)).toEqual([1])
  })

  it('has its long strings cut, wherever they are, and never in the middle of a character', () => {
    expect(parse('{"a": ["123456789", {"b": "1234😀"}]}', anything)).toEqual({ a: ['12345', { b: '1234' }] })
  })

  it('cannot reach a prototype', () => {
    const value = parse('{"__proto__": {"admin": true}, "a": {"__proto__": 1}}', anything)
    expect(JSON.stringify(value)).toBe('{"a":{}}')
  })

  it('may begin with a byte order mark', () => {
    expect(parse('\ufeff[1]', anything)).toEqual([1])
  })
})

describe('a response that is refused', () => {
  it.each([
    ['', undefined, 'empty'],
    ['<!doctype html>', 'text/html; charset=utf-8', 'content-type'],
    ['[1]', 'text/plain', 'content-type'],
    ['{"a": NaN}', undefined, 'json'],
    ['{"a": [1, 2', undefined, 'json'],
    ['[[[[[1]]]]]', undefined, 'depth'],
    ['['.repeat(100_000) + ']'.repeat(100_000), undefined, 'depth'],
  ])('%.20s: %s, %s', (text, contentType, reason) => {
    expect(fault(text, anything, contentType).reason).toBe(reason)
  })

  it('says where its shape is wrong, without saying everything', () => {
    const schema = z.object({ a: z.object({ b: z.number() }), c: z.string(), d: z.string(), e: z.string() })
    const error = fault('{"a": {"b": "x"}}', schema)
    expect(error.reason).toBe('schema')
    expect(error.detail).toMatch(/^a\.b: .*; c: .*; d: .*; and 1 more$/)
    expect(error.cause).toBeInstanceOf(z.ZodError)
    expect(fault('7', schema).detail).toMatch(/^response: /)
  })
})
