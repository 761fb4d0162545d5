import type { RequestSubject } from '../../../shared/ipc'
import type { HttpSession, RateLimiter, ServiceClient } from '../../http'
import type { AlbumSource, CoverSource } from '../service'
import { createAsker } from '../services/asker'
import { coverArtArchive } from '../services/cover-art-archive'
import { musicBrainz } from '../services/musicbrainz'

interface Means {
  readonly client: ServiceClient<RequestSubject>
  readonly session: HttpSession
  readonly limiter: RateLimiter
  readonly baseUrl: string
}

/** MusicBrainz as the app asks it, with other means. */
export function musicBrainzAlbums({ client, session, limiter, baseUrl }: Means): AlbumSource {
  const ask = createAsker({
    service: 'musicbrainz',
    client,
    session: () => session,
    limiter,
    baseUrl: () => baseUrl,
  })
  const { albums } = musicBrainz.connect(ask)
  if (albums === undefined) throw new Error('MusicBrainz has albums')
  return albums
}

export function coverArt({ client, session, limiter, baseUrl }: Means): CoverSource {
  const ask = createAsker({
    service: 'coverartarchive',
    client,
    session: () => session,
    limiter,
    baseUrl: () => baseUrl,
  })
  const { covers } = coverArtArchive.connect(ask)
  if (covers === undefined) throw new Error('the archive has covers')
  return covers
}
