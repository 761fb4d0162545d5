import type { Answer } from '../musicbrainz/misbehaviour'
import type { Release } from '../musicbrainz/release'
import { coverAnswer, finds, type Numbered, noPicture, numbered } from './catalogue'
import { json, type ServiceServer, startServiceServer } from './service-server'

/**
 * Deezer on a loopback port. Shapes from the public documentation (developers.deezer.com/api), not checked live.
 *
 *     GET /search/album?q=…   /search/track?q=…   plain words, or album:"…" artist:"…" track:"…"
 *     GET /album/<id>   /album/upc:<barcode>   /album/<id>/tracks?index=…&limit=…   /track/isrc:<isrc>
 *     GET /images/cover/<id>/1000x1000-000000-80-0-0.jpg
 *
 * Errors come with status 200.
 */
export function startDeezerServer(catalogue: readonly Release[]): Promise<ServiceServer> {
  const albums = numbered(catalogue)
  const byId = (id: string | undefined) => albums.find((album) => String(album.id) === id)

  return startServiceServer(({ path, query }, origin) => {
    const [entity, id = '', part] = path.split('/')
    const q = query.get('q') ?? ''
    if (path === 'search/album') return list(albums.filter(albumFits(q)).map((one) => found(one, origin)))
    if (path === 'search/track')
      return list(
        albums.flatMap((one) =>
          one.tracks
            .filter(trackFits(q, one))
            .map((track) => trackOf(one, track, { album: found(one, origin) })),
        ),
      )
    if (entity === 'album') {
      const barcode = id.startsWith('upc:') ? id.slice(4) : undefined
      const album =
        barcode === undefined ? byId(id) : albums.find(({ release }) => release.barcode === barcode)
      if (album === undefined) return deezerError(800, 'no data')
      if (part === undefined) return json(whole(album, origin))
      const index = Number(query.get('index') ?? 0)
      const limit = Math.min(Number(query.get('limit') ?? 25), 100)
      const page = album.tracks.slice(index, index + limit).map((track) => trackOf(album, track))
      return json({ data: page, total: album.tracks.length })
    }
    if (entity === 'track') {
      const isrc = id.replace(/^isrc:/, '')
      for (const album of albums) {
        const track = album.tracks.find((one) => one.track.recording?.isrcs?.includes(isrc))
        if (track) return json(trackOf(album, track, { album: found(album, origin) }))
      }
      return deezerError(800, 'no data')
    }
    // The largest that the store makes.
    if (entity === 'images') {
      const [, , md5, file] = path.split('/')
      const album = byId(md5?.replace(/^0+/, ''))
      return album && Number.parseInt(file ?? '', 10) <= 1900 ? coverAnswer(album) : noPicture
    }
    return deezerError(600, 'Unknown path components')
  })
}

/** As Deezer refuses: 4 is too many requests, 800 nothing of this id. */
export const deezerError = (code: number, message: string): Answer =>
  json({ error: { type: 'Exception', message, code } })

const list = (data: readonly unknown[]): Answer => json({ data, total: data.length })

const asked = (q: string, name: string) => new RegExp(`${name}:"([^"]*)"`).exec(q)?.[1]

function albumFits(q: string) {
  return ({ release, artist }: Numbered): boolean => {
    const album = asked(q, 'album')
    if (album === undefined) return finds(q, release.title, artist)
    return finds(album, release.title) && finds(asked(q, 'artist') ?? artist, artist)
  }
}

function trackFits(q: string, { artist }: Numbered) {
  return ({ track }: Numbered['tracks'][number]): boolean =>
    finds(asked(q, 'track') ?? q, track.title) && finds(asked(q, 'artist') ?? artist, artist)
}

function found({ id, release, artist, tracks }: Numbered, origin: string) {
  return {
    id,
    title: release.title,
    cover: `${origin}album/${id}/image`,
    cover_xl: `${origin}images/cover/${String(id).padStart(32, '0')}/1000x1000-000000-80-0-0.jpg`,
    genre_id: 466,
    nb_tracks: tracks.length,
    record_type: release['release-group']?.['primary-type']?.toLowerCase() ?? 'album',
    explicit_lyrics: false,
    artist: { id: 7, name: artist, type: 'artist' },
    type: 'album',
  }
}

function whole(album: Numbered, origin: string) {
  const { release } = album
  return {
    ...found(album, origin),
    upc: release.barcode ?? '',
    genres: { data: [{ id: 466, name: 'Folk', type: 'genre' }] },
    label: release['label-info']?.[0]?.label?.name ?? '',
    release_date: release.date ?? '0000-00-00',
    contributors: [{ id: 7, name: album.artist, role: 'Main' }],
    // As many as a page has, and without discs and positions.
    tracks: { data: album.tracks.slice(0, 25).map(({ id, track }) => ({ id, title: track.title })) },
  }
}

function trackOf(album: Numbered, { id, disc, position, track }: Numbered['tracks'][number], more = {}) {
  return {
    id,
    readable: true,
    title: track.title,
    isrc: track.recording?.isrcs?.[0] ?? '',
    duration: Math.round((track.length ?? 0) / 1000),
    track_position: position,
    disk_number: disc,
    artist: { id: 7, name: album.artist },
    type: 'track',
    ...more,
  }
}
