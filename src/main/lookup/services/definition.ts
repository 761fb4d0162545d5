import type { ServiceName } from '../../../shared/model'
import type { RateLimiter } from '../../http'
import type { Service } from '../service'
import type { Asker } from './asker'

/** All that is particular to one service: its manners, its limits, and how it is asked. One file each. */
export interface ServiceDefinition {
  readonly name: ServiceName
  /** Made once, as it is the limit of the whole app. */
  readonly limiter: () => RateLimiter
  /** How many requests may be under way to it. */
  readonly poolMaxsize: number
  readonly connect: (ask: Asker) => Omit<Service, 'name'>
}
