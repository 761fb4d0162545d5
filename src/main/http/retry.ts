import { type BackoffOptions, exponentialBackoff, type Random } from './backoff'
import { type Clock, sleep as sleepOn, systemClock } from './clock'

/** An attempt failed and another one will follow. */
export interface RetryEvent {
  /** Which attempt failed: 1 is the first. */
  readonly attempt: number
  /** How long the wait before the next attempt is, in ms. */
  readonly delay: number
  readonly error: unknown
}

export type ErrorClass = abstract new (...args: never) => Error

export interface RetryOptions extends Omit<BackoffOptions, 'baseDelay' | 'previousDelay'> {
  /** How often to try in all, the first time included. Default 3. */
  readonly maxAttempts?: number
  /**
   * In ms. A number is the base of an exponential back-off, shaped by `backoff`, `maxDelay` and `jitter`.
   * A function is asked after each failure, and its answer is taken as it is. Default 1000.
   */
  readonly delay?: number | ((attempt: number, error: unknown) => number)
  /** Which failures deserve another attempt; the others are thrown as they are. Default: every one. */
  readonly retryOn?: ((error: unknown, attempt: number) => boolean) | readonly ErrorClass[]
  /**
   * Told before each wait, which begins when it is done. When it fails itself, that ends the retrying: the
   * attempt's failure stays the cause, and the listener's is the last of `RetryError.errors`.
   */
  readonly onRetry?: (event: RetryEvent) => void | Promise<void>
  /** For the whole call, in ms: no wait begins that would end later. Default: no limit. */
  readonly budget?: number
  /** An abort ends a wait at once and starts no further attempt; the call rejects with its reason. */
  readonly signal?: AbortSignal | undefined
  /** For jitter. Default `Math.random`. */
  readonly random?: Random
  /** Default: the system's. */
  readonly clock?: Clock
  /** How to wait; must reject when the signal is aborted. Default: a timer of `clock`. */
  readonly sleep?: (delayMs: number, signal?: AbortSignal) => Promise<void>
}

/** Every attempt that was allowed has failed. `cause` is the last failure. */
export class RetryError extends Error {
  override readonly name = 'RetryError'
  /** How many attempts were made. */
  readonly attempts: number
  /** From the start of the first attempt to the end of the last, in ms, waits included. */
  readonly elapsed: number
  /** What each attempt threw, in order; after them the failure of `onRetry`, if that was what ended it. */
  readonly errors: readonly unknown[]

  constructor(
    called: string,
    facts: { attempts: number; elapsed: number; cause: unknown; errors: readonly unknown[] },
  ) {
    const { attempts, cause } = facts
    const times = attempts === 1 ? '1 attempt' : `${attempts} attempts`
    super(`${called} failed after ${times}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
    this.attempts = attempts
    this.elapsed = facts.elapsed
    this.errors = facts.errors
  }
}

/**
 * Runs `attempt` until it succeeds, `maxAttempts` are spent or `retryOn` declines, and waits in between.
 * It decides when to try again, never whether a service allows it: that is the rate limiter's part, inside
 * `attempt`. A throw and a rejection are the same to it.
 * @throws RetryError when the attempts or the budget are spent; what `attempt` threw when `retryOn` declines;
 *   the signal's reason when aborted; TypeError or RangeError for an option that makes no sense
 */
export async function retry<T>(
  attempt: (attempt: number) => T | PromiseLike<T>,
  options: RetryOptions = {},
): Promise<T> {
  const { maxAttempts = 3, retryOn, onRetry, budget = Number.POSITIVE_INFINITY, signal } = options
  const { clock = systemClock } = options
  const sleep = options.sleep ?? ((delayMs, sleepSignal) => sleepOn(delayMs, clock, sleepSignal))
  if (!Number.isInteger(maxAttempts) || maxAttempts < 1) {
    throw new RangeError(`maxAttempts must be a whole number of at least 1, not ${maxAttempts}`)
  }
  if (typeof budget !== 'number' || !(budget >= 0)) {
    throw new RangeError(`budget must be a number of at least 0, not ${budget}`)
  }
  const nextDelay = delays(options)

  const start = clock.now()
  const errors: unknown[] = []
  const giveUp = (attempts: number, cause: unknown): RetryError =>
    new RetryError(attempt.name || 'The call', { attempts, elapsed: clock.now() - start, cause, errors })

  for (let number = 1; ; number += 1) {
    signal?.throwIfAborted()
    try {
      return await attempt(number)
    } catch (error) {
      // After an abort whatever came out of the attempt is only its echo.
      signal?.throwIfAborted()
      if (!deserves(error, number, retryOn)) throw error
      errors.push(error)
      if (number >= maxAttempts) throw giveUp(number, error)
      const delay = nextDelay(number, error)
      if (clock.now() - start + delay > budget) throw giveUp(number, error)
      try {
        await onRetry?.({ attempt: number, delay, error })
      } catch (listenerError) {
        errors.push(listenerError)
        throw giveUp(number, error)
      }
      await sleep(delay, signal)
    }
  }
}

function deserves(error: unknown, attempt: number, retryOn: RetryOptions['retryOn']): boolean {
  if (retryOn === undefined) return true
  if (typeof retryOn === 'function') return retryOn(error, attempt)
  return retryOn.some((kind) => error instanceof kind)
}

/** Checks the options once, at the call, so that a mistake shows at the first try and not at the first failure. */
function delays(options: RetryOptions): (attempt: number, error: unknown) => number {
  const { delay = 1000, backoff, maxDelay, jitter, random } = options
  if (typeof delay === 'function') {
    return (attempt, error) => {
      const asked = delay(attempt, error)
      if (typeof asked !== 'number' || !Number.isFinite(asked) || asked < 0) {
        throw new RangeError(`delay must answer a finite number of at least 0, not ${asked}`, {
          cause: error,
        })
      }
      return asked
    }
  }
  const shape: BackoffOptions = {
    baseDelay: delay,
    ...(backoff !== undefined && { backoff }),
    ...(maxDelay !== undefined && { maxDelay }),
    ...(jitter !== undefined && { jitter }),
  }
  exponentialBackoff(1, { ...shape, jitter: false })
  let previousDelay = delay
  return (attempt) => {
    previousDelay = exponentialBackoff(attempt, { ...shape, previousDelay }, random)
    return previousDelay
  }
}

type Callable = (...args: never[]) => unknown

/** What `withRetry` makes of a function: the same call, answered by a promise. */
export type Retrying<F extends Callable> = (
  this: ThisParameterType<F>,
  ...args: Parameters<F>
) => Promise<Awaited<ReturnType<F>>>

/**
 * The same function, tried again by the rules of `retry`: with its name, its number of parameters, and whatever
 * `this` and arguments it is called with. What comes back is always a promise. A generic or overloaded function
 * keeps the last of its signatures.
 */
export function withRetry<F extends Callable>(fn: F, options: RetryOptions = {}): Retrying<F> {
  const retrying: Retrying<F> = function (...args) {
    const attempt = (): Awaited<ReturnType<F>> => Reflect.apply(fn, this, args)
    return retry(named(attempt, fn), options)
  }
  return named(retrying, fn)
}

/** Errors, stacks and whoever looks at a function see the original's name and arity. */
function named<F extends Callable>(fn: F, { name, length }: Callable): F {
  return Object.defineProperties(fn, {
    name: { value: name, configurable: true },
    length: { value: length, configurable: true },
  })
}
