/** How long one attempt may take, in ms. Waiting for one's turn and between attempts does not count. */
export interface Timeouts {
  /** From sending to the headers of the answer, connecting included. */
  readonly headers: number
  /** Between two pieces of a body. */
  readonly idle: number
  /** The whole of the attempt, redirects included. */
  readonly total: number
}

/** How much of anything one call may take. Nothing that a server does goes past these. */
export interface Limits {
  readonly timeouts: Timeouts
  /** Of a body, in bytes after decompression. */
  readonly maxBytes: number
  readonly maxRedirects: number
  /** How often a failed request may be sent again. */
  readonly maxRetries: number
  /** The wait before the first retry, in seconds; it doubles each time. Full jitter lies below it. */
  readonly backoffFactor: number
  /** No wait between attempts is longer, in ms, unless `Retry-After` asks for it. */
  readonly maxDelay: number
  /** How long a `Retry-After` is believed, in ms. */
  readonly retryAfterCap: number
}

const usualTimeouts: Timeouts = { headers: 10_000, idle: 15_000, total: 30_000 }

export const usualLimits = {
  maxBytes: 5_000_000,
  maxRedirects: 3,
  maxRetries: 3,
  backoffFactor: 1,
  maxDelay: 30_000,
  retryAfterCap: 60_000,
} as const satisfies Omit<Limits, 'timeouts'>

/**
 * One number is the whole of an attempt, which bounds its parts as well.
 * @throws TypeError for a value that is no number, RangeError for one that is not above 0
 */
export function timeouts(timeout: number | Partial<Timeouts> = usualTimeouts.total): Timeouts {
  const asked = typeof timeout === 'number' ? { total: timeout } : timeout
  for (const [name, value] of Object.entries(asked)) {
    if (typeof value !== 'number') {
      throw new TypeError(`timeout.${name} must be a number, not ${typeof value}`)
    }
    if (!(value > 0)) throw new RangeError(`timeout.${name} must be above 0, not ${value}`)
  }
  const { headers, idle, total } = { ...usualTimeouts, ...asked }
  return { headers: Math.min(headers, total), idle: Math.min(idle, total), total }
}
