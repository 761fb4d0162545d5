import { type Dialect, RateLimiter } from '../../http'
import type { Release } from '../release'
import type { AlbumQuery, AlbumSource, AskContext, CoverSource, FoundCover } from '../service'
import { notFound } from '../service-problem'
import { type Asker, type AskOptions, checkManners } from './asker'
import type { ServiceDefinition } from './definition'
import { isVariousName } from './foreign-release'
import { type ItunesAlbum, ItunesReply, named, toRelease } from './itunes-json'
import { fetchPicture, hasLikeName } from './picture'
import { serviceTitles } from './titles'

/** Where covers are kept. */
const pictureHosts = ['mzstatic.com']
const hitsPerSearch = 25
const coversPerSearch = 8
/** The most that one request brings. */
const mostSongs = 200
/** How long an answer is good enough, in ms: Apple names no time, and asks for few requests. */
const lifetimes = { search: 86_400_000, release: 7 * 86_400_000 }
/** In pixels. Apple makes any size up to the original's, and never a larger one. */
const sides = { small: 250, large: 1800 }

/** It says 403 to whoever asks too often, and to nobody else. */
const dialect: Dialect = { statusOf: ({ status }) => (status === 403 ? 429 : status) }
/** Its limit is by the minute, so that a second's wait would not help. */
const patience = { backoffFactor: 10, maxDelay: 60_000 }

/** Apple's iTunes Search API. It allows “approximately 20 calls per minute”. */
export const itunes: ServiceDefinition = {
  name: 'itunes',
  limiter: () => new RateLimiter(20, 60_000, { margin: 500 }),
  poolMaxsize: 2,
  connect: (ask) => ({
    albums: albumsOf(ask),
    covers: coversOf(ask),
    async check(context) {
      await ask.json(searchUrl(ask, 'a', 1), ItunesReply, context, { ...checkManners, dialect })
    },
  }),
}

const manners = (kind: 'search' | 'release'): AskOptions => ({
  kind,
  lifetimeMs: lifetimes[kind],
  dialect,
  ...patience,
})

function searchUrl(ask: Asker, term: string, limit: number): URL {
  const url = ask.url('search')
  url.search = String(new URLSearchParams({ term, media: 'music', entity: 'album', limit: String(limit) }))
  return url
}

type Looked = { readonly album: ItunesAlbum; readonly release: Release }

/** The album of this id or with this barcode, in full. Undefined where there is none. */
async function lookUp(
  ask: Asker,
  by: { readonly id: string } | { readonly upc: string },
  context: AskContext,
): Promise<Looked | undefined> {
  const url = ask.url('lookup')
  url.search = String(new URLSearchParams({ ...by, entity: 'song', limit: String(mostSongs) }))
  const { albums, songs } = await ask.json(url, ItunesReply, context, manners('release'))
  const [album] = albums
  if (album === undefined) return undefined
  const release = toRelease(album, songs)
  // The answer does not repeat the barcode.
  return { album, release: 'upc' in by ? { ...release, barcode: by.upc } : release }
}

async function byBarcode(
  ask: Asker,
  barcode: string | undefined,
  context: AskContext,
): Promise<Looked | undefined> {
  const upc = barcode?.replace(/\D/g, '') ?? ''
  return upc === '' ? undefined : await lookUp(ask, { upc }, context)
}

const termOf = (title: string, artist: string): string =>
  [isVariousName(artist) ? '' : artist, title].filter((part) => part !== '').join(' ')

function albumsOf(ask: Asker): AlbumSource {
  async function release(id: string, context: AskContext): Promise<Release> {
    const found = /^\d+$/.test(id) ? await lookUp(ask, { id }, context) : undefined
    if (found === undefined) throw notFound(serviceTitles.itunes)
    return found.release
  }

  return {
    name: ask.service,
    release,
    editions: async (groupId, context) => [await release(groupId, context)],

    async search({ freeText, albumTitles, artists, barcode }: AlbumQuery, context) {
      const coded = freeText === undefined ? await byBarcode(ask, barcode, context) : undefined
      if (coded !== undefined) return [coded.release]
      const [title = ''] = albumTitles
      const artist = artists.find((name) => !isVariousName(name)) ?? ''
      const term = freeText ?? (title === '' ? '' : termOf(title, artist))
      if (term === '') return []
      const url = searchUrl(ask, term, hitsPerSearch)
      const { albums } = await ask.json(url, ItunesReply, context, manners('search'))
      return albums.map((album) => toRelease(album))
    },

    // It knows songs one by one only, and a minute's worth of requests is soon spent.
    findTracks: async () => [],
  }
}

function coversOf(ask: Asker): CoverSource {
  const toCover = (album: ItunesAlbum, certain: boolean): FoundCover[] =>
    ask.named(album.artworkUrl100, pictureHosts) === undefined
      ? []
      : [
          {
            id: album.artworkUrl100,
            certain,
            title: named(album.collectionName).title,
            artist: album.artistName,
          },
        ]

  return {
    name: ask.service,

    async find(query, context) {
      const { release, barcode, title, artist } = query
      const own =
        release?.service === 'itunes' && /^\d+$/.test(release.id)
          ? await lookUp(ask, { id: release.id }, context)
          : await byBarcode(ask, barcode, context)
      if (own !== undefined) return toCover(own.album, true)
      if (title === '') return []
      const url = searchUrl(ask, termOf(title, artist), coversPerSearch)
      const { albums } = await ask.json(url, ItunesReply, context, manners('search'))
      return albums
        .filter((album) => hasLikeName(query, named(album.collectionName).title, album.artistName))
        .flatMap((album) => toCover(album, false))
    },

    async fetch(id, size, context) {
      const linked = ask.named(id, pictureHosts)
      if (linked === undefined) return undefined
      const side = sides[size]
      linked.pathname = linked.pathname.replace(/\/\d+x\d+(?=[^/]*$)/, `/${side}x${side}`)
      return await fetchPicture(ask, linked, context, pictureHosts)
    },
  }
}
