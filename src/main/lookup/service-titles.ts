import type { ServiceName } from '../../shared/ipc'

/** Proper names, the same in every language. */
export const serviceTitles: Readonly<Record<ServiceName, string>> = {
  catalogue: 'Sample catalogue',
  musicbrainz: 'MusicBrainz',
}
