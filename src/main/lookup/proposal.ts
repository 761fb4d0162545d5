import type { Candidate, LookupTrack, Proposal } from '../../shared/ipc'
import { type FieldName, type FieldValues, serviceFacts, valueEntries } from '../../shared/model'
import { type Alignment, type PlacedTrack, placedTracks } from './matching/align'
import { isVariousArtists, type Release } from './release'

/** More genres than these are noise. */
const mostGenres = 3

/** The release laid over the files. A file that is none of its tracks gets no values, not even the album's. Pure. */
export function propose(
  tracks: readonly LookupTrack[],
  { matches, missing }: Alignment,
  release: Release,
  candidate: Candidate,
): Proposal {
  const whole = albumValues(release)
  // The fields for ids are MusicBrainz' own: nobody would find the ids of another service there.
  const hasIds = serviceFacts(candidate.service).musicBrainzIds === true
  const albumIds = hasIds ? idsOfAlbum(release) : {}
  const valuesAt = (placed: PlacedTrack): Values => ({
    ...whole,
    ...albumIds,
    ...trackValues(placed, release),
    ...(hasIds && idsOfTrack(placed)),
  })
  return {
    candidate,
    tracklist: placedTracks(release).map((placed) => ({
      ...placeOf(placed),
      artist: placed.track.artist.display === release.artist.display ? '' : placed.track.artist.display,
      durationMs: placed.track.lengthMs ?? 0,
      values: valuesAt(placed),
    })),
    tracks: tracks.map(({ id }, index) => {
      const match = matches[index]
      if (match === undefined) return { id, values: {} }
      return {
        id,
        position: { ...placeOf(match), durationMs: match.track.lengthMs ?? 0 },
        values: valuesAt(match),
      }
    }),
    missing: missing.map(placeOf),
  }
}

const placeOf = ({ medium, track }: PlacedTrack) => ({
  disc: medium.position,
  track: track.position,
  title: track.title,
})

/** What all files of the album share. Only what the release knows: an absent field is left as it is. */
function albumValues(release: Release): Values {
  return present({
    album: [release.title],
    albumArtist: [release.artist.display],
    albumArtistSort: [release.artist.sort],
    discTotal: [String(release.media.length)],
    date: [release.date],
    originalDate: [release.firstReleaseDate],
    label: release.labels,
    catalogNumber: release.catalogNumbers,
    barcode: [release.barcode],
    asin: [release.asin],
    // In lower case, as Picard writes them and players look for them.
    releaseType: release.types.map((type) => type.toLowerCase()),
    releaseStatus: [release.status.toLowerCase()],
    releaseCountry: [release.country],
    // The language is left out: a release's is that of its printed titles, the field's that of what is sung.
    script: [release.script],
    compilation: isVariousArtists(release.artist) ? ['1'] : [],
  })
}

const idsOfAlbum = (release: Release): Values =>
  present({
    albumArtistId: release.artist.artists.map(({ id }) => id),
    releaseId: [release.id],
    releaseGroupId: [release.groupId],
  })

const idsOfTrack = ({ track }: PlacedTrack): Values =>
  present({
    artistId: track.artist.artists.map(({ id }) => id),
    recordingId: [track.recordingId],
    trackId: [track.trackId],
  })

function trackValues({ medium, track }: PlacedTrack, release: Release): Values {
  const genres = release.genres.length > 0 ? release.genres : track.genres
  return present({
    title: [track.title],
    // One value: the credit as it is printed, “Mira Solen feat. Anouk Reyes”.
    artist: [track.artist.display],
    artistSort: [track.artist.sort],
    track: [String(track.position)],
    trackTotal: [String(medium.trackCount)],
    disc: [String(medium.position)],
    discSubtitle: [medium.title],
    media: [medium.format],
    isrc: track.isrcs,
    genre: genres.slice(0, mostGenres).map(capitalised),
  })
}

/** As they cross the bridge. */
type Values = Partial<Record<FieldName, string[]>>

function present(values: FieldValues): Values {
  return Object.fromEntries(
    valueEntries(values)
      .map(([name, list]) => [name, list.filter((value) => value !== '')] as const)
      .filter(([, list]) => list.length > 0),
  )
}

/** MusicBrainz keeps genres in lower case: `singer-songwriter` is written “Singer-Songwriter”, `uk garage` “Uk Garage”. */
const capitalised = (genre: string): string =>
  genre.replace(/(?<![\p{L}\p{N}'’])\p{L}/gu, (letter) => letter.toUpperCase())
