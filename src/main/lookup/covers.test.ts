import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { plainCover } from '../../../e2e/musicbrainz/cover'
import { type MusicBrainzServer, startMusicBrainzServer } from '../../../e2e/musicbrainz/server'
import type { CoversProgress, CoversRequest, FoundCover } from '../../shared/ipc'
import type { ServiceName } from '../../shared/model'
import { RateLimiter, setupSession } from '../http'
import { describePicture } from '../metadata'
import { createCovers } from './covers'
import type { FoundCover as CoverOfSource, CoverSource } from './service'
import { createOfflineCatalogue } from './services/offline-catalogue'
import { coverArt } from './testing/musicbrainz'
import { catalogueJson, readCatalogueFile } from './testing/sample-library'
import { clientInMemory } from './testing/service-client'

const tideworks = '4ee138d9-c0a6-4174-abba-632311bcc15e'

let server: MusicBrainzServer
beforeAll(async () => {
  server = await startMusicBrainzServer({ catalogue: await catalogueJson() })
})
afterEach(() => server.reset())
afterAll(() => server.close())

const archive = () =>
  coverArt({
    client: clientInMemory(),
    session: setupSession({ fetch, userAgent: 'Tagwright/0 ( tests )', backoffFactor: 0 }),
    limiter: new RateLimiter(100, 10),
    baseUrl: server.coverArtUrl,
  })
const catalogue = () => createOfflineCatalogue(readCatalogueFile).covers

/** A service that has these covers; each is a picture of one colour, named after its id. */
function source(
  name: ServiceName,
  found: readonly Partial<CoverOfSource>[],
  sides = { small: 8, large: 16 },
) {
  const fetched: string[] = []
  const covers: CoverSource = {
    name,
    find: async () =>
      found.map((cover) => ({
        id: '1',
        certain: false,
        title: cover.id ?? '1',
        artist: '',
        ...cover,
      })),
    fetch: async (id, size) => {
      fetched.push(`${id} ${size}`)
      return { bytes: new Uint8Array(plainCover(id, sides[size])), mime: 'image/png' }
    },
  }
  return { ...covers, fetched }
}

function coversOf(...sources: readonly CoverSource[]) {
  return createCovers({
    covers: () => sources,
    addPicture: async (bytes) => {
      const { bytes: _, ...picture } = describePicture(bytes, { type: 3, mime: '', description: '' })
      return picture.mime === ''
        ? { ok: false, problem: { code: 'picture.notAnImage', params: { file: '' } } }
        : { ok: true, picture }
    },
    log: { warn: () => {} },
  })
}

async function find(covers: ReturnType<typeof coversOf>, request: Partial<CoversRequest> = {}) {
  const told: FoundCover[] = []
  const states: string[] = []
  const failures = await covers.find(
    { wanted: { title: 'Tideworks', artist: 'Mira Solen' }, which: 'all', ...request },
    {
      signal: new AbortController().signal,
      onProgress: (progress: CoversProgress) => {
        if (progress.kind === 'cover') told.push(progress.cover)
        else states.push(`${progress.state.service} ${progress.state.state}`)
      },
    },
  )
  return { told, states, failures }
}
const fetchLarge = (covers: ReturnType<typeof coversOf>, service: ServiceName, id: string) =>
  covers.fetch({ service, id }, { signal: new AbortController().signal })

describe('finding covers', () => {
  it('asks all services, and tells each cover with a small picture and what its service says of it', async () => {
    const deezer = source('deezer', [{ id: 'a', title: 'Tideworks', width: 1000, height: 1000 }])
    const covers = coversOf(catalogue(), archive(), deezer)
    const { told, failures } = await find(covers, {
      wanted: {
        title: 'Tideworks',
        artist: 'Mira Solen',
        release: { service: 'musicbrainz', id: tideworks, groupId: '' },
      },
    })
    expect(failures).toEqual([])
    expect(told.map(({ service, certain }) => [service, certain])).toEqual(
      expect.arrayContaining([
        ['catalogue', false],
        ['coverartarchive', true],
        ['deezer', false],
      ]),
    )
    expect(told.find(({ service }) => service === 'deezer')).toMatchObject({
      width: 1000,
      look: { width: 8, height: 8, mime: 'image/png', type: 3 },
    })
    expect(server.requests.map(({ path }) => path)).toContain(`/coverart/release/${tideworks}/front-250`)
  })

  it('lets one service fail without the others', async () => {
    server.always('500')
    const { told, failures, states } = await find(coversOf(archive(), source('itunes', [{}])), {
      wanted: { title: '', artist: '', release: { service: 'musicbrainz', id: tideworks, groupId: '' } },
    })
    expect(told.map(({ service }) => service)).toEqual(['itunes'])
    expect(failures).toMatchObject([{ service: 'coverartarchive', problem: { code: 'lookup.busy' } }])
    expect(states).toEqual(expect.arrayContaining(['coverartarchive failed', 'itunes done']))
  })

  it('shows what a service has although one of its pictures cannot be had', async () => {
    const broken = source('deezer', [{ id: 'a' }, { id: 'b' }, { id: 'c' }])
    const covers = coversOf({
      ...broken,
      fetch: async (id, size, context) =>
        id === 'b'
          ? { bytes: new TextEncoder().encode('<svg/>'), mime: 'image/png' }
          : broken.fetch(id, size, context),
    })
    const { told, failures } = await find(covers)
    expect(told.map(({ title }) => title)).toEqual(['a', 'c'])
    expect(failures).toMatchObject([{ service: 'deezer', problem: { code: 'picture.notAnImage' } }])
  })

  it('takes it for an answer that there is none', async () => {
    const none: CoverSource = { ...source('deezer', [{ id: 'a' }]), fetch: async () => undefined }
    expect(await find(coversOf(none))).toMatchObject({ told: [], failures: [], states: ['deezer done'] })
  })

  it('tells the same picture once, and again only when it is certain by then', async () => {
    const first = source('deezer', [{ id: 'a' }, { id: 'a' }])
    const late: CoverSource = {
      ...source('discogs', []),
      find: async () => {
        await expect.poll(() => first.fetched.length).toBe(2)
        return [{ id: 'a', certain: true, title: 'a', artist: '' }]
      },
    }
    const { told } = await find(coversOf(first, late, late))
    expect(told.map(({ service, certain }) => [service, certain])).toEqual([
      ['deezer', false],
      ['discogs', true],
    ])
  })

  it('says that none is switched on rather than that none has one', async () => {
    await expect(find(coversOf())).rejects.toMatchObject({ problem: { code: 'lookup.noCoverService' } })
  })

  it('looks at eight of a service at most', async () => {
    const many = source(
      'deezer',
      Array.from({ length: 20 }, (_, index) => ({ id: String(index) })),
    )
    expect((await find(coversOf(many))).told).toHaveLength(8)
  })

  it('brings the best of each service large, and asks no further once one is certain', async () => {
    const named = source('deezer', [{ id: 'a' }, { id: 'b' }])
    const sure = source('discogs', [{ id: 'c', certain: true }])
    const spared = source('itunes', [{ id: 'd' }])
    const { told } = await find(coversOf(named, sure, spared), { which: 'best' })
    expect(told.map(({ title, look }) => [title, look.width])).toEqual([
      ['a', 16],
      ['c', 16],
    ])
    expect([named.fetched, sure.fetched, spared.fetched]).toEqual([['a large'], ['c large'], []])
  })

  it('goes on to the next service where one fails', async () => {
    const broken: CoverSource = {
      ...source('deezer', []),
      find: () => Promise.reject(new Error('broken')),
    }
    const { told, failures } = await find(coversOf(broken, source('itunes', [{ id: 'd' }])), {
      which: 'best',
    })
    expect(told.map(({ title }) => title)).toEqual(['d'])
    expect(failures).toMatchObject([{ service: 'deezer' }])
  })

  it('asks low for the best that nobody waits for, and high for what is looked at', async () => {
    const asked: (string | undefined)[] = []
    const watched: CoverSource = {
      ...source('deezer', []),
      find: async (_, { priority }) => {
        asked.push(priority)
        return []
      },
    }
    await find(coversOf(watched))
    await find(coversOf(watched), { which: 'best' })
    expect(asked).toEqual(['high', 'low'])
  })

  it('ends when it is cancelled', async () => {
    const abort = new AbortController()
    const covers = coversOf({
      ...source('deezer', []),
      find: async (_, { signal }) => {
        abort.abort(new Error('enough'))
        signal.throwIfAborted()
        return []
      },
    })
    await expect(
      covers.find(
        { wanted: { title: '', artist: '' }, which: 'all' },
        { signal: abort.signal, onProgress: () => {} },
      ),
    ).rejects.toThrow('enough')
  })
})

describe('fetching the chosen cover', () => {
  it('brings the large one, with its real size', async () => {
    const covers = coversOf(source('deezer', [{ id: 'a' }], { small: 8, large: 64 }))
    const [cover] = (await find(covers)).told
    expect(await fetchLarge(covers, 'deezer', cover?.id ?? '')).toMatchObject({
      width: 64,
      height: 64,
      type: 3,
    })
  })

  it('takes no id but those that were told, which are none of the service’s', async () => {
    const deezer = source('deezer', [{ id: 'https://cdn.example/a.jpg' }])
    const covers = coversOf(deezer, source('itunes', []))
    const [cover] = (await find(covers)).told
    expect(cover?.id).toMatch(/^[0-9a-f]{32}$/)
    const none = { problem: { code: 'lookup.notFound' } }
    await expect(fetchLarge(covers, 'deezer', 'https://cdn.example/a.jpg')).rejects.toMatchObject(none)
    await expect(fetchLarge(covers, 'itunes', cover?.id ?? '')).rejects.toMatchObject(none)
    expect(deezer.fetched).toEqual(['https://cdn.example/a.jpg small'])
  })

  it('says what went wrong with it', async () => {
    const deezer = source('deezer', [{ id: 'a' }])
    const covers = coversOf({
      ...deezer,
      fetch: async (id, size, context) => {
        if (size === 'large') throw new Error('broken')
        return deezer.fetch(id, size, context)
      },
    })
    const [cover] = (await find(covers)).told
    await expect(fetchLarge(covers, 'deezer', cover?.id ?? '')).rejects.toMatchObject({
      problem: { code: 'internal' },
    })
  })
})
