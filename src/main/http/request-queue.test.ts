import { describe, expect, it } from 'vitest'
import { type QueueSlot, RequestCancelledError, RequestQueue } from './request-queue'
import { ManualClock } from './testing/manual-clock'

function setUp(keptFailures?: number) {
  const clock = new ManualClock(1000)
  const queue = new RequestQueue<string, string>({
    clock,
    failureOf: (error, what) => (what === 'quiet' ? undefined : `${what}: ${String(error)}`),
    ...(keptFailures !== undefined && { keptFailures }),
  })
  /** A request that ends when the test says so, or when it is cancelled. */
  const begin = (what: string, signal?: AbortSignal) => {
    let slot: QueueSlot | undefined
    let finish: (value: string) => void = () => {}
    let fail: (error: Error) => void = () => {}
    const ended = queue.run(
      what,
      (given) => {
        slot = given
        return new Promise<string>((resolve, reject) => {
          finish = resolve
          fail = reject
          given.signal.addEventListener('abort', () => reject(given.signal.reason))
        })
      },
      { signal },
    )
    // Each test looks at it when it wants to.
    ended.catch(() => {})
    if (slot === undefined) throw new Error('not begun')
    return { ended, slot, finish: (value: string) => finish(value), fail: (error: Error) => fail(error) }
  }
  const states = () => queue.state().requests.map(({ what, state }) => [what, state.kind])
  return { clock, queue, begin, states }
}

describe('a request in the queue', () => {
  it('says what it is, why it waits and how long, and which attempt it is at', async () => {
    const { clock, queue, begin } = setUp()
    const { slot } = begin('Search')
    await clock.advance(500)
    expect(queue.state().requests).toEqual([
      {
        id: 1,
        what: 'Search',
        state: { kind: 'waiting', why: 'turn' },
        attempt: 1,
        maxAttempts: 1,
        forMs: 500,
      },
    ])
    const until = clock.now() + 2000
    const look = () => ({ why: 'retry' as const, waitMs: until - clock.now() })
    slot.report({ kind: 'waiting', look, attempt: 2, maxAttempts: 3 })
    await clock.advance(500)
    expect(queue.state().requests).toMatchObject([
      { state: { kind: 'waiting', why: 'retry', waitMs: 1500 }, attempt: 2, maxAttempts: 3 },
    ])
    slot.report({ kind: 'running', attempt: 2, maxAttempts: 3 })
    expect(queue.state().requests[0]?.state).toEqual({ kind: 'running' })
  })

  it('knows how many wait before it in its line', () => {
    const { queue, begin } = setUp()
    const [line, other] = [{}, {}]
    const look = (ahead: number) => ({ why: 'turn' as const, waitMs: ahead * 1000 })
    for (const where of [line, other, line, line]) {
      begin('Search').slot.report({ kind: 'waiting', line: where, look, attempt: 1, maxAttempts: 1 })
    }
    const waits = queue.state().requests.map(({ state }) => (state.kind === 'waiting' ? state.waitMs : -1))
    expect(waits).toEqual([0, 0, 1000, 2000])
  })

  it('answers what came of it, and is gone', async () => {
    const { begin, states } = setUp()
    const { ended, finish } = begin('Search')
    finish('found')
    expect(await ended).toBe('found')
    expect(states()).toEqual([])
  })

  it('stays for a while when it failed, the newest first', async () => {
    const { clock, queue, begin, states } = setUp(2)
    for (const what of ['a', 'b', 'c']) {
      const { ended, fail, slot } = begin(what)
      slot.report({ kind: 'running', attempt: 3, maxAttempts: 3 })
      fail(new Error(`no ${what}`))
      await expect(ended).rejects.toThrow(`no ${what}`)
    }
    begin('d')
    await clock.advance(300)
    expect(states()).toEqual([
      ['d', 'waiting'],
      ['c', 'failed'],
      ['b', 'failed'],
    ])
    expect(queue.state().requests[1]).toMatchObject({
      state: { kind: 'failed', failure: 'c: Error: no c' },
      attempt: 3,
      forMs: 300,
    })
    queue.cancel(queue.state().requests[1]?.id ?? 0)
    expect(states()).toHaveLength(2)
    queue.forgetFailed()
    expect(states()).toEqual([['d', 'waiting']])
  })

  it('does not stay when its failure is not worth showing', async () => {
    const { begin, states } = setUp()
    const { ended, fail } = begin('quiet')
    fail(new Error('no cover'))
    await expect(ended).rejects.toThrow('no cover')
    expect(states()).toEqual([])
  })

  it('is gone without a trace when its caller gives it up', async () => {
    const { begin, states } = setUp()
    const caller = new AbortController()
    const { ended } = begin('Search', caller.signal)
    caller.abort(new Error('enough'))
    await expect(ended).rejects.toThrow('enough')
    expect(states()).toEqual([])
  })

  it('is not begun for a caller that gave up before', async () => {
    const { queue } = setUp()
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(queue.run('x', async () => 'done', { signal })).rejects.toThrow('enough')
  })

  it('can be cancelled alone, which its caller learns', async () => {
    const { queue, begin, states } = setUp()
    const [one, other] = [begin('one'), begin('other')]
    queue.cancel(1)
    await expect(one.ended).rejects.toThrow(RequestCancelledError)
    expect(states()).toEqual([['other', 'waiting']])
    queue.cancel(99)
    other.finish('x')
  })

  it('can be cancelled with all others', async () => {
    const { queue, begin, states } = setUp()
    const all = [begin('one'), begin('other')].map(({ ended }) => ended)
    queue.cancelAll()
    expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(states()).toEqual([])
  })
})

describe('a pause by the person', () => {
  it('holds what has not begun, until it is over', async () => {
    const { clock, queue } = setUp()
    const { signal } = new AbortController()
    await queue.whileNotPaused(signal)
    queue.setPaused(true)
    queue.setPaused(true)
    let released = false
    const held = queue.whileNotPaused(signal).then(() => {
      released = true
    })
    await clock.advance(100_000)
    expect(released).toBe(false)
    expect(queue.state().paused).toBe(true)
    queue.setPaused(false)
    await held
    expect(queue.paused).toBe(false)
  })

  it('holds nobody who gives up', async () => {
    const { queue } = setUp()
    queue.setPaused(true)
    const caller = new AbortController()
    const held = queue.whileNotPaused(caller.signal)
    caller.abort(new Error('enough'))
    await expect(held).rejects.toThrow('enough')
    await expect(queue.whileNotPaused(caller.signal)).rejects.toThrow('enough')
    queue.setPaused(false)
  })
})

describe('what went out', () => {
  it('is every attempt, the newest first, with what came of it', async () => {
    const { clock, queue, begin } = setUp()
    const one = begin('one')
    expect(queue.sent()).toEqual([])
    one.slot.report({ kind: 'running', attempt: 1, maxAttempts: 3 })
    await clock.advance(500)
    one.slot.report({ kind: 'waiting', look: () => ({ why: 'retry' }), attempt: 2, maxAttempts: 3 })
    one.slot.report({ kind: 'running', attempt: 2, maxAttempts: 3 })
    const two = begin('two')
    two.slot.report({ kind: 'running', attempt: 1, maxAttempts: 3 })
    one.finish('x')
    await one.ended
    queue.cancelAll()
    await expect(two.ended).rejects.toThrow(RequestCancelledError)
    expect(queue.sent()).toEqual([
      { id: 2, what: 'two', at: 1500, attempt: 1, answer: 'cancelled' },
      { id: 1, what: 'one', at: 1500, attempt: 2, answer: 'answered' },
      { id: 1, what: 'one', at: 1000, attempt: 1, answer: 'failed' },
    ])
  })

  it('is forgotten from the oldest on', async () => {
    const queue = new RequestQueue<string, string>({ failureOf: () => undefined, keptSent: 2 })
    for (const what of ['one', 'two', 'three']) {
      await queue.run(what, async (slot) => slot.report({ kind: 'running', attempt: 1, maxAttempts: 1 }))
    }
    expect(queue.sent().map(({ what }) => what)).toEqual(['three', 'two'])
  })
})

it('whoever listens is told of every change, until it ends that', async () => {
  const { queue, begin } = setUp()
  let told = 0
  const end = queue.subscribe(() => {
    told += 1
  })
  const { slot, finish, ended } = begin('one')
  slot.report({ kind: 'running', attempt: 1, maxAttempts: 1 })
  finish('x')
  await ended
  queue.setPaused(true)
  expect(told).toBe(4)
  end()
  queue.setPaused(false)
  expect(told).toBe(4)
})
