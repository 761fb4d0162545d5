import { abortable } from './abortable'

/** The longest delay that a timer of the platform takes; a longer one would fire at once. About 24.8 days. */
const longestTimerMs = 2 ** 31 - 1

/**
 * Time as this folder needs it, so that tests can turn it by hand.
 * `now` only measures differences and may start anywhere; `wallNow` is compared with dates that servers send.
 */
export interface Clock {
  /** Milliseconds since some fixed moment. Meant to be monotonic, but a jump either way breaks nothing. */
  now(): number
  /** Milliseconds since 1970, as the computer's clock on the wall says. */
  wallNow(): number
  /**
   * Runs `callback` once, no sooner than the platform's timers manage after `delayMs`. They may be a
   * millisecond early and, after a sleep of the computer, much too late: whoever minds reads `now` again.
   * @returns a function that calls it off; harmless when it ran already
   */
  after(delayMs: number, callback: () => void): () => void
}

export const systemClock: Clock = {
  now: () => performance.now(),
  wallNow: () => Date.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, Math.min(Math.max(0, Math.ceil(delayMs)), longestTimerMs))
    return () => clearTimeout(timer)
  },
}

/**
 * Resolves after `delayMs`. An abort ends the wait at once: it rejects with the signal's reason, also when
 * the signal was aborted before.
 */
export function sleep(delayMs: number, clock: Clock, signal?: AbortSignal): Promise<void> {
  return abortable(signal, (end, onAbort) => onAbort(clock.after(delayMs, end)))
}
