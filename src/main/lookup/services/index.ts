import type { RequestSubject, ServicePace, ServiceSetting } from '../../../shared/ipc'
import { type ServiceName, type ServiceUse, serviceFacts } from '../../../shared/model'
import { type HttpSession, type RateLimiter, type ServiceClient, setupSession } from '../../http'
import type { Service } from '../service'
import { acoustId } from './acoustid'
import { createAsker } from './asker'
import { coverArtArchive } from './cover-art-archive'
import { deezer } from './deezer'
import type { ServiceDefinition } from './definition'
import { discogs } from './discogs'
import { itunes } from './itunes'
import { lrclib } from './lrclib'
import { musicBrainz } from './musicbrainz'
import { createOfflineCatalogue } from './offline-catalogue'

/** Those that are asked by HTTP. A further one is a file here, and a row in `shared/model/services.ts`. */
const definitions: readonly ServiceDefinition[] = [
  musicBrainz,
  coverArtArchive,
  acoustId,
  discogs,
  deezer,
  itunes,
  lrclib,
]

export interface ServicesOptions {
  readonly client: ServiceClient<RequestSubject>
  readonly fetch: typeof globalThis.fetch
  /** Asked before each request. */
  readonly userAgent: () => string
  /** In the order that the person trusts them. */
  readonly settings: () => readonly ServiceSetting[]
  /** The person's key or token for a service. */
  readonly keyOf: (service: ServiceName) => string | undefined
  /** Reads a file of the offline catalogue. */
  readonly readCatalogue: (name: string) => Promise<Uint8Array>
}

/** All services of the app. Each has one limiter and one pool of connections as long as the app runs. */
export interface Services {
  /** Those that are to be asked for this now, the most trusted first. */
  usedFor(use: ServiceUse): readonly Service[]
  get(name: ServiceName): Service | undefined
  /** Why a service is not asked for this, if it is not. */
  standing(name: ServiceName, use: ServiceUse): ServiceStanding
  /** How often it may be asked now: less than its limit after it was busy. */
  paceOf(name: ServiceName): ServicePace
}

export type ServiceStanding = 'ready' | 'off' | 'needsKey'

export function createServices(options: ServicesOptions): Services {
  const { client, settings, keyOf } = options
  const settingOf = (name: ServiceName) => settings().find((setting) => setting.name === name)
  const all = new Map<ServiceName, Service>([['catalogue', createOfflineCatalogue(options.readCatalogue)]])
  const limiters = new Map<ServiceName, RateLimiter>()
  for (const { name, limiter: createLimiter, poolMaxsize, connect } of definitions) {
    const limiter = createLimiter()
    limiters.set(name, limiter)
    const http = setupSession({ fetch: options.fetch, poolMaxsize })
    const session = (): HttpSession => http.extend({ headers: { 'user-agent': options.userAgent() } })
    const ask = createAsker({
      service: name,
      client,
      session,
      limiter,
      baseUrl: () => settingOf(name)?.baseUrl ?? serviceFacts(name).baseUrl ?? '',
      key: () => keyOf(name),
    })
    all.set(name, { name, ...connect(ask) })
  }

  const standing = (name: ServiceName, use: ServiceUse): ServiceStanding => {
    if (!all.has(name) || settingOf(name)?.uses.includes(use) !== true) return 'off'
    // Without its key it can only refuse.
    return serviceFacts(name).needsKey === true && keyOf(name) === undefined ? 'needsKey' : 'ready'
  }

  return {
    usedFor: (use) =>
      settings().flatMap(({ name }) => {
        const service = all.get(name)
        return service !== undefined && standing(name, use) === 'ready' ? [service] : []
      }),
    get: (name) => all.get(name),
    standing,
    paceOf(name) {
      const limiter = limiters.get(name)
      if (limiter === undefined) return { service: name }
      const { maxCalls, timeWindow } = limiter
      return { service: name, limit: { calls: maxCalls, windowMs: timeWindow / limiter.state().pace } }
    },
  }
}
