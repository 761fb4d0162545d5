import ky from 'ky'
import type { Random } from './backoff'
import { type Clock, sleep as sleepOn, systemClock } from './clock'
import {
  type BytesReply,
  type BytesRequest,
  type JsonRequest,
  type Means,
  requestBytes,
  safeRequest,
} from './safe-request'

export interface HttpClientOptions {
  /**
   * Does the sending, and nothing more: it must hand out redirects (`redirect: 'manual'`) as responses with
   * their status and `Location`, as Node's does.
   */
  readonly fetch: typeof globalThis.fetch
  /** See `userAgent`. */
  readonly userAgent: string
  /** Default: the system's. */
  readonly clock?: Clock
  /** For jitter. Default `Math.random`. */
  readonly random?: Random
  /** How to wait between attempts. Default: a timer of `clock`. */
  readonly sleep?: (delayMs: number, signal?: AbortSignal) => Promise<void>
}

/** The one way out to the network. Each call is bounded in time, size, attempts and where it may lead. */
export interface HttpClient {
  /**
   * Asks for JSON and answers what the schema makes of it.
   * @throws RetryError when what may pass did not pass in time (its `cause` is the last HttpError); else one
   *   of the HttpErrors, or the signal's reason when aborted
   */
  safeRequest<T>(request: JsonRequest<T>): Promise<T>
  /** Asks for a picture or other bytes. Throws as `safeRequest` does. */
  requestBytes(request: BytesRequest): Promise<BytesReply>
}

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { clock = systemClock, random = Math.random } = options
  const means: Means = {
    clock,
    random,
    sleep: options.sleep ?? ((delayMs, signal) => sleepOn(delayMs, clock, signal)),
    // Ky shapes and sends one request. Retries, time and statuses are ours: they must pass the limiter, be
    // counted over a whole call, and be told apart by our own errors.
    ky: ky.create({
      fetch: (input, init) => options.fetch(input, init),
      headers: { 'user-agent': options.userAgent },
      retry: 0,
      timeout: false,
      throwHttpErrors: false,
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
    }),
  }
  return {
    safeRequest: (request) => safeRequest(means, request),
    requestBytes: (request) => requestBytes(means, request),
  }
}
