import { describe, expect, it } from 'vitest'
import { QueueState } from '../../shared/ipc'
import { Connectivity, HttpStatusError, NetworkError, OfflineError } from '../http'
import { ManualClock } from '../http/testing/manual-clock'
import { createQueueView, createServiceRequests } from './service-queue'

const facts = { method: 'GET', url: 'https://musicbrainz.org/ws/2/release' }
const subject = { service: 'musicbrainz', kind: 'search', title: 'Tideworks' } as const

function setUp() {
  const clock = new ManualClock()
  const requests = createServiceRequests(clock)
  const connectivity = new Connectivity({ clock, random: () => 0 })
  const told: QueueState[] = []
  const view = createQueueView({ requests, connectivity, clock, onChanged: (state) => told.push(state) })
  const fail = (error: Error) => requests.run(subject, () => Promise.reject(error)).catch(() => {})
  /** A request that goes on until it is cancelled. */
  const begin = () =>
    requests
      .run(
        subject,
        ({ signal }) =>
          new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      )
      .catch(() => {})
  return { clock, requests, connectivity, told, view, fail, begin }
}

describe('the queue as the window sees it', () => {
  it('is what may cross to it', () => {
    const { view, begin } = setUp()
    void begin()
    expect(QueueState.parse(view.state())).toEqual({
      paused: false,
      network: 'online',
      more: 0,
      requests: [
        { id: 1, subject, state: { kind: 'waiting', why: 'turn' }, attempt: 1, maxAttempts: 1, forMs: 0 },
      ],
    })
  })

  it('tells a failure as a problem with the service’s name', async () => {
    const { view, fail } = setUp()
    await fail(new HttpStatusError({ ...facts, status: 503 }))
    expect(QueueState.parse(view.state()).requests).toMatchObject([
      { state: { kind: 'failed', problem: { code: 'lookup.busy', params: { service: 'MusicBrainz' } } } },
    ])
    view.forgetFailed()
    expect(view.state().requests).toEqual([])
  })

  it('counts as no failure that there is none, nor what an old answer stands in for', async () => {
    const { view, fail } = setUp()
    await fail(new HttpStatusError({ ...facts, status: 404 }))
    await fail(new OfflineError('offline'))
    expect(view.state().requests).toEqual([])
  })

  it('is told at once, and then a few times a second at most, with what is so then', async () => {
    const { clock, told, view, begin } = setUp()
    for (let count = 0; count < 50; count += 1) void begin()
    expect(told.map(({ requests }) => requests.length)).toEqual([1])
    await clock.advance(1000)
    expect(told.map(({ requests }) => requests.length)).toEqual([1, 50])
    view.cancelAll()
    await clock.advance(1000)
    expect(told.at(-1)?.requests).toEqual([])
    expect(told.length).toBeLessThanOrEqual(4)
    expect(clock.pending).toBe(0)
  })

  it('is not longer than anybody reads', () => {
    const { view, begin } = setUp()
    for (let count = 0; count < 130; count += 1) void begin()
    expect([view.state().requests.length, view.state().more]).toEqual([100, 30])
  })

  it('cancels one, pauses, and tries the network', async () => {
    const { clock, view, begin, connectivity } = setUp()
    void begin()
    view.setPaused(true)
    expect(view.state().paused).toBe(true)
    view.cancel(1)
    await clock.advance(0)
    expect(view.state().requests).toEqual([])
    const passage = await connectivity.enter()
    passage.ended(new NetworkError({ ...facts, cause: Object.assign(new Error(), { code: 'ENETDOWN' }) }))
    expect(view.state().network).toBe('offline')
    view.tryNow()
    expect(connectivity.state()).toMatchObject({ nextTryIn: 0 })
  })
})
