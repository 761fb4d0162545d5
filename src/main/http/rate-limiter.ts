import { abortable } from './abortable'
import { type Clock, systemClock } from './clock'
import { Line, type Priority } from './line'

export interface RateLimiterState {
  /** How many calls could go right now. */
  readonly free: number
  /** How many are waiting in line. */
  readonly waiting: number
  /** In ms until the next call may go: 0 when one could go now. */
  readonly nextSlotIn: number
  /** Whether it is a pause, and not the limit alone, that holds the calls back. */
  readonly paused: boolean
  /** How much of the full rate is in force, above 0 and up to 1: less after `slowDown`. */
  readonly pace: number
}

export interface RateLimiterOptions {
  /** Default: the system's. */
  readonly clock?: Clock
  /**
   * How long a call may be on its way before it counts where the limit is counted, in ms: it takes up its slot
   * for that much longer, or until `take`'s function says that it has arrived. Default 0.
   */
  readonly margin?: number
  /** How slow `slowDown` may make it, as a share of the full rate; 1 keeps the full rate. Default 1/8. */
  readonly slowestPace?: number
}

/** Of the full rate, regained for each window's worth of good answers. */
const regained = 0.05

/** How late a slot may come free without slowing the pace down, in ms. */
const caughtUpMs = 100

/** A call that went. */
interface Slot {
  /** When it counts. */
  at: number
}

/** One call in line. `grant` lets it go. */
interface Waiter {
  readonly grant: (slot: Slot) => void
}

/**
 * At most `maxCalls` in any stretch of `timeWindow` ms, however the stretch is laid: a log of the last calls,
 * where a bucket of tokens would let up to twice as many through around a full bucket.
 *
 * Whoever waits is served by priority, and in order of arrival inside a priority (see `Line`); `acquire`
 * overtakes nobody. Calls that had to wait go out evenly spaced, so that a long line is a steady flow and not
 * a burst per window.
 *
 * The clock may jump. Forwards (the computer slept) time has really passed. Backwards, the limiter carries on
 * from where it was: the wait that was left stays, and grows by nothing.
 */
export class RateLimiter {
  readonly maxCalls: number
  /** In ms. */
  readonly timeWindow: number
  readonly #clock: Clock
  readonly #margin: number
  readonly #slowestPace: number
  #pace = 1
  #slowedAt = Number.NEGATIVE_INFINITY
  /** The last calls that went, at most `maxCalls` of them. */
  #log: readonly Slot[] = []
  readonly #line = new Line<Waiter>()
  readonly #listeners = new Set<(state: RateLimiterState) => void>()
  #pausedUntil = Number.NEGATIVE_INFINITY
  /** Before this moment nobody leaves the line: it keeps the even pace. */
  #paceAt = Number.NEGATIVE_INFINITY
  #lastReading: number
  #offset = 0
  #callOff: (() => void) | undefined

  /** @throws RangeError unless `maxCalls` is a whole number of at least 1 and `timeWindow` finite and above 0 */
  constructor(maxCalls: number, timeWindow: number, options: RateLimiterOptions = {}) {
    const { clock = systemClock, margin = 0, slowestPace = 1 / 8 } = options
    if (!Number.isInteger(maxCalls) || maxCalls < 1) {
      throw new RangeError(`maxCalls must be a whole number of at least 1, not ${maxCalls}`)
    }
    if (!Number.isFinite(timeWindow) || timeWindow <= 0) {
      throw new RangeError(`timeWindow must be a finite number above 0, not ${timeWindow}`)
    }
    if (!Number.isFinite(margin) || margin < 0) {
      throw new RangeError(`margin must be a finite number of at least 0, not ${margin}`)
    }
    if (!(slowestPace > 0 && slowestPace <= 1)) {
      throw new RangeError(`slowestPace must be a number above 0 and up to 1, not ${slowestPace}`)
    }
    this.maxCalls = maxCalls
    this.timeWindow = timeWindow
    this.#clock = clock
    this.#margin = margin
    this.#slowestPace = slowestPace
    this.#lastReading = clock.now()
  }

  /** Takes a slot now, or says no. It says no while others wait in line, even if a slot is free. */
  acquire(): boolean {
    return this.#occupyNow() !== undefined
  }

  /**
   * Resolves when a slot has been taken for the caller, whose turn depends on `priority` and arrival. An abort
   * leaves the line at once, rejects with the signal's reason and takes no slot.
   */
  async wait(signal?: AbortSignal, priority: Priority = 'normal'): Promise<void> {
    await this.take(signal, priority)
  }

  /**
   * Waits as `wait` does.
   * @returns a function for whoever knows when the call has arrived: from then on, and no longer from its whole
   *   margin on, it counts
   */
  take(signal?: AbortSignal, priority: Priority = 'normal'): Promise<() => void> {
    return abortable(signal, (end, onAbort) => {
      const grant = (slot: Slot): void => end(() => this.#arrived(slot))
      const slot = this.#occupyNow()
      if (slot) {
        grant(slot)
        return
      }
      const waiter: Waiter = { grant }
      onAbort(() => {
        this.#line.leave(waiter)
        this.#arrange()
        this.#changed()
      })
      this.#line.join(waiter, priority)
      this.#arrange()
      this.#changed()
    })
  }

  /**
   * Lets nobody through before `until`, in ms of the limiter's own clock. A pause is only ever made longer:
   * an earlier moment than the one in force changes nothing.
   */
  pause(until: number): void {
    const now = this.#now()
    if (!Number.isFinite(until)) throw new RangeError(`until must be a finite number, not ${until}`)
    const shifted = until + this.#offset
    if (shifted <= Math.max(now, this.#pausedUntil)) return
    this.#pausedUntil = shifted
    this.#arrange()
    this.#changed()
  }

  /**
   * A server says that this is too fast: half the rate from now on, but not less than `slowestPace`. What was
   * under way together is refused together, so that it only counts once per window.
   */
  slowDown(): void {
    const now = this.#now()
    if (now - this.#slowedAt < this.#window()) return
    this.#slowedAt = now
    this.#setPace(Math.max(this.#slowestPace, this.#pace / 2))
  }

  /** A good answer came. It takes a window full of them to regain a twentieth of the full rate. */
  recover(): void {
    if (this.#pace < 1) this.#setPace(Math.min(1, this.#pace + regained / this.maxCalls))
  }

  /** How things stand at this moment. Time alone frees slots too, so it ages: see `nextSlotIn`. */
  state(): RateLimiterState {
    const now = this.#now()
    const paused = this.#pausedUntil > now
    const taken = this.#log.filter(({ at }) => now - at < this.#window()).length
    const freeAt = this.#line.length > 0 ? Math.max(this.#freeAt(), this.#paceAt) : this.#freeAt()
    return {
      free: paused || this.#line.length > 0 ? 0 : this.maxCalls - taken,
      waiting: this.#line.length,
      nextSlotIn: Math.max(0, freeAt - now),
      paused,
      pace: this.#pace,
    }
  }

  /**
   * Tells `listener` whenever a call goes, joins or leaves the line, a pause begins or the pace changes; not
   * when time alone frees a slot. It is told in the middle of the limiter's work, so it must not throw.
   * @returns a function that ends the subscription
   */
  subscribe(listener: (state: RateLimiterState) => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /** The clock, made monotonic: a step back becomes standing still, and time goes on from there. */
  #now(): number {
    const reading = this.#clock.now()
    if (reading < this.#lastReading) this.#offset += this.#lastReading - reading
    this.#lastReading = reading
    return reading + this.#offset
  }

  /** When limit and pause allow the next call. */
  #freeAt(): number {
    const full = this.#log.length >= this.maxCalls
    const byLimit = full ? this.#oldest() + this.#window() : Number.NEGATIVE_INFINITY
    return Math.max(byLimit, this.#pausedUntil)
  }

  /** The stretch of time that `maxCalls` calls are spread over, in ms; never less than `timeWindow`. */
  #window(): number {
    return this.timeWindow / this.#pace
  }

  #setPace(pace: number): void {
    if (pace === this.#pace) return
    this.#pace = pace
    this.#arrange()
    this.#changed()
  }

  #oldest(): number {
    return this.#log.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY)
  }

  /** Undefined when there is no slot for somebody who has just come. */
  #occupyNow(): Slot | undefined {
    const now = this.#now()
    if (this.#line.length > 0 || this.#freeAt() > now) return undefined
    const slot = this.#occupy(now)
    this.#changed()
    return slot
  }

  #occupy(now: number): Slot {
    const slot: Slot = { at: now + this.#margin }
    const oldest = this.#log.length < this.maxCalls ? undefined : this.#oldest()
    const gone = this.#log.findIndex(({ at }) => at === oldest)
    this.#log = [...this.#log.filter((_, index) => index !== gone), slot]
    return slot
  }

  #arrived(slot: Slot): void {
    const now = this.#now()
    if (slot.at <= now) return
    slot.at = now
    this.#arrange()
    this.#changed()
  }

  /** Lets go whoever may go now, and sets the one timer for whoever is next. */
  #arrange(): void {
    this.#callOff?.()
    this.#callOff = undefined
    const now = this.#now()
    for (;;) {
      if (this.#line.length === 0) return
      const dueAt = Math.max(this.#freeAt(), this.#paceAt)
      if (dueAt > now) {
        this.#callOff = this.#clock.after(dueAt - now, () => {
          this.#arrange()
          this.#changed()
        })
        return
      }
      const slot = this.#occupy(now)
      this.#paceAt = this.#pacedFrom(dueAt, now) + this.#window() / this.maxCalls
      this.#line.next()?.grant(slot)
    }
  }

  /**
   * What the pace is counted from: when the call was due and not when it went, so that a late timer costs nothing;
   * nor does a slot that came free a little late, where the pace is quick. What was held up is caught up with, as
   * far as the limit allows.
   */
  #pacedFrom(dueAt: number, now: number): number {
    const interval = this.#window() / this.maxCalls
    return Math.max(this.#paceAt, dueAt - Math.max(0, caughtUpMs - interval), now - this.#window())
  }

  #changed(): void {
    if (this.#listeners.size === 0) return
    const state = this.state()
    for (const listener of [...this.#listeners]) listener(state)
  }
}
