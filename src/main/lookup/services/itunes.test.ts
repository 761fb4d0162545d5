import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { list, startItunesServer } from '../../../../e2e/services/itunes'
import type { ServiceServer } from '../../../../e2e/services/service-server'
import { RateLimiter } from '../../http'
import { findAlbum } from '../find-album'
import { readAlbum } from '../matching/evidence'
import type { AlbumQuery, CoverQuery } from '../service'
import { asking, connected, having } from '../testing/connected'
import { catalogueJson, sampleAlbums } from '../testing/sample-library'
import { itunes } from './itunes'

/** Tideworks on CD, on vinyl (with a barcode), two discs of Garden Variations, an EP. */
const cd = '1001'
const vinylBarcode = '2004019001421'
const twoDiscs = '1007'
const ep = '1009'

let server: ServiceServer
beforeAll(async () => {
  server = await startItunesServer(await catalogueJson())
})
afterEach(() => server.reset())
afterAll(() => server.close())

const service = (limiter?: RateLimiter) =>
  connected(itunes, { baseUrl: server.url, ...(limiter && { limiter }) })
const albums = () => having(service().albums)
const covers = () => having(service().covers)
const query = (facts: Partial<AlbumQuery>): AlbumQuery => ({
  albumTitles: [],
  artists: [],
  catalogNumbers: [],
  trackTitles: [],
  trackCount: 0,
  ...facts,
})
const tideworks = query({ albumTitles: ['Tideworks'], artists: ['Mira Solen'] })

describe('searching iTunes', () => {
  it('asks once, by artist and album in plain words', async () => {
    const hits = await albums().search(tideworks, asking())
    expect(hits.find(({ id }) => id === cd)).toMatchObject({
      title: 'Tideworks',
      groupId: '',
      artist: { display: 'Mira Solen' },
      date: '2019-09-13',
      types: ['Album'],
      media: [{ trackCount: 7, tracks: [] }],
    })
    expect(server.requests.map((request) => request.query.get('term'))).toEqual(['Mira Solen Tideworks'])
  })

  it('takes a barcode first, and has the album in full by it', async () => {
    const hits = await albums().search({ ...tideworks, barcode: vinylBarcode }, asking())
    expect(hits).toMatchObject([{ id: '1002', barcode: vinylBarcode }])
    expect(hits[0]?.media[0]?.tracks).toHaveLength(7)
    expect(server.requests).toHaveLength(1)
  })

  it('searches on by name when nothing has the barcode', async () => {
    const hits = await albums().search({ ...tideworks, barcode: '4006381333931' }, asking())
    expect(hits.length).toBeGreaterThan(0)
    expect(server.requests.map(({ path }) => path)).toEqual(['lookup', 'search'])
  })

  it('finds nothing where there is nothing, and asks nothing without words', async () => {
    expect(await albums().search(query({ albumTitles: ['Zzyzx'] }), asking())).toEqual([])
    expect(server.requests).toHaveLength(1)
    expect(await albums().search(query({ releaseId: 'x' }), asking())).toEqual([])
    expect(server.requests).toHaveLength(1)
  })

  it('leaves out what is no album, and keeps the rest', async () => {
    const right = { wrapperType: 'collection', collectionId: 5, collectionName: 'Öde – Ёлка' }
    server.answerNext(
      list([{ wrapperType: 'artist', artistId: 1 }, null, { ...right, collectionId: '../5' }, right]),
    )
    expect(await albums().search(tideworks, asking())).toMatchObject([
      { id: '5', title: 'Öde – Ёлка', date: '', media: [], genres: [] },
    ])
  })
})

describe('an album of iTunes', () => {
  it('comes with discs, positions and lengths', async () => {
    const release = await albums().release(twoDiscs, asking())
    expect(release).toMatchObject({ artist: { display: 'Various Artists' }, genres: ['Singer/Songwriter'] })
    expect(release.media.map(({ trackCount }) => trackCount)).toEqual([5, 5])
    expect(release.media[1]?.tracks[2]).toMatchObject({ position: 3, number: '3' })
    expect((await albums().release(cd, asking())).media[0]?.tracks[0]?.lengthMs).toBe(8412)
  })

  it('has its type out of its title', async () => {
    expect(await albums().release(ep, asking())).toMatchObject({ title: 'Short Waves', types: ['EP'] })
  })

  it('is not there for an id that it does not know, nor for one that is none of its', async () => {
    const missing = { problem: { code: 'lookup.notFound', params: { service: 'iTunes' } } }
    await expect(albums().release('99', asking())).rejects.toMatchObject(missing)
    await expect(albums().release('1&id=2', asking())).rejects.toMatchObject(missing)
    expect(server.requests).toHaveLength(1)
  })

  it('is matched like one of MusicBrainz', async () => {
    const files = (await sampleAlbums()).get('Mira Solen - Tideworks (2019)') ?? []
    const { groups } = await findAlbum(albums(), readAlbum(files), tideworks, asking())
    expect(groups[0]?.editions[0].release.id).toBe(cd)
    expect(groups[0]?.probability).toBeGreaterThan(0.9)
  })
})

describe('iTunes over its limit', () => {
  it('is asked again, and more slowly', async () => {
    const limiter = new RateLimiter(100, 10)
    server.next('403')
    expect(await having(service(limiter).albums).search(tideworks, asking())).not.toEqual([])
    expect(server.requests).toHaveLength(2)
    expect(limiter.state().pace).toBeLessThan(1)
  })

  it('is busy when it stays so, and never takes that for a refusal', async () => {
    server.always('403')
    await expect(albums().search(tideworks, asking())).rejects.toMatchObject({ code: 'busy', status: 429 })
    expect(server.requests).toHaveLength(4)
  })
})

it.each(['garbage', 'wrong-shape'] as const)('does not take %s for an answer of iTunes', async (nonsense) => {
  server.next(nonsense)
  await expect(albums().search(tideworks, asking())).rejects.toMatchObject({ name: 'InvalidResponseError' })
})

it('asks iTunes nothing twice', async () => {
  const once = albums()
  await once.release(cd, asking())
  await once.release(cd, asking())
  expect(server.requests).toHaveLength(1)
})

describe('a cover of iTunes', () => {
  const wanted: CoverQuery = { title: 'Tideworks', artist: 'Mira Solen' }

  it('is certain by its own id, or by the barcode', async () => {
    const own = { service: 'itunes', id: cd, groupId: '', hasFrontCover: undefined } as const
    expect(await covers().find({ ...wanted, release: own }, asking())).toMatchObject([{ certain: true }])
    expect(await covers().find({ ...wanted, barcode: vinylBarcode }, asking())).toMatchObject([
      { certain: true, title: 'Tideworks', artist: 'Mira Solen' },
    ])
  })

  it('is one of a like name otherwise', async () => {
    const found = await covers().find(wanted, asking())
    expect(found.map(({ certain }) => certain)).toEqual([false, false, false])
  })

  it('comes in the size that is wanted', async () => {
    const [cover] = await covers().find({ ...wanted, barcode: vinylBarcode }, asking())
    server.reset()
    for (const size of ['small', 'large'] as const)
      expect(await covers().fetch(cover!.id, size, asking())).toMatchObject({ mime: 'image/png' })
    expect(server.requests.map(({ path }) => path.split('/').at(-1))).toEqual([
      '250x250bb.jpg',
      '1800x1800bb.jpg',
    ])
    server.next('403')
    expect(await covers().fetch(cover!.id.replace('1002', '1003'), 'large', asking())).toBeUndefined()
  })

  it.each(['https://evil.example/100x100bb.jpg', 'http://is1-ssl.mzstatic.com/100x100bb.jpg', 'x'])(
    'is never fetched from %s',
    async (address) => {
      expect(await covers().fetch(address, 'large', asking())).toBeUndefined()
      expect(server.requests).toEqual([])
    },
  )
})

it('the connection to iTunes is tried once', async () => {
  await expect(service().check(asking())).resolves.toBeUndefined()
  server.always('503')
  await expect(service().check(asking())).rejects.toMatchObject({ code: 'busy' })
  expect(server.requests).toHaveLength(2)
})
