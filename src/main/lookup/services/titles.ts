import type { ServiceName } from '../../../shared/model'

/** Proper names, the same in every language. */
export const serviceTitles: Readonly<Record<ServiceName, string>> = {
  catalogue: 'Sample catalogue',
  musicbrainz: 'MusicBrainz',
  coverartarchive: 'Cover Art Archive',
  acoustid: 'AcoustID',
  discogs: 'Discogs',
  deezer: 'Deezer',
  itunes: 'iTunes',
  lrclib: 'LRCLIB',
}
