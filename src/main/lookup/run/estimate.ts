import type { ServicePace } from '../../../shared/ipc'

/** A search and the editions of one group are what most albums cost; a second service is seldom needed. */
const usual = { first: 2, next: 0.5 }
/** What is usual counts as much as so many albums: the first few of a run may be odd. */
const usualWeight = 10

export interface Measured {
  /** Albums that were looked up. */
  readonly albums: number
  /** Requests that went out for them, by service. */
  readonly requests: ReadonlyMap<string, number>
}

export const nothingMeasured: Measured = { albums: 0, requests: new Map() }

/**
 * How long so many albums take, in seconds: what each service was asked for one so far, at the pace that it allows now.
 * Services without a limit cost nothing that counts. Pure.
 */
export function secondsFor(albums: number, services: readonly ServicePace[], measured: Measured): number {
  const perAlbum = services.reduce((sum, { service, limit }, index) => {
    if (limit === undefined) return sum
    const expected = index === 0 ? usual.first : usual.next
    const requests = measured.requests.get(service) ?? 0
    const mean = (expected * usualWeight + requests) / (usualWeight + measured.albums)
    return sum + (mean * limit.windowMs) / limit.calls
  }, 0)
  return (albums * perAlbum) / 1000
}

/** With one more album, and what it took: requests by service. Pure. */
export function withMeasured({ albums, requests }: Measured, counted: ReadonlyMap<string, number>): Measured {
  const sums = new Map(requests)
  for (const [service, count] of counted) sums.set(service, (sums.get(service) ?? 0) + count)
  return { albums: albums + 1, requests: sums }
}
