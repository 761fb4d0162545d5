import { z } from 'zod'
import { RateLimiter } from '../../http'
import type { FoundLyrics, LyricsQuery, LyricsSource } from '../service'
import { orNone } from '../service-problem'
import { type Asker, type AskOptions, checkManners } from './asker'
import type { ServiceDefinition } from './definition'
import { count, entries, text } from './json-parts'

// Shapes from LRCLIB's public documentation (lrclib.net/docs); not checked live.

const LyricsJson = z
  .object({
    trackName: z.string().min(1),
    artistName: text,
    albumName: text,
    /** In seconds. */
    duration: count,
    plainLyrics: text,
    syncedLyrics: text,
  })
  .transform(
    (json): FoundLyrics => ({
      title: json.trackName,
      artist: json.artistName,
      album: json.albumName,
      durationMs: json.duration ? Math.round(json.duration * 1000) : undefined,
      plain: json.plainLyrics.trim(),
      synchronised: json.syncedLyrics.trim(),
    }),
  )
const LyricsList = entries(LyricsJson)

const manners: AskOptions = {
  kind: 'lyrics',
  // Lyrics hardly ever change; those that are missing may come any day, and a 404 is not kept.
  lifetimeMs: 30 * 86_400_000,
}

/** LRCLIB: lyrics by many hands, plain and with time marks. It states no limit, so we set one. */
export const lrclib: ServiceDefinition = {
  name: 'lrclib',
  limiter: () => new RateLimiter(4, 1000),
  poolMaxsize: 2,
  connect: (ask) => ({
    lyrics: lyricsOf(ask),
    async check(context) {
      await ask.json(address(ask, 'search', { track_name: 'a' }), LyricsList, context, checkManners)
    },
  }),
}

function address(ask: Asker, path: 'get' | 'search', wanted: Readonly<Record<string, string>>): URL {
  const url = ask.url(path)
  url.search = String(new URLSearchParams(wanted))
  return url
}

function lyricsOf(ask: Asker): LyricsSource {
  return {
    name: ask.service,

    // By all that is known first, which finds one or none; by title and artist where that finds none.
    async find(query, context) {
      const { title, artist, album, durationMs } = query
      if (title === '') return []
      const named = { track_name: title, ...(artist !== '' && { artist_name: artist }) }
      if (artist !== '' && album !== '' && durationMs > 0) {
        const exact = { ...named, album_name: album, duration: String(Math.round(durationMs / 1000)) }
        const found = await orNone(ask.json(address(ask, 'get', exact), LyricsJson, context, manners))
        if (found !== undefined && hasWords(found)) return [found]
      }
      const found = await ask.json(address(ask, 'search', named), LyricsList, context, manners)
      return found.filter(hasWords).sort((a, b) => distance(query, a) - distance(query, b))
    },
  }
}

/** An instrumental has none. */
const hasWords = ({ plain, synchronised }: FoundLyrics): boolean => plain !== '' || synchronised !== ''

/** Time marks fit only what is as long. */
const fittingMs = 2000
const unknownMs = 30_000

/** How far from what is wanted, in ms of length: words without time marks fit any length. */
function distance({ durationMs }: LyricsQuery, found: FoundLyrics): number {
  const off =
    durationMs === 0 || found.durationMs === undefined ? unknownMs : Math.abs(found.durationMs - durationMs)
  return (off <= fittingMs ? 0 : off) + (found.synchronised === '' ? fittingMs : 0)
}
