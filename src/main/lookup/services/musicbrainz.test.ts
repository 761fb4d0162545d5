import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type MusicBrainzServer, startMusicBrainzServer } from '../../../../e2e/musicbrainz/server'
import { ProblemError } from '../../../shared/model'
import { Connectivity, HttpStatusError, RateLimiter, RetryError, setupSession } from '../../http'
import type { AlbumQuery, AskContext } from '../service'
import { musicBrainzAlbums } from '../testing/musicbrainz'
import { catalogueJson } from '../testing/sample-library'
import { clientInMemory } from '../testing/service-client'

const tideworks = '4ee138d9-c0a6-4174-abba-632311bcc15e'
/** Of its CD. */
const discId = 'xAq8L4ELMW14.6wI6tt7QAcxiDI-'

let server: MusicBrainzServer
beforeAll(async () => {
  const catalogue = (await catalogueJson()).map((release) => ({
    ...release,
    ...(release.id === tideworks && {
      media: (release.media ?? []).map((medium) => ({ ...medium, discs: [{ id: discId }] })),
    }),
  }))
  server = await startMusicBrainzServer({ catalogue })
})
afterEach(() => server.reset())
afterAll(() => server.close())

/** A client that does not wait: delays are the http folder's own tests'. */
function service(
  options: {
    readonly baseUrl?: string
    readonly connectivity?: Connectivity
    readonly client?: ReturnType<typeof clientInMemory>
  } = {},
) {
  return musicBrainzAlbums({
    client: options.client ?? clientInMemory(options.connectivity),
    session: setupSession({ fetch, userAgent: 'Tagwright/0 ( tests )', backoffFactor: 0 }),
    limiter: new RateLimiter(100, 10),
    baseUrl: options.baseUrl ?? server.musicBrainzUrl,
  })
}

function context(states: string[] = []): AskContext {
  return {
    signal: new AbortController().signal,
    onState: ({ state }) => states.push(state),
    onStale: () => {},
    about: 'Tideworks',
  }
}

const query = (facts: Partial<AlbumQuery>): AlbumQuery => ({
  albumTitles: [],
  artists: [],
  catalogNumbers: [],
  trackTitles: [],
  trackCount: 0,
  ...facts,
})
const asked = () => server.requests.map((request) => request.query.get('query') ?? request.path)

describe('searching MusicBrainz', () => {
  it('asks for the disc first where the files know which CD they are from', async () => {
    const hits = await service().search(query({ discId, albumTitles: ['Something else'] }), context())
    expect(hits.map(({ id }) => id)).toEqual([tideworks])
    expect(hits[0]?.media[0]?.tracks).toHaveLength(7)
    expect(server.requests.map(({ path }) => path)).toEqual([`/ws/2/discid/${discId}`])
  })

  it('searches on when nobody has that disc', async () => {
    const unknown = 'aaaaaaaaaaaaaaaaaaaaaaaaaaa-'
    const hits = await service().search(query({ discId: unknown, albumTitles: ['Tideworks'] }), context())
    expect(hits.map(({ id }) => id)).toContain(tideworks)
    expect(server.requests.map(({ path }) => path)).toEqual([`/ws/2/discid/${unknown}`, '/ws/2/release'])
  })

  it('asks once, with every word and its neighbours', async () => {
    const hits = await service().search(
      query({ albumTitles: ['Tideworks'], artists: ['Mira Solen'] }),
      context(),
    )
    expect(hits.map(({ title }) => title)).toContain('Tideworks')
    expect(hits.every(({ media }) => media.every(({ tracks }) => tracks.length === 0))).toBe(true)
    expect(asked()).toEqual([
      'release:(tideworks tideworks~1^0.6) artist:(mira mira~1^0.6 solen solen~1^0.6)',
    ])
    expect(server.requests[0]?.headers['user-agent']).toBe('Tagwright/0 ( tests )')
    expect(server.requests[0]?.query.get('fmt')).toBe('json')
  })

  it('asks again only for the person’s own words, with neighbours where none fits', async () => {
    expect(await service().search(query({ albumTitles: ['Zzyzx'] }), context())).toEqual([])
    expect(server.requests).toHaveLength(1)
    server.reset()
    const hits = await service().search(query({ freeText: 'tidewurks' }), context())
    expect(hits.map(({ title }) => title)).toContain('Tideworks')
    expect(asked()).toEqual(['tidewurks', 'tidewurks tidewurks~1^0.6'])
  })

  it('brings all editions of a group in full with one request', async () => {
    const editions = await service().editions('34c46668-c3f2-4722-856c-e509999e1f90', context())
    expect(editions.length).toBeGreaterThan(1)
    expect(editions.every(({ media }) => media.every(({ tracks }) => tracks.length > 0))).toBe(true)
    expect(server.requests).toHaveLength(1)
  })

  it('finds releases by their tracks', async () => {
    const tracks = [{ title: 'Harbour Lights', lengthMs: 8412 }, { title: 'Salt & Copper' }]
    const found = await service().findTracks({ tracks, artists: [] }, context())
    expect(found.find(({ title }) => title === 'Harbour Lights')).toMatchObject({
      lengthMs: 8412,
      releases: expect.arrayContaining([
        expect.objectContaining({ groupId: '34c46668-c3f2-4722-856c-e509999e1f90' }),
      ]),
    })
    expect(await service().findTracks({ tracks: [{ title: '…' }], artists: [] }, context())).toEqual([])
    expect(server.requests).toHaveLength(1)
  })

  it('fetches the release that the files name, and nothing else', async () => {
    const hits = await service().search(
      query({ releaseId: tideworks, albumTitles: ['Tideworks'] }),
      context(),
    )
    expect(hits).toMatchObject([{ id: tideworks, labels: ['Kelp Records'] }])
    expect(hits[0]?.media[0]?.tracks).toHaveLength(7)
    expect(server.requests).toHaveLength(1)
    expect(server.requests[0]?.query.get('inc')?.split(' ')).toContain('recordings')
  })

  it('searches on when that release is gone', async () => {
    const gone = '00000000-0000-4000-8000-000000000000'
    const hits = await service().search(query({ releaseId: gone, albumTitles: ['Tideworks'] }), context())
    expect(hits.length).toBeGreaterThan(0)
    expect(server.requests).toHaveLength(2)
  })

  it('says that an id alone is not known', async () => {
    const gone = '00000000-0000-4000-8000-000000000000'
    await expect(service().search(query({ releaseId: gone }), context())).rejects.toMatchObject({
      problem: { code: 'lookup.notFound', params: { service: 'MusicBrainz' } },
    })
  })

  it('does not go on when the service fails', async () => {
    server.always('403')
    const search = service().search(query({ releaseId: tideworks, albumTitles: ['Tideworks'] }), context())
    await expect(search).rejects.toBeInstanceOf(HttpStatusError)
    expect(server.requests).toHaveLength(1)
  })

  it('has an answer after a 503, and says what it is doing', async () => {
    const states: string[] = []
    server.next('503')
    await service().search(query({ albumTitles: ['Tideworks'] }), context(states))
    expect(states).toEqual(['waiting', 'asking', 'retrying', 'retrying', 'asking'])
  })

  it('says how long the wait is', async () => {
    const limiter = new RateLimiter(1, 800)
    const waits: (number | undefined)[] = []
    const musicBrainz = musicBrainzAlbums({
      client: clientInMemory(),
      session: setupSession({ fetch, userAgent: 'Tagwright/0 ( tests )' }),
      limiter,
      baseUrl: server.musicBrainzUrl,
    })
    const watching: AskContext = {
      signal: new AbortController().signal,
      about: 'Zzyzx',
      onStale: () => {},
      onState: ({ state, waitMs }) => state === 'waiting' && waits.push(waitMs),
    }
    await musicBrainz.search(query({ freeText: 'Zzyzx' }), watching)
    expect(waits[0]).toBeUndefined()
    expect(waits[1]).toBeGreaterThan(0)
    expect(waits[1]).toBeLessThanOrEqual(800)
  })

  it('gives up after its attempts', async () => {
    server.always('503')
    await expect(service().search(query({ albumTitles: ['Tideworks'] }), context())).rejects.toBeInstanceOf(
      RetryError,
    )
  })

  it('takes a base address without the slash at its end', async () => {
    const baseUrl = server.musicBrainzUrl.replace(/\/$/, '')
    expect(await service({ baseUrl }).search(query({ albumTitles: ['Tideworks'] }), context())).not.toEqual(
      [],
    )
  })

  it('stops at once when nobody wants the answer any more', async () => {
    const stop = new AbortController()
    server.next('hang')
    const search = service().search(query({ albumTitles: ['Tideworks'] }), {
      signal: stop.signal,
      about: 'Tideworks',
      onStale: () => {},
      onState: () => {},
    })
    setTimeout(() => stop.abort(new Error('enough')), 20)
    await expect(search).rejects.toThrow('enough')
  })
})

describe('fetching a release', () => {
  it('brings everything', async () => {
    const release = await service().release(tideworks, context())
    expect(release).toMatchObject({
      catalogNumbers: ['KLP 014'],
      country: 'NL',
      firstReleaseDate: '2019-09-13',
    })
    expect(release.media[0]?.tracks[0]).toMatchObject({ isrcs: ['ZZTWA1900101'], lengthMs: 8412 })
  })

  it.each(['garbage', 'wrong-shape', 'deep'] as const)('does not take %s for a release', async (nonsense) => {
    server.next(nonsense)
    await expect(service().release(tideworks, context())).rejects.toMatchObject({
      name: 'InvalidResponseError',
    })
  })

  it('waits while the network answers with its sign-in page, and goes on by itself', async () => {
    server.next('html')
    const states: string[] = []
    const connectivity = new Connectivity({ random: () => 0 })
    const release = await service({ connectivity }).release(tideworks, context(states))
    expect(release.title).toBe('Tideworks')
    expect(states).toEqual(['waiting', 'asking', 'signIn', 'waiting', 'asking'])
    expect(server.requests).toHaveLength(2)
  })

  it('asks nobody about what it asked today', async () => {
    const client = clientInMemory()
    const stale: number[] = []
    const noting = { ...context(), onStale: (since: number) => stale.push(since) }
    const first = await service({ client }).release(tideworks, context())
    expect(await service({ client }).release(tideworks, noting)).toEqual(first)
    expect(server.requests).toHaveLength(1)
    expect(stale).toEqual([])
  })

  it('asks again when the person does', async () => {
    const client = clientInMemory()
    const again = { ...context(), anew: true }
    await service({ client }).release(tideworks, context())
    await service({ client }).release(tideworks, again)
    await service({ client }).search(query({ albumTitles: ['Tideworks'] }), again)
    await service({ client }).search(query({ albumTitles: ['Tideworks'] }), again)
    expect(server.requests).toHaveLength(4)
    expect(server.requests[1]?.headers['if-none-match']).toMatch(/^"/)
  })

  it('says when there is none of this id', async () => {
    await expect(service().release('00000000-0000-4000-8000-000000000000', context())).rejects.toBeInstanceOf(
      ProblemError,
    )
  })
})
