import type { RequestSubject } from '../../../shared/ipc'
import {
  Connectivity,
  createHttpCache,
  createServiceClient,
  isUnreachable,
  type ServiceClient,
} from '../../http'
import { MemoryStore } from '../../http/cache/testing/memory-store'
import { createServiceRequests } from '../service-queue'

/** A client as the app has it, with a cache of its own in memory. */
export function clientInMemory(connectivity = new Connectivity()): ServiceClient<RequestSubject> {
  return createServiceClient({
    cache: createHttpCache({
      store: new MemoryStore(),
      isUnreachable,
      onTrouble: (error) => {
        throw error
      },
    }),
    queue: createServiceRequests(),
    connectivity,
  })
}
