import ky, { type KyInstance } from 'ky'
import { exponentialBackoff, type Random } from './backoff'
import { type Answer, type AttemptEvent, type CallSettings, call, type Means } from './call'
import { type Clock, sleep as sleepOn, systemClock } from './clock'
import { Connections } from './connections'
import type { Dialect } from './dialect'
import type { Outgoing } from './exchange'
import type { Gate } from './gate'
import { type Limits, type Timeouts, timeouts, usualLimits } from './limits'
import type { Priority } from './line'
import type { RateLimiter } from './rate-limiter'
import { isWeb } from './redirects'

export type HttpSession = KyInstance

/** What a session says for all its requests, and a request may say otherwise. */
export interface CallOptions extends Partial<Omit<Limits, 'timeouts'>> {
  /** In ms, for one attempt: a number for the whole of it, or part by part. Default 30,000; 10,000 to the headers. */
  readonly timeout?: number | Partial<Timeouts>
  /** Host families that redirects may lead to, beside the host of the address. Default: none. */
  readonly hosts?: readonly string[]
  /** Every attempt takes a slot of it, and so does each redirect back to the host of the address. */
  readonly limiter?: RateLimiter | undefined
  /** Where the server says in words of its own what HTTP has words for. Default: it does not. */
  readonly dialect?: Dialect
}

/** What is a single request's own. */
export interface OneCallOptions extends CallOptions {
  /** Whose turn it is when several wait. Default `normal`. */
  readonly priority?: Priority
  /** Says that sending the request twice does no harm, so that it is retried although its method is POST or PATCH. */
  readonly idempotent?: boolean
  /** Where every attempt passes before it takes its slot; see `createGate`. Default: none. */
  readonly gate?: Gate
  readonly onAttempt?: (event: AttemptEvent) => void
}

export interface SessionOptions extends CallOptions {
  /** What relative addresses are relative to. */
  readonly baseUrl?: string | URL
  /** Sent with every request, unless it says otherwise. */
  readonly headers?: Readonly<Record<string, string>>
  /** The `User-Agent`; see `userAgent`. Default: that of `fetch`. */
  readonly userAgent?: string
  /** How many hosts may be talked to at the same time. Default 10. */
  readonly poolConnections?: number
  /** How many requests may be under way to one host. Default 20. */
  readonly poolMaxsize?: number
  /** Does the sending, and nothing more; see `Means`. Default: the platform's. */
  readonly fetch?: typeof globalThis.fetch
  /** Default: the system's. */
  readonly clock?: Clock
  /** For jitter. Default `Math.random`. */
  readonly random?: Random
  /** How to wait between attempts. Default: a timer of `clock`. */
  readonly sleep?: (delayMs: number, signal?: AbortSignal) => Promise<void>
}

/** How `request` hands its options through ky, which passes what it does not know on to its fetch. */
export interface ThroughKy {
  readonly call?: OneCallOptions
}

/**
 * A ky instance whose requests go through our retries, limits and redirect rules. Each is bounded in time, size,
 * attempts and where it may lead. Used directly it throws the errors of this folder, and the signal's reason
 * when aborted; `request` answers them.
 * @throws RangeError or TypeError for an option that makes no sense
 */
export function setupSession(options: SessionOptions = {}): HttpSession {
  const { clock = systemClock, random = Math.random, fetch = globalThis.fetch } = options
  const means: Means = {
    fetch,
    clock,
    random,
    sleep: options.sleep ?? ((delayMs, signal) => sleepOn(delayMs, clock, signal)),
    connections: new Connections({
      maxHosts: options.poolConnections ?? 10,
      maxPerHost: options.poolMaxsize ?? 20,
    }),
  }
  // So that a mistake shows here and not at the first request.
  settingsOf(options)
  return ky.create({
    fetch: async (input, init) => {
      // Ky has made a request of whatever it was called with.
      const request = new Request(input)
      const settings = settingsOf({ ...options, ...(init as ThroughKy | undefined)?.call })
      const answer = await call(await outgoingOf(request), settings, means, request.signal)
      return responseOf(answer)
    },
    headers: {
      ...options.headers,
      ...(options.userAgent !== undefined && { 'user-agent': options.userAgent }),
    },
    ...(options.baseUrl !== undefined && { baseUrl: options.baseUrl }),
    // Retries, time and statuses are ours: they must pass the limiter, be counted over a whole call, and be told
    // apart by our own errors. Whatever comes back from `fetch` above is an answer that means yes.
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
  })
}

function settingsOf(options: OneCallOptions): CallSettings {
  const settings: CallSettings = {
    timeouts: timeouts(options.timeout),
    maxBytes: options.maxBytes ?? usualLimits.maxBytes,
    maxRedirects: options.maxRedirects ?? usualLimits.maxRedirects,
    maxRetries: options.maxRetries ?? usualLimits.maxRetries,
    backoffFactor: options.backoffFactor ?? usualLimits.backoffFactor,
    maxDelay: options.maxDelay ?? usualLimits.maxDelay,
    retryAfterCap: options.retryAfterCap ?? usualLimits.retryAfterCap,
    hosts: options.hosts ?? [],
    limiter: options.limiter,
    priority: options.priority ?? 'normal',
    idempotent: options.idempotent ?? false,
    dialect: options.dialect ?? {},
    gate: options.gate,
    onAttempt: options.onAttempt,
  }
  if (!Number.isInteger(settings.maxRetries) || settings.maxRetries < 0) {
    throw new RangeError(`maxRetries must be a whole number of at least 0, not ${settings.maxRetries}`)
  }
  if (!(settings.backoffFactor >= 0)) {
    throw new RangeError(`backoffFactor must be a number of at least 0, not ${settings.backoffFactor}`)
  }
  exponentialBackoff(1, { baseDelay: settings.backoffFactor * 1000, maxDelay: settings.maxDelay })
  return settings
}

async function outgoingOf(request: Request): Promise<Outgoing> {
  const url = new URL(request.url)
  if (!isWeb(url)) throw new TypeError(`A request goes to https: or http:, not to ${url.protocol}`)
  return {
    method: request.method,
    url,
    headers: request.headers,
    // Whole, since it may be sent more than once.
    body: request.body ? new Uint8Array(await request.arrayBuffer()) : undefined,
  }
}

/** Statuses that come without a body (the Fetch standard's null body statuses). */
const bodiless = new Set([204, 205, 304])

function responseOf({ status, statusText, headers, bytes, url }: Answer): Response {
  const told = new Headers(headers)
  // They spoke of the bytes on the wire.
  told.delete('content-encoding')
  told.delete('content-length')
  const response = new Response(bodiless.has(status) ? null : bytes, { status, statusText, headers: told })
  // A response that is made, and not received, has no address of its own.
  return Object.defineProperty(response, 'url', { value: url.href })
}
