import { type Dialect, RateLimiter } from '../../http'
import { foldBarcode } from '../matching/fold'
import type { Release } from '../release'
import type { AlbumQuery, AlbumSource, AskContext, CoverSource } from '../service'
import { notFound, orNone } from '../service-problem'
import { type Asker, type AskOptions, checkManners } from './asker'
import type { ServiceDefinition } from './definition'
import { DiscogsRelease, SearchReply, VersionsReply } from './discogs-json'
import { isVariousName } from './foreign-release'
import { fetchPicture, hasLikeName } from './picture'
import { serviceTitles } from './titles'

/** Where pictures are kept. */
const pictureHosts = ['i.discogs.com']
const hitsPerSearch = 25
/** Each costs a request of the sixty a minute. */
const mostEditions = 3
const mostCovers = 3
/** How long an answer is good enough, in ms: Discogs names no time. */
const lifetimes = { search: 3_600_000, release: 86_400_000 }

const dialect: Dialect = { isSpent: (headers) => headers.get('x-discogs-ratelimit-remaining') === '0' }

/** Discogs' API, with the person's own token. It allows 60 requests a minute with one. */
export const discogs: ServiceDefinition = {
  name: 'discogs',
  limiter: () => new RateLimiter(60, 60_000, { margin: 500 }),
  poolMaxsize: 2,
  connect: (ask) => ({
    albums: albumsOf(ask),
    covers: coversOf(ask),
    async check(context) {
      await ask.json(searchUrl(ask, { q: 'a' }, 1), SearchReply, context, {
        ...manners(ask, 'search'),
        ...checkManners,
      })
    },
  }),
}

const manners = (ask: Asker, kind: 'search' | 'release'): AskOptions => ({
  kind,
  lifetimeMs: lifetimes[kind],
  dialect,
  ...(ask.key !== undefined && { headers: { authorization: `Discogs token=${ask.key}` } }),
  // Its windows are minutes.
  backoffFactor: 2,
})

function searchUrl(ask: Asker, wanted: Readonly<Record<string, string>>, perPage = hitsPerSearch): URL {
  const url = ask.url('database/search')
  url.search = String(new URLSearchParams({ type: 'release', ...wanted, per_page: String(perPage) }))
  return url
}

const search = (ask: Asker, wanted: Readonly<Record<string, string>>, context: AskContext) =>
  ask.json(searchUrl(ask, wanted), SearchReply, context, manners(ask, 'search'))

/** The release with its front; undefined where there is none of this id. */
async function releaseOrNone(ask: Asker, id: string, context: AskContext) {
  if (!/^\d+$/.test(id)) return undefined
  return await orNone(ask.json(ask.url(`releases/${id}`), DiscogsRelease, context, manners(ask, 'release')))
}

const digitsOf = (barcode: string | undefined): string => barcode?.replace(/\D/g, '') ?? ''

const byName = (title: string, artist: string) => ({
  release_title: title,
  ...(artist !== '' && !isVariousName(artist) && { artist }),
})

function albumsOf(ask: Asker): AlbumSource {
  return {
    name: ask.service,

    async search(query: AlbumQuery, context) {
      for (const wanted of searches(query)) {
        const hits = await search(ask, wanted, context)
        if (hits.length > 0) return hits
      }
      return []
    },

    async editions(groupId, context, likely = []) {
      if (!/^\d+$/.test(groupId)) return []
      const url = ask.url(`masters/${groupId}/versions?per_page=100`)
      const versions = await ask.json(url, VersionsReply, context, manners(ask, 'release'))
      // Only a release itself says what is on it.
      const asked = [...new Set([...likely, ...versions])].slice(0, mostEditions)
      const editions: Release[] = []
      for (const id of asked) {
        const found = await releaseOrNone(ask, id, context)
        if (found !== undefined) editions.push(found.release)
      }
      return editions
    },

    // A search by a track's title answers releases, and does not say which track of theirs it is.
    findTracks: async () => [],

    async release(id, context) {
      const found = await releaseOrNone(ask, id, context)
      if (found === undefined) throw notFound(serviceTitles.discogs)
      return found.release
    },
  }
}

/** What to search by, the surest first: a code names one release, or none of theirs. */
function searches({ freeText, barcode, catalogNumbers, albumTitles, artists }: AlbumQuery) {
  if (freeText !== undefined) return [{ q: freeText }]
  const digits = digitsOf(barcode)
  const [title = ''] = albumTitles
  const [number = ''] = catalogNumbers
  const artist = artists.find((name) => !isVariousName(name)) ?? ''
  return [
    ...(digits === '' ? [] : [{ barcode: digits }]),
    ...(title === '' ? [] : [byName(title, artist)]),
    ...(number === '' ? [] : [{ catno: number }]),
  ]
}

function coversOf(ask: Asker): CoverSource {
  return {
    name: ask.service,

    async find(query, context) {
      const { release, barcode, title, artist } = query
      if (release?.service === 'discogs') {
        const own = await releaseOrNone(ask, release.id, context)
        if (own?.front !== undefined)
          return [
            {
              id: own.release.id,
              certain: true,
              title: own.release.title,
              artist: own.release.artist.display,
              ...sizeOf(own.front),
            },
          ]
      }
      const digits = digitsOf(barcode)
      const coded = digits === '' ? [] : await search(ask, { barcode: digits }, context)
      const found =
        coded.length > 0 || title === '' ? coded : await search(ask, byName(title, artist), context)
      return found
        .filter((hit) => coded.length > 0 || hasLikeName(query, hit.title, hit.artist.display))
        .slice(0, mostCovers)
        .map((hit) => ({
          id: hit.id,
          certain: coded.length > 0 && foldBarcode(hit.barcode) === foldBarcode(digits),
          title: hit.title,
          artist: hit.artist.display,
        }))
        .sort((a, b) => Number(b.certain) - Number(a.certain))
    },

    async fetch(id, size, context) {
      const front = (await releaseOrNone(ask, id, { ...context, anew: false }))?.front
      const address = size === 'small' && front?.uri150 ? front.uri150 : (front?.uri ?? '')
      const url = ask.named(address, pictureHosts)
      return url === undefined ? undefined : await fetchPicture(ask, url, context, pictureHosts)
    },
  }
}

const sizeOf = ({ width, height }: { width: number | undefined; height: number | undefined }) =>
  width === undefined || height === undefined ? {} : { width, height }
