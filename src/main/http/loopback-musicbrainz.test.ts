import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type MusicBrainzServer, type Release, startMusicBrainzServer } from '../../../e2e/musicbrainz/server'

/** The service that our other tests lean on is itself in need of a few. */
const tideworks: Release = {
  id: '11111111-2222-4333-8444-555555555555',
  title: 'Tideworks',
  status: 'Official',
  date: '2019-09-13',
  country: 'NL',
  barcode: '4006381333931',
  'artist-credit': [
    { name: 'Mira Solén', joinphrase: ' & ', artist: { id: 'a', name: 'Mira Solén', genres: [] } },
    { name: 'Ten Volta', joinphrase: '' },
  ],
  'label-info': [{ 'catalog-number': 'KLP 014', label: { name: 'Kelp Records' } }],
  'release-group': {
    id: 'aaaaaaaa-2222-4333-8444-555555555555',
    title: 'Tideworks',
    'primary-type': 'Album',
  },
  media: [
    { format: 'CD', 'track-count': 2, tracks: [{ title: 'Ebb' }, { title: 'Flow' }] },
    { format: 'CD', tracks: [{ title: 'Salt' }] },
  ],
}
const orbit: Release = { id: '22222222-2222-4333-8444-555555555555', title: 'Low Orbit (Deluxe)' }

let server: MusicBrainzServer
beforeAll(async () => {
  server = await startMusicBrainzServer({
    catalogue: [tideworks, orbit],
    coverOf: (id) => (id === orbit.id ? undefined : Buffer.from([0xff, 0xd8, 0xff])),
  })
})
afterEach(() => server.reset())
afterAll(() => server.close())

function ask(path: string, agent = 'Tests/1.0'): Promise<Response> {
  return fetch(new URL(path, server.musicBrainzUrl), { headers: { 'user-agent': agent } })
}

async function found(query: string): Promise<string[]> {
  const reply = (await (await ask(`release?fmt=json&query=${encodeURIComponent(query)}`)).json()) as {
    releases: { title: string; score: number }[]
  }
  return reply.releases.map(({ title, score }) => `${title} ${score}`)
}

describe('searching', () => {
  it.each([
    ['release:"Tideworks" AND artist:"Mira Solen & Ten Volta" AND tracks:3', ['Tideworks 100']],
    ['release:"Tideworks" AND artist:"mira solen"', ['Tideworks 100']],
    ['release:"Tideworks" AND tracks:4', []],
    ['barcode:4006381333931', ['Tideworks 100']],
    ['low orbit', ['Low Orbit (Deluxe) 100']],
    ['tideworks orbit', ['Tideworks 100', 'Low Orbit (Deluxe) 66']],
    ['release:"Low Orbit \\(Deluxe\\)"', ['Low Orbit (Deluxe) 100']],
    ['(release:"Tideworks" OR release:orbit)', ['Tideworks 100', 'Low Orbit (Deluxe) 66']],
    ['country:nl AND date:2019 AND status:official AND catno:"KLP 014"', ['Tideworks 100']],
    ['reid:22222222-2222-4333-8444-555555555555', ['Low Orbit (Deluxe) 100']],
    ['rgid:aaaaaaaa-2222-4333-8444-555555555555 AND arid:a', ['Tideworks 100']],
    ['tidework~1', ['Tideworks 100']],
    ['tide*', ['Tideworks 100']],
    ['+release:tideworks -country:nl', []],
    ['unknownfield:x', []],
  ])('for %s finds %j', async (query, titles) => {
    expect(await found(query)).toEqual(titles)
  })

  it('answers in the shape of the real search', async () => {
    const reply: unknown = await (await ask('release?fmt=json&limit=1&query=tideworks')).json()
    expect(reply).toMatchObject({
      created: expect.any(String),
      count: 1,
      offset: 0,
      releases: [
        {
          id: tideworks.id,
          score: 100,
          status: 'Official',
          'artist-credit': [{ name: 'Mira Solén' }, { name: 'Ten Volta' }],
          'release-group': { 'primary-type': 'Album' },
          media: [
            { format: 'CD', 'track-count': 2 },
            { format: 'CD', 'track-count': 1 },
          ],
          'track-count': 3,
          barcode: '4006381333931',
          'label-info': [{ 'catalog-number': 'KLP 014' }],
        },
      ],
    })
    expect(JSON.stringify(reply)).not.toContain('Flow')
  })

  it.each([[''], ['AND release:x'], ['release:"open']])('answers 400 to %j', async (query) => {
    expect((await ask(`release?fmt=json&query=${encodeURIComponent(query)}`)).status).toBe(400)
  })
})

describe('looking up', () => {
  it('includes what was asked for, and no more', async () => {
    const bare: unknown = await (await ask(`release/${tideworks.id}?fmt=json`)).json()
    expect(Object.keys(bare as object)).toEqual(['id', 'title', 'status', 'date', 'country', 'barcode'])
    const media = await (await ask(`release/${tideworks.id}?inc=media+labels&fmt=json`)).text()
    expect(media).toContain('KLP 014')
    expect(media).not.toContain('Flow')
    const all = await ask(
      `release/${tideworks.id}?inc=recordings+artist-credits+labels+release-groups+genres&fmt=json`,
    )
    // A track without a credit of its own has the release's.
    const credited = tideworks.media?.map((medium) => ({
      ...medium,
      tracks: medium.tracks?.map((track) => ({ ...track, 'artist-credit': tideworks['artist-credit'] })),
    }))
    expect(await all.json()).toEqual(JSON.parse(JSON.stringify({ ...tideworks, media: credited })))
  })

  it('brings the editions of a group in full, and only them', async () => {
    const reply: unknown = await (
      await ask('release?release-group=aaaaaaaa-2222-4333-8444-555555555555&inc=recordings&fmt=json')
    ).json()
    expect(reply).toMatchObject({ 'release-count': 1, releases: [{ id: tideworks.id }] })
    expect(JSON.stringify(reply)).toContain('Flow')
  })

  it.each([
    ['release/nonsense?fmt=json', 400],
    ['release/33333333-2222-4333-8444-555555555555?fmt=json', 404],
    ['artist/x?fmt=json', 404],
    ['/elsewhere', 404],
  ])('answers %s with %i', async (path, status) => {
    expect((await ask(path)).status).toBe(status)
  })

  it('speaks XML to whoever forgets to ask for JSON', async () => {
    expect((await ask(`release/${tideworks.id}`)).headers.get('content-type')).toContain('xml')
  })
})

describe('covers', () => {
  it('are kept elsewhere, behind a redirect', async () => {
    const response = await ask(`/coverart/release/${tideworks.id}/front-500`)
    expect(response.redirected).toBe(true)
    expect(response.headers.get('content-type')).toBe('image/jpeg')
  })

  it.each([
    [`/coverart/release/${orbit.id}/front-500`],
    [`/coverart/release/${tideworks.id}/back`],
    ['/coverart/release/none/front'],
  ])('that are not there are a 404: %s', async (path) => {
    expect((await ask(path)).status).toBe(404)
  })
})

describe('manners', () => {
  it('are expected of a client: a name, and nothing but reading', async () => {
    expect((await ask('release?fmt=json&query=x', 'node')).status).toBe(403)
    const post = await fetch(server.musicBrainzUrl, {
      method: 'POST',
      headers: { 'user-agent': 'Tests/1.0' },
    })
    expect(post.status).toBe(405)
  })

  it('are enforced by 503 when a rate is set', async () => {
    const strict = await startMusicBrainzServer({ catalogue: [], allowPerSecond: 1 })
    const get = () =>
      fetch(`${strict.musicBrainzUrl}release?fmt=json&query=x`, { headers: { 'user-agent': 'T/1' } })
    expect([(await get()).status, (await get()).status]).toEqual([200, 503])
    expect(strict.busiest(10_000)).toBe(2)
    await strict.close()
  })
})

it('follows its script by path, one line for each request, then the standing order, then is well again', async () => {
  server.next('503', { path: '/ws/', times: 2 })
  server.next('404', { path: '/coverart/' })
  const status = async (path: string): Promise<number> => (await ask(path)).status
  const search = 'release?fmt=json&query=x'
  expect(await status(`/coverart/kept/${tideworks.id}/front`)).toBe(404)
  expect([await status(search), await status(search), await status(search)]).toEqual([503, 503, 200])
  server.always('502')
  server.next('500')
  expect([await status(search), await status(search), await status(search)]).toEqual([500, 502, 502])
  expect(server.requests.map(({ misbehaviour }) => misbehaviour).slice(-2)).toEqual(['502', '502'])
  server.reset()
  expect(await status(search)).toBe(200)
})
