import { describe, expect, it } from 'vitest'
import { ManualClock } from '../testing/manual-clock'
import { type CacheReply, createHttpCache, type SendOptions } from './http-cache'
import { MemoryStore } from './testing/memory-store'

const url = new URL('http://127.0.0.1/ws/2/release?query=tideworks')
const start = Date.UTC(2026, 0, 1)
class Unreachable extends Error {}

function reply(text: string, headers: Record<string, string> = {}, status = 200): CacheReply {
  const date = new Date(start).toUTCString()
  return { status, headers: new Headers({ date, ...headers }), bytes: new Uint8Array(Buffer.from(text)) }
}
const textOf = ({ bytes }: CacheReply): string => Buffer.from(bytes).toString()

/** A cache over a server that answers what the test says, one answer for each time it is asked. */
function setUp(answers: (CacheReply | Error | ((options: SendOptions) => Promise<CacheReply>))[]) {
  const clock = new ManualClock(start)
  const store = new MemoryStore()
  const troubles: unknown[] = []
  const sent: SendOptions[] = []
  const cache = createHttpCache({
    store,
    clock,
    isUnreachable: (error) => error instanceof Unreachable,
    onTrouble: (error) => troubles.push(error),
  })
  const send = async (options: SendOptions): Promise<CacheReply> => {
    sent.push(options)
    const answer = answers.shift()
    if (answer === undefined) throw new Error('asked too often')
    if (answer instanceof Error) throw answer
    return typeof answer === 'function' ? answer(options) : answer
  }
  const ask = (
    options: {
      minLifetimeMs?: number
      signal?: AbortSignal
      headers?: Record<string, string>
      url?: URL
    } = {},
    read = textOf,
  ) => cache.fetch({ url, headers: {}, ...options }, { send, read: async (got) => read(got) })
  return { clock, store, troubles, sent, cache, ask }
}

describe('an answer that is kept', () => {
  it('is given without asking while it is fresh, and says since when it holds', async () => {
    const { ask, clock, sent } = setUp([reply('one', { 'cache-control': 'max-age=60' })])
    expect(await ask()).toEqual({ value: 'one', source: 'network', currentAt: start })
    clock.jumpTo(start + 30_000)
    expect(await ask()).toEqual({ value: 'one', source: 'cache', currentAt: start })
    expect(sent).toHaveLength(1)
  })

  it('is asked about with its ETag when it is not, and stays when that still holds', async () => {
    const { ask, clock, sent } = setUp([
      reply('one', { etag: '"1"' }),
      reply('', { etag: '"1"', 'cache-control': 'max-age=60' }, 304),
    ])
    await ask()
    clock.jumpTo(start + 5000)
    expect(await ask()).toEqual({ value: 'one', source: 'confirmed', currentAt: start + 5000 })
    expect(sent[1]?.headers).toEqual({ 'if-none-match': '"1"' })
    expect((await ask()).source).toBe('cache')
  })

  it('gives way to the new one', async () => {
    const { ask } = setUp([reply('one', { etag: '"1"' }), reply('two', { etag: '"2"' })])
    await ask()
    expect(await ask()).toMatchObject({ value: 'two', source: 'network' })
  })

  it('is asked for anew when the 304 was about something else', async () => {
    const { ask, sent } = setUp([
      reply('one', { etag: '"1"' }),
      reply('', { etag: '"9"' }, 304),
      reply('two', { etag: '"9"' }),
    ])
    await ask()
    expect((await ask()).value).toBe('two')
    expect(sent[2]?.headers).toEqual({})
  })

  it('goes when the server does not want it kept any more', async () => {
    const { ask, store } = setUp([reply('one'), reply('two', { 'cache-control': 'no-store' })])
    await ask()
    expect(store.replies.size).toBe(1)
    await ask()
    expect(store.replies.size).toBe(0)
  })

  it('is another one for another address or another person', async () => {
    const { ask, store } = setUp([reply('a'), reply('b'), reply('c')])
    await ask()
    await ask({ url: new URL('http://127.0.0.1/other') })
    await ask({ headers: { authorization: 'Discogs token=x' } })
    expect(store.replies.size).toBe(3)
    expect([...store.replies.keys()].join()).not.toContain('tideworks')
    expect([...store.replies.values()].map(({ head }) => head).join()).not.toContain('token')
  })

  it('ignores what comes after # in an address', async () => {
    const { ask } = setUp([reply('one', { 'cache-control': 'max-age=60' })])
    await ask()
    expect((await ask({ url: new URL(`${url.href}#part`) })).source).toBe('cache')
  })
})

describe('an answer that cannot be read', () => {
  const picky = (wanted: string) => (got: CacheReply) => {
    if (textOf(got) !== wanted) throw new TypeError('not what was asked for')
    return wanted
  }

  it('is not kept', async () => {
    const { ask, store } = setUp([reply('<html>', { 'cache-control': 'max-age=60' })])
    await expect(ask({}, picky('one'))).rejects.toThrow('not what was asked for')
    expect(store.replies.size).toBe(0)
  })

  it('is asked for anew, without conditions, when only an earlier version could read it', async () => {
    const { ask, sent } = setUp([reply('old', { 'cache-control': 'max-age=60', etag: '"1"' }), reply('new')])
    await ask()
    expect((await ask({}, picky('new'))).value).toBe('new')
    expect(sent[1]?.headers).toEqual({})
  })

  it('is not there when its head is not of this version', async () => {
    const { ask, store } = setUp([reply('one'), reply('two'), reply('three')])
    await ask()
    for (const head of ['{"v":2}', 'not JSON']) {
      for (const [key, kept] of store.replies) store.replies.set(key, { ...kept, head })
      expect((await ask()).source).toBe('network')
    }
  })
})

describe('when the server cannot be reached', () => {
  it('an old answer does, and says so', async () => {
    const { ask, clock, sent } = setUp([reply('one'), new Unreachable()])
    await ask()
    clock.jumpTo(start + 86_400_000)
    expect(await ask()).toEqual({ value: 'one', source: 'stale', currentAt: start })
    expect(sent.map(({ hasStale }) => hasStale)).toEqual([false, true])
  })

  it('none does that the server forbade to use so', async () => {
    const { ask, sent } = setUp([reply('one', { 'cache-control': 'no-cache' }), new Unreachable('down')])
    await ask()
    await expect(ask()).rejects.toThrow('down')
    expect(sent[1]?.hasStale).toBe(false)
  })

  it('it is said when nothing is kept', async () => {
    await expect(setUp([new Unreachable('down')]).ask()).rejects.toThrow('down')
  })

  it('an old answer does not hide what the server says', async () => {
    const { ask } = setUp([reply('one'), new Error('404')])
    await ask()
    await expect(ask()).rejects.toThrow('404')
  })
})

describe('the same question asked twice at once', () => {
  it('is one request', async () => {
    const { ask, sent } = setUp([reply('one')])
    expect((await Promise.all([ask(), ask()])).map(({ value }) => value)).toEqual(['one', 'one'])
    expect(sent).toHaveLength(1)
  })

  it('fails for both', async () => {
    const { ask } = setUp([new Error('500')])
    const both = await Promise.allSettled([ask(), ask()])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })
})

describe('a store that fails', () => {
  it('is told of, and costs nobody an answer', async () => {
    const { ask, cache, store, troubles } = setUp([reply('one')])
    store.get = () => Promise.reject(new Error('disk full'))
    store.put = () => Promise.reject(new Error('disk full'))
    store.close = () => Promise.reject(new Error('disk full'))
    expect(await ask()).toMatchObject({ value: 'one', source: 'network' })
    await new Promise((resolve) => setImmediate(resolve))
    await cache.close()
    expect(troubles).toEqual(Array(3).fill(new Error('disk full')))
  })
})

it('clearing forgets everything, and says how much there was', async () => {
  const { ask, cache } = setUp([reply('one', { 'cache-control': 'max-age=60' }), reply('two')])
  await ask()
  expect(await cache.usage()).toEqual({ replies: 1, bytes: 3 })
  await cache.clear()
  expect((await ask()).value).toBe('two')
  await cache.close()
})
