import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { deezerError, startDeezerServer } from '../../../../e2e/services/deezer'
import { json, type ServiceServer } from '../../../../e2e/services/service-server'
import { RateLimiter } from '../../http'
import { findAlbum } from '../find-album'
import { readAlbum } from '../matching/evidence'
import type { AlbumQuery, CoverQuery } from '../service'
import { asking, connected, having } from '../testing/connected'
import { catalogueJson, sampleAlbums } from '../testing/sample-library'
import { deezer } from './deezer'

/** Tideworks on CD, on vinyl (with a barcode), and two discs of Garden Variations. */
const cd = '1001'
const vinylBarcode = '2004019001421'
const twoDiscs = '1007'

const long = {
  id: '00000000-0000-4000-8000-000000000001',
  title: 'Alle Stücke',
  media: [
    { tracks: Array.from({ length: 230 }, (_, index) => ({ title: `Stück ${index + 1}`, length: 1000 })) },
  ],
}

let server: ServiceServer
beforeAll(async () => {
  server = await startDeezerServer([...(await catalogueJson()), long])
})
afterEach(() => server.reset())
afterAll(() => server.close())

const service = (limiter?: RateLimiter) =>
  connected(deezer, { baseUrl: server.url, ...(limiter && { limiter }) })
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
const asked = () =>
  server.requests.map(({ path, query: { size }, ...rest }) =>
    size === 0 ? path : `${path}?${rest.misbehaviour ?? ''}`,
  )

describe('searching Deezer', () => {
  it('asks once, by album and artist', async () => {
    const hits = await albums().search(tideworks, asking())
    expect(hits.map(({ id, title }) => [id, title])).toContainEqual([cd, 'Tideworks'])
    expect(hits.find(({ id }) => id === cd)).toMatchObject({
      groupId: '',
      types: ['Album'],
      artist: { display: 'Mira Solen' },
      media: [{ trackCount: 7, tracks: [] }],
      hasFrontCover: true,
    })
    expect(server.requests.map((request) => request.query.get('q'))).toEqual([
      'album:"Tideworks" artist:"Mira Solen"',
    ])
    expect(server.requests[0]?.headers['user-agent']).toBe('Tagwright/0 ( tests )')
  })

  it('takes a barcode first, and then has the album in full', async () => {
    const hits = await albums().search({ ...tideworks, barcode: vinylBarcode }, asking())
    expect(hits).toMatchObject([{ id: '1002', barcode: vinylBarcode, labels: ['Kelp Records'] }])
    expect(hits[0]?.media[0]?.tracks).toHaveLength(7)
  })

  it('searches on by name when nothing has the barcode', async () => {
    const hits = await albums().search({ ...tideworks, barcode: '4006381333931' }, asking())
    expect(hits.length).toBeGreaterThan(0)
    expect(server.requests.map(({ path }) => path)).toEqual(['album/upc:4006381333931', 'search/album'])
  })

  it('takes the person’s own words as they are', async () => {
    await albums().search(query({ freeText: 'solen "tide"' }), asking())
    expect(server.requests[0]?.query.get('q')).toBe('solen "tide"')
  })

  it('leaves out what is no album, and keeps the rest', async () => {
    const right = { id: 5, title: 'Öde', artist: null, nb_tracks: null }
    server.answerNext(
      json({ data: [{ title: 'without an id' }, null, 7, { id: 'x/../y', title: 'a' }, right] }),
    )
    const hits = await albums().search(tideworks, asking())
    expect(hits).toMatchObject([{ id: '5', title: 'Öde', artist: { display: '', artists: [] }, media: [] }])
  })

  it('finds tracks, by their codes where they are known', async () => {
    const found = await albums().findTracks(
      {
        tracks: [{ title: 'Harbour Lights' }, { title: 'unknown here', isrc: 'ZZTWA1900104' }],
        artists: ['Mira Solen'],
      },
      asking(),
    )
    expect(found.map(({ title }) => title)).toEqual(expect.arrayContaining(['Harbour Lights', 'Drift']))
    expect(found[0]?.releases[0]).toMatchObject({ title: 'Tideworks', artist: { display: 'Mira Solen' } })
    expect(asked()).toContain('track/isrc:ZZTWA1900104')
  })
})

describe('an album of Deezer', () => {
  it('comes with discs, positions, lengths and codes', async () => {
    const release = await albums().release(twoDiscs, asking())
    expect(release).toMatchObject({
      id: twoDiscs,
      title: 'Garden Variations',
      artist: { display: 'Various Artists' },
      date: '2011-05-02',
      barcode: '2004020110112',
      genres: ['Folk'],
    })
    expect(release.media.map(({ position, format, trackCount }) => [position, format, trackCount])).toEqual([
      [1, 'Digital Media', 5],
      [2, 'Digital Media', 5],
    ])
    expect(release.media[1]?.tracks[0]).toMatchObject({ position: 1, number: '1' })
    expect(release.media[0]?.tracks[0]?.lengthMs).toBeGreaterThan(0)
  })

  it('is read to its last page', async () => {
    const release = await albums().release('1011', asking())
    expect(release.media[0]?.tracks).toHaveLength(230)
    expect(release.media[0]?.tracks[229]).toMatchObject({ title: 'Stück 230', position: 230 })
    expect(server.requests.map((request) => request.query.get('index'))).toEqual([null, '0', '100', '200'])
  })

  it('is not there for an id that it does not know, nor for one that is none of its', async () => {
    const missing = { problem: { code: 'lookup.notFound', params: { service: 'Deezer' } } }
    await expect(albums().release('99', asking())).rejects.toMatchObject(missing)
    await expect(albums().release('../user/me', asking())).rejects.toMatchObject(missing)
    expect(server.requests).toHaveLength(1)
  })

  it('has no date where Deezer has none', async () => {
    server.answerNext(json({ id: 1001, title: 'Tideworks', release_date: '0000-00-00' }))
    expect((await albums().release(cd, asking())).date).toBe('')
  })

  it('is matched like one of MusicBrainz', async () => {
    const files = (await sampleAlbums()).get('Mira Solen - Tideworks (2019)') ?? []
    const { groups } = await findAlbum(albums(), readAlbum(files), tideworks, asking())
    expect(groups[0]?.editions[0].release.id).toBe(cd)
    expect(groups[0]?.probability).toBeGreaterThan(0.9)
  })
})

describe('Deezer over its limit', () => {
  it('is asked again, and more slowly', async () => {
    const limiter = new RateLimiter(100, 10)
    server.answerNext(deezerError(4, 'Quota limit exceeded'))
    const hits = await having(service(limiter).albums).search(tideworks, asking())
    expect(hits.length).toBeGreaterThan(0)
    expect(server.requests).toHaveLength(2)
    expect(limiter.state().pace).toBeLessThan(1)
  })

  it('is busy when it stays so', async () => {
    for (let count = 0; count < 4; count += 1) server.answerNext(deezerError(4, 'Quota limit exceeded'))
    await expect(albums().search(tideworks, asking())).rejects.toMatchObject({ code: 'busy', status: 429 })
  })

  it('is out of order, and says so', async () => {
    server.answerNext(deezerError(200, 'An active access token must be used'))
    await expect(albums().search(tideworks, asking())).rejects.toMatchObject({ code: 'refused' })
  })
})

describe('faults', () => {
  it.each(['503', '429'] as const)('waits as long as Deezer asks with a %s', async (status) => {
    const states: string[] = []
    server.next(status, { retryAfter: 0 })
    await albums().search(tideworks, asking({ onState: ({ state }) => states.push(state) }))
    expect(states).toContain('retrying')
    expect(server.requests).toHaveLength(2)
  })

  it.each(['garbage', 'wrong-shape'] as const)('does not take %s for an answer', async (nonsense) => {
    server.next(nonsense)
    await expect(albums().search(tideworks, asking())).rejects.toMatchObject({ name: 'InvalidResponseError' })
  })
})

describe('a cover of Deezer', () => {
  const wanted: CoverQuery = { title: 'Tideworks', artist: 'Mira Solen' }

  it('is certain by its own id, or by the barcode', async () => {
    const own = { service: 'deezer', id: cd, groupId: '', hasFrontCover: undefined } as const
    expect(await covers().find({ ...wanted, release: own }, asking())).toMatchObject([{ certain: true }])
    expect(await covers().find({ ...wanted, barcode: `0${vinylBarcode}` }, asking())).toMatchObject([
      { certain: false },
      { certain: false },
      { certain: false },
    ])
    expect(await covers().find({ ...wanted, barcode: vinylBarcode }, asking())).toMatchObject([
      { certain: true, title: 'Tideworks', artist: 'Mira Solen' },
    ])
  })

  it('is one of a like name otherwise', async () => {
    const found = await covers().find(wanted, asking())
    expect(found.map(({ certain, title }) => [certain, title])).toEqual(Array(3).fill([false, 'Tideworks']))
    expect(await covers().find({ title: 'Zzyzx', artist: '' }, asking())).toEqual([])
  })

  it('comes small to be looked at, and larger than it is linked to be kept', async () => {
    const [cover] = await covers().find({ ...wanted, barcode: vinylBarcode }, asking())
    server.reset()
    expect(await covers().fetch(cover!.id, 'small', asking())).toMatchObject({ mime: 'image/png' })
    expect(await covers().fetch(cover!.id, 'large', asking())).toMatchObject({ mime: 'image/png' })
    expect(server.requests.map(({ path }) => path.split('/').at(-1))).toEqual([
      '250x250-000000-80-0-0.jpg',
      '1800x1800-000000-80-0-0.jpg',
    ])
  })

  it('comes as it is linked where there is no larger one', async () => {
    const [cover] = await covers().find({ ...wanted, barcode: vinylBarcode }, asking())
    server.next('403', { path: '1800x1800' })
    expect(await covers().fetch(cover!.id, 'large', asking())).toMatchObject({ mime: 'image/png' })
    server.always('404', { path: 'images/' })
    expect(await covers().fetch(cover!.id, 'small', asking())).toBeUndefined()
  })

  it.each([
    'https://evil.example/1000x1000-.jpg',
    'https://dzcdn.net.evil.example/1000x1000-.jpg',
    'http://cdn-images.dzcdn.net/1000x1000-.jpg',
    'https://a:b@cdn-images.dzcdn.net/1000x1000-.jpg',
    'file:///etc/passwd',
    'not an address',
  ])('is never fetched from %s', async (address) => {
    expect(await covers().fetch(address, 'large', asking())).toBeUndefined()
    server.answerNext(json({ id: 1001, title: 'Tideworks', cover_xl: address }))
    const own = { service: 'deezer', id: cd, groupId: '', hasFrontCover: undefined } as const
    expect(await covers().find({ ...wanted, release: own }, asking())).toEqual([])
  })
})

describe('testing the connection to Deezer', () => {
  it('succeeds when it answers, and fails at once when it does not', async () => {
    const tested = service()
    await expect(tested.check(asking())).resolves.toBeUndefined()
    server.always('503')
    await expect(tested.check(asking())).rejects.toMatchObject({ code: 'busy' })
    expect(server.requests).toHaveLength(2)
  })
})
