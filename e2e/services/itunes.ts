import type { Answer } from '../musicbrainz/misbehaviour'
import type { Release } from '../musicbrainz/release'
import { coverAnswer, finds, type Numbered, noPicture, numbered } from './catalogue'
import { json, type ServiceServer, startServiceServer } from './service-server'

/**
 * The iTunes Search API on a loopback port. Shapes from Apple's public documentation (“iTunes Search API”), not checked
 * live.
 *
 *     GET /search?term=…&entity=album&limit=…
 *     GET /lookup?id=…&entity=song   /lookup?upc=…&entity=song
 *     GET /image/thumb/<id>/100x100bb.jpg
 *
 * Nothing found is an empty list. Its JSON comes as text/javascript. Over its limit it says 403.
 */
export function startItunesServer(catalogue: readonly Release[]): Promise<ServiceServer> {
  const albums = numbered(catalogue)

  return startServiceServer(({ path, query }, origin) => {
    if (path === 'search') {
      const hits = albums.filter(({ release, artist }) =>
        finds(query.get('term') ?? '', release.title, artist),
      )
      return list(hits.slice(0, Number(query.get('limit') ?? 50)).map((album) => collection(album, origin)))
    }
    if (path === 'lookup') {
      const upc = query.get('upc')
      const album = albums.find(({ id, release }) =>
        upc === null ? String(id) === query.get('id') : release.barcode === upc,
      )
      if (album === undefined) return list([])
      const songs = query.get('entity') === 'song' ? album.tracks.map((track) => song(album, track)) : []
      return list([collection(album, origin), ...songs.slice(0, Number(query.get('limit') ?? 50))])
    }
    const [, , id, file = ''] = path.split('/')
    const album = albums.find((one) => String(one.id) === id)
    return album && /^\d+x\d+bb\.jpg$/.test(file) ? coverAnswer(album) : noPicture
  })
}

export const list = (results: readonly unknown[]): Answer => ({
  ...json({ resultCount: results.length, results }),
  type: 'text/javascript; charset=utf-8',
})

const types: Readonly<Record<string, string>> = { EP: ' - EP', Single: ' - Single' }

function collection({ id, release, artist, tracks }: Numbered, origin: string) {
  const type = release['release-group']?.['primary-type'] ?? 'Album'
  return {
    wrapperType: 'collection',
    collectionType: 'Album',
    artistId: 7,
    collectionId: id,
    artistName: artist,
    collectionName: release.title + (types[type] ?? ''),
    artworkUrl60: `${origin}image/thumb/${id}/60x60bb.jpg`,
    artworkUrl100: `${origin}image/thumb/${id}/100x100bb.jpg`,
    collectionExplicitness: 'notExplicit',
    trackCount: tracks.length,
    country: 'USA',
    releaseDate: release.date ? `${release.date}T07:00:00Z` : undefined,
    primaryGenreName: 'Singer/Songwriter',
  }
}

function song(album: Numbered, { id, disc, position, track }: Numbered['tracks'][number]) {
  return {
    wrapperType: 'track',
    kind: 'song',
    artistName: album.artist,
    trackId: id,
    trackName: track.title,
    discCount: album.release.media?.length ?? 1,
    discNumber: disc,
    trackNumber: position,
    trackTimeMillis: track.length ?? undefined,
    primaryGenreName: 'Singer/Songwriter',
  }
}
