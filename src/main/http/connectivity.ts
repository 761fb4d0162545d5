import { abortable } from './abortable'
import { exponentialBackoff, type Random } from './backoff'
import { type Clock, systemClock } from './clock'
import { type NetworkTrouble, networkTrouble } from './network-trouble'

export type ConnectivityState =
  | { readonly kind: 'online' }
  /** `nextTryIn`: in ms until the next request tries it. */
  | { readonly kind: NetworkTrouble; readonly nextTryIn: number }

export interface ConnectivityOptions {
  /** What the system believes; see `networkTrouble`. Default: always yes. */
  readonly isOnline?: () => boolean
  /** Default: the system's. */
  readonly clock?: Clock
  /** For jitter. Default `Math.random`. */
  readonly random?: Random
}

/** One attempt that was let through. */
export interface Passage {
  /** No, when the network went down since it was let through; not for the attempt that tries the network. */
  readonly open: boolean
  /**
   * How the attempt ended: without an error, or with this one.
   * @returns the network's part in it: then the same attempt is to be made again
   */
  ended(error?: unknown): NetworkTrouble | undefined
  /** It was not made, or ended by the caller's own wish, which says nothing about the network. */
  abandoned(): void
}

export interface EnterOptions {
  readonly signal?: AbortSignal | undefined
  /** Rejects with an `OfflineError` instead of waiting for the network: something else can stand in. */
  readonly impatient?: boolean
}

/** There is no network now, and who asked did not want to wait for it. */
export class OfflineError extends Error {
  override readonly name = 'OfflineError'
  readonly trouble: NetworkTrouble

  constructor(trouble: NetworkTrouble, options?: ErrorOptions) {
    super(trouble === 'offline' ? 'there is no network' : 'the network wants a sign-in first', options)
    this.trouble = trouble
  }
}

const firstTryMs = 2000
const longestMs = 60_000
/** How often the system is asked whether it believes in a network again. */
const lookMs = 1000

interface Waiter {
  readonly grant: () => void
}

/**
 * One answer to “is there a network?” for all services. While there is none, requests wait; one of them, the first in
 * line, is sent now and then to try it, ever more rarely. No other host is asked for it. When one came through, all go on.
 */
export class Connectivity {
  readonly #isOnline: () => boolean
  readonly #clock: Clock
  readonly #random: Random
  readonly #line: Waiter[] = []
  readonly #listeners = new Set<() => void>()
  #trouble: NetworkTrouble | undefined
  /** Which outage it is, so that the end of an earlier attempt says nothing about it. */
  #outage = 0
  #failedTries = 0
  #nextTryAt = 0
  #trying = false
  #believedOnline = true
  #callOff: (() => void) | undefined

  constructor({
    isOnline = () => true,
    clock = systemClock,
    random = Math.random,
  }: ConnectivityOptions = {}) {
    this.#isOnline = isOnline
    this.#clock = clock
    this.#random = random
  }

  state(): ConnectivityState {
    if (this.#trouble === undefined) return { kind: 'online' }
    return { kind: this.#trouble, nextTryIn: Math.max(0, this.#nextTryAt - this.#clock.now()) }
  }

  /** Tells `listener` when the state changes, the time alone excepted. @returns what ends it */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /**
   * Resolves when an attempt may be made: at once while there is a network.
   * @throws the signal's reason when aborted; OfflineError when impatient
   */
  enter({ signal, impatient = false }: EnterOptions = {}): Promise<Passage> {
    return abortable(signal, (end, onAbort) => {
      if (this.#trouble === undefined) {
        end(this.#passage())
        return
      }
      const due = this.#nextTryAt <= this.#clock.now() && !this.#trying && this.#line.length === 0
      if (due) {
        end(this.#try())
        return
      }
      if (impatient) throw new OfflineError(this.#trouble)
      const waiter: Waiter = {
        grant: () => end(this.#trouble === undefined ? this.#passage() : this.#try()),
      }
      onAbort(() => {
        this.#line.splice(this.#line.indexOf(waiter), 1)
        this.#arrange()
      })
      this.#line.push(waiter)
      this.#arrange()
    })
  }

  /** Lets the first in line try the network now: somebody asked, or the computer woke up. */
  tryNow(): void {
    if (this.#trouble === undefined) return
    this.#nextTryAt = this.#clock.now()
    this.#arrange()
    this.#changed()
  }

  #passage(): Passage {
    const outage = this.#outage
    const isOpen = (): boolean => this.#trouble === undefined
    return {
      get open() {
        return isOpen()
      },
      ended: (error) => {
        const trouble = networkTrouble(error, this.#isOnline)
        // One that began before the last outage says nothing about now.
        if (trouble !== undefined && isOpen() && this.#outage === outage) this.#down(trouble)
        return trouble
      },
      abandoned: () => {},
    }
  }

  #try(): Passage {
    this.#trying = true
    return {
      open: true,
      ended: (error) => {
        this.#trying = false
        const trouble = networkTrouble(error, this.#isOnline)
        // Any other failure came from somebody who was there.
        if (trouble === undefined) this.#up()
        else this.#down(trouble)
        return trouble
      },
      abandoned: () => {
        this.#trying = false
        this.#arrange()
      },
    }
  }

  #down(trouble: NetworkTrouble): void {
    if (this.#trouble === undefined) {
      this.#outage += 1
      this.#failedTries = 0
    }
    this.#trouble = trouble
    this.#failedTries += 1
    const delay = exponentialBackoff(
      this.#failedTries,
      { baseDelay: firstTryMs, maxDelay: longestMs, jitter: 'equal' },
      this.#random,
    )
    this.#nextTryAt = this.#clock.now() + delay
    this.#believedOnline = this.#isOnline()
    this.#arrange()
    this.#changed()
  }

  #up(): void {
    this.#trouble = undefined
    this.#callOff?.()
    this.#callOff = undefined
    for (const waiter of this.#line.splice(0)) waiter.grant()
    this.#changed()
  }

  /** Sends the first in line when it is time, and sets the one timer for it otherwise. */
  #arrange(): void {
    this.#callOff?.()
    this.#callOff = undefined
    if (this.#trouble === undefined || this.#trying || this.#line.length === 0) return
    const believes = this.#isOnline()
    if (believes && !this.#believedOnline) this.#nextTryAt = this.#clock.now()
    this.#believedOnline = believes
    const left = this.#nextTryAt - this.#clock.now()
    // Farther off than any wait: the clock was put back.
    if (left <= 0 || left > longestMs) this.#line.shift()?.grant()
    else this.#callOff = this.#clock.after(Math.min(left, lookMs), () => this.#arrange())
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}
