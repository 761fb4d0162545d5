import { abortable } from './abortable'
import { Line, type Priority } from './line'

export interface ConnectionLimits {
  /** How many hosts may be talked to at the same time. */
  readonly maxHosts: number
  /** How many requests may be under way to one host, and so how many connections are open to it. */
  readonly maxPerHost: number
}

interface Caller {
  readonly admit: () => void
}

/**
 * Counts the requests under way and lets further ones wait. The connections themselves belong to `fetch`,
 * which opens no more of them than there are requests.
 */
export class Connections {
  readonly #limits: ConnectionLimits
  readonly #busy = new Map<string, number>()
  readonly #lines = new Map<string, Line<Caller>>()

  /** @throws RangeError unless both limits are whole numbers of at least 1 */
  constructor(limits: ConnectionLimits) {
    for (const [name, limit] of Object.entries(limits)) {
      if (!Number.isInteger(limit) || limit < 1) {
        throw new RangeError(`${name} must be a whole number of at least 1, not ${limit}`)
      }
    }
    this.#limits = limits
  }

  /**
   * Resolves when there is room, by priority and then in order of arrival.
   * @returns a function that makes room again, to be called once
   * @throws the signal's reason when aborted before
   */
  open(host: string, priority: Priority, signal: AbortSignal | undefined): Promise<() => void> {
    return abortable(signal, (end, onAbort) => {
      const caller: Caller = { admit: () => end(() => this.#close(host)) }
      onAbort(() => this.#lines.get(host)?.leave(caller))
      const line = this.#lines.get(host) ?? new Line<Caller>()
      this.#lines.set(host, line)
      line.join(caller, priority)
      this.#admit()
    })
  }

  #close(host: string): void {
    const left = (this.#busy.get(host) ?? 1) - 1
    if (left > 0) this.#busy.set(host, left)
    else {
      this.#busy.delete(host)
      this.#toTheEnd(host)
    }
    this.#admit()
  }

  /** Whoever has given its place up asks for one after the others. */
  #toTheEnd(host: string): void {
    const line = this.#lines.get(host)
    if (!line) return
    this.#lines.delete(host)
    this.#lines.set(host, line)
  }

  #admit(): void {
    for (const [host, line] of this.#lines) {
      while (line.length > 0 && this.#hasRoom(host)) {
        this.#busy.set(host, (this.#busy.get(host) ?? 0) + 1)
        line.next()?.admit()
      }
      if (line.length === 0) this.#lines.delete(host)
    }
  }

  #hasRoom(host: string): boolean {
    const busy = this.#busy.get(host)
    const full = this.#busy.size >= this.#limits.maxHosts
    if (busy === undefined) return !full
    // An open host that is never idle would keep the others out for ever.
    return busy < this.#limits.maxPerHost && !(full && this.#someHostWaits())
  }

  #someHostWaits(): boolean {
    return [...this.#lines].some(([host, line]) => line.length > 0 && !this.#busy.has(host))
  }
}
