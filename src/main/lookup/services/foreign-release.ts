import type { ArtistCredit, Medium, Release, ReleaseTrack } from '../release'

// What services other than MusicBrainz know, as releases of ours: less, and with ids of their own.

const variousNames = new Set(['various', 'various artists', 'verschiedene interpreten', 'varios artistas'])

export const isVariousName = (name: string): boolean => variousNames.has(name.toLowerCase())

/** One name, however many artists it names. Services that count artists write “Various” for many. */
export function creditOf(name: string): ArtistCredit {
  const display = isVariousName(name) ? 'Various Artists' : name
  return { display, sort: '', artists: display === '' ? [] : [{ id: '', name: display, sortName: '' }] }
}

export type ForeignFacts = Pick<Release, 'id' | 'title' | 'artist' | 'media'> & Partial<Release>

/** The release with these facts; all else is unknown. */
export const releaseOf = (facts: ForeignFacts): Release => ({
  groupId: '',
  date: '',
  country: '',
  status: '',
  types: [],
  labels: [],
  catalogNumbers: [],
  barcode: '',
  asin: '',
  script: '',
  disambiguation: '',
  genres: [],
  firstReleaseDate: '',
  hasFrontCover: undefined,
  ...facts,
})

/** A release of which only the number of its tracks is told: as one medium. */
export const countedMedia = (trackCount: number | undefined, format: string): Medium[] =>
  trackCount === undefined ? [] : [{ position: 1, format, title: '', trackCount, tracks: [] }]

/** Tracks in the order of the release, put onto their media. A position of 0 is counted, an empty number is it. */
export function inMedia(
  placed: readonly { readonly disc: number; readonly track: ReleaseTrack }[],
  formatOf: (disc: number) => string,
): Medium[] {
  const discs = [...new Set(placed.map(({ disc }) => disc))].sort((a, b) => a - b)
  return discs.map((disc, index) => {
    const tracks = placed.filter((entry) => entry.disc === disc)
    return {
      position: index + 1,
      format: formatOf(index + 1),
      title: '',
      trackCount: tracks.length,
      tracks: tracks.map(({ track }, place) => {
        const position = track.position || place + 1
        return { ...track, position, number: track.number || String(position) }
      }),
    }
  })
}
