import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Connectivity, OfflineError, type Passage } from './connectivity'
import { HttpStatusError, NetworkError } from './errors'
import { ManualClock } from './testing/manual-clock'

// The same cases in every run: what chance finds some day must not stop other work.
fc.configureGlobal({ seed: 20_261_126 })

const facts = { method: 'GET', url: 'https://musicbrainz.org/ws/2/release' }
const gone = new NetworkError({
  ...facts,
  cause: Object.assign(new Error(), { code: 'ERR_INTERNET_DISCONNECTED' }),
})
const busy = new HttpStatusError({ ...facts, status: 503 })

function setUp({ isOnline = () => true }: { isOnline?: () => boolean } = {}) {
  const clock = new ManualClock()
  // The longest of the jitter: 2, 4, 8 … seconds.
  const connectivity = new Connectivity({ clock, isOnline, random: () => 0.999999999 })
  return { clock, connectivity }
}
const kindOf = (connectivity: Connectivity) => connectivity.state().kind

/** Takes the network down by one attempt. */
async function down(connectivity: Connectivity, error: unknown = gone): Promise<void> {
  expect((await connectivity.enter()).ended(error)).toBeDefined()
}

/** Waits in line, and remembers when it was let through. */
function waiting(connectivity: Connectivity, signal?: AbortSignal) {
  const waiter: { passage?: Passage; failed?: unknown } = {}
  connectivity.enter({ signal }).then(
    (passage) => {
      waiter.passage = passage
    },
    (error: unknown) => {
      waiter.failed = error
    },
  )
  return waiter
}

describe('while there is a network', () => {
  it('nobody waits, and what servers do wrong is theirs', async () => {
    const { connectivity } = setUp()
    const passage = await connectivity.enter()
    expect(passage.open).toBe(true)
    expect(passage.ended(busy)).toBeUndefined()
    expect((await connectivity.enter()).ended()).toBeUndefined()
    expect(connectivity.state()).toEqual({ kind: 'online' })
    connectivity.tryNow()
  })
})

describe('without a network', () => {
  it('all wait but one, which tries it; then all go on', async () => {
    const { clock, connectivity } = setUp()
    await down(connectivity)
    const waiters = [1, 2, 3].map(() => waiting(connectivity))
    await clock.advance(1900)
    expect(waiters.filter(({ passage }) => passage)).toHaveLength(0)
    await clock.advance(100)
    expect(waiters.map(({ passage }) => passage !== undefined)).toEqual([true, false, false])
    await clock.advance(60_000)
    expect(waiters.filter(({ passage }) => passage)).toHaveLength(1)
    waiters[0]?.passage?.ended()
    await clock.advance(0)
    expect(waiters.every(({ passage }) => passage?.open)).toBe(true)
    expect(kindOf(connectivity)).toBe('online')
    expect(clock.pending).toBe(0)
  })

  it('tries ever more rarely, a minute apart at most', async () => {
    const { clock, connectivity } = setUp()
    await down(connectivity)
    const gaps: number[] = []
    let last = clock.now()
    for (let tries = 0; tries < 8; tries += 1) {
      const waiter = waiting(connectivity)
      while (waiter.passage === undefined) await clock.advance(500)
      gaps.push(clock.now() - last)
      last = clock.now()
      expect(waiter.passage.ended(gone)).toBe('offline')
    }
    expect(gaps).toEqual([2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000])
  })

  it('an answer of any kind means that the network is back', async () => {
    const { clock, connectivity } = setUp()
    await down(connectivity)
    const waiter = waiting(connectivity)
    await clock.advance(2000)
    expect(waiter.passage?.ended(busy)).toBeUndefined()
    expect(kindOf(connectivity)).toBe('online')
  })

  it('says which kind of trouble it is, and when it is tried next', async () => {
    const { clock, connectivity } = setUp()
    const seen: string[] = []
    const end = connectivity.subscribe(() => seen.push(kindOf(connectivity)))
    await down(connectivity, new HttpStatusError({ ...facts, status: 511 }))
    await clock.advance(500)
    const state = connectivity.state()
    expect(state).toMatchObject({ kind: 'sign-in' })
    expect(Math.round('nextTryIn' in state ? state.nextTryIn : 0)).toBe(1500)
    const waiter = waiting(connectivity)
    await clock.advance(1500)
    waiter.passage?.ended(gone)
    end()
    const next = waiting(connectivity)
    await clock.advance(4000)
    next.passage?.ended()
    expect(seen).toEqual(['sign-in', 'offline'])
  })

  it('closes the way for attempts that were let through before', async () => {
    const { connectivity } = setUp()
    const early = await connectivity.enter()
    await down(connectivity)
    expect(early.open).toBe(false)
    const before = connectivity.state()
    // Its failure is the network's, but no further try of it.
    expect(early.ended(gone)).toBe('offline')
    expect(connectivity.state()).toEqual(before)
    early.abandoned()
  })

  it('who does not want to wait is told', async () => {
    const { connectivity } = setUp()
    await down(connectivity)
    await expect(connectivity.enter({ impatient: true })).rejects.toEqual(new OfflineError('offline'))
    expect(new OfflineError('sign-in').message).toBe('the network wants a sign-in first')
  })

  it('who comes when a try is due makes it, without waiting', async () => {
    const { clock, connectivity } = setUp()
    await down(connectivity)
    await clock.advance(2000)
    const passage = await connectivity.enter({ impatient: true })
    await expect(connectivity.enter({ impatient: true })).rejects.toThrow(OfflineError)
    passage.ended()
    expect(kindOf(connectivity)).toBe('online')
  })

  it('the next in line tries it when the one that did is called off', async () => {
    const { clock, connectivity } = setUp()
    await down(connectivity)
    const waiters = [1, 2].map(() => waiting(connectivity))
    await clock.advance(2000)
    waiters[0]?.passage?.abandoned()
    await clock.advance(0)
    expect(waiters[1]?.passage?.open).toBe(true)
  })

  it('whoever aborts leaves the line, and no timer stays', async () => {
    const { clock, connectivity } = setUp()
    await down(connectivity)
    const leaving = new AbortController()
    const waiter = waiting(connectivity, leaving.signal)
    leaving.abort(new Error('enough'))
    await clock.advance(0)
    expect(waiter.failed).toEqual(new Error('enough'))
    expect(clock.pending).toBe(0)
    const late = waiting(connectivity, AbortSignal.abort(new Error('late')))
    await clock.advance(0)
    expect(late.failed).toEqual(new Error('late'))
  })

  it('is tried at once when somebody asks for it', async () => {
    const { clock, connectivity } = setUp()
    await down(connectivity)
    const waiter = waiting(connectivity)
    connectivity.tryNow()
    await clock.advance(0)
    expect(waiter.passage?.open).toBe(true)
  })

  it('is tried as soon as the system believes in it again', async () => {
    let online = false
    const { clock, connectivity } = setUp({ isOnline: () => online })
    for (let tries = 0; tries < 5; tries += 1) {
      const waiter = waiting(connectivity)
      while (waiter.passage === undefined) await clock.advance(1000)
      waiter.passage.ended(gone)
    }
    const waiter = waiting(connectivity)
    await clock.advance(3000)
    expect(waiter.passage).toBeUndefined()
    online = true
    await clock.advance(1000)
    expect(waiter.passage?.open).toBe(true)
  })
})

describe('over any schedule', () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('arrive', 'leave') }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('fails', 'answers', 'called off') }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('pass'), ms: fc.nat(5000) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('clock back'), ms: fc.nat(10_000_000) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('try now') }) },
  )
  type Step = { kind: string; ms?: number }

  it('only one tries a network that is gone, and nobody waits forever for one that is back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 60 }),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999 })),
        async (steps: Step[], chance) => {
          const clock = new ManualClock(100_000_000)
          const connectivity = new Connectivity({ clock, random: () => Number(chance.next().value) })
          const under: Passage[] = []
          let waiting = 0
          const leaving: AbortController[] = []
          const arrive = (): void => {
            const stop = new AbortController()
            leaving.push(stop)
            waiting += 1
            connectivity.enter({ signal: stop.signal }).then(
              (passage) => {
                waiting -= 1
                under.push(passage)
              },
              () => {
                waiting -= 1
              },
            )
          }
          for (const { kind, ms = 0 } of steps) {
            if (kind === 'arrive') arrive()
            else if (kind === 'leave') leaving.pop()?.abort()
            else if (kind === 'fails') under.shift()?.ended(gone)
            else if (kind === 'answers') under.shift()?.ended()
            else if (kind === 'called off') under.shift()?.abandoned()
            else if (kind === 'pass') await clock.advance(ms)
            else if (kind === 'clock back') clock.jumpTo(Math.max(0, clock.now() - ms))
            else connectivity.tryNow()
            await clock.advance(0)
            if (kindOf(connectivity) !== 'online') {
              expect(under.filter(({ open }) => open).length).toBeLessThanOrEqual(1)
            }
          }
          // From now on the network is there.
          for (let round = 0; round < 100 && (waiting > 0 || under.length > 0); round += 1) {
            for (const passage of under.splice(0)) passage.ended()
            await clock.advance(60_000)
          }
          expect([waiting, under.length, clock.pending]).toEqual([0, 0, 0])
        },
      ),
      { numRuns: 300 },
    )
  })
})
