import type { z } from 'zod'
import { HttpStatusError, RateLimiter } from '../../http'
import type { Release } from '../release'
import type { AlbumSource, AskContext } from '../service'
import { notFound } from '../service-problem'
import { type Asker, checkManners } from './asker'
import type { ServiceDefinition } from './definition'
import { DiscReply, EditionsReply, ReleaseReply, SearchReply, TracksReply } from './musicbrainz-json'
import { luceneQueries, luceneTrackQuery } from './musicbrainz-query'
import { serviceTitles } from './titles'

const title = serviceTitles.musicbrainz
/** One request brings them all; an album may well have twenty editions. */
const hitsPerSearch = 25
/** The most that one request may bring. */
const tracksPerSearch = 100
const mostEditions = 100
const everything = 'recordings+artist-credits+labels+release-groups+media+isrcs+genres'
/**
 * How long an answer is good enough, in ms: MusicBrainz names no time. Searches change with every edit there; a release
 * seldom does.
 */
const lifetimes = { search: 3_600_000, release: 86_400_000 }

/** MusicBrainz WS/2. Limits and manners: docs of the API, “Rate Limiting”. */
export const musicBrainz: ServiceDefinition = {
  name: 'musicbrainz',
  // One request a second is what it asks of every program; one at a time, so that a slow answer and the next do not
  // overlap.
  limiter: () => new RateLimiter(1, 1000, { margin: 100 }),
  poolMaxsize: 1,
  connect: (ask) => ({
    albums: albumsOf(ask),
    async check(context) {
      await ask.json(listUrl(ask, 'release', { query: 'release:a' }, 1), SearchReply, context, checkManners)
    },
  }),
}

function listUrl(
  ask: Asker,
  entity: 'release' | 'recording',
  parameters: Record<string, string>,
  limit: number,
): URL {
  const url = ask.url(entity)
  url.search = String(new URLSearchParams({ ...parameters, fmt: 'json', limit: String(limit) }))
  return url
}

function albumsOf(ask: Asker): AlbumSource {
  async function release(id: string, context: AskContext): Promise<Release> {
    try {
      // Written out: a `+` is a separator here, and would be escaped as a parameter.
      const url = ask.url(`release/${encodeURIComponent(id)}?inc=${everything}&fmt=json`)
      return await answer('release', url, ReleaseReply, context)
    } catch (error) {
      if (isMissing(error)) throw notFound(title, error)
      throw error
    }
  }

  const answer = <T>(kind: 'search' | 'release', url: URL, schema: z.ZodType<T>, context: AskContext) =>
    ask.json(url, schema, context, { kind, lifetimeMs: lifetimes[kind] })

  return {
    name: ask.service,
    release,

    async search(query, context) {
      const queries = luceneQueries(query)
      if (query.releaseId !== undefined) {
        const named = await releaseOrNone(query.releaseId, context, queries.length > 0)
        if (named !== undefined) return [named]
      }
      if (query.discId !== undefined) {
        const pressed = await ofDisc(query.discId, context)
        if (pressed.length > 0) return pressed
      }
      for (const text of queries) {
        const url = listUrl(ask, 'release', { query: text }, hitsPerSearch)
        const hits = await answer('search', url, SearchReply, context)
        if (hits.length > 0) return hits
      }
      return []
    },

    async editions(groupId, context) {
      const parameters = { 'release-group': groupId, inc: everything.replaceAll('+', ' ') }
      return await answer(
        'release',
        listUrl(ask, 'release', parameters, mostEditions),
        EditionsReply,
        context,
      )
    },

    async findTracks(query, context) {
      const text = luceneTrackQuery(query)
      if (text === '') return []
      const url = listUrl(ask, 'recording', { query: text }, tracksPerSearch)
      return await answer('search', url, TracksReply, context)
    },
  }

  /** The releases with this CD, in full. */
  async function ofDisc(id: string, context: AskContext): Promise<readonly Release[]> {
    try {
      const url = ask.url(`discid/${encodeURIComponent(id)}?inc=${everything}&cdstubs=no&fmt=json`)
      return await answer('release', url, DiscReply, context)
    } catch (error) {
      if (isMissing(error)) return []
      throw error
    }
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

/** MusicBrainz says 400 to what is no id at all. */
const isMissing = (error: unknown): boolean =>
  error instanceof HttpStatusError && (error.status === 404 || error.status === 400)
