import { RateLimiter, setupSession } from '../../http'
import type { AskContext, Service } from '../service'
import { createAsker } from '../services/asker'
import type { ServiceDefinition } from '../services/definition'
import { clientInMemory } from './service-client'

export interface ConnectedOptions {
  readonly baseUrl: string
  readonly key?: string
  readonly limiter?: RateLimiter
  /** Default: one with a cache of its own. */
  readonly client?: ReturnType<typeof clientInMemory>
}

/** A service as the app has it, that waits neither for its limit nor between attempts. */
export function connected(
  { name, connect }: ServiceDefinition,
  { baseUrl, key, limiter = new RateLimiter(100, 10), client = clientInMemory() }: ConnectedOptions,
): Service {
  // The least of each wait that chance may take.
  const session = setupSession({ fetch, userAgent: 'Tagwright/0 ( tests )', random: () => 0 })
  const ask = createAsker({
    service: name,
    client,
    session: () => session,
    limiter,
    baseUrl: () => baseUrl,
    key: () => key,
  })
  return { name, ...connect(ask) }
}

export const asking = (more: Partial<AskContext> = {}): AskContext => ({
  signal: new AbortController().signal,
  about: 'Tideworks',
  onState: () => {},
  onStale: () => {},
  ...more,
})

/** What a service lacks is a mistake in the test. */
export function having<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error('the service has no such part')
  return part
}
