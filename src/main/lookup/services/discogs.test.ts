import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { discogsToken, startDiscogsServer } from '../../../../e2e/services/discogs'
import { json, type ServiceServer } from '../../../../e2e/services/service-server'
import { RateLimiter } from '../../http'
import { findAlbum } from '../find-album'
import { readAlbum } from '../matching/evidence'
import { formatOf } from '../release'
import type { AlbumQuery, CoverQuery } from '../service'
import { asking, connected, having } from '../testing/connected'
import { catalogueJson, sampleAlbums } from '../testing/sample-library'
import { discogs } from './discogs'

/** Tideworks on CD and on vinyl (with a barcode), and the master of both. */
const cd = '1001'
const vinyl = '1002'
const vinylBarcode = '2004019001421'
const master = '501'

let server: ServiceServer
beforeAll(async () => {
  server = await startDiscogsServer(await catalogueJson())
})
afterEach(() => server.reset())
afterAll(() => server.close())

const service = ({ key = discogsToken, limiter }: { key?: string; limiter?: RateLimiter } = {}) =>
  connected(discogs, { baseUrl: server.url, key, ...(limiter && { limiter }) })
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
const paths = () => server.requests.map(({ path }) => path)

describe('searching Discogs', () => {
  it('asks once, with the token in a header and nowhere else', async () => {
    const hits = await albums().search(tideworks, asking())
    expect(hits.find(({ id }) => id === vinyl)).toMatchObject({
      groupId: master,
      title: 'Tideworks',
      artist: { display: 'Mira Solen' },
      date: '2019',
      country: 'GB',
      labels: ['Kelp Records'],
      catalogNumbers: ['KLP 014 LP'],
      barcode: vinylBarcode,
      media: [{ format: '12" Vinyl', trackCount: 0, tracks: [] }],
    })
    const [request] = server.requests
    expect(request?.headers.authorization).toBe(`Discogs token=${discogsToken}`)
    expect(String(request?.query)).toBe('type=release&release_title=Tideworks&artist=Mira+Solen&per_page=25')
  })

  it('goes from the barcode to the name to the number', async () => {
    const wanted = { ...tideworks, barcode: vinylBarcode, catalogNumbers: ['KLP 014'] }
    expect((await albums().search(wanted, asking())).map(({ id }) => id)).toEqual([vinyl])
    expect(paths()).toHaveLength(1)
    server.reset()
    const unknown = { ...wanted, barcode: '4006381333931', albumTitles: ['Zzyzx'] }
    expect((await albums().search(unknown, asking())).map(({ id }) => id)).toContain(cd)
    expect(server.requests.map((request) => [...request.query.keys()][1])).toEqual([
      'barcode',
      'release_title',
      'catno',
    ])
  })

  it('leaves out what is no release, and keeps the rest', async () => {
    const right = { id: 5, title: 'Björk* - Öde - Live', country: null, barcode: ['Matrix', '0 602498-1'] }
    server.answerNext(json({ results: [null, { id: 1 }, { id: '5/../x', title: 'A - B' }, right] }))
    expect(await albums().search(tideworks, asking())).toMatchObject([
      {
        id: '5',
        groupId: '',
        title: 'Öde - Live',
        artist: { display: 'Björk' },
        barcode: '06024981',
        media: [],
      },
    ])
  })
})

describe('a release of Discogs', () => {
  it('comes with all that we have a place for', async () => {
    const release = await albums().release(vinyl, asking())
    expect(release).toMatchObject({
      id: vinyl,
      groupId: master,
      title: 'Tideworks',
      date: '2019-10-04',
      country: 'GB',
      labels: ['Kelp Records'],
      catalogNumbers: ['KLP 014 LP'],
      barcode: vinylBarcode,
      types: ['Album'],
      genres: ['Folk, World, & Country', 'Folk'],
      hasFrontCover: true,
    })
    expect(formatOf(release)).toBe('12" Vinyl')
    expect(release.media[0]?.tracks.map(({ position, number }) => `${position} ${number}`)).toEqual([
      '1 A1',
      '2 A2',
      '3 A3',
      '4 A4',
      '5 B1',
      '6 B2',
      '7 B3',
    ])
    expect(release.media[0]?.tracks[0]).toMatchObject({ lengthMs: 8000, artist: { display: 'Mira Solen' } })
  })

  it('has its names as they are printed, and no numbers of Discogs’ in them', async () => {
    const artists = [
      { name: 'Sentinel, The (2)', anv: 'The Sentinel', join: 'feat.' },
      { name: 'Prince (2)', anv: '', join: ',' },
      { name: 'Йолка', anv: '', join: '' },
    ]
    server.answerNext(
      json({
        id: 7,
        master_id: 0,
        title: 'Split',
        artists,
        released: '2003-00-00',
        labels: [
          { name: 'Not On Label (Prince Self-released)', catno: 'none' },
          { name: 'Kelp (3)', catno: 'K 1' },
        ],
        formats: [
          { name: 'Box Set', qty: '1', descriptions: [] },
          { name: 'CDr', qty: '2', descriptions: ['EP', 'Compilation'] },
        ],
        identifiers: [{ type: 'Barcode', value: '5 012345 678900' }],
        tracklist: [
          { position: '1-1', type_: 'track', title: 'a', duration: '', artists: [{ name: 'Various (9)' }] },
          { position: '2-1', type_: 'track', title: 'b', duration: 'x' },
          { position: '2-2', type_: 'track' },
        ],
      }),
    )
    const release = await albums().release('7', asking())
    expect(release).toMatchObject({
      groupId: '',
      date: '2003',
      artist: { display: 'The Sentinel feat. Prince, Йолка' },
      labels: ['Kelp'],
      catalogNumbers: ['K 1'],
      barcode: '5012345678900',
      types: ['EP', 'Compilation'],
      country: '',
    })
    expect(formatOf(release)).toBe('2 × CD-R')
    expect(release.media.map(({ tracks }) => tracks.map(({ title, lengthMs }) => [title, lengthMs]))).toEqual(
      [[['a', undefined]], [['b', undefined]]],
    )
  })

  it('of many artists is one of Various Artists', async () => {
    expect((await albums().release('1007', asking())).artist.display).toBe('Various Artists')
    expect((await albums().release('1007', asking())).media).toHaveLength(2)
  })

  it('is not there for an id that it does not know, nor for one that is none of its', async () => {
    const missing = { problem: { code: 'lookup.notFound', params: { service: 'Discogs' } } }
    await expect(albums().release('99', asking())).rejects.toMatchObject(missing)
    await expect(albums().release('../users/me', asking())).rejects.toMatchObject(missing)
    expect(paths()).toEqual(['releases/99'])
  })

  it('is among the editions of its master, the likely one first', async () => {
    const editions = await albums().editions(master, asking(), [vinyl])
    expect(editions.map(({ id }) => id)).toEqual([vinyl, cd, '1003'])
    expect(paths()).toEqual([
      `masters/${master}/versions`,
      `releases/${vinyl}`,
      `releases/${cd}`,
      'releases/1003',
    ])
    expect(await albums().editions('../x', asking())).toEqual([])
  })

  it('is matched like one of MusicBrainz', async () => {
    const files = (await sampleAlbums()).get('Mira Solen - Tideworks (2019)') ?? []
    const { groups } = await findAlbum(albums(), readAlbum(files), tideworks, asking())
    expect(groups[0]?.groupId).toBe(master)
    expect(groups[0]?.probability).toBeGreaterThan(0.9)
  })
})

describe('Discogs’ limit', () => {
  it('is kept by going more slowly when no request is left', async () => {
    const limiter = new RateLimiter(100, 10)
    server.answerNext({ ...json({ results: [] }), headers: { 'x-discogs-ratelimit-remaining': '0' } })
    await having(service({ limiter }).albums).search(tideworks, asking())
    expect(limiter.state().pace).toBe(0.5)
  })

  it('passed, is waited out', async () => {
    const limiter = new RateLimiter(100, 10)
    server.next('429', { retryAfter: 0 })
    expect(await having(service({ limiter }).albums).search(tideworks, asking())).not.toEqual([])
    expect(limiter.state().pace).toBeLessThan(1)
  })
})

it('a token that Discogs does not take is said to be that', async () => {
  const wrong = service({ key: 'wrong' })
  await expect(wrong.check(asking())).rejects.toMatchObject({ code: 'refused', status: 401 })
  await expect(service().check(asking())).resolves.toBeUndefined()
  expect(server.requests).toHaveLength(2)
})

it.each(['garbage', 'wrong-shape'] as const)(
  'does not take %s for an answer of Discogs',
  async (nonsense) => {
    server.next(nonsense)
    await expect(albums().search(tideworks, asking())).rejects.toMatchObject({ name: 'InvalidResponseError' })
  },
)

describe('a cover of Discogs', () => {
  const wanted: CoverQuery = { title: 'Tideworks', artist: 'Mira Solen' }

  it('is certain by its own id, or by the barcode', async () => {
    const own = { service: 'discogs', id: cd, groupId: master, hasFrontCover: undefined } as const
    expect(await covers().find({ ...wanted, release: own }, asking())).toEqual([
      { id: cd, certain: true, title: 'Tideworks', artist: 'Mira Solen', width: 600, height: 600 },
    ])
    expect(await covers().find({ ...wanted, barcode: vinylBarcode }, asking())).toMatchObject([
      { id: vinyl, certain: true },
    ])
  })

  it('is one of a like name otherwise', async () => {
    const found = await covers().find({ ...wanted, barcode: '4006381333931' }, asking())
    expect(found.map(({ certain }) => certain)).toEqual([false, false, false])
  })

  it('is fetched from where the release says, without the token', async () => {
    expect(await covers().fetch(cd, 'large', asking())).toMatchObject({ mime: 'image/png' })
    expect(paths()).toEqual([`releases/${cd}`, `image/${cd}.jpeg`])
    expect(server.requests[1]?.headers.authorization).toBeUndefined()
    expect(await covers().fetch('../x', 'large', asking())).toBeUndefined()
  })

  it.each(['https://evil.example/a.jpeg', 'http://i.discogs.com/a.jpeg', ''])(
    'is never fetched from “%s”',
    async (uri) => {
      server.answerNext(json({ id: 7, title: 'x', images: [{ type: 'primary', uri }] }))
      expect(await covers().fetch('7', 'large', asking())).toBeUndefined()
      expect(paths()).toHaveLength(1)
    },
  )
})
