import { describe, expect, it } from 'vitest'
import { Connections } from './connections'

/** Opens one to `host` and notes it in `order` when there is room; answers a function that closes it again. */
function opener(connections: Connections, order: string[]) {
  const closers = new Map<string, () => void>()
  return {
    open: (name: string, host: string, priority: 'high' | 'normal' = 'normal', signal?: AbortSignal) =>
      connections.open(host, priority, signal).then((close) => {
        order.push(name)
        closers.set(name, close)
      }),
    close: async (name: string) => {
      closers.get(name)?.()
      await Promise.resolve()
    },
  }
}

describe('connections', () => {
  it('to a host wait for one another, by priority and then in order', async () => {
    const order: string[] = []
    const { open, close } = opener(new Connections({ maxHosts: 9, maxPerHost: 1 }), order)
    await open('a', 'x')
    const others = [open('b', 'x'), open('c', 'x'), open('d', 'x', 'high')]
    for (const name of ['a', 'd', 'b']) await close(name)
    await Promise.all(others)
    expect(order).toEqual(['a', 'd', 'b', 'c'])
  })

  it('to another host wait while there are too many hosts', async () => {
    const order: string[] = []
    const { open, close } = opener(new Connections({ maxHosts: 1, maxPerHost: 9 }), order)
    await open('a', 'x')
    const other = open('b', 'y')
    await Promise.resolve()
    expect(order).toEqual(['a'])
    await close('a')
    await other
    expect(order).toEqual(['a', 'b'])
  })

  it('to a host that is never idle do not keep the other hosts out for ever', async () => {
    const order: string[] = []
    const { open, close } = opener(new Connections({ maxHosts: 1, maxPerHost: 2 }), order)
    await open('a', 'x')
    await open('b', 'x')
    const others = [open('c', 'x'), open('d', 'y'), open('e', 'x')]
    for (const name of ['a', 'b', 'd', 'c', 'e']) await close(name)
    await Promise.all(others)
    expect(order).toEqual(['a', 'b', 'd', 'c', 'e'])
  })

  it('are not waited for any longer after an abort', async () => {
    const order: string[] = []
    const { open, close } = opener(new Connections({ maxHosts: 1, maxPerHost: 1 }), order)
    await open('a', 'x')
    const closing = new AbortController()
    const leaving = open('b', 'x', 'normal', closing.signal)
    const staying = open('c', 'x')
    closing.abort(new Error('closed'))
    await expect(leaving).rejects.toThrow('closed')
    await close('a')
    await staying
    expect(order).toEqual(['a', 'c'])
    await expect(open('d', 'x', 'normal', closing.signal)).rejects.toThrow('closed')
  })
})
