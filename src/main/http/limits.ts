import { defaultRetryAfterCapMs } from './retry-after'

/** How much of anything one call may take. Nothing a server does goes past these. */
export interface Limits {
  /** From sending to the headers of the answer, connecting included, in ms. */
  readonly headersMs: number
  /** Between two pieces of a body, in ms. */
  readonly idleMs: number
  /** On the wire in all, over every attempt and redirect, in ms. Waiting for one's turn does not count. */
  readonly totalMs: number
  /** Of a body, after decompression. */
  readonly maxBytes: number
  readonly maxRedirects: number
  /** Longer strings in JSON are cut to this many characters. */
  readonly maxStringLength: number
  /** How deeply objects and arrays in JSON may be nested. */
  readonly maxDepth: number
  /** Requests for the same thing, the first included. */
  readonly maxAttempts: number
  /** The base of the exponential back-off, in ms. */
  readonly baseDelayMs: number
  /** No wait between attempts is longer, in ms, unless `Retry-After` asks for it. */
  readonly maxDelayMs: number
  /** How long a `Retry-After` is believed, in ms. */
  readonly retryAfterCapMs: number
}

export const jsonLimits: Limits = {
  headersMs: 10_000,
  idleMs: 15_000,
  totalMs: 60_000,
  maxBytes: 5_000_000,
  maxRedirects: 3,
  maxStringLength: 10_000,
  maxDepth: 64,
  maxAttempts: 3,
  baseDelayMs: 1000,
  maxDelayMs: 30_000,
  retryAfterCapMs: defaultRetryAfterCapMs,
}

/** For pictures and other bytes. */
export const bytesLimits: Limits = { ...jsonLimits, maxBytes: 25_000_000 }
