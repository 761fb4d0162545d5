import { startMusicBrainzServer } from '../../e2e/musicbrainz/server'
import { RateLimiter, setupSession } from '../../src/main/http'
import { albumQuery } from '../../src/main/lookup/album-query'
import { findAlbum } from '../../src/main/lookup/find-album'
import { type Found, toCandidates } from '../../src/main/lookup/matching/candidates'
import { type AlbumEvidence, readAlbum } from '../../src/main/lookup/matching/evidence'
import { musicBrainzAlbums } from '../../src/main/lookup/testing/musicbrainz'
import { clientInMemory } from '../../src/main/lookup/testing/service-client'
import type { Candidate } from '../../src/shared/ipc'
import type { Benchmark, BenchmarkCase } from './benchmark'

/** What the app would say of a folder. */
export interface Answer {
  readonly album: AlbumEvidence
  readonly found: Found
  /** Best first. */
  readonly candidates: readonly Candidate[]
  /** Per file the id of its track on the best candidate; undefined where it has none. */
  readonly tracks: readonly (string | undefined)[]
  readonly requests: number
  /** Without the time that the server took. */
  readonly ownMs: number
}

export interface Matcher {
  match(one: BenchmarkCase): Promise<Answer>
  close(): Promise<void>
}

/** The app's own client and matcher against a MusicBrainz on loopback. Nothing is kept from case to case. */
export async function startMatcher({ catalogue }: Pick<Benchmark, 'catalogue'>): Promise<Matcher> {
  const server = await startMusicBrainzServer({ catalogue, gzip: false })
  let away = 0
  const timedFetch: typeof fetch = async (...request) => {
    const start = performance.now()
    try {
      return await fetch(...request)
    } finally {
      away += performance.now() - start
    }
  }

  async function match({ tracks }: BenchmarkCase): Promise<Answer> {
    server.reset()
    away = 0
    const service = musicBrainzAlbums({
      client: clientInMemory(),
      session: setupSession({ fetch: timedFetch, userAgent: 'Tagwright/0 ( match:eval )' }),
      limiter: new RateLimiter(1_000_000, 1),
      baseUrl: server.musicBrainzUrl,
    })
    const start = performance.now()
    const album = readAlbum(tracks)
    const query = albumQuery(album)
    const found: Found =
      query === undefined
        ? { service: service.name, groups: [], hits: [] }
        : await findAlbum(service, album, query, {
            about: '',
            signal: new AbortController().signal,
            onState: () => {},
            onStale: () => {},
          })
    const candidates = toCandidates(album, [found])
    const best = found.groups
      .flatMap(({ editions }) => editions)
      .find(({ release }) => release.id === candidates[0]?.releaseId)
    return {
      album,
      found,
      candidates,
      tracks: tracks.map((_, index) => best?.alignment.matches[index]?.track.trackId),
      requests: server.requests.filter(({ path }) => path.startsWith('/ws/2/')).length,
      ownMs: performance.now() - start - away,
    }
  }

  return { match, close: () => server.close() }
}
