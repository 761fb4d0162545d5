/** Who made it, as printed and as sorted. */
export interface ArtistCredit {
  /** Names and join phrases in one: “Mira Solen feat. Anouk Reyes”. */
  readonly display: string
  /** The same with sort names: “Solen, Mira feat. Reyes, Anouk”. */
  readonly sort: string
  readonly artists: readonly { readonly id: string; readonly name: string; readonly sortName: string }[]
}

export interface ReleaseTrack {
  /** On its medium, from 1. */
  readonly position: number
  /** As printed: `A1`. */
  readonly number: string
  readonly title: string
  /** Undefined where the service does not know. */
  readonly lengthMs: number | undefined
  readonly artist: ArtistCredit
  readonly trackId: string
  readonly recordingId: string
  readonly isrcs: readonly string[]
  readonly genres: readonly string[]
}

export interface Medium {
  readonly position: number
  readonly format: string
  readonly title: string
  readonly trackCount: number
  /** Empty in a search hit, which only knows how many there are. */
  readonly tracks: readonly ReleaseTrack[]
}

/**
 * A release as we know it, whatever service it came from. Texts that the service does not know are empty.
 * A search hit is a release whose media have no tracks yet.
 */
export interface Release {
  readonly id: string
  readonly groupId: string
  readonly title: string
  readonly artist: ArtistCredit
  /** `2019`, `2019-09` or `2019-09-13`. */
  readonly date: string
  /** ISO 3166-1, or MusicBrainz' `XW` and `XE`. */
  readonly country: string
  readonly status: string
  /** Primary type first: `Album`, `Compilation`. */
  readonly types: readonly string[]
  readonly labels: readonly string[]
  readonly catalogNumbers: readonly string[]
  readonly barcode: string
  readonly asin: string
  readonly script: string
  readonly disambiguation: string
  readonly media: readonly Medium[]
  /** Most voted first. */
  readonly genres: readonly string[]
  /** Of the release group. */
  readonly firstReleaseDate: string
  /** Undefined where the service did not say. */
  readonly hasFrontCover: boolean | undefined
}

/** MusicBrainz’ special purpose artist. */
export const variousArtistsId = '89ad4ac3-39f7-470e-963a-56509c546377'

const musicBrainzId = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Whether it can be one: services of other origin count their releases. */
export const isMusicBrainzId = (id: string): boolean => musicBrainzId.test(id)

/** Of a CD: a hash of where its tracks begin, in MusicBrainz' own base64 (musicbrainz.org/doc/Disc_ID_Calculation). */
export const isDiscId = (id: string): boolean => /^[A-Za-z0-9._-]{27}-$/.test(id)

export const isVariousArtists = (credit: ArtistCredit): boolean =>
  credit.artists.some(({ id }) => id === variousArtistsId) ||
  credit.display.toLowerCase() === 'various artists'

/** A service without groups has one for each release. */
export const groupIdOf = ({ groupId, id }: Pick<Release, 'groupId' | 'id'>): string => groupId || id

export const trackCountOf = (release: Release): number =>
  release.media.reduce((sum, medium) => sum + medium.trackCount, 0)

/** Whether the track list is known, and not just how long it is: of some hits not even that. */
export const hasTracks = (release: Release): boolean =>
  trackCountOf(release) > 0 && release.media.every((medium) => medium.tracks.length >= medium.trackCount)

/** All formats in words: `CD`, `2 × CD`, `CD + DVD-Video`. */
export function formatOf(release: Release): string {
  const counts = new Map<string, number>()
  for (const { format } of release.media) {
    if (format !== '') counts.set(format, (counts.get(format) ?? 0) + 1)
  }
  return [...counts].map(([format, count]) => (count === 1 ? format : `${count} × ${format}`)).join(' + ')
}
