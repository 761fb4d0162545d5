import { type Dialect, RateLimiter } from '../../http'
import { foldBarcode } from '../matching/fold'
import type { Release } from '../release'
import type { AlbumQuery, AlbumSource, AskContext, CoverSource, FoundCover } from '../service'
import { notFound, orNone } from '../service-problem'
import { type Asker, type AskOptions, checkManners } from './asker'
import {
  AlbumReply,
  AlbumsReply,
  type DeezerAlbum,
  TrackReply,
  TracksPage,
  TracksReply,
  toRelease,
} from './deezer-json'
import type { ServiceDefinition } from './definition'
import { isVariousName } from './foreign-release'
import { fetchPicture, hasLikeName } from './picture'
import { serviceTitles } from './titles'

/** Where covers are kept. */
const pictureHosts = ['dzcdn.net']
const hitsPerSearch = 25
const coversPerSearch = 8
/** The most that one request brings, and as many requests: longer than any album that is one. */
const tracksPerPage = 100
const mostPages = 10
/** How long an answer is good enough, in ms: Deezer names no time. */
const lifetimes = { search: 3_600_000, release: 86_400_000 }
/** In pixels. `large` is more than the 1,000 that it links to, and about the most that it has. */
const sides = { small: 250, large: 1800 }

/** What its errors mean in HTTP, which all come with status 200. Codes: developers.deezer.com/api/errors. */
const statuses: Readonly<Record<string, number>> = {
  '4': 429,
  '100': 400,
  '200': 403,
  '300': 401,
  '500': 400,
  '501': 400,
  '600': 400,
  '700': 503,
  '800': 404,
  '901': 403,
}

const dialect: Dialect = {
  statusOf({ status, bytes }) {
    // Only a short answer can be an error.
    if (status !== 200 || bytes.byteLength > 1000) return status
    const code = /^\s*\{\s*"error"\s*:.*"code"\s*:\s*(\d+)/s.exec(new TextDecoder().decode(bytes))?.[1]
    return code === undefined ? status : (statuses[code] ?? 400)
  },
}

/** Deezer's public API. It allows 50 requests in 5 s to an address, whoever asks from there. */
export const deezer: ServiceDefinition = {
  name: 'deezer',
  limiter: () => new RateLimiter(50, 5000, { margin: 500 }),
  poolMaxsize: 4,
  connect: (ask) => ({
    albums: albumsOf(ask),
    covers: coversOf(ask),
    async check(context) {
      await ask.json(searchUrl(ask, 'album', 'a', 1), AlbumsReply, context, { ...checkManners, dialect })
    },
  }),
}

const manners = (kind: 'search' | 'release'): AskOptions => ({ kind, lifetimeMs: lifetimes[kind], dialect })

function searchUrl(ask: Asker, entity: 'album' | 'track', q: string, limit: number): URL {
  const url = ask.url(`search/${entity}`)
  url.search = String(new URLSearchParams({ q, limit: String(limit) }))
  return url
}

/** The album of this id, or with this barcode as `upc:…`; undefined where there is none. */
const albumOrNone = (ask: Asker, id: string, context: AskContext): Promise<DeezerAlbum | undefined> =>
  orNone(ask.json(ask.url(`album/${id}`), AlbumReply, context, manners('release')))

const byBarcode = async (ask: Asker, barcode: string | undefined, context: AskContext) => {
  const digits = barcode?.replace(/\D/g, '') ?? ''
  return digits === '' ? undefined : await albumOrNone(ask, `upc:${digits}`, context)
}

function albumsOf(ask: Asker): AlbumSource {
  async function whole(album: DeezerAlbum, context: AskContext): Promise<Release> {
    const tracks: (typeof TracksPage._output)['data'] = []
    for (let page = 0; page < mostPages; page += 1) {
      const url = ask.url(`album/${album.id}/tracks`)
      url.search = `index=${page * tracksPerPage}&limit=${tracksPerPage}`
      const { data, total = 0 } = await ask.json(url, TracksPage, context, manners('release'))
      tracks.push(...data)
      if ((page + 1) * tracksPerPage >= total) break
    }
    return toRelease(album, tracks)
  }

  async function release(id: string, context: AskContext): Promise<Release> {
    const album = /^\d+$/.test(id) ? await albumOrNone(ask, id, context) : undefined
    if (album === undefined) throw notFound(serviceTitles.deezer)
    return await whole(album, context)
  }

  return {
    name: ask.service,
    release,
    editions: async (groupId, context) => [await release(groupId, context)],

    async search(query, context) {
      const named = query.freeText === undefined && (await byBarcode(ask, query.barcode, context))
      if (named) return [await whole(named, context)]
      const q = albumWords(query)
      if (q === '') return []
      const url = searchUrl(ask, 'album', q, hitsPerSearch)
      return (await ask.json(url, AlbumsReply, context, manners('search'))).map((album) => toRelease(album))
    },

    async findTracks({ tracks, artists }, context) {
      // It cannot be asked for several at once; its limit is wide enough for one request each.
      const found = await Promise.all(
        tracks.map(async (track) => {
          const known = track.isrc && (await byIsrc(track.isrc, context))
          if (known) return known
          const q = words({ track: track.title, artist: artists[0] ?? '' })
          if (q === '') return []
          return await ask.json(
            searchUrl(ask, 'track', q, hitsPerSearch),
            TracksReply,
            context,
            manners('search'),
          )
        }),
      )
      return found.flat()
    },
  }

  async function byIsrc(isrc: string, context: AskContext) {
    if (!/^[A-Z]{2}[A-Z\d]{3}\d{7}$/.test(isrc)) return undefined
    return await orNone(ask.json(ask.url(`track/isrc:${isrc}`), TrackReply, context, manners('search')))
  }
}

function albumWords({ freeText, albumTitles, artists }: AlbumQuery): string {
  if (freeText !== undefined) return freeText
  const [album = ''] = albumTitles
  return album === '' ? '' : words({ album, artist: artists.find((name) => !isVariousName(name)) ?? '' })
}

/** `album:"…" artist:"…"`, its advanced search. A quotation mark cannot be written in it. */
const words = (wanted: Readonly<Record<string, string>>): string =>
  Object.entries(wanted)
    .map(([name, value]) => [name, value.replaceAll('"', ' ').trim()])
    .flatMap(([name, value]) => (value === '' ? [] : [`${name}:"${value}"`]))
    .join(' ')

function coversOf(ask: Asker): CoverSource {
  const toCover = (album: DeezerAlbum, certain: boolean): FoundCover[] =>
    ask.named(album.cover_xl, pictureHosts) === undefined
      ? []
      : [{ id: album.cover_xl, certain, title: album.title, artist: album.artist?.name ?? '' }]

  return {
    name: ask.service,

    async find(query, context) {
      const { release, barcode, title, artist } = query
      if (release?.service === 'deezer' && /^\d+$/.test(release.id)) {
        const album = await albumOrNone(ask, release.id, context)
        if (album !== undefined) return toCover(album, true)
      }
      const coded = await byBarcode(ask, barcode, context)
      if (coded !== undefined && foldBarcode(coded.upc) === foldBarcode(barcode ?? ''))
        return toCover(coded, true)
      const q = words({ album: title, artist: isVariousName(artist) ? '' : artist })
      if (title === '') return []
      const found = await ask.json(
        searchUrl(ask, 'album', q, coversPerSearch),
        AlbumsReply,
        context,
        manners('search'),
      )
      return found
        .filter((album) => hasLikeName(query, album.title, album.artist?.name ?? ''))
        .flatMap((album) => toCover(album, false))
    },

    async fetch(id, size, context) {
      const linked = ask.named(id, pictureHosts)
      if (linked === undefined) return undefined
      const sized = new URL(linked)
      sized.pathname = linked.pathname.replace(/\/\d+x\d+-/, `/${sides[size]}x${sides[size]}-`)
      const picture = await fetchPicture(ask, sized, context, pictureHosts)
      // Not every size is made of every cover; the one it links to is.
      return picture ?? (await fetchPicture(ask, linked, context, pictureHosts))
    },
  }
}
