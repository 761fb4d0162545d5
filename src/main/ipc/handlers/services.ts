import type { KeptKey, ParsedRequest, Progress, ServiceName } from '../../../shared/ipc'
import type { Problem } from '../../../shared/model'
import type { CallHandlers, JobHandlers } from '../handler-types'

/** The person's keys for services. */
export interface ServiceKeyStore {
  kept(): KeptKey[]
  /** An empty key removes it. @throws ProblemError when it could not be kept */
  set(service: ServiceName, key: string): Promise<void>
}

/** Asks a service for something small. Undefined when all is well. Rejects with the signal's reason only. */
export type ServiceCheck = (
  service: ParsedRequest<'services.check'>,
  options: {
    readonly signal: AbortSignal
    readonly onState: (state: Progress<'services.check'>) => void
  },
) => Promise<Problem | undefined>

export const serviceCalls = ({
  keys,
}: {
  readonly keys: ServiceKeyStore
}): Pick<CallHandlers, 'services.keys' | 'services.setKey'> => ({
  'services.keys': () => keys.kept(),
  'services.setKey': async ({ service, key }) => {
    await keys.set(service, key)
    return keys.kept()
  },
})

export const serviceJobs = ({
  checkService,
}: {
  readonly checkService: ServiceCheck
}): Pick<JobHandlers, 'services.check'> => ({
  'services.check': async (service, { signal, progress }) => {
    const problem = await checkService(service, { signal, onState: (state) => void progress(state) })
    return problem === undefined ? {} : { problem }
  },
})
