import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildWorker } from '../../library/testing/built-worker'
import { temporaryFolder } from '../../metadata/testing/fixture'
import { createWorkerStore } from './worker-store'

let program: Awaited<ReturnType<typeof buildWorker>>
let stubborn: Awaited<ReturnType<typeof buildWorker>>
beforeAll(async () => {
  program = await buildWorker(join(import.meta.dirname, 'worker.ts'))
  stubborn = await buildWorker(join(import.meta.dirname, 'testing/stubborn-worker.ts'))
}, 60_000)
afterAll(() => {
  program.remove()
  stubborn.remove()
})

function store(
  path = join(temporaryFolder(), 'http-cache.db'),
  workerPath = program.path,
  deadlineMs = 20_000,
) {
  const aside: string[] = []
  const options = { workerPath, path, maxBytes: 10_000, deadlineMs }
  return { path, aside, store: createWorkerStore({ ...options, onSetAside: (to) => aside.push(to) }) }
}
const reply = { head: '{}', body: new Uint8Array([1, 2, 3]) }

describe('the store in its worker', () => {
  it('keeps, counts, deletes and clears', async () => {
    const { store: kept } = store()
    await kept.put('a', reply)
    await kept.put('b', reply)
    expect(await kept.get('a')).toEqual(reply)
    await kept.delete('a')
    expect(await kept.get('a')).toBeUndefined()
    expect((await kept.usage()).replies).toBe(1)
    await kept.clear()
    expect((await kept.usage()).replies).toBe(0)
    await kept.close()
  })

  it('keeps across a restart, and needs no closing when nothing was asked', async () => {
    const first = store()
    await first.store.put('a', reply)
    await first.store.close()
    const second = store(first.path)
    await second.store.close()
    expect(await second.store.get('a')).toEqual(reply)
    await second.store.close()
  })

  it('tells of a damaged file that was put aside', async () => {
    const { store: kept, path, aside } = store()
    writeFileSync(path, 'not a database')
    await kept.put('a', reply)
    expect(aside).toEqual([`${path}.damaged`])
    await kept.close()
  })

  it('says why there can be none', async () => {
    const { store: kept } = store(temporaryFolder())
    await expect(kept.get('a')).rejects.toThrow()
    await kept.close().catch(() => {})
  })
})

describe('a worker that fails', () => {
  it('is ended when it hangs, and replaced for the next call', async () => {
    const { store: kept } = store('', stubborn.path, 500)
    const both = await Promise.allSettled([kept.get('hang'), kept.get('fine')])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await kept.get('fine')).toBe('fine')
    await kept.close()
  })

  it('is replaced when it died', async () => {
    const { store: kept } = store('', stubborn.path)
    await expect(kept.get('die')).rejects.toThrow('ended with 3')
    await expect(kept.get('throw')).rejects.toThrow('thrown')
    expect(await kept.get('fine')).toBe('fine')
    await kept.close()
  })
})
