import { z } from 'zod'
import type { ArtistCredit, Medium, Release, ReleaseTrack } from '../release'
import type { FoundTrack } from '../service'
import { countedMedia, creditOf, inMedia, releaseOf } from './foreign-release'
import { anyEntries, count, dateOf, entries, numericId, text } from './json-parts'

// Deezer's JSON as its public documentation has it (developers.deezer.com/api); not checked live.

const ArtistJson = z.object({ name: text })

const AlbumJson = z.object({
  id: numericId,
  title: z.string().min(1),
  upc: text,
  cover_xl: text,
  genres: z.object({ data: anyEntries(z.object({ name: z.string().min(1) })) }).nullish(),
  label: text,
  nb_tracks: count,
  release_date: text,
  record_type: text,
  artist: ArtistJson.nullish(),
})
export type DeezerAlbum = z.infer<typeof AlbumJson>

const TrackJson = z.object({
  id: numericId,
  title: z.string().min(1),
  isrc: text,
  /** In seconds. */
  duration: count,
  track_position: count,
  disk_number: count,
  artist: ArtistJson.nullish(),
})
type DeezerTrack = z.infer<typeof TrackJson>

/** `album/<id>` and `album/upc:<barcode>`. */
export const AlbumReply = AlbumJson
/** `search/album`. */
export const AlbumsReply = z.object({ data: entries(AlbumJson) }).transform(({ data }) => data)
/** `album/<id>/tracks`: a page of them, and how many there are in all. */
export const TracksPage = z.object({ data: entries(TrackJson), total: count })

const FoundTrackJson = TrackJson.extend({ album: AlbumJson.nullish() })
/** `track/isrc:<isrc>` */
export const TrackReply = FoundTrackJson.transform((track) => [toFound(track)])
/** `search/track` */
export const TracksReply = z
  .object({ data: entries(FoundTrackJson) })
  .transform(({ data }) => data.map(toFound))

/** The album in full, or a hit of a search, which only knows how many tracks there are. */
export function toRelease(album: DeezerAlbum, tracks?: readonly DeezerTrack[]): Release {
  const artist = creditOf(album.artist?.name ?? '')
  return releaseOf({
    id: album.id,
    title: album.title,
    artist,
    date: dateOf(album.release_date),
    types: types[album.record_type] ?? [],
    labels: album.label === '' ? [] : [album.label],
    barcode: album.upc,
    media: tracks === undefined ? countedMedia(album.nb_tracks, format) : mediaOf(tracks, artist),
    genres: album.genres?.data.map(({ name }) => name) ?? [],
    hasFrontCover: album.cover_xl !== '',
  })
}

const types: Readonly<Record<string, readonly string[]>> = {
  album: ['Album'],
  ep: ['EP'],
  single: ['Single'],
  compile: ['Album', 'Compilation'],
  compilation: ['Album', 'Compilation'],
}

const format = 'Digital Media'

const mediaOf = (tracks: readonly DeezerTrack[], credit: ArtistCredit): Medium[] =>
  inMedia(
    tracks.map((track) => ({ disc: track.disk_number ?? 1, track: toTrack(track, credit) })),
    () => format,
  )

function toTrack(
  { id, title, isrc, duration, track_position, artist }: DeezerTrack,
  credit: ArtistCredit,
): ReleaseTrack {
  return {
    position: track_position ?? 0,
    number: '',
    title,
    lengthMs: duration ? duration * 1000 : undefined,
    artist: artist == null || artist.name === credit.display ? credit : creditOf(artist.name),
    trackId: id,
    recordingId: '',
    isrcs: isrc === '' ? [] : [isrc],
    genres: [],
  }
}

function toFound({ id, title, duration, artist, album }: z.infer<typeof FoundTrackJson>): FoundTrack {
  const whole = album && { ...album, artist: album.artist ?? artist }
  return {
    recordingId: id,
    title,
    artist: artist?.name ?? '',
    lengthMs: duration ? duration * 1000 : undefined,
    releases: whole ? [toRelease(whole)] : [],
  }
}
