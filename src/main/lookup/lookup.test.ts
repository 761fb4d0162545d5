import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type MusicBrainzServer, startMusicBrainzServer } from '../../../e2e/musicbrainz/server'
import { Candidate, type LookupTrack, Proposal, type ServiceState } from '../../shared/ipc'
import { frontCover, type Outcome, type Picture } from '../../shared/model'
import { RateLimiter, setupSession } from '../http'
import { type AlbumSource, type CoverSource, createLookup } from '.'
import { createOfflineCatalogue } from './services/offline-catalogue'
import { coverArt, musicBrainzAlbums } from './testing/musicbrainz'
import { catalogueJson, readCatalogueFile, sampleAlbums, track } from './testing/sample-library'
import { clientInMemory } from './testing/service-client'

const cd = '4ee138d9-c0a6-4174-abba-632311bcc15e'
const vinyl = '5ea0deb7-7372-4a4b-8b9e-d1f0d8f2a914'
const deluxe = '33222203-a78a-4167-a6af-d041ef2a1b99'

let server: MusicBrainzServer
let albums: Map<string, LookupTrack[]>
beforeAll(async () => {
  server = await startMusicBrainzServer({ catalogue: await catalogueJson() })
  albums = await sampleAlbums()
})
afterEach(() => server.reset())
afterAll(() => server.close())

const catalogue = () => createOfflineCatalogue(readCatalogueFile).albums
const session = () => setupSession({ fetch, userAgent: 'Tagwright/0 ( tests )', backoffFactor: 0 })
const musicBrainz = () =>
  musicBrainzAlbums({
    client: clientInMemory(),
    session: session(),
    limiter: new RateLimiter(100, 10),
    baseUrl: server.musicBrainzUrl,
  })
const covers = (): CoverSource[] => [
  createOfflineCatalogue(readCatalogueFile).covers,
  coverArt({
    client: clientInMemory(),
    session: session(),
    limiter: new RateLimiter(100, 10),
    baseUrl: server.coverArtUrl,
  }),
]

const picture: Picture = {
  hash: 'a'.repeat(64),
  type: 0,
  mime: 'image/jpeg',
  description: '',
  sizeBytes: 4,
  width: 1,
  height: 1,
}
const store = async (): Promise<Outcome<{ picture: Picture }>> => ({ ok: true, picture })

function looking(
  services: readonly AlbumSource[],
  { addPicture = store }: { addPicture?: typeof store } = {},
) {
  const warnings: string[] = []
  const states: ServiceState[] = []
  const stop = new AbortController()
  const lookup = createLookup({
    albums: () => services,
    covers,
    standing: (name) => (services.some((service) => service.name === name) ? 'ready' : 'off'),
    addPicture,
    log: { warn: (message) => warnings.push(message) },
  })
  const options = { signal: stop.signal, onState: (state: ServiceState) => states.push(state) }
  return {
    warnings,
    states,
    stop,
    search: (tracks: LookupTrack[], query?: string) =>
      lookup.search({ tracks, ...(query === undefined ? {} : { query }) }, options),
    release: (service: 'catalogue' | 'musicbrainz', releaseId: string, tracks: LookupTrack[]) =>
      lookup.release({ service, releaseId, tracks }, options),
    forget: lookup.forget,
  }
}

const tideworks = () => albums.get('Mira Solen - Tideworks (2019)')!

describe.each([
  ['the offline catalogue', catalogue],
  ['MusicBrainz', musicBrainz],
])('looking up the sample library in %s', (_, service) => {
  it.each([
    ['Mira Solen - Tideworks (2019)', 'Tideworks 2019-09-13 CD', 0.9],
    ['Karl Brandt Trio - Nachtfähre (2004)', 'Nachtfähre 2004-11-15 CD', 0.9],
    ['Various Artists - Garden Variations (2011)', 'Garden Variations 2011-05-02 2 × CD', 0.9],
    ['Ten Volta - Low Orbit', 'Low Orbit 2015-08-21 Digital Media', 0.9],
    ['Ilse Okoro - Short Waves EP (2021)', 'Short Waves 2021-03-05 Digital Media', 0.9],
    ['Hana Lind - Field Notes', 'Field Notes 2022-10-14 Digital Media', 0.85],
  ])('finds %s first', async (folder, first, least) => {
    const { candidates, failures } = await looking([service()]).search(albums.get(folder)!)
    const [best] = candidates
    expect(`${best?.title} ${best?.date} ${best?.format}`).toBe(first)
    expect(best?.score).toBeGreaterThan(least)
    expect(best?.score).toBeLessThan(1)
    expect(failures).toEqual([])
    expect(() => Candidate.array().parse(candidates)).not.toThrow()
  })

  it('prefers the CD of Tideworks to the vinyl and the deluxe edition', async () => {
    const { candidates } = await looking([service()]).search(tideworks())
    expect(candidates.map(({ releaseId }) => releaseId).slice(0, 3)).toEqual([cd, vinyl, deluxe])
  })

  it('gives the same answer to the same question', async () => {
    const { search } = looking([service()])
    expect(await search(tideworks())).toEqual(await search(tideworks()))
  })
})

describe('looking an album up', () => {
  it('shows the namesake by somebody else, far below', async () => {
    const { candidates } = await looking([catalogue()]).search(tideworks())
    expect(candidates.at(-1)).toMatchObject({ title: 'Tidework', artist: 'Solen Quartet' })
    expect(candidates.at(-1)?.score).toBeLessThan(0.1)
  })

  it('is not sure about files of no album', async () => {
    for (const file of albums.get('Unsorted')!) {
      const { candidates } = await looking([catalogue(), musicBrainz()]).search([file])
      for (const { score } of candidates) expect(score).toBeLessThan(0.5)
    }
  })

  it('asks nobody about files that say nothing', async () => {
    const { search, states } = looking([musicBrainz()])
    expect(await search([track({ fileName: '06.mp3' })])).toEqual({ candidates: [], failures: [], stale: [] })
    expect(states).toEqual([])
  })

  it('finds by typed words, whatever the tags say', async () => {
    const wrong = tideworks().map((file) => ({ ...file, values: { ...file.values, album: ['Hits'] } }))
    const { candidates } = await looking([catalogue()]).search(wrong, 'tideworks mira solen')
    expect(candidates[0]?.releaseId).toBe(cd)
  })

  it('takes a MusicBrainz address as such', async () => {
    const { candidates, named } = await looking([catalogue(), musicBrainz()]).search(
      tideworks(),
      `https://musicbrainz.org/release/${deluxe}`,
    )
    expect(candidates.map(({ releaseId }) => releaseId)).toEqual([cd, vinyl, deluxe])
    expect(named).toBe(deluxe)
  })

  it.each([
    ['release', deluxe, 'Tideworks', 2],
    ['release-group', '34c46668-c3f2-4722-856c-e509999e1f90', 'Tideworks', 1],
    ['recording', '@recording', 'Tideworks', 2],
  ])('asks MusicBrainz alone for the %s of an address', async (kind, id, title, requests) => {
    const [release] = await catalogueJson()
    const wanted = id === '@recording' ? release?.media?.[0]?.tracks?.[0]?.recording?.id : id
    const other: AlbumSource = {
      ...musicBrainz(),
      name: 'discogs',
      search: async () => expect.unreachable(),
      release: async () => expect.unreachable(),
    }
    const { candidates, asked } = await looking([other, musicBrainz()]).search(
      tideworks(),
      `https://musicbrainz.org/${kind}/${wanted}`,
    )
    expect(candidates.map((candidate) => candidate.title)).toEqual([title, title, title])
    expect(asked?.from).toBe('typed')
    expect(server.requests).toHaveLength(requests)
  })

  it('tries a bare id as each thing that it may be of', async () => {
    const [release] = await catalogueJson()
    const recording = release?.media?.[0]?.tracks?.[0]?.recording?.id ?? ''
    const { candidates, failures } = await looking([musicBrainz()]).search(tideworks(), recording)
    expect(candidates[0]?.title).toBe('Tideworks')
    expect(failures).toEqual([])
  })

  it('says so when there is nothing under an address, or its service is not asked', async () => {
    const gone = '00000000-0000-4000-8000-000000000000'
    const problems = async (services: AlbumSource[], typed: string) =>
      (await looking(services).search(tideworks(), typed)).failures.map(({ problem }) => problem)
    expect(await problems([musicBrainz()], `https://musicbrainz.org/release/${gone}`)).toEqual([
      { code: 'lookup.nothingThere', params: { service: 'MusicBrainz' } },
    ])
    expect(await problems([musicBrainz()], '[r249504]')).toEqual([
      { code: 'lookup.switchedOff', params: { service: 'Discogs' }, remedy: 'open-settings' },
    ])
    expect(server.requests.every(({ path }) => path.includes(gone))).toBe(true)
    await expect(looking([musicBrainz()]).search(tideworks(), 'https://example.org/5')).rejects.toMatchObject(
      {
        problem: { code: 'lookup.strangeAddress' },
      },
    )
  })

  it('says that a service needs a key before it can be asked for its address', async () => {
    const lookup = createLookup({
      albums: () => [musicBrainz()],
      covers,
      standing: () => 'needsKey',
      addPicture: store,
      log: { warn: () => {} },
    })
    const options = { signal: new AbortController().signal, onState: () => {} }
    const { failures } = await lookup.search({ tracks: tideworks(), query: '[m96559]' }, options)
    expect(failures).toEqual([
      {
        service: 'discogs',
        problem: { code: 'lookup.keyMissing', params: { service: 'Discogs' }, remedy: 'open-settings' },
      },
    ])
    expect(server.requests).toEqual([])
  })

  it('says what it asked for, and where it read that', async () => {
    const { search } = looking([catalogue()])
    expect((await search(tideworks())).asked).toEqual({
      title: 'Tideworks',
      artist: 'Mira Solen',
      from: 'tags',
    })
    const bare = tideworks().map((file) => ({ ...file, values: {} }))
    expect((await search(bare)).asked).toMatchObject({ title: 'Tideworks', from: 'names' })
    expect((await search(bare, 'low orbit')).asked).toEqual({ title: 'low orbit', artist: '', from: 'typed' })
  })

  it('finds the edition of a typed barcode, and nothing else for one that nobody knows', async () => {
    const { search } = looking([musicBrainz()])
    const { candidates, named } = await search(tideworks(), '2004019001421')
    expect(named).toBe(vinyl)
    expect(candidates.find(({ releaseId }) => releaseId === vinyl)).toMatchObject({
      barcode: '2004019001421',
      reasons: expect.arrayContaining([expect.objectContaining({ code: 'barcode', kind: 'agrees' })]),
    })
    expect((await search(tideworks(), '0036000291452')).candidates).toEqual([])
  })

  it('names a release once that two services know, in its fuller form', async () => {
    const { candidates } = await looking([musicBrainz(), catalogue()]).search(tideworks())
    const ids = candidates.map(({ releaseId }) => releaseId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(candidates[0]?.reasons.map(({ code }) => code)).toContain('titles')
  })

  it('asks MusicBrainz twice: a search, and all editions of the likeliest album', async () => {
    await looking([musicBrainz()]).search(tideworks())
    expect(server.requests.map(({ query }) => [...query.keys()][0])).toEqual(['query', 'release-group'])
  })

  it('finds an album by its tracks where nothing names it', async () => {
    const unnamed = tideworks().map((file, n) => ({
      ...file,
      folder: '/home/anna/Downloads',
      fileName: `${n}.mp3`,
      values: { title: file.values.title ?? [] },
    }))
    const { candidates } = await looking([musicBrainz()]).search(unnamed)
    expect(candidates[0]?.title).toBe('Tideworks')
    expect(server.requests.map(({ path }) => path)).toEqual(['/ws/2/recording', '/ws/2/release'])
  })

  it('knows the track list of every edition, and what would decide between them', async () => {
    const plain = tideworks().map((file) => ({
      ...file,
      values: { title: file.values.title ?? [], album: ['Tideworks'], artist: ['Mira Solen'] },
    }))
    const { candidates } = await looking([musicBrainz()]).search(plain)
    const twins = candidates.filter(({ releaseId }) => releaseId === cd || releaseId === vinyl)
    for (const { reasons } of twins) expect(reasons.map(({ code }) => code)).toContain('titles')
    expect(twins.map(({ score }) => score)).toEqual([twins[0]?.score, twins[0]?.score])
    expect(twins[0]?.open).toEqual(expect.arrayContaining(['medium']))
  })

  it('looks at nothing that it knows when the person asks again', async () => {
    const service = musicBrainz()
    const lookup = createLookup({
      albums: () => [service],
      covers,
      standing: () => 'ready',
      addPicture: store,
      log: { warn: () => {} },
    })
    const options = { signal: new AbortController().signal, onState: () => {} }
    await lookup.search({ tracks: tideworks() }, options)
    const once = server.requests.length
    await lookup.search({ tracks: tideworks() }, options)
    expect(server.requests).toHaveLength(once)
    await lookup.search({ tracks: tideworks(), anew: true }, options)
    expect(server.requests).toHaveLength(2 * once)
  })

  it('tells what the services are doing', async () => {
    const { search, states } = looking([catalogue(), musicBrainz()])
    await search(tideworks())
    expect(states.filter(({ service }) => service === 'catalogue').map(({ state }) => state)).toEqual([
      'asking',
      'done',
    ])
    expect(states.filter(({ service }) => service === 'musicbrainz').at(0)?.state).toBe('waiting')
    expect(states.filter(({ service }) => service === 'musicbrainz').at(-1)?.state).toBe('done')
  })
})

describe('when a service has a bad day', () => {
  it('finds the album after a 503', async () => {
    server.next('503', { retryAfter: 0 })
    const { candidates, failures } = await looking([musicBrainz()]).search(tideworks())
    expect([candidates[0]?.releaseId, failures]).toEqual([cd, []])
  })

  it.each([
    ['garbage', 'lookup.badReply'],
    ['html', 'lookup.signIn'],
    ['wrong-shape', 'lookup.badReply'],
    ['503', 'lookup.busy'],
    ['403', 'lookup.refused'],
    ['reset', 'lookup.offline'],
  ] as const)('shows what the other found beside %s', async (misbehaviour, code) => {
    server.always(misbehaviour)
    const { search, states, warnings } = looking([musicBrainz(), catalogue()])
    const { candidates, failures } = await search(tideworks())
    expect(candidates[0]?.releaseId).toBe(cd)
    expect(failures).toMatchObject([
      { service: 'musicbrainz', problem: { code, params: { service: 'MusicBrainz' } } },
    ])
    expect(states).toContainEqual({ service: 'musicbrainz', state: 'failed' })
    expect(warnings).toHaveLength(1)
  })

  it('keeps the hits when their details cannot be had', async () => {
    // The search comes through; the editions do not.
    server.always('garbage', { path: 'release-group=' })
    const { candidates, failures } = await looking([musicBrainz()]).search(tideworks())
    expect(candidates[0]?.title).toBe('Tideworks')
    expect(failures).toMatchObject([{ problem: { code: 'lookup.badReply' } }])
  })

  it('does not call it a failure that one of two does not know an id', async () => {
    const empty = createOfflineCatalogue(async () => new TextEncoder().encode('[]')).albums
    const { failures, candidates } = await looking([empty, musicBrainz()]).search(tideworks(), cd)
    expect([candidates.length, failures]).toEqual([3, []])
    const gone = '00000000-0000-4000-8000-000000000000'
    expect((await looking([empty, musicBrainz()]).search(tideworks(), gone)).failures).toMatchObject([
      { problem: { code: 'lookup.nothingThere' } },
      { problem: { code: 'lookup.nothingThere' } },
    ])
  })

  it('stops at once when it is cancelled', async () => {
    server.always('hang')
    const { search, stop, states } = looking([musicBrainz(), catalogue()])
    const searching = search(tideworks())
    await vi.waitFor(() => expect(server.requests).toHaveLength(1))
    stop.abort(new Error('enough'))
    await expect(searching).rejects.toThrow('enough')
    expect(states.map(({ state }) => state)).not.toContain('failed')
    await expect(search(tideworks())).rejects.toThrow('enough')
  })
})

describe('laying a release over the files', () => {
  it('asks for a release once in a session, and again when it is to forget', async () => {
    const source = musicBrainz()
    const ids: string[] = []
    const counted: AlbumSource = {
      ...source,
      release: (id, context) => {
        ids.push(id)
        return source.release(id, context)
      },
    }
    const { release, forget } = looking([counted])
    await release('musicbrainz', cd, tideworks())
    await release('musicbrainz', cd, tideworks())
    expect(ids).toEqual([cd])
    forget()
    await release('musicbrainz', cd, tideworks())
    expect(ids).toEqual([cd, cd])
  })

  it('brings values, the score and the cover', async () => {
    const stored: Uint8Array[] = []
    const { release } = looking([catalogue()], {
      addPicture: async (bytes?: Uint8Array) => {
        if (bytes !== undefined) stored.push(bytes)
        return { ok: true, picture }
      },
    })
    const proposal = await release('catalogue', cd, tideworks())
    expect(proposal.tracks[0]?.values.title).toEqual(['Harbour Lights'])
    expect(proposal.candidate.score).toBeGreaterThan(0.9)
    expect(proposal.cover).toEqual({ ...picture, type: frontCover })
    expect(stored[0]?.byteLength).toBeGreaterThan(10_000)
    expect(() => Proposal.parse(proposal)).not.toThrow()
  })

  it('asks for nothing twice that the search has brought', async () => {
    const { search, release } = looking([musicBrainz()])
    await search(tideworks())
    const before = server.requests.length
    await release('musicbrainz', cd, tideworks())
    const asked = server.requests.slice(before).map(({ path }) => path)
    expect(asked[0]).toContain(`release/${cd}/front-1200`)
    expect(asked.filter((path) => path.includes('/ws/2/'))).toEqual([])
  })

  it.each([
    ['the archive fails', '500'],
    ['it is no picture', 'html'],
  ] as const)('comes without a cover when %s', async (_, misbehaviour) => {
    server.always(misbehaviour, { path: 'front-1200' })
    const { release, warnings } = looking([musicBrainz()])
    const proposal = await release('musicbrainz', cd, tideworks())
    expect(proposal.cover).toBeUndefined()
    expect(proposal.tracks[0]?.values.title).toEqual(['Harbour Lights'])
    expect(warnings).toHaveLength(1)
  })

  it('comes without a cover when the picture store does not want it', async () => {
    const { release, warnings } = looking([catalogue()], {
      addPicture: async () => ({ ok: false, problem: { code: 'picture.notAnImage', params: {} } }),
    })
    expect((await release('catalogue', cd, tideworks())).cover).toBeUndefined()
    expect(warnings).toHaveLength(1)
  })

  it('comes without a cover when there is none', async () => {
    const { release, warnings } = looking([catalogue()])
    expect((await release('catalogue', vinyl, tideworks())).cover).toBeUndefined()
    expect(warnings).toEqual([])
  })

  it.each([
    ['garbage', 'lookup.badReply'],
    ['503', 'lookup.busy'],
    ['404', 'lookup.notFound'],
  ] as const)('says what went wrong: %s', async (misbehaviour, code) => {
    server.always(misbehaviour)
    const { release, states } = looking([musicBrainz()])
    await expect(release('musicbrainz', cd, tideworks())).rejects.toMatchObject({ problem: { code } })
    expect(states.at(-1)?.state).toBe('failed')
  })

  it('says when the service was switched off meanwhile', async () => {
    await expect(looking([]).release('musicbrainz', cd, tideworks())).rejects.toMatchObject({
      problem: { code: 'lookup.switchedOff', params: { service: 'MusicBrainz' } },
    })
  })

  it('stops at once when it is cancelled, in the middle of the cover too', async () => {
    server.always('hang', { path: 'front-1200' })
    const { release, stop } = looking([musicBrainz()])
    const releasing = release('musicbrainz', cd, tideworks())
    await vi.waitFor(() => expect(server.requests.at(-1)?.path).toContain('front-1200'))
    stop.abort(new Error('enough'))
    await expect(releasing).rejects.toThrow('enough')
  })
})
