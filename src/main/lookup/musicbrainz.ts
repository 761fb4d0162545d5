import type { z } from 'zod'
import type { RequestSubject, ServiceState } from '../../shared/ipc'
import {
  type CacheAnswer,
  type HttpSession,
  HttpStatusError,
  type Question,
  type RateLimiter,
  type RequestProgress,
  type ServiceClient,
} from '../http'
import { luceneQueries, luceneTrackQuery } from './lucene'
import type { Release } from './release'
import { EditionsReply, ReleaseReply, SearchReply, TracksReply } from './release-json'
import type { AskContext, LookupService } from './service'
import { notFound } from './service-problem'
import { serviceTitles } from './service-titles'

export interface MusicBrainzOptions {
  readonly client: ServiceClient<RequestSubject>
  readonly session: HttpSession
  /** One request a second for the whole app, and so the app's only one. */
  readonly limiter: RateLimiter
  /** The Cover Art Archive states no limit; ours keeps it gentle. Default: none. */
  readonly coverLimiter?: RateLimiter
  /** Asked before each request, so that a changed setting counts at once. */
  readonly urls: () => { readonly baseUrl: string; readonly coverArtUrl: string }
}

const title = serviceTitles.musicbrainz
/** One request brings them all; an album may well have twenty editions. */
const hitsPerSearch = 25
/** The most that one request may bring. */
const tracksPerSearch = 100
const mostEditions = 100
const everything = 'recordings+artist-credits+labels+release-groups+media+isrcs+genres'
/** Covers are redirected to one of the Internet Archive's machines. */
const coverHosts = ['archive.org']
/**
 * How long an answer is good enough, in ms: MusicBrainz names no time. Searches change with every edit there; a release
 * seldom does, and the cover of one hardly ever.
 */
const lifetimes = { search: 3_600_000, release: 86_400_000, cover: 30 * 86_400_000 }
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
  const { client, session, limiter, coverLimiter } = options

  const urlOf = (path: string): URL => new URL(below(options.urls().baseUrl, path))
  const asking = (
    kind: RequestSubject['kind'],
    url: URL,
    { about, anew = false, signal, onState }: AskContext,
  ): Question<RequestSubject> => ({
    what: { service: 'musicbrainz', kind, title: about },
    url,
    session,
    minLifetimeMs: anew ? 0 : lifetimes[kind],
    signal,
    onProgress: (progress) => onState(stateOf(progress)),
  })

  async function release(id: string, context: AskContext): Promise<Release> {
    try {
      // Written out: a `+` is a separator here, and would be escaped as a parameter.
      const url = urlOf(`release/${encodeURIComponent(id)}?inc=${everything}&fmt=json`)
      return await answer('release', url, ReleaseReply, context)
    } catch (error) {
      if (isMissing(error)) throw notFound(title, error)
      throw error
    }
  }

  async function answer<T>(
    kind: 'search' | 'release',
    url: URL,
    schema: z.ZodType<T>,
    context: AskContext,
  ): Promise<T> {
    return valueIn(await client.json({ ...asking(kind, url, context), limiter, schema }), context)
  }

  function listUrl(entity: 'release' | 'recording', parameters: Record<string, string>, limit: number): URL {
    const url = urlOf(entity)
    url.search = String(new URLSearchParams({ ...parameters, fmt: 'json', limit: String(limit) }))
    return url
  }

  return {
    name: 'musicbrainz',
    title,
    release,

    async search(query, context) {
      const queries = luceneQueries(query)
      if (query.releaseId !== undefined) {
        const named = await releaseOrNone(query.releaseId, context, queries.length > 0)
        if (named !== undefined) return [named]
      }
      for (const text of queries) {
        const url = listUrl('release', { query: text }, hitsPerSearch)
        const hits = await answer('search', url, SearchReply, context)
        if (hits.length > 0) return hits
      }
      return []
    },

    async editions(groupId, context) {
      const parameters = { 'release-group': groupId, inc: everything.replaceAll('+', ' ') }
      return await answer('release', listUrl('release', parameters, mostEditions), EditionsReply, context)
    },

    async findTracks(query, context) {
      const text = luceneTrackQuery(query)
      if (text === '') return []
      const url = listUrl('recording', { query: text }, tracksPerSearch)
      return await answer('search', url, TracksReply, context)
    },

    async cover({ id, hasFrontCover }, context) {
      if (hasFrontCover === false) return undefined
      try {
        const url = new URL(below(options.urls().coverArtUrl, `release/${encodeURIComponent(id)}/front-500`))
        // Its progress is nobody's business, and an old cover is as good as a new one.
        const question = asking('cover', url, { ...context, anew: false, onState: () => {} })
        const { value } = await client.bytes({ ...question, ...coverOptions, limiter: coverLimiter })
        return { bytes: value.bytes, mime: value.type }
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

function valueIn<T>({ value, source, currentAt }: CacheAnswer<T>, { onStale }: AskContext): T {
  if (source === 'stale') onStale(currentAt)
  return value
}

/** MusicBrainz says 400 to what is no id at all. */
const isMissing = (error: unknown): boolean =>
  error instanceof HttpStatusError && (error.status === 404 || error.status === 400)

/** Settings may leave the slash at the end out. */
const below = (base: string, path: string): string => `${base.replace(/\/+$/, '')}/${path}`

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
