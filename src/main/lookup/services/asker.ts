import type { z } from 'zod'
import type { RequestSubject, ServiceState } from '../../../shared/ipc'
import type { ServiceName } from '../../../shared/model'
import {
  type Bytes,
  type CallOptions,
  type HttpSession,
  mayLeadTo,
  type Question,
  type RateLimiter,
  type RequestProgress,
  type ServiceClient,
} from '../../http'
import type { AskContext } from '../service'

export interface AskerOptions {
  readonly service: ServiceName
  readonly client: ServiceClient<RequestSubject>
  /** Asked before each request: the contact in its User-Agent is a setting. */
  readonly session: () => HttpSession
  /** The service's only one, for the whole app. */
  readonly limiter: RateLimiter
  /** Asked before each request, so that a changed setting counts at once. */
  readonly baseUrl: () => string
  /** The person's key or token for the service, where there is one. */
  readonly key?: () => string | undefined
}

export interface AskOptions
  extends Omit<CallOptions, 'limiter'>,
    Pick<Question<RequestSubject>, 'headers' | 'form' | 'uncached'> {
  readonly kind: RequestSubject['kind']
  /** How long an answer is good enough where the service names no time, in ms. */
  readonly lifetimeMs: number
}

/** How a service is tried: the person waits for it, and wants to know how it is now. */
export const checkManners: AskOptions = {
  kind: 'check',
  lifetimeMs: 0,
  uncached: true,
  maxRetries: 0,
  timeout: 10_000,
}

/** Asks one service. Rejects as `ServiceClient` does. */
export interface Asker {
  readonly service: ServiceName
  readonly key: string | undefined
  /** An address below the service's own. Parameters go into `search`. */
  url(path: string): URL
  /** An address that the service named: its own, or by https one of these host families. Undefined for any other. */
  named(address: string, hosts: readonly string[]): URL | undefined
  json<T>(url: URL, schema: z.ZodType<T>, context: AskContext, options: AskOptions): Promise<T>
  bytes(
    url: URL,
    media: readonly string[],
    context: AskContext,
    options: AskOptions,
  ): Promise<Pick<Bytes, 'bytes' | 'type'>>
}

export function createAsker(options: AskerOptions): Asker {
  const { service, client, session, limiter, baseUrl, key = () => undefined } = options

  const question = (
    url: URL,
    { about, anew = false, goodSince, priority = 'normal', signal, onState }: AskContext,
    { kind, lifetimeMs, ...call }: AskOptions,
  ): Question<RequestSubject> => ({
    ...call,
    what: { service, kind, title: about },
    url,
    session: session(),
    limiter,
    priority,
    minLifetimeMs: anew ? 0 : Math.max(lifetimeMs, goodSince === undefined ? 0 : Date.now() - goodSince),
    signal,
    onProgress: (progress) => onState(stateOf(progress)),
  })

  return {
    service,
    get key() {
      return key()
    },
    // Settings may leave the slash at the end out.
    url: (path) => new URL(`${baseUrl().replace(/\/+$/, '')}/${path}`),
    named(address, hosts) {
      const to = URL.parse(address)
      const base = URL.parse(baseUrl())
      return to !== null && base !== null && mayLeadTo(to, { base, hosts }) ? to : undefined
    },
    async json(url, schema, context, asked) {
      const { value, source, currentAt } = await client.json({ ...question(url, context, asked), schema })
      if (source === 'stale') context.onStale(currentAt)
      return value
    },
    async bytes(url, media, context, asked) {
      const { value } = await client.bytes({ ...question(url, context, asked), media })
      return value
    },
  }
}

const stateNames = {
  turn: 'waiting',
  busy: 'retrying',
  retry: 'retrying',
  offline: 'offline',
  'sign-in': 'signIn',
  paused: 'paused',
} as const

function stateOf(progress: RequestProgress): Omit<ServiceState, 'service'> {
  if (progress.kind === 'running') return { state: 'asking' }
  const { why, waitMs = 0 } = progress.look(0)
  // Of one that was not sent yet only the turn has to come.
  const state = why === 'busy' && progress.attempt === 1 ? 'waiting' : stateNames[why]
  return { state, ...(waitMs > 0 && { waitMs: Math.round(waitMs) }) }
}
