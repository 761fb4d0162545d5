import type { ServicePace } from '../../../shared/ipc'

/** A search and the editions of one group are what most albums cost; a second service is seldom needed. */
const usual = { first: 2, next: 0.5 }
/** What is usual counts as much as so many albums: the first few of a run may be odd. */
const usualWeight = 10

export interface Measured {
  /** Albums that were looked up. */
  readonly albums: number
  /** Requests that went out, those for albums that failed too, by service. */
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

/** With one more request. Pure. */
export const withRequest = ({ albums, requests }: Measured, service: string): Measured => ({
  albums,
  requests: new Map(requests).set(service, (requests.get(service) ?? 0) + 1),
})

/** With one more album that was looked up. Pure. */
export const withAlbum = ({ albums, requests }: Measured): Measured => ({ albums: albums + 1, requests })
