import { createHash } from 'node:crypto'
import type { Clock } from '../clock'
import { systemClock } from '../clock'
import { createFlights } from './flights'
import { createFreshness, type HeaderFields, ReplyHead, type Verdict } from './freshness'
import type { CacheStore, CacheUsage, KeptReply } from './store'

/** An answer as it came, its status 200 or 304. */
export interface CacheReply {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** What is asked for, by GET; or by POST, where asking changes nothing and the answer is as good for the next. */
export interface CacheRequest {
  readonly url: URL
  /** The form of a POST. */
  readonly form?: Readonly<Record<string, string>> | undefined
  readonly headers: HeaderFields
  /** How long an answer is good enough for the caller, whatever less the server says, in ms. Default 0. */
  readonly minLifetimeMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

export interface SendOptions {
  /** To be added to the request: the validators of what is kept. */
  readonly headers: HeaderFields
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal
  /** Whether something kept could stand in, so that there is no point in waiting for a network to come back. */
  readonly hasStale: boolean
}

/** Where an answer came from: a server, the cache, the cache with a server's consent, the cache for want of a server. */
export type ReplySource = 'network' | 'cache' | 'confirmed' | 'stale'

export interface CacheAnswer<T> {
  readonly value: T
  readonly source: ReplySource
  /** When the answer was current, in ms since 1970. */
  readonly currentAt: number
}

export interface CacheSteps<T> {
  /** Brings the answer from the server, with all the attempts that takes. */
  readonly send: (options: SendOptions) => Promise<CacheReply>
  /** Makes of an answer what the caller wants, or throws. Only an answer that could be read is kept. */
  readonly read: (reply: CacheReply) => Promise<T>
}

/** Asks a server only for what is not known, and never for the same thing twice at once. */
export interface HttpCache {
  /** @throws what `send` or `read` throw, or the signal's reason */
  fetch<T>(request: CacheRequest, steps: CacheSteps<T>): Promise<CacheAnswer<T>>
  usage(): Promise<CacheUsage>
  clear(): Promise<void>
  /** Never rejects: what was kept stays kept as far as it came. */
  close(): Promise<void>
}

export interface HttpCacheOptions {
  readonly store: CacheStore
  /** Whether a failure of `send` means that the server cannot be asked now, so that a stale answer helps. */
  readonly isUnreachable: (error: unknown) => boolean
  /** Told of a store that fails. The answer is then fetched as if nothing were kept. */
  readonly onTrouble: (error: unknown) => void
  /** Default: the system's. */
  readonly clock?: Clock
}

/** What a flight brings home, before anybody has read it. */
interface Landed {
  readonly reply: CacheReply
  readonly source: ReplySource
  readonly currentAt: number
  /** Keeps it; the first reader that could make sense of it calls this. */
  readonly keep?: () => void
}

interface Known extends KeptReply {
  readonly parsed: ReplyHead
  readonly verdict: Verdict
}

export function createHttpCache(options: HttpCacheOptions): HttpCache {
  const { store, isUnreachable, onTrouble, clock = systemClock } = options
  const freshness = createFreshness(clock)
  const flights = createFlights<Landed>()

  const guarded = async <T>(work: Promise<T>): Promise<T | undefined> => {
    try {
      return await work
    } catch (error) {
      onTrouble(error)
      return undefined
    }
  }

  async function known(key: string, request: CacheRequest): Promise<Known | undefined> {
    const kept = await guarded(store.get(key))
    if (kept === undefined) return undefined
    const parsed = ReplyHead.safeParse(jsonOf(kept.head))
    // Of another version of the program: as if it were not there.
    if (!parsed.success) return undefined
    const verdict = freshness.judge(parsed.data, request.headers, request.minLifetimeMs ?? 0)
    return { ...kept, parsed: parsed.data, verdict }
  }

  function landedFrom(found: Known, source: ReplySource, head = found.parsed): Landed {
    return {
      reply: { status: 200, headers: new Headers(head.resh), bytes: found.body },
      source,
      currentAt: source === 'confirmed' ? clock.wallNow() : clock.wallNow() - found.verdict.ageMs,
    }
  }

  async function fly<T>(
    key: string,
    request: CacheRequest,
    { send, read }: CacheSteps<T>,
    signal: AbortSignal,
  ): Promise<Landed> {
    const kept = await known(key, request)
    // What an earlier version could read and this one cannot is no answer.
    const found = kept !== undefined && (await isReadable(kept, read)) ? kept : undefined
    if (found?.verdict.use === 'fresh') return landedFrom(found, 'cache')
    const keep = (head: ReplyHead | undefined, body: Uint8Array<ArrayBuffer>) => () => {
      // Nobody waits for the disk.
      void guarded(
        head === undefined ? store.delete(key) : store.put(key, { head: JSON.stringify(head), body }),
      )
    }
    const hasStale = found !== undefined && found.verdict.use !== 'never'
    let reply: CacheReply
    try {
      reply = await send({ headers: found?.verdict.validators ?? {}, signal, hasStale })
      const head =
        reply.status === 304 && found !== undefined
          ? freshness.confirmed(found.parsed, request.headers, fieldsOf(reply.headers))
          : undefined
      if (head !== undefined && found !== undefined) {
        return { ...landedFrom(found, 'confirmed', head), keep: keep(head, found.body) }
      }
      // “Not modified” of something that we do not have: asked again, without conditions.
      if (reply.status === 304) reply = await send({ headers: {}, signal, hasStale })
    } catch (error) {
      if (found === undefined || !hasStale || signal.aborted || !isUnreachable(error)) throw error
      return landedFrom(found, 'stale')
    }
    const head = freshness.headOf(request.headers, {
      status: reply.status,
      headers: fieldsOf(reply.headers),
    })
    return { reply, source: 'network', currentAt: clock.wallNow(), keep: keep(head, reply.bytes) }
  }

  return {
    async fetch(request, steps) {
      const key = keyOf(request)
      const landed = await flights.join(key, (signal) => fly(key, request, steps, signal), request.signal)
      const value = await steps.read(landed.reply)
      landed.keep?.()
      return { value, source: landed.source, currentAt: landed.currentAt }
    },
    usage: () => store.usage(),
    clear: () => store.clear(),
    async close() {
      await guarded(store.close())
    },
  }
}

/**
 * Addresses and forms may carry keys and tokens, so none is kept. Whoever signs in gets answers of their own.
 */
function keyOf({ url, form, headers }: CacheRequest): string {
  const whole = new URL(url)
  whole.hash = ''
  return createHash('sha256')
    .update(`${form === undefined ? 'GET' : 'POST'} ${whole.href}\n${headers['authorization'] ?? ''}`)
    .update(form === undefined ? '' : `\n${new URLSearchParams(form)}`)
    .digest('hex')
}

async function isReadable<T>(found: Known, read: CacheSteps<T>['read']): Promise<boolean> {
  try {
    await read({ status: 200, headers: new Headers(found.parsed.resh), bytes: found.body })
    return true
  } catch {
    return false
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const fieldsOf = (headers: Headers): Record<string, string> => Object.fromEntries(headers)
