import { z } from 'zod'
import type { ArtistCredit, Release, ReleaseTrack } from '../release'
import { countedMedia, creditOf, inMedia, releaseOf } from './foreign-release'
import { count, dateOf, entries, numericId, text } from './json-parts'

// The iTunes Search API's JSON as Apple's public documentation has it; not checked live.

const CollectionJson = z.object({
  wrapperType: z.literal('collection'),
  collectionId: numericId,
  collectionName: z.string().min(1),
  artistName: text,
  artworkUrl100: text,
  trackCount: count,
  releaseDate: text,
  primaryGenreName: text,
})
export type ItunesAlbum = z.infer<typeof CollectionJson>

const SongJson = z.object({
  wrapperType: z.literal('track'),
  kind: z.literal('song'),
  trackId: numericId,
  trackName: z.string().min(1),
  artistName: text,
  discNumber: count,
  trackNumber: count,
  trackTimeMillis: count,
})
type Song = z.infer<typeof SongJson>

/** `search` and `lookup`: albums, and songs of the one that was looked up. Videos and books are left out. */
export const ItunesReply = z
  .object({ results: entries(z.union([CollectionJson, SongJson])) })
  .transform(({ results }) => ({
    albums: results.filter((result) => result.wrapperType === 'collection'),
    songs: results.filter((result) => result.wrapperType === 'track'),
  }))

/** The album with these songs, or a hit of a search, which only knows how many there are. */
export function toRelease(album: ItunesAlbum, songs?: readonly Song[]): Release {
  const artist = creditOf(album.artistName)
  const { title, type } = named(album.collectionName)
  return releaseOf({
    id: album.collectionId,
    title,
    artist,
    date: dateOf(album.releaseDate),
    types: [type],
    media:
      songs === undefined
        ? countedMedia(album.trackCount, format)
        : inMedia(
            songs.map((song) => ({ disc: song.discNumber ?? 1, track: toTrack(song, artist) })),
            () => format,
          ),
    // “Music” is everything that is sold there.
    genres: [album.primaryGenreName].filter((genre) => genre !== '' && genre !== 'Music'),
    hasFrontCover: album.artworkUrl100 !== '',
  })
}

const format = 'Digital Media'

/** Apple writes the type behind the title: `Short Waves - EP`. */
export function named(collectionName: string): { readonly title: string; readonly type: string } {
  const [, title, type] = /^(.+) - (EP|Single)$/.exec(collectionName) ?? []
  return title === undefined || type === undefined
    ? { title: collectionName, type: 'Album' }
    : { title, type }
}

function toTrack(song: Song, credit: ArtistCredit): ReleaseTrack {
  return {
    position: song.trackNumber ?? 0,
    number: '',
    title: song.trackName,
    lengthMs: song.trackTimeMillis || undefined,
    artist: song.artistName === credit.display ? credit : creditOf(song.artistName),
    trackId: song.trackId,
    recordingId: '',
    isrcs: [],
    genres: [],
  }
}
