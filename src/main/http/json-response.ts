import type { z } from 'zod'
import { type HttpErrorFacts, InvalidResponseError, type InvalidResponseReason } from './errors'

/** JSON by its proper names, and by those that iTunes still sends it under. */
const jsonTypes = new Set(['application/json', 'text/json', 'text/javascript', 'application/javascript'])

export interface JsonLimits {
  /** Longer strings are cut to this many characters. */
  readonly maxStringLength: number
  /** How deeply objects and arrays may be nested. */
  readonly maxDepth: number
}

const usualLimits: JsonLimits = { maxStringLength: 10_000, maxDepth: 64 }

/** A response that should be JSON. */
export interface JsonResponse {
  readonly bytes: Uint8Array
  /** The `Content-Type` header. */
  readonly contentType: string | null
}

/**
 * The response's value, as `schema` makes it. Before the schema sees it, long strings are cut and `__proto__`
 * keys dropped. A response without a content type is taken at its word.
 * @throws InvalidResponseError, about the request of `facts`
 */
export function parseJsonResponse<T>(
  { bytes, contentType }: JsonResponse,
  schema: z.ZodType<T>,
  facts: HttpErrorFacts & { status?: number },
  limits: JsonLimits = usualLimits,
): T {
  const invalid = (reason: InvalidResponseReason, detail?: string, cause?: unknown): InvalidResponseError =>
    new InvalidResponseError({ ...facts, reason, detail, cause })

  if (bytes.byteLength === 0) throw invalid('empty')
  const type = mediaType(contentType)
  if (type && !isJson(type)) throw invalid('content-type', type)
  let text: string
  try {
    // JSON is UTF-8 (RFC 8259 §8.1) whatever a charset parameter says, and a name with replacement
    // characters in it must not end up in a file.
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw invalid('encoding', undefined, error)
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw invalid('json', undefined, error)
  }
  const tame = tamed(value, limits)
  if (tame === tooDeep) throw invalid('depth')
  const parsed = schema.safeParse(tame)
  if (!parsed.success) throw invalid('schema', firstIssues(parsed.error.issues), parsed.error)
  return parsed.data
}

/** Whether the media type is one of JSON's. */
export function isJson(type: string): boolean {
  return jsonTypes.has(type) || type.endsWith('+json')
}

/** The media type of a `Content-Type` header, lower case, without its parameters; '' when there is none. */
export function mediaType(contentType: string | null): string {
  return contentType?.split(';')[0]?.trim().toLowerCase() ?? ''
}

const tooDeep = Symbol('too deep')

/** The same value with its strings cut, changed in place; or `tooDeep`, before recursion can hurt. */
function tamed(value: unknown, limits: JsonLimits, depth = 0): unknown {
  if (typeof value === 'string') return cut(value, limits.maxStringLength)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= limits.maxDepth) return tooDeep
  const holder = value as Record<string, unknown>
  // JSON.parse makes it an own property, but the next one who copies the object may assign it.
  Reflect.deleteProperty(holder, '__proto__')
  for (const key of Object.keys(holder)) {
    const inner = tamed(holder[key], limits, depth + 1)
    if (inner === tooDeep) return tooDeep
    holder[key] = inner
  }
  return value
}

function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  // Not between the two halves of one character.
  const last = text.charCodeAt(maxLength - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? maxLength - 1 : maxLength)
}

/** Enough to find the fault in a log, however many there are. */
function firstIssues(issues: readonly z.core.$ZodIssue[]): string {
  const said = issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.map(String).join('.') || 'response'}: ${message}`)
  return issues.length > said.length
    ? `${said.join('; ')}; and ${issues.length - said.length} more`
    : said.join('; ')
}
