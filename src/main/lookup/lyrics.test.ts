import { describe, expect, it } from 'vitest'
import type { LyricsRequest, ServiceState } from '../../shared/ipc'
import type { ServiceName } from '../../shared/model'
import { createLyrics } from './lyrics'
import type { FoundLyrics, LyricsSource } from './service'
import { notFound } from './service-problem'

const request: LyricsRequest = {
  title: 'Ebb',
  artist: 'Mira Solen',
  album: 'Tideworks',
  durationMs: 7167,
  isWatched: true,
}
const words = (plain: string, synchronised = ''): FoundLyrics => ({
  title: 'Ebb',
  artist: 'Mira Solen',
  album: 'Tideworks',
  durationMs: undefined,
  plain,
  synchronised,
})

function source(name: ServiceName, find: LyricsSource['find']): LyricsSource & { readonly asked: string[] } {
  const asked: string[] = []
  return {
    name,
    asked,
    find: (query, context) => {
      asked.push(`${query.title} ${context.priority}`)
      return find(query, context)
    },
  }
}

async function find(sources: readonly LyricsSource[], more: Partial<LyricsRequest> = {}) {
  const states: ServiceState[] = []
  const lyrics = createLyrics({ lyrics: () => sources, log: { warn: () => {} } })
  const reply = await lyrics.find(
    { ...request, ...more },
    { signal: new AbortController().signal, onState: (state) => states.push(state) },
  )
  return { ...reply, states: states.map(({ service, state }) => `${service} ${state}`) }
}

describe('finding lyrics', () => {
  it('asks one service after the other, until one has some', async () => {
    const first = source('lrclib', async () => [])
    const second = source('deezer', async () => [
      words('High water'),
      words('High water', '[00:01.00]High water'),
    ])
    const third = source('itunes', async () => [words('Low water')])
    const { found, failures, states } = await find([first, second, third])
    expect(found).toMatchObject([
      { service: 'deezer', plain: 'High water', synchronised: '', durationMs: 0 },
      { service: 'deezer', synchronised: '[00:01.00]High water' },
    ])
    expect(failures).toEqual([])
    expect(states).toEqual(['lrclib done', 'deezer done'])
    expect([first.asked, second.asked, third.asked]).toEqual([['Ebb high'], ['Ebb high'], []])
  })

  it('goes on where a service cannot answer, and says so', async () => {
    const broken = source('lrclib', () => Promise.reject(new Error('broken')))
    const { found, failures } = await find([broken, source('deezer', async () => [words('High water')])])
    expect(found).toHaveLength(1)
    expect(failures).toMatchObject([{ service: 'lrclib', problem: { code: 'internal' } }])
  })

  it('takes it for an answer that there are none', async () => {
    const none = source('lrclib', () => Promise.reject(notFound('LRCLIB')))
    expect(await find([none, source('deezer', async () => [words(' ', '')])])).toMatchObject({
      found: [],
      failures: [],
      states: ['lrclib done', 'deezer done'],
    })
  })

  it('says that none is switched on rather than that there are none', async () => {
    await expect(find([])).rejects.toMatchObject({ problem: { code: 'lookup.noLyricsService' } })
  })

  it('lets what nobody watches wait for its turn', async () => {
    const some = source('lrclib', async () => [words('High water')])
    await find([some], { isWatched: false })
    expect(some.asked).toEqual(['Ebb low'])
  })

  it('ends when it is cancelled', async () => {
    const abort = new AbortController()
    const cancelled = source('lrclib', async () => {
      abort.abort(new Error('enough'))
      throw new Error('broken by it')
    })
    const lyrics = createLyrics({ lyrics: () => [cancelled], log: { warn: () => {} } })
    await expect(lyrics.find(request, { signal: abort.signal, onState: () => {} })).rejects.toThrow('enough')
  })
})
