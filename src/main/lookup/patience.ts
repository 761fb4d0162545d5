import type { ServiceName, ServiceState } from '../../shared/ipc'
import { OfflineError } from '../http'

/**
 * How long one search waits for the network. Alone, a service waits until it is back; but what another one has found must
 * not be held up by that.
 */
export interface Patience {
  /** Aborted, with an `OfflineError`, when the service is not to wait any longer. */
  signalFor(service: ServiceName): AbortSignal
  saw(service: ServiceName, state: ServiceState['state']): void
  /** The service has ended. `found`: it has something to show. */
  ended(service: ServiceName, found: boolean): void
}

export function createPatience(services: readonly ServiceName[]): Patience {
  const underWay = new Map(services.map((service) => [service, new AbortController()]))
  const down = new Map<ServiceName, OfflineError>()
  let found = false

  function look(): void {
    if (!found || [...underWay.keys()].some((service) => !down.has(service))) return
    for (const [service, abort] of underWay) abort.abort(down.get(service))
  }

  return {
    signalFor: (service) => underWay.get(service)?.signal ?? new AbortController().signal,
    saw(service, state) {
      if (state === 'offline') down.set(service, new OfflineError('offline'))
      else if (state === 'signIn') down.set(service, new OfflineError('sign-in'))
      else down.delete(service)
      look()
    },
    ended(service, somethingFound) {
      underWay.delete(service)
      found ||= somethingFound
      look()
    },
  }
}
