/** Work under way, by what it is for. */
export interface Flights<Result> {
  /**
   * Begins the work, or joins it when it is under way for the same key. Who aborts leaves, and gets the signal's reason;
   * when the last one has left the work itself is aborted.
   */
  join(key: string, begin: (signal: AbortSignal) => Promise<Result>, signal?: AbortSignal): Promise<Result>
}

interface Flight<Result> {
  readonly ended: Promise<Result>
  readonly abort: AbortController
  aboard: number
}

export function createFlights<Result>(): Flights<Result> {
  const underWay = new Map<string, Flight<Result>>()

  function begin(key: string, work: (signal: AbortSignal) => Promise<Result>): Flight<Result> {
    const abort = new AbortController()
    const ended = work(abort.signal).finally(() => {
      if (underWay.get(key)?.abort === abort) underWay.delete(key)
    })
    const flight: Flight<Result> = { ended, abort, aboard: 0 }
    underWay.set(key, flight)
    return flight
  }

  return {
    join: (key, work, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason)
          return
        }
        const flight = underWay.get(key) ?? begin(key, work)
        flight.aboard += 1
        const leave = (): void => {
          reject(signal?.reason)
          flight.aboard -= 1
          if (flight.aboard > 0) return
          // Whoever comes now begins anew.
          underWay.delete(key)
          flight.abort.abort(signal?.reason)
        }
        signal?.addEventListener('abort', leave, { once: true })
        flight.ended.then(resolve, reject).finally(() => signal?.removeEventListener('abort', leave))
      }),
  }
}
