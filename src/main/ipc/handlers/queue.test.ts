import { expect, it } from 'vitest'
import { emptyQueue } from '../../../shared/ipc'
import { ProblemError } from '../../../shared/model'
import { cacheHandlers } from './cache'
import { queueHandlers } from './queue'

it('the page steers the queue', () => {
  const done: unknown[] = []
  const calls = queueHandlers({
    queue: {
      state: () => emptyQueue,
      sent: () => [],
      cancel: (id) => done.push(['cancel', id]),
      cancelAll: () => done.push('cancelAll'),
      setPaused: (paused) => done.push(['setPaused', paused]),
      forgetFailed: () => done.push('forgetFailed'),
      tryNow: () => done.push('tryNow'),
    },
  })
  expect(calls['queue.state'](undefined)).toEqual(emptyQueue)
  expect(calls['queue.sent'](undefined)).toEqual([])
  calls['queue.cancel'](7)
  calls['queue.cancelAll'](undefined)
  calls['queue.setPaused'](true)
  calls['queue.forgetFailed'](undefined)
  calls['queue.tryNow'](undefined)
  expect(done).toEqual([['cancel', 7], 'cancelAll', ['setPaused', true], 'forgetFailed', 'tryNow'])
})

it('the page learns the size of the cache, and clears it', async () => {
  let bytes = 5
  let forgot = 0
  const calls = cacheHandlers({
    lookup: {
      forget: () => {
        forgot += 1
      },
    },
    cache: {
      usage: async () => ({ bytes, replies: 1 }),
      clear: async () => {
        bytes = 0
      },
    },
  })
  expect(await calls['cache.usage'](undefined)).toEqual({ bytes: 5 })
  expect(await calls['cache.clear'](undefined)).toBeUndefined()
  expect(await calls['cache.usage'](undefined)).toEqual({ bytes: 0 })
  // What is at hand in memory is an answer too.
  expect(forgot).toBe(1)
})

it('a cache that cannot be used is a problem with a sentence', async () => {
  const broken = () => Promise.reject(new Error('disk full'))
  const calls = cacheHandlers({ lookup: { forget: () => {} }, cache: { usage: broken, clear: broken } })
  for (const call of [calls['cache.usage'], calls['cache.clear']]) {
    const failure = await Promise.resolve(call(undefined)).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ProblemError)
    expect((failure as ProblemError).problem.code).toBe('cache.unavailable')
  }
})
