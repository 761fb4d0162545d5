import { describe, expect, it, vi } from 'vitest'
import { RetryError, type RetryEvent, type RetryOptions, retry } from './retry'
import { ManualClock } from './testing/manual-clock'

/** Fails `times` times with "failure 1", "failure 2" …, then answers "done". */
function failing(times: number): ReturnType<typeof vi.fn<(attempt: number) => Promise<string>>> {
  return vi.fn(async function lookUp(attempt: number) {
    if (attempt <= times) throw new Error(`failure ${attempt}`)
    return 'done'
  })
}

/** Runs without waiting, and keeps the delays that there would have been. */
function patient(options: RetryOptions = {}): { options: RetryOptions; waits: number[] } {
  const waits: number[] = []
  const clock = new ManualClock()
  const sleep = async (delayMs: number): Promise<void> => {
    waits.push(delayMs)
    clock.jumpTo(clock.now() + delayMs)
  }
  return { waits, options: { clock, sleep, random: () => 0.5, ...options } }
}

async function failure(promise: Promise<unknown>): Promise<RetryError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof RetryError)) throw new Error('expected a RetryError', { cause: error })
  return error
}

describe('retry', () => {
  it('answers the first success and waits for nothing', async () => {
    const { options, waits } = patient()
    const attempt = failing(0)
    expect(await retry(attempt, options)).toBe('done')
    expect(attempt).toHaveBeenCalledTimes(1)
    expect(waits).toEqual([])
  })

  it('tries up to three times, after a second and after two', async () => {
    const { options, waits } = patient()
    const attempt = failing(2)
    expect(await retry(attempt, options)).toBe('done')
    expect(attempt.mock.calls).toEqual([[1], [2], [3]])
    expect(waits).toEqual([1000, 2000])
  })

  it('takes a function that is not async, and its throw for a failure', async () => {
    const { options } = patient()
    let calls = 0
    const answer: Promise<number> = retry(() => {
      calls += 1
      if (calls < 2) throw new Error('not yet')
      return 7
    }, options)
    expect(await answer).toBe(7)
  })

  it('waits on the clock', async () => {
    const clock = new ManualClock()
    const attempt = failing(1)
    const answer = retry(attempt, { clock, delay: 500 })
    await clock.advance(499)
    expect(attempt).toHaveBeenCalledTimes(1)
    await clock.advance(1)
    expect(attempt).toHaveBeenCalledTimes(2)
    expect(await answer).toBe('done')
    expect(clock.pending).toBe(0)
  })

  describe('out of attempts', () => {
    it('throws a RetryError with the attempts, the time, the last failure as cause and all of them', async () => {
      const { options } = patient()
      const error = await failure(retry(failing(9), options))
      expect(error.name).toBe('RetryError')
      expect(error.attempts).toBe(3)
      expect(error.elapsed).toBe(3000)
      expect(error.cause).toEqual(new Error('failure 3'))
      expect(error.errors.map(String)).toEqual(['Error: failure 1', 'Error: failure 2', 'Error: failure 3'])
    })

    it('names the function, the attempts and the last failure', async () => {
      const { options } = patient({ maxAttempts: 2 })
      async function lookUp(attempt: number): Promise<void> {
        throw new Error(`failure ${attempt}`)
      }
      expect((await failure(retry(lookUp, options))).message).toBe(
        'lookUp failed after 2 attempts: failure 2',
      )
    })

    it('names a lack of name, a single attempt, and a failure that is no error', async () => {
      const { options } = patient({ maxAttempts: 1 })
      const error = await failure(retry(() => Promise.reject('no reason'), options))
      expect(error.message).toBe('The call failed after 1 attempt: no reason')
    })
  })

  describe('the delay', () => {
    it('follows the back-off, its cap and its jitter', async () => {
      const { options, waits } = patient({
        maxAttempts: 5,
        delay: 100,
        backoff: 3,
        maxDelay: 500,
        jitter: 'full',
      })
      await failure(retry(failing(9), options))
      expect(waits).toEqual([50, 150, 250, 250])
    })

    it('remembers the one before when the jitter is decorrelated', async () => {
      const { options, waits } = patient({ maxAttempts: 4, delay: 100, jitter: 'decorrelated' })
      await failure(retry(failing(9), options))
      expect(waits).toEqual([200, 350, 575])
    })

    it('is whatever a function says, given the attempt and the failure', async () => {
      const delay = vi.fn((attempt: number, error: unknown) => attempt * 10 + String(error).length)
      const { options, waits } = patient({ delay })
      await failure(retry(failing(9), options))
      expect(waits).toEqual([10 + 16, 20 + 16])
      expect(delay.mock.calls[0]).toEqual([1, new Error('failure 1')])
    })

    it('must be a sensible number, even from a function, and the mistake keeps the failure as cause', async () => {
      const { options } = patient({ delay: () => Number.NaN })
      await expect(retry(failing(9), options)).rejects.toMatchObject({
        name: 'RangeError',
        cause: new Error('failure 1'),
      })
    })
  })

  describe('what deserves another attempt', () => {
    class Passing extends Error {}

    it('can be told by a function; the rest is thrown as it is', async () => {
      const { options, waits } = patient({
        retryOn: (error, attempt) => error instanceof Error && attempt < 2,
      })
      await expect(retry(failing(9), options)).rejects.toEqual(new Error('failure 2'))
      expect(waits).toHaveLength(1)
    })

    it('can be told by classes of errors', async () => {
      const { options } = patient({ retryOn: [Passing] })
      const attempt = vi.fn(async (number: number) => {
        throw number === 1 ? new Passing('once') : new Error('for good')
      })
      await expect(retry(attempt, options)).rejects.toThrow('for good')
      expect(attempt).toHaveBeenCalledTimes(2)
    })
  })

  describe('onRetry', () => {
    it('sees attempt, delay and failure before each wait, and not after the last attempt', async () => {
      const events: RetryEvent[] = []
      const { options } = patient({ onRetry: (event) => void events.push(event) })
      await failure(retry(failing(9), options))
      expect(events).toEqual([
        { attempt: 1, delay: 1000, error: new Error('failure 1') },
        { attempt: 2, delay: 2000, error: new Error('failure 2') },
      ])
    })

    it('is waited for when it is async', async () => {
      const order: string[] = []
      const { options } = patient({
        onRetry: async () => {
          await Promise.resolve()
          order.push('told')
        },
        sleep: async () => void order.push('slept'),
      })
      await retry(failing(1), options)
      expect(order).toEqual(['told', 'slept'])
    })

    it('ends the retrying when it fails, and never hides the first failure', async () => {
      const { options } = patient({ onRetry: () => Promise.reject(new Error('the log is full')) })
      const error = await failure(retry(failing(9), options))
      expect(error.attempts).toBe(1)
      expect(error.cause).toEqual(new Error('failure 1'))
      expect(error.errors).toEqual([new Error('failure 1'), new Error('the log is full')])
    })
  })

  it('begins no wait that would end after its budget', async () => {
    const { options, waits } = patient({ maxAttempts: 9, budget: 3500 })
    const error = await failure(retry(failing(99), options))
    expect(waits).toEqual([1000, 2000])
    expect(error.attempts).toBe(3)
  })

  describe('an abort', () => {
    it('before the start makes no attempt', async () => {
      const attempt = failing(0)
      await expect(retry(attempt, { signal: AbortSignal.abort(new Error('closed')) })).rejects.toThrow(
        'closed',
      )
      expect(attempt).not.toHaveBeenCalled()
    })

    it('ends a wait at once', async () => {
      const clock = new ManualClock()
      const closing = new AbortController()
      const attempt = failing(9)
      const answer = retry(attempt, { clock, signal: closing.signal })
      const rejected = expect(answer).rejects.toThrow('closed')
      await clock.advance(10)
      closing.abort(new Error('closed'))
      await rejected
      await clock.advance(10_000)
      expect(attempt).toHaveBeenCalledTimes(1)
      expect(clock.pending).toBe(0)
    })

    it('during an attempt is what comes out, not its echo', async () => {
      const closing = new AbortController()
      const answer = retry(
        async () => {
          closing.abort(new Error('closed'))
          throw new Error('socket hang up')
        },
        { signal: closing.signal },
      )
      await expect(answer).rejects.toThrow('closed')
    })
  })

  it.each<[string, RetryOptions]>([
    ['maxAttempts', { maxAttempts: 0 }],
    ['maxAttempts', { maxAttempts: 2.5 }],
    ['budget', { budget: -1 }],
    ['baseDelay', { delay: -1 }],
    ['backoff', { backoff: 0 }],
    ['maxDelay', { maxDelay: -5 }],
  ])('says at the call that %s makes no sense (%j)', async (name, options) => {
    const attempt = failing(0)
    await expect(retry(attempt, options)).rejects.toThrow(RangeError)
    await expect(retry(attempt, options)).rejects.toThrow(name)
    expect(attempt).not.toHaveBeenCalled()
  })
})
