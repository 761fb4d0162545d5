/**
 * How chance spreads the delays of many clients, in the terms of the AWS architecture blog:
 * - `false`: none, the delay is exactly the exponential one;
 * - `'full'` (or `true`): anywhere between 0 and the exponential delay;
 * - `'equal'`: half of it is certain, the other half is chance;
 * - `'decorrelated'`: between `baseDelay` and three times the delay before, whatever the attempt.
 */
export type Jitter = boolean | 'full' | 'equal' | 'decorrelated'

export interface BackoffOptions {
  /** The delay after the first attempt, in ms. Default 1000. */
  readonly baseDelay?: number
  /** By how much each delay is longer than the one before; at least 1. Default 2. */
  readonly backoff?: number
  /** No delay is longer, in ms, jitter included. Default 60,000. */
  readonly maxDelay?: number
  /** Default `false`. */
  readonly jitter?: Jitter
  /** The delay before this one, in ms. Only decorrelated jitter looks at it; default `baseDelay`. */
  readonly previousDelay?: number
}

/** A number from 0 up to, but not including, 1: what `Math.random` answers. */
export type Random = () => number

/**
 * The delay in ms that follows attempt number `attempt` (1, 2, 3 …), between 0 and `maxDelay`. Pure but for
 * `random`, which is only asked when there is jitter. Safe at any attempt: it never overflows.
 * @throws TypeError for a value of the wrong kind, RangeError for one out of range
 */
export function exponentialBackoff(
  attempt: number,
  options: BackoffOptions = {},
  random: Random = Math.random,
): number {
  const { baseDelay = 1000, backoff = 2, maxDelay = 60_000, jitter = false } = options
  const previousDelay = options.previousDelay ?? baseDelay
  requireNumber('attempt', attempt, 1)
  if (!Number.isInteger(attempt)) throw new RangeError(`attempt must be a whole number, not ${attempt}`)
  requireNumber('baseDelay', baseDelay, 0)
  requireNumber('backoff', backoff, 1)
  requireNumber('maxDelay', maxDelay, 0)
  requireNumber('previousDelay', previousDelay, 0)

  // The power may be Infinity, which the cap takes care of; but 0 × Infinity would be NaN.
  const exponential = baseDelay === 0 ? 0 : Math.min(maxDelay, baseDelay * backoff ** (attempt - 1))
  switch (jitter) {
    case false:
      return exponential
    case true:
    case 'full':
      return random() * exponential
    case 'equal':
      return exponential / 2 + (random() * exponential) / 2
    case 'decorrelated': {
      const upper = Math.max(baseDelay, previousDelay * 3)
      return Math.min(maxDelay, baseDelay + random() * (upper - baseDelay))
    }
    default:
      throw new TypeError(
        `jitter must be a boolean, 'full', 'equal' or 'decorrelated', not ${String(jitter satisfies never)}`,
      )
  }
}

/** Types end where plain JavaScript or a settings file begins, so kind and range are checked at run time too. */
function requireNumber(name: string, value: unknown, least: number): void {
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number, not ${typeof value}`)
  if (!Number.isFinite(value) || value < least) {
    throw new RangeError(`${name} must be a finite number of at least ${least}, not ${value}`)
  }
}
