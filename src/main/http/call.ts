import { exponentialBackoff, type Random } from './backoff'
import type { Clock } from './clock'
import type { Connections } from './connections'
import type { Dialect } from './dialect'
import {
  HttpError,
  type HttpErrorFacts,
  HttpStatusError,
  InvalidResponseError,
  RedirectError,
  RequestRetryError,
} from './errors'
import { exchange, type Incoming, type Outgoing } from './exchange'
import { type Gate, GateClosedError } from './gate'
import { mediaType } from './json-response'
import type { Limits } from './limits'
import type { Priority } from './line'
import type { RateLimiter } from './rate-limiter'
import { isRedirect, nextHop } from './redirects'
import { RetryError, retry } from './retry'
import { parseRetryAfter } from './retry-after'
import { isIdempotent, mayPass, saysBusy } from './retry-policy'

/** What happens to a call while its caller waits: enough to show a queue. `attempt` counts from 1. */
export type AttemptEvent =
  | { readonly kind: 'waiting'; readonly attempt: number }
  | { readonly kind: 'sent'; readonly attempt: number }
  | { readonly kind: 'retrying'; readonly attempt: number; readonly delay: number; readonly error: unknown }

/** What all attempts of one call have in common. */
export interface CallSettings extends Limits {
  /** Host families that redirects may lead to, beside the host that was asked. */
  readonly hosts: readonly string[]
  /** Every attempt takes a slot of it, and so does each redirect back to the host that was asked. */
  readonly limiter: RateLimiter | undefined
  /** Whose turn it is when several wait. */
  readonly priority: Priority
  /** Whether the request may be sent twice, where its method alone does not say so. */
  readonly idempotent: boolean
  readonly dialect: Dialect
  /** Where every attempt passes before it takes its slot. */
  readonly gate: Gate | undefined
  readonly onAttempt: ((event: AttemptEvent) => void) | undefined
}

/** What calls are made with. */
export interface Means {
  /**
   * Does the sending, and nothing more: it must hand out redirects (`redirect: 'manual'`) as responses with
   * their status and `Location`, as Node's does.
   */
  readonly fetch: typeof globalThis.fetch
  readonly connections: Connections
  readonly clock: Clock
  readonly random: Random
  readonly sleep: (delayMs: number, signal?: AbortSignal) => Promise<void>
}

/** An answer that means yes, and where it came from in the end. */
export interface Answer extends Incoming {
  readonly url: URL
}

/**
 * The attempts of one call: each takes its turn, goes out and is read; what may pass is tried again.
 * @throws RequestRetryError when what may pass did not pass in time; else an HttpError, or the signal's reason
 */
export async function call(
  outgoing: Outgoing,
  settings: CallSettings,
  means: Means,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const { clock, random, sleep } = means
  const { limiter, gate, onAttempt } = settings
  const mayRepeat = settings.idempotent || isIdempotent(outgoing.method)
  try {
    return await retry(
      async (attempt) => {
        onAttempt?.({ kind: 'waiting', attempt })
        try {
          const made = (mayGo?: () => boolean) => follow(outgoing, settings, means, attempt, signal, mayGo)
          const answer = await (gate ? gate.pass(made, signal) : made())
          if (settings.dialect.isSpent?.(answer.headers)) limiter?.slowDown()
          else limiter?.recover()
          return answer
        } catch (error) {
          if (saysBusy(error)) {
            limiter?.slowDown()
            // Also after the last attempt: the others in line are to hold back as well.
            if (error.retryAfter !== undefined) limiter?.pause(clock.now() + error.retryAfter)
          }
          throw error
        }
      },
      {
        maxAttempts: settings.maxRetries + 1,
        // A Retry-After that has passed says nothing of how long to wait.
        delay: (attempt, error) =>
          (error instanceof HttpStatusError && error.retryAfter) ||
          exponentialBackoff(
            attempt,
            { baseDelay: settings.backoffFactor * 1000, maxDelay: settings.maxDelay, jitter: 'full' },
            random,
          ),
        retryOn: (error) => mayRepeat && mayPass(error),
        onRetry: ({ attempt, delay, error }) => {
          if (saysBusy(error)) limiter?.pause(clock.now() + delay)
          onAttempt?.({ kind: 'retrying', attempt, delay, error })
        },
        signal,
        clock,
        sleep,
      },
    )
  } catch (error) {
    if (error instanceof RetryError && error.cause instanceof HttpError) {
      throw new RequestRetryError(error.cause, error)
    }
    throw error
  }
}

/**
 * One attempt: the request, and the redirects that may be followed, by hand: a `fetch` left to itself may end
 * up anywhere, Electron's even at `file:`.
 */
async function follow(
  outgoing: Outgoing,
  settings: CallSettings,
  means: Means,
  attempt: number,
  signal: AbortSignal | undefined,
  mayGo: () => boolean = () => true,
): Promise<Answer> {
  const { method, url: base, headers } = outgoing
  const { limiter, priority, hosts, maxRedirects, onAttempt } = settings
  const { clock, connections } = means
  let leftMs = settings.timeouts.total
  let url = base
  for (let redirects = 0; ; redirects += 1) {
    const facts: HttpErrorFacts = { method, url, attempts: attempt }
    const close = await connections.open(url.host, priority, signal)
    let incoming: Incoming
    try {
      // Last of all, so that nothing stands between the slot and the sending.
      const arrived = url.host === base.host ? await limiter?.take(signal, priority) : undefined
      if (redirects === 0 && !mayGo()) {
        arrived?.()
        throw new GateClosedError()
      }
      if (redirects === 0) onAttempt?.({ kind: 'sent', attempt })
      const start = clock.now()
      incoming = await exchange(
        { ...outgoing, url, headers: url.origin === base.origin ? headers : publicHeaders(headers) },
        { fetch: means.fetch, clock, limits: settings, leftMs, attempt, signal, onArrived: arrived },
      )
      leftMs = Math.max(0, leftMs - (clock.now() - start))
    } finally {
      // Fetch knows its connection for free again a turn of the event loop after us, and would open another.
      setImmediate(close)
    }
    const status = settings.dialect.statusOf?.(incoming) ?? incoming.status
    if (isRedirect(status)) {
      const to = nextHop({ ...facts, from: url, location: incoming.headers.get('location') }, { base, hosts })
      if (redirects >= maxRedirects) throw new RedirectError({ ...facts, reason: 'too-many', to: to.href })
      url = to
    } else {
      if (!meansYes(status, headers)) throw refusal(status, incoming.headers, facts, settings, clock)
      // Half a picture must not pass for one.
      if (status === 206 && !headers.has('range')) {
        throw new InvalidResponseError({ ...facts, status, reason: 'partial' })
      }
      // Somebody else answers, such as a network that wants a sign-in: the gate is to see that.
      const type = mediaType(incoming.headers.get('content-type'))
      if (headers.get('accept') === 'application/json' && type === 'text/html') {
        throw new InvalidResponseError({ ...facts, status, reason: 'content-type', detail: type })
      }
      return { ...incoming, url }
    }
  }
}

/** 304 is an answer to whoever has the rest already, and to nobody else. */
function meansYes(status: number, asked: Headers): boolean {
  if (status === 304) return asked.has('if-none-match') || asked.has('if-modified-since')
  return status >= 200 && status <= 299
}

function refusal(
  status: number,
  headers: Headers,
  facts: HttpErrorFacts,
  { retryAfterCap }: CallSettings,
  clock: Clock,
): HttpStatusError {
  const retryAfter = parseRetryAfter(headers.get('retry-after'), { now: clock.wallNow(), cap: retryAfterCap })
  return new HttpStatusError({ ...facts, status, retryAfter })
}

/** What may be told to another host than the one that was asked: what we want and who asks, no more. */
function publicHeaders(headers: Headers): Headers {
  return new Headers([...headers].filter(([name]) => name === 'accept' || name === 'user-agent'))
}
