import {
  type AttemptEvent,
  type HttpSession,
  HttpStatusError,
  type RateLimiter,
  type RequestOptions,
  type RequestResult,
  request,
} from '../http'
import { luceneQueries } from './lucene'
import type { Release } from './release'
import { ReleaseReply, SearchReply } from './release-json'
import type { AskContext, LookupService } from './service'
import { notFound } from './service-problem'

export interface MusicBrainzOptions {
  readonly http: HttpSession
  /** One request a second for the whole app, and so the app's only one. */
  readonly limiter: RateLimiter
  /** The Cover Art Archive states no limit; ours keeps it gentle. Default: none. */
  readonly coverLimiter?: RateLimiter
  /** Asked before each request, so that a changed setting counts at once. */
  readonly urls: () => { readonly baseUrl: string; readonly coverArtUrl: string }
}

const title = 'MusicBrainz'
/** One request brings them all; an album may well have twenty editions. */
const hitsPerSearch = 25
const everything = 'recordings+artist-credits+labels+release-groups+media+isrcs+genres'
/** Covers are redirected to one of the Internet Archive's machines. */
const coverHosts = ['archive.org']
/** A cover is a bonus: the proposal does not wait long for it. */
const coverOptions = {
  hosts: coverHosts,
  media: ['image/jpeg', 'image/png', 'image/webp', 'image/gif'],
  timeout: 20_000,
  maxRetries: 1,
  maxBytes: 25_000_000,
} as const

/** MusicBrainz WS/2 and the Cover Art Archive. Limits and manners: docs of the API, “Rate Limiting”. */
export function createMusicBrainz(options: MusicBrainzOptions): LookupService {
  const { http, limiter, coverLimiter } = options

  const urlOf = (path: string): string => below(options.urls().baseUrl, path)
  const asking = ({ signal, onState }: AskContext): RequestOptions => ({
    session: http,
    limiter,
    signal,
    onAttempt: (event) => onState(stateOf(event, limiter)),
  })

  async function release(id: string, context: AskContext): Promise<Release> {
    try {
      // Written out: a `+` is a separator here, and would be escaped as a parameter.
      const url = urlOf(`release/${encodeURIComponent(id)}?inc=${everything}&fmt=json`)
      return answered(await request(url, { ...asking(context), schema: ReleaseReply }))
    } catch (error) {
      if (isMissing(error)) throw notFound(title, error)
      throw error
    }
  }

  return {
    name: 'musicbrainz',
    title,
    detailsPerSearch: 2,
    release,

    async search(query, context) {
      const queries = luceneQueries(query)
      if (query.releaseId !== undefined) {
        const found = await releaseOrNone(query.releaseId, context, queries.length > 0)
        if (found !== undefined) return [found]
      }
      // Three requests at most, the one for the release included.
      for (const text of query.releaseId === undefined ? queries : queries.slice(0, 2)) {
        const found = await request(urlOf('release'), {
          ...asking(context),
          searchParams: { query: text, fmt: 'json', limit: hitsPerSearch },
          schema: SearchReply,
        })
        const hits = answered(found)
        if (hits.length > 0) return hits
      }
      return []
    },

    async cover({ id, hasFrontCover }, { signal }) {
      if (hasFrontCover === false) return undefined
      try {
        const url = below(options.urls().coverArtUrl, `release/${encodeURIComponent(id)}/front-500`)
        const { bytes, type } = answered(
          await request(url, { ...coverOptions, session: http, limiter: coverLimiter, signal }),
        )
        return { bytes, mime: type }
      } catch (error) {
        // No cover is the usual case, not a failure.
        if (isMissing(error)) return undefined
        throw error
      }
    },
  }

  /** The release that the files name. It may be gone, or of another service: then the search goes on without. */
  async function releaseOrNone(id: string, context: AskContext, goOn: boolean): Promise<Release | undefined> {
    try {
      return await release(id, context)
    } catch (error) {
      if (goOn && error instanceof Error && isMissing(error.cause)) return undefined
      throw error
    }
  }
}

/** @throws what went wrong; for an abort its reason, which is the caller's own */
function answered<T>(result: RequestResult<T>): T {
  if (result.ok) return result.data
  throw result.error.code === 'aborted' ? result.error.cause : result.error
}

/** MusicBrainz says 400 to what is no id at all. */
const isMissing = (error: unknown): boolean =>
  error instanceof HttpStatusError && (error.status === 404 || error.status === 400)

/** Settings may leave the slash at the end out. */
const below = (base: string, path: string): string => `${base.replace(/\/+$/, '')}/${path}`

function stateOf(event: AttemptEvent, limiter: RateLimiter): Parameters<AskContext['onState']>[0] {
  switch (event.kind) {
    case 'waiting':
      return timed('waiting', limiter.state().nextSlotIn)
    case 'sent':
      return { state: 'asking' }
    case 'retrying':
      return timed('retrying', event.delay)
  }
}

const timed = (state: 'waiting' | 'retrying', waitMs: number) =>
  waitMs > 0 ? { state, waitMs: Math.round(waitMs) } : { state }
