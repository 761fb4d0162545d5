import type { ServiceState } from '../../shared/ipc'
import { type Problem, type ServiceName, serviceFacts } from '../../shared/model'
import { serviceProblem } from './service-problem'
import type { Services } from './services'
import { serviceTitles } from './services/titles'

export interface ServiceCheckOptions {
  readonly services: Pick<Services, 'get'>
  readonly keyOf: (service: ServiceName) => string | undefined
  readonly log: { warn(message: string, ...details: unknown[]): void }
}

/** “Test connection”: whether a service answers, and takes the key. Rejects with the signal's reason only. */
export const createServiceCheck =
  ({ services, keyOf, log }: ServiceCheckOptions) =>
  async (
    name: ServiceName,
    { signal, onState }: { readonly signal: AbortSignal; readonly onState: (state: ServiceState) => void },
  ): Promise<Problem | undefined> => {
    const service = serviceTitles[name]
    if (serviceFacts(name).needsKey === true && keyOf(name) === undefined)
      return { code: 'lookup.keyMissing', params: { service }, remedy: 'open-settings' }
    try {
      await services.get(name)?.check({
        about: service,
        anew: true,
        signal,
        onState: (state) => onState({ service: name, ...state }),
        onStale: () => {},
      })
      return undefined
    } catch (error) {
      signal.throwIfAborted()
      log.warn(`${service} could not be reached`, error)
      return serviceProblem(service, error)
    }
  }
