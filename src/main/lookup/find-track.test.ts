import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type MusicBrainzServer, startMusicBrainzServer } from '../../../e2e/musicbrainz/server'
import type { LookupTrack, ServiceState, TrackRequest } from '../../shared/ipc'
import { RateLimiter, setupSession } from '../http'
import { createTrackFinder, type TrackFinderOptions } from './find-track'
import type { SoundSource } from './service'
import { musicBrainzAlbums } from './testing/musicbrainz'
import { release } from './testing/release'
import { catalogueJson, sampleAlbums, track } from './testing/sample-library'
import { clientInMemory } from './testing/service-client'

let server: MusicBrainzServer
let harbour: LookupTrack
beforeAll(async () => {
  server = await startMusicBrainzServer({ catalogue: await catalogueJson() })
  const tideworks = (await sampleAlbums()).get('Mira Solen - Tideworks (2019)') ?? []
  harbour = tideworks.find(({ values }) => values.title?.[0] === 'Harbour Lights')!
})
afterEach(() => server.reset())
afterAll(() => server.close())

const musicBrainz = () =>
  musicBrainzAlbums({
    client: clientInMemory(),
    session: setupSession({ fetch, userAgent: 'Tagwright/0 ( tests )', backoffFactor: 0 }),
    limiter: new RateLimiter(100, 10),
    baseUrl: server.musicBrainzUrl,
  })

/** A service that hears Harbour Lights in everything, and what it was asked. */
function listener() {
  const asked: unknown[] = []
  const source: SoundSource = {
    name: 'acoustid',
    identify: async (sound) => {
      asked.push(sound)
      return [
        {
          recordingId: 'harbour',
          title: 'Harbour Lights',
          artist: 'Mira Solen',
          lengthMs: 8400,
          score: 0.98,
          releases: [release({ id: 'cd', hit: true })],
        },
      ]
    },
  }
  return { source, asked }
}

function finding(request: Partial<TrackRequest>, options: Partial<TrackFinderOptions> = {}) {
  const states: ServiceState[] = []
  const stop = new AbortController()
  const found = createTrackFinder({
    albums: () => [musicBrainz()],
    sound: () => [],
    fingerprint: async (ids, { onProgress }) =>
      onProgress({ prints: ids.map((id) => ({ id, fingerprint: 'AQAA', durationMs: 8400 })), failed: [] }),
    searchAlbum: async () => ({ candidates: [], failures: [], stale: [] }),
    log: { warn: () => {} },
    ...options,
  }).find(
    { track: harbour, bySound: false, ...request },
    { signal: stop.signal, onState: (state) => states.push(state) },
  )
  return { found, states, stop }
}

describe('finding what one file is', () => {
  it('by its title, artist and length, in one request', async () => {
    const { candidates, failures } = await finding({}).found
    expect(failures).toEqual([])
    expect(candidates[0]).toMatchObject({
      service: 'musicbrainz',
      title: 'Tideworks',
      recording: { title: 'Harbour Lights', artist: 'Mira Solen' },
    })
    expect(server.requests.map(({ path }) => path)).toEqual(['/ws/2/recording'])
  })

  it('by typed words', async () => {
    const nameless = track({ fileName: '06.mp3', durationMs: harbour.durationMs })
    expect((await finding({ track: nameless }).found).candidates).toEqual([])
    expect(server.requests).toEqual([])
    const { candidates } = await finding({ track: nameless, query: 'harbour lights' }).found
    expect(candidates[0]?.recording?.title).toBe('Harbour Lights')
  })

  it('by its code alone, where nothing else is known', async () => {
    const isrc = (await catalogueJson())
      .flatMap(({ media }) => media ?? [])
      .flatMap(({ tracks }) => tracks ?? [])
      .find(({ title }) => title === 'Harbour Lights')?.recording?.isrcs?.[0]
    const coded = track({ fileName: '06.mp3', durationMs: harbour.durationMs, values: { isrc: [isrc!] } })
    const { candidates } = await finding({ track: coded }).found
    expect(candidates[0]?.recording?.title).toBe('Harbour Lights')
  })

  it('by the address of an album, which is searched for as one', async () => {
    const asked: unknown[] = []
    const query = 'https://musicbrainz.org/release/4ee138d9-c0a6-4174-abba-632311bcc15e'
    const searchAlbum: TrackFinderOptions['searchAlbum'] = async (request) => {
      asked.push(request.query)
      return { candidates: [], failures: [], stale: [] }
    }
    await finding({ query }, { searchAlbum }).found
    expect([asked, server.requests]).toEqual([[query], []])
  })

  it('by its sound, whatever it is called', async () => {
    const { source, asked } = listener()
    const nameless = track({ fileName: '06.mp3', durationMs: 8400 })
    const { found, states } = finding({ track: nameless, bySound: true }, { sound: () => [source] })
    expect((await found).candidates[0]).toMatchObject({
      service: 'musicbrainz',
      releaseId: 'cd',
      recording: { id: 'harbour' },
    })
    expect(asked).toMatchObject([{ fingerprint: 'AQAA', durationMs: 8400 }])
    expect(states.at(-1)).toEqual({ service: 'acoustid', state: 'done' })
    expect(server.requests).toEqual([])
  })

  it('says that nobody is set up who listens', async () => {
    const { failures } = await finding({ bySound: true }).found
    expect(failures).toEqual([
      {
        service: 'acoustid',
        problem: { code: 'lookup.noSoundService', params: {}, remedy: 'open-settings' },
      },
    ])
  })

  it('says why a file cannot be heard, and asks nobody', async () => {
    const { source, asked } = listener()
    const problem = { code: 'metadata.unreadable', params: { file: '06.mp3' } } as const
    const { failures, candidates } = await finding(
      { bySound: true },
      {
        sound: () => [source],
        fingerprint: async ([id], { onProgress }) =>
          onProgress({ prints: [], failed: [{ id: id!, problem }] }),
      },
    ).found
    expect(failures).toEqual([{ service: 'acoustid', problem }])
    expect([candidates, asked]).toEqual([[], []])
  })

  it('says what a service could not answer', async () => {
    server.always('500', { path: 'recording' })
    const { found, states } = finding({})
    expect((await found).failures).toMatchObject([
      { service: 'musicbrainz', problem: { code: 'lookup.busy' } },
    ])
    expect(states.at(-1)?.state).toBe('failed')
  })

  it('stops when it is cancelled', async () => {
    const { found, stop } = finding({})
    stop.abort(new Error('enough'))
    await expect(found).rejects.toThrow('enough')
  })
})
