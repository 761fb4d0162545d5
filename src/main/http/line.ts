/** What the user looks at is `high`; what nobody waits for is `low`. */
export type Priority = 'high' | 'normal' | 'low'

const order: readonly Priority[] = ['high', 'normal', 'low']

/** Of so many turns in a row, the last goes to whoever has waited longest, whatever its priority. */
const turnsPerRound = 4

interface Place<T> {
  readonly item: T
  /** How many had joined before. */
  readonly arrival: number
}

/**
 * A line that is served by priority, and in order of arrival inside a priority. Nobody waits for ever: each
 * fourth turn is for the one who came first, so whoever has k before it is served within 4 × (k + 1) turns.
 */
export class Line<T> {
  readonly #places: Record<Priority, Place<T>[]> = { high: [], normal: [], low: [] }
  #arrivals = 0
  #turns = 0

  get length(): number {
    return order.reduce((sum, priority) => sum + this.#places[priority].length, 0)
  }

  join(item: T, priority: Priority): void {
    this.#places[priority].push({ item, arrival: this.#arrivals })
    this.#arrivals += 1
  }

  /** Harmless when the item is not, or no longer, in the line. */
  leave(item: T): void {
    for (const priority of order) {
      const places = this.#places[priority]
      const index = places.findIndex((place) => place.item === item)
      if (index >= 0) places.splice(index, 1)
    }
  }

  /** Takes out whose turn it is; undefined when nobody is there. */
  next(): T | undefined {
    const served = order.filter((priority) => this.#places[priority].length > 0)
    if (served.length === 0) return undefined
    this.#turns = (this.#turns + 1) % turnsPerRound
    const chosen = this.#turns === 0 ? served.reduce((a, b) => (this.#before(a, b) ? a : b)) : served[0]
    return chosen && this.#places[chosen].shift()?.item
  }

  #before(a: Priority, b: Priority): boolean {
    return (this.#places[a][0]?.arrival ?? 0) < (this.#places[b][0]?.arrival ?? 0)
  }
}
