import { describe, expect, it } from 'vitest'
import { createFlights } from './flights'

/** Work that ends when the test says so, or when it is aborted. */
function work() {
  const signals: AbortSignal[] = []
  let land: (value: string) => void = () => {}
  const begin = (signal: AbortSignal): Promise<string> => {
    signals.push(signal)
    return new Promise((resolve, reject) => {
      land = resolve
      signal.addEventListener('abort', () => reject(signal.reason))
    })
  }
  return { begin, signals, land: (value: string) => land(value) }
}

describe('work that several wait for', () => {
  it('is begun once for a key, and again when it is over', async () => {
    const flights = createFlights<string>()
    const { begin, signals, land } = work()
    const both = Promise.all([flights.join('a', begin), flights.join('a', begin)])
    land('one')
    expect(await both).toEqual(['one', 'one'])
    const next = flights.join('a', begin)
    land('two')
    expect(await next).toBe('two')
    expect(signals).toHaveLength(2)
  })

  it('goes on while one still waits', async () => {
    const flights = createFlights<string>()
    const { begin, signals, land } = work()
    const leaving = new AbortController()
    const left = flights.join('a', begin, leaving.signal)
    const stayed = flights.join('a', begin)
    leaving.abort(new Error('enough'))
    await expect(left).rejects.toThrow('enough')
    expect(signals[0]?.aborted).toBe(false)
    land('one')
    expect(await stayed).toBe('one')
  })

  it('is aborted when the last one leaves; who comes then begins anew', async () => {
    const flights = createFlights<string>()
    const { begin, signals, land } = work()
    const leaving = new AbortController()
    const left = flights.join('a', begin, leaving.signal)
    leaving.abort(new Error('enough'))
    const next = flights.join('a', begin)
    await expect(left).rejects.toThrow('enough')
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false])
    land('two')
    expect(await next).toBe('two')
  })

  it('is not begun for who has aborted before', async () => {
    const { begin, signals } = work()
    await expect(
      createFlights<string>().join('a', begin, AbortSignal.abort(new Error('enough'))),
    ).rejects.toThrow('enough')
    expect(signals).toEqual([])
  })
})
