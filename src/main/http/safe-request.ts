import type { KyInstance } from 'ky'
import type { z } from 'zod'
import type { Random } from './backoff'
import { exponentialBackoff } from './backoff'
import type { Clock } from './clock'
import { HttpStatusError, InvalidReplyError, RedirectError } from './errors'
import { exchange, type Incoming } from './exchange'
import { mediaType, parseJsonReply } from './json-reply'
import { bytesLimits, jsonLimits, type Limits } from './limits'
import type { RateLimiter } from './rate-limiter'
import { isRedirect, isWeb, nextHop } from './redirects'
import { retry } from './retry'
import { parseRetryAfter } from './retry-after'
import { mayPass, saysBusy } from './retry-policy'

/** What happens to a call while its caller waits: enough to show a queue. `attempt` counts from 1. */
export type AttemptEvent =
  | { readonly kind: 'waiting'; readonly attempt: number }
  | { readonly kind: 'sent'; readonly attempt: number }
  | { readonly kind: 'retrying'; readonly attempt: number; readonly delay: number; readonly error: unknown }

export interface HttpRequest {
  /** By https; or by http, when the user's own settings name such a base. */
  readonly url: string | URL
  /** Added to the address; `undefined` leaves a parameter out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  /** In capitals. Default `GET`. Methods that are not idempotent are sent once and never redirected. */
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer>
  /** Host families that redirects may lead to, beside the host of `url`. */
  readonly hosts?: readonly string[]
  /** Every attempt takes a slot of it, and so does each redirect back to the host of `url`. */
  readonly limiter?: RateLimiter | undefined
  readonly signal?: AbortSignal | undefined
  readonly limits?: Partial<Limits>
  readonly onAttempt?: (event: AttemptEvent) => void
}

export interface JsonRequest<T> extends HttpRequest {
  /** What the reply must look like; unknown keys are the schema's affair. */
  readonly schema: z.ZodType<T>
}

export interface BytesRequest extends HttpRequest {
  /** Media types to accept. Default: the pictures that we can show. */
  readonly types?: readonly string[]
}

export interface BytesReply {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The media type that the server claims; the bytes may say otherwise. */
  readonly type: string
}

/** What a call is made with; `createHttpClient` puts it together. */
export interface Means {
  readonly ky: KyInstance
  readonly clock: Clock
  readonly random: Random
  readonly sleep: (delayMs: number, signal?: AbortSignal) => Promise<void>
}

const pictureTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/gif']

/**
 * Asks for JSON and answers what the schema makes of it.
 * @throws RetryError when what may pass did not pass in time (its `cause` is the last HttpError); else one of
 *   the HttpErrors, or the signal's reason when aborted
 */
export async function safeRequest<T>(means: Means, request: JsonRequest<T>): Promise<T> {
  const limits = { ...jsonLimits, ...request.limits }
  const asking = { ...request, headers: { accept: 'application/json', ...request.headers } }
  return await persist(means, asking, limits, ({ headers, bytes, url, method }) =>
    parseJsonReply({ bytes, contentType: headers.get('content-type') }, request.schema, limits, {
      method,
      url,
    }),
  )
}

/**
 * Asks for a picture (or other bytes) of one of the accepted types.
 * @throws as `safeRequest` does
 */
export async function requestBytes(means: Means, request: BytesRequest): Promise<BytesReply> {
  const limits = { ...bytesLimits, ...request.limits }
  const types = request.types ?? pictureTypes
  const asking = { ...request, headers: { accept: types.join(', '), ...request.headers } }
  return await persist(means, asking, limits, ({ headers, bytes, url, method }) => {
    const type = mediaType(headers.get('content-type'))
    if (!types.includes(type)) {
      throw new InvalidReplyError({ method, url, reason: 'content-type', detail: type || 'none given' })
    }
    if (bytes.byteLength === 0) throw new InvalidReplyError({ method, url, reason: 'empty' })
    return { bytes, type }
  })
}

/** An answer that means yes, and where it came from in the end. */
interface Reply extends Incoming {
  readonly method: string
  readonly url: URL
}

/** The attempts of one call: each takes its turn, goes out and is read; what may pass is tried again. */
async function persist<T>(
  means: Means,
  asked: HttpRequest,
  limits: Limits,
  read: (reply: Reply) => T,
): Promise<T> {
  const { clock, random, sleep } = means
  const { method = 'GET', limiter, signal, onAttempt } = asked
  const base = address(asked)
  const wire = { leftMs: limits.totalMs }
  return await retry(
    async function request(attempt) {
      onAttempt?.({ kind: 'waiting', attempt })
      try {
        return read(
          await follow(means, asked, base, limits, wire, () => onAttempt?.({ kind: 'sent', attempt })),
        )
      } catch (error) {
        // Also after the last attempt: the others in line are to hold back as well.
        if (saysBusy(error) && error.retryAfter !== undefined) limiter?.pause(clock.now() + error.retryAfter)
        throw error
      }
    },
    {
      maxAttempts: limits.maxAttempts,
      delay: (attempt, error) =>
        (error instanceof HttpStatusError ? error.retryAfter : undefined) ??
        exponentialBackoff(
          attempt,
          { baseDelay: limits.baseDelayMs, maxDelay: limits.maxDelayMs, jitter: 'full' },
          random,
        ),
      retryOn: (error) => mayPass(error, method),
      onRetry: ({ attempt, delay, error }) => {
        if (saysBusy(error)) limiter?.pause(clock.now() + delay)
        onAttempt?.({ kind: 'retrying', attempt, delay, error })
      },
      signal,
      clock,
      sleep,
    },
  )
}

/**
 * One attempt: the request, and the redirects that may be followed, by hand: a `fetch` left to itself may end
 * up anywhere, Electron's even at `file:`.
 */
async function follow(
  { ky, clock }: Means,
  { method = 'GET', headers = {}, body, hosts = [], limiter, signal }: HttpRequest,
  base: URL,
  limits: Limits,
  wire: { leftMs: number },
  onSent: () => void,
): Promise<Reply> {
  let url = base
  for (let redirects = 0; ; redirects += 1) {
    if (url.host === base.host) await limiter?.wait(signal)
    if (redirects === 0) onSent()
    const start = clock.now()
    let incoming: Incoming
    try {
      incoming = await exchange(
        { method, url, headers: url.origin === base.origin ? headers : publicHeaders(headers), body },
        { ky, clock, limits, leftMs: Math.max(0, wire.leftMs), signal },
      )
    } finally {
      wire.leftMs -= clock.now() - start
    }
    if (isRedirect(incoming.status)) {
      const location = incoming.headers.get('location')
      const to = nextHop({ method, from: url, location }, { base, hosts })
      if (redirects >= limits.maxRedirects) {
        throw new RedirectError({ method, url, reason: 'too-many', to: to.href })
      }
      url = to
      continue
    }
    if (incoming.status < 200 || incoming.status > 299) {
      const retryAfter = parseRetryAfter(incoming.headers.get('retry-after'), {
        now: clock.wallNow(),
        cap: limits.retryAfterCapMs,
      })
      throw new HttpStatusError({ method, url, status: incoming.status, retryAfter })
    }
    return { ...incoming, method, url }
  }
}

/** What may be told to another host than the one that was asked: what we want, and nothing about us. */
function publicHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() === 'accept'))
}

function address({ url, query = {} }: HttpRequest): URL {
  const whole = new URL(url)
  if (!isWeb(whole)) throw new TypeError(`A request goes to https: or http:, not to ${whole.protocol}`)
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) whole.searchParams.set(name, String(value))
  }
  return whole
}
