import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type LoopbackLyrics, startLrclibServer } from '../../../../e2e/services/lrclib'
import { json, type ServiceServer } from '../../../../e2e/services/service-server'
import type { LyricsQuery } from '../service'
import { asking, connected, having } from '../testing/connected'
import { lrclib } from './lrclib'

const drift: LoopbackLyrics = {
  title: 'Drift',
  artist: 'Mira Solen',
  album: 'Tideworks',
  duration: 211,
  plain: 'The tide is out\nДрейф — 漂流\n',
  synchronised: '[00:01.20] The tide is out\n[00:05.00] Дрейф — 漂流',
}
const known: readonly LoopbackLyrics[] = [
  { ...drift, album: 'Live at the Pier', duration: 300, synchronised: null },
  { ...drift, album: 'Tideworks (Deluxe)', duration: 212 },
  drift,
  { ...drift, title: 'Wrack Line', plain: null, synchronised: null },
]

let server: ServiceServer
beforeAll(async () => {
  server = await startLrclibServer(known)
})
afterEach(() => server.reset())
afterAll(() => server.close())

const service = () => connected(lrclib, { baseUrl: server.url })
const wanted: LyricsQuery = { title: 'Drift', artist: 'Mira Solen', album: 'Tideworks', durationMs: 210_400 }
const find = (query: Partial<LyricsQuery> = {}) =>
  having(service().lyrics).find({ ...wanted, ...query }, asking())
const paths = () => server.requests.map(({ path }) => path)

describe('lyrics of LRCLIB', () => {
  it('are found by all that is known, with one request', async () => {
    expect(await find()).toEqual([
      {
        title: 'Drift',
        artist: 'Mira Solen',
        album: 'Tideworks',
        durationMs: 211_000,
        plain: 'The tide is out\nДрейф — 漂流',
        synchronised: '[00:01.20] The tide is out\n[00:05.00] Дрейф — 漂流',
      },
    ])
    expect(paths()).toEqual(['get'])
    expect(server.requests[0]?.query.get('duration')).toBe('210')
  })

  it('are searched for where that finds none, the nearest in length first', async () => {
    const found = await find({ album: 'Another', durationMs: 211_000 })
    expect(found.map(({ album }) => album)).toEqual(['Tideworks (Deluxe)', 'Tideworks', 'Live at the Pier'])
    expect(paths()).toEqual(['get', 'search'])
  })

  it('are searched for at once where too little is known, those with time marks first', async () => {
    const found = await find({ album: '', durationMs: 0 })
    expect(found.map(({ synchronised }) => synchronised !== '')).toEqual([true, true, false])
    expect(paths()).toEqual(['search'])
    server.reset()
    expect(await find({ title: '' })).toEqual([])
    expect(paths()).toEqual([])
  })

  it('are none of an instrumental', async () => {
    expect(await find({ title: 'Wrack Line', durationMs: 211_000 })).toEqual([])
  })

  it('are none where nobody wrote any', async () => {
    expect(await find({ title: 'Zzyzx' })).toEqual([])
  })

  it('leave out what is no entry, and keep the rest', async () => {
    server.answerNext(json([null, { plainLyrics: 'x' }, { trackName: 'Öde', plainLyrics: 'la' }]))
    expect(await find({ album: '' })).toMatchObject([
      { title: 'Öde', artist: '', durationMs: undefined, plain: 'la', synchronised: '' },
    ])
  })

  it('are asked for once', async () => {
    const lyrics = having(service().lyrics)
    await lyrics.find(wanted, asking())
    await lyrics.find(wanted, asking())
    expect(paths()).toEqual(['get'])
  })

  it('come after a 503, and not out of garbage', async () => {
    server.next('503', { retryAfter: 0 })
    expect(await find()).toHaveLength(1)
    server.next('garbage')
    await expect(find()).rejects.toMatchObject({ name: 'InvalidResponseError' })
  })
})

it('the connection to LRCLIB is tried once', async () => {
  await expect(service().check(asking())).resolves.toBeUndefined()
  server.always('500')
  await expect(service().check(asking())).rejects.toMatchObject({ code: 'busy' })
  expect(server.requests).toHaveLength(2)
})
