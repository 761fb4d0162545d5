import type { Options as KyOptions } from 'ky'
import { z } from 'zod'
import {
  AbortedError,
  HttpError,
  type HttpErrorFacts,
  InvalidResponseError,
  type RequestError,
  RequestRetryError,
} from './errors'
import { isJson, mediaType, parseJsonResponse } from './json-response'
import { type HttpSession, type OneCallOptions, setupSession, type ThroughKy } from './session'

/** What ky would decide, and what `request` decides instead or takes in another form. */
type Ours =
  | 'retry'
  | 'timeout'
  | 'totalTimeout'
  | 'throwHttpErrors'
  | 'fetch'
  | 'parseJson'
  | 'headers'
  | 'body'
  | 'signal'
  | 'priority'

/** Options of ky that are not named here are passed on to it: `searchParams`, `baseUrl`, `hooks` … */
export interface RequestOptions extends Omit<KyOptions, Ours>, OneCallOptions {
  /** What `setupSession` made. Default: one without a limiter, shared by all who name none. */
  readonly session?: HttpSession
  readonly headers?: Readonly<Record<string, string>>
  /** At most one of `json`, `data` (a form) and `body` makes the body. */
  readonly json?: unknown
  readonly data?: Readonly<Record<string, string>>
  readonly body?: BodyInit
  readonly signal?: AbortSignal | undefined
}

export interface JsonRequestOptions<T> extends RequestOptions {
  /** What the answer must look like; unknown keys are the schema's affair. */
  readonly schema: z.ZodType<T>
}

export interface BytesRequestOptions extends RequestOptions {
  /** The media types that are taken: those of pictures, say. */
  readonly media: readonly string[]
}

export interface Bytes {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The media type that the server claims; the bytes may say otherwise. */
  readonly type: string
}

/** The body of `response` has not been read: `data` is made of a copy. */
export type RequestResult<T> =
  | { readonly ok: true; readonly response: Response; readonly data: T }
  | { readonly ok: false; readonly error: RequestError }

let shared: HttpSession | undefined

function sharedSession(): HttpSession {
  shared ??= setupSession()
  return shared
}

/**
 * One request, with all that it takes to be reliable and polite: retries, limits, checks. It never throws for
 * what the network or the server does, nor for an abort: all that is the result's `error`.
 *
 * `data` is what `schema` makes of the JSON; with `media`, the bytes; otherwise what the answer says it is: JSON,
 * text, or bytes, and undefined where there is nothing.
 * @throws TypeError or RangeError for a mistake in the call
 */
export function request<T>(url: string | URL, options: JsonRequestOptions<T>): Promise<RequestResult<T>>
export function request(url: string | URL, options: BytesRequestOptions): Promise<RequestResult<Bytes>>
export function request(url: string | URL, options?: RequestOptions): Promise<RequestResult<unknown>>
export async function request(
  url: string | URL,
  options: RequestOptions & Partial<JsonRequestOptions<unknown> & BytesRequestOptions> = {},
): Promise<RequestResult<unknown>> {
  const { session, method = 'GET', schema, media, data, headers, signal, priority, ...rest } = options
  const { onAttempt } = rest
  requireOneBody(options)
  let attempts = 0
  const call: OneCallOptions = {
    ...rest,
    ...(priority !== undefined && { priority }),
    onAttempt: (event) => {
      if (event.kind === 'sent') attempts = event.attempt
      onAttempt?.(event)
    },
  }
  const throughKy: KyOptions & ThroughKy = {
    ...rest,
    method,
    headers: { accept: accepted(schema, media), ...headers },
    ...(data !== undefined && { body: new URLSearchParams(data) }),
    ...(signal !== undefined && { signal }),
    // Ky's own; ours is in `call`.
    timeout: false,
    call,
  }
  try {
    const response = await (session ?? sharedSession())(url, throughKy)
    const facts = { method, url: response.url, status: response.status, attempts }
    return { ok: true, response, data: await readResponse(response.clone(), schema, media, facts) }
  } catch (error) {
    if (error instanceof HttpError || error instanceof RequestRetryError) return { ok: false, error }
    if (!signal?.aborted) throw error
    return { ok: false, error: new AbortedError({ method, url, attempts, cause: signal.reason }) }
  }
}

function requireOneBody({ json, data, body }: RequestOptions): void {
  if ([json, data, body].filter((given) => given !== undefined).length > 1) {
    throw new TypeError('A request has one body: json, data or body')
  }
}

function accepted(schema: z.ZodType | undefined, media: readonly string[] | undefined): string {
  if (schema) return 'application/json'
  return media?.join(', ') ?? '*/*'
}

/**
 * What `request` makes of an answer.
 * @throws InvalidResponseError, about the request of `facts`
 */
export async function readResponse(
  response: Response,
  schema: z.ZodType | undefined,
  media: readonly string[] | undefined,
  facts: HttpErrorFacts & { status: number },
): Promise<unknown> {
  // Whoever asked whether it is new has the old one.
  if (response.status === 304) return undefined
  const contentType = response.headers.get('content-type')
  const type = mediaType(contentType)
  const bytes = new Uint8Array(await response.arrayBuffer())
  if (schema) return parseJsonResponse({ bytes, contentType }, schema, facts)
  if (media) {
    if (!media.includes(type)) {
      throw new InvalidResponseError({ ...facts, reason: 'content-type', detail: type || 'none given' })
    }
    if (bytes.byteLength === 0) throw new InvalidResponseError({ ...facts, reason: 'empty' })
    return { bytes, type }
  }
  if (bytes.byteLength === 0) return undefined
  if (isJson(type)) return parseJsonResponse({ bytes, contentType }, z.unknown(), facts)
  return type.startsWith('text/') ? decode(bytes, contentType) : bytes
}

/** By the charset that the header names, or else as UTF-8; what does not fit becomes U+FFFD. */
function decode(bytes: Uint8Array, contentType: string | null): string {
  const charset = /;\s*charset="?([^\s;"]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    // A charset that nobody knows: most of the web is UTF-8.
    return new TextDecoder().decode(bytes)
  }
}
