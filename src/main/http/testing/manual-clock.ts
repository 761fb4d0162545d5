import type { Clock } from '../clock'

/**
 * Time that stands still until the test moves it. Timers run in the order in which they are due, each at its
 * own moment, and what they set off has settled before the next one.
 */
export class ManualClock implements Clock {
  #now: number
  #timers: { readonly at: number; readonly callback: () => void }[] = []

  constructor(start = 0) {
    this.#now = start
  }

  now(): number {
    return this.#now
  }

  wallNow(): number {
    return this.#now
  }

  /** How many timers are set. A test that ends with some has left something behind. */
  get pending(): number {
    return this.#timers.length
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { at: this.#now + delayMs, callback }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    await settled()
    for (;;) {
      const due = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
      if (!due) break
      this.#timers = this.#timers.filter((other) => other !== due)
      this.#now = Math.max(this.#now, due.at)
      due.callback()
      await settled()
    }
    this.#now = end
    await settled()
  }

  /**
   * Sets the hands without running timers. Forwards the computer slept, and they are late; backwards the clock was
   * put right, which timers do not look at.
   */
  jumpTo(now: number): void {
    const back = Math.max(0, this.#now - now)
    this.#timers = this.#timers.map((timer) => Object.assign(timer, { at: timer.at - back }))
    this.#now = now
  }
}

/** Everything that promises had still to do is done by the next turn of the event loop. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
