import type { z } from 'zod'
import type { CacheAnswer, CacheReply, HttpCache, SendOptions } from './cache'
import { type Connectivity, OfflineError } from './connectivity'
import { createGate } from './gate'
import type { Priority } from './line'
import type { RateLimiter } from './rate-limiter'
import { type Bytes, readResponse, request } from './request'
import type { QueueSlot, RequestProgress, RequestQueue, Wait } from './request-queue'
import { RetryError } from './retry'
import { mayPass, saysBusy } from './retry-policy'
import type { CallOptions, HttpSession } from './session'

/** One question to a service: by GET, or with a form by POST, which changes nothing there either. */
export interface Question<What> extends Omit<CallOptions, 'limiter'> {
  /** For the queue. */
  readonly what: What
  readonly url: URL
  /** Sent with the question; not to other hosts that it is redirected to. */
  readonly headers?: Readonly<Record<string, string>>
  /** What is too long for an address, or too secret. */
  readonly form?: Readonly<Record<string, string>>
  readonly session: HttpSession
  /** Every attempt takes a slot of it. */
  readonly limiter?: RateLimiter | undefined
  readonly priority?: Priority
  /** How long an answer is good enough, whatever less the service says, in ms. Default 0. */
  readonly minLifetimeMs?: number
  /** It is about how the service is now: nothing kept may answer, and nothing is kept. */
  readonly uncached?: boolean
  readonly signal?: AbortSignal | undefined
  /** What happens to the request, where one is made. Who joins a request of somebody else is told nothing. */
  readonly onProgress?: (progress: RequestProgress) => void
}

/** Asks services as a guest should: what is known is not asked again, and all that is asked stands in one queue. */
export interface ServiceClient<What> {
  /**
   * The answer, as `schema` makes it.
   * @throws RequestRetryError or an HttpError for what the network or the server does; RequestCancelledError when it was
   *   cancelled in the queue; the signal's reason when aborted
   */
  json<T>(question: Question<What> & { readonly schema: z.ZodType<T> }): Promise<CacheAnswer<T>>
  /** Bytes of one of these media types. Throws as `json` does. */
  bytes(question: Question<What> & { readonly media: readonly string[] }): Promise<CacheAnswer<Bytes>>
}

export interface ServiceClientOptions<What, Failure> {
  readonly cache: HttpCache
  readonly queue: RequestQueue<What, Failure>
  readonly connectivity: Connectivity
}

export function createServiceClient<What, Failure>(
  options: ServiceClientOptions<What, Failure>,
): ServiceClient<What> {
  const { cache, queue } = options

  const ask = <T>(
    question: Question<What>,
    accept: string,
    read: (reply: CacheReply) => Promise<T>,
  ): Promise<CacheAnswer<T>> => {
    const { url, headers, form, minLifetimeMs, signal, what, uncached = false } = question
    const sent = (sending: SendOptions): Promise<CacheReply> =>
      queue.run(what, (slot) => send(question, accept, options, sending, slot), { signal: sending.signal })
    if (uncached) return askNow(sent, read, signal)
    return cache.fetch(
      { url, form, headers: { accept, ...headers }, minLifetimeMs, signal },
      { read, send: sent },
    )
  }

  return {
    json: (question) =>
      ask(question, 'application/json', async (reply) => {
        const data = await readResponse(
          responseOf(reply),
          question.schema,
          undefined,
          factsOf(question, reply),
        )
        return data as z.output<typeof question.schema>
      }),
    bytes: (question) =>
      ask(question, question.media.join(', '), async (reply) => {
        const data = await readResponse(
          responseOf(reply),
          undefined,
          question.media,
          factsOf(question, reply),
        )
        return data as Bytes
      }),
  }
}

async function askNow<T>(
  sent: (sending: SendOptions) => Promise<CacheReply>,
  read: (reply: CacheReply) => Promise<T>,
  signal: AbortSignal = new AbortController().signal,
): Promise<CacheAnswer<T>> {
  const reply = await sent({ headers: {}, signal, hasStale: false })
  return { value: await read(reply), source: 'network', currentAt: Date.now() }
}

/** The attempts of one request, each through the gate, and each told of. */
async function send<What, Failure>(
  question: Question<What>,
  accept: string,
  { queue, connectivity }: ServiceClientOptions<What, Failure>,
  { headers, hasStale }: SendOptions,
  slot: QueueSlot,
): Promise<CacheReply> {
  const { what: _what, url, form, minLifetimeMs: _lifetime, uncached: _uncached, ...more } = question
  const { signal: _signal, onProgress, ...rest } = more
  const { limiter, maxRetries = 3 } = rest
  const maxAttempts = maxRetries + 1
  let attempt = 1
  const tell = (progress: RequestProgress): void => {
    slot.report(progress)
    onProgress?.(progress)
  }
  const waits = (look: (ahead: number) => Wait, line?: object): void =>
    tell({ kind: 'waiting', look, line, attempt, maxAttempts })
  const waitsForTurn = (): void => waits((ahead) => turnOf(limiter, ahead), limiter)

  const result = await request(url, {
    ...rest,
    maxRetries,
    signal: slot.signal,
    headers: { accept, ...rest.headers, ...headers },
    ...(form !== undefined && { method: 'POST', data: form, idempotent: true }),
    gate: createGate({
      pause: queue,
      connectivity,
      impatient: hasStale,
      onWait: (look) => (look === undefined ? waitsForTurn() : waits(look)),
    }),
    onAttempt: (event) => {
      attempt = event.attempt
      if (event.kind === 'waiting') waitsForTurn()
      else if (event.kind === 'sent') tell({ kind: 'running', attempt, maxAttempts })
      else {
        attempt += 1
        const until = performance.now() + event.delay
        const why = saysWhen(event.error) ? 'busy' : 'retry'
        waits(() => ({ why, waitMs: Math.max(0, until - performance.now()) }))
      }
    },
  })
  if (!result.ok) throw slot.signal.aborted ? slot.signal.reason : result.error
  const { response } = result
  return {
    status: response.status,
    headers: response.headers,
    bytes: new Uint8Array(await response.arrayBuffer()),
  }
}

/** When it is this one's turn, as far as can be said: others may come first, or give up. */
function turnOf(limiter: RateLimiter | undefined, ahead: number): Wait {
  if (limiter === undefined) return { why: 'turn' }
  const { nextSlotIn, paused, pace } = limiter.state()
  const interval = limiter.timeWindow / limiter.maxCalls / pace
  return { why: paused || pace < 1 ? 'busy' : 'turn', waitMs: nextSlotIn + ahead * interval }
}

/** Whether it is the service's own word how long to wait. */
const saysWhen = (error: unknown): boolean => saysBusy(error) && error.retryAfter !== undefined

/** Whether what failed may be a matter of the moment, so that an old answer is better than none. */
export function isUnreachable(error: unknown): boolean {
  if (error instanceof RetryError) return isUnreachable(error.cause)
  return error instanceof OfflineError || mayPass(error)
}

const responseOf = ({ headers, bytes }: CacheReply): Response => new Response(bytes, { headers })

const factsOf = ({ url, form }: Question<unknown>, { status }: CacheReply) => ({
  method: form === undefined ? 'GET' : 'POST',
  url,
  status,
})
