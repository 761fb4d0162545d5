import { finds } from './catalogue'
import { json, type ServiceServer, startServiceServer } from './service-server'

export interface LoopbackLyrics {
  readonly title: string
  readonly artist: string
  readonly album: string
  /** In seconds. */
  readonly duration: number
  readonly plain: string | null
  readonly synchronised: string | null
}

/**
 * LRCLIB on a loopback port. Shapes from the public documentation (lrclib.net/docs), not checked live.
 *
 *     GET /get?track_name=…&artist_name=…&album_name=…&duration=…   404 where there are none; lengths within 2 s
 *     GET /search?track_name=…&artist_name=…
 */
export function startLrclibServer(known: readonly LoopbackLyrics[]): Promise<ServiceServer> {
  return startServiceServer(({ path, query }) => {
    const wanted = (name: string) => query.get(name) ?? ''
    if (path === 'get') {
      const index = known.findIndex(
        ({ title, artist, album, duration }) =>
          title === wanted('track_name') &&
          artist === wanted('artist_name') &&
          album === wanted('album_name') &&
          Math.abs(duration - Number(query.get('duration'))) <= 2,
      )
      const found = known[index]
      if (found === undefined)
        return json({ code: 404, name: 'TrackNotFound', message: 'Failed to find specified track' }, 404)
      return json(entryOf(found, index))
    }
    if (path !== 'search') return json({ message: 'Not found' }, 404)
    const hits = known
      .map((lyrics, index) => ({ lyrics, index }))
      .filter(
        ({ lyrics }) =>
          finds(wanted('track_name'), lyrics.title) &&
          (wanted('artist_name') === '' || finds(wanted('artist_name'), lyrics.artist)),
      )
    return json(hits.map(({ lyrics, index }) => entryOf(lyrics, index)))
  })
}

const entryOf = ({ title, artist, album, duration, plain, synchronised }: LoopbackLyrics, index: number) => ({
  id: index + 1,
  name: title,
  trackName: title,
  artistName: artist,
  albumName: album,
  duration,
  instrumental: plain === null && synchronised === null,
  plainLyrics: plain,
  syncedLyrics: synchronised,
})
