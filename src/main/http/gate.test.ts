import { describe, expect, it } from 'vitest'
import { Connectivity, OfflineError } from './connectivity'
import { HttpStatusError, NetworkError } from './errors'
import { createGate, GateClosedError } from './gate'
import { RequestQueue, type Wait } from './request-queue'
import { ManualClock } from './testing/manual-clock'

const facts = { method: 'GET', url: 'https://musicbrainz.org/ws/2/release' }
const gone = new NetworkError({ ...facts, cause: Object.assign(new Error(), { code: 'ENETUNREACH' }) })
const signIn = new HttpStatusError({ ...facts, status: 511 })

function setUp({ impatient = false } = {}) {
  const clock = new ManualClock()
  const pause = new RequestQueue<string, string>({ clock, failureOf: String })
  const connectivity = new Connectivity({ clock, random: () => 0 })
  const waits: (Wait['why'] | undefined)[] = []
  const gate = createGate({
    pause,
    connectivity,
    impatient,
    onWait: (look) => waits.push(look?.().why),
  })
  return { clock, pause, connectivity, gate, waits }
}

/** Attempts that end as told, one after the other; and how many were made. */
function attempts(...outcomes: (string | Error)[]) {
  const made: number[] = []
  const attempt = async (): Promise<string> => {
    const outcome = outcomes[made.length] ?? 'too many'
    made.push(made.length)
    if (outcome instanceof Error) throw outcome
    return outcome
  }
  return { made, attempt }
}

describe('an attempt', () => {
  it('goes at once when nothing stands against it', async () => {
    const { gate, waits } = setUp()
    expect(await gate.pass(attempts('answer').attempt, undefined)).toBe('answer')
    expect(waits).toEqual([])
  })

  it('fails as it fails', async () => {
    const { gate } = setUp()
    await expect(gate.pass(attempts(new Error('503')).attempt, undefined)).rejects.toThrow('503')
  })

  it('is made again when the network is back, and costs the call nothing', async () => {
    const { clock, gate, waits } = setUp()
    const { attempt, made } = attempts(gone, gone, 'answer')
    const passed = gate.pass(attempt, undefined)
    await clock.advance(10_000)
    expect(await passed).toBe('answer')
    expect(made).toHaveLength(3)
    expect(waits).toEqual(['offline', undefined, 'offline', undefined])
  })

  it('waits while the person paused, and until then only', async () => {
    const { clock, pause, gate, waits } = setUp()
    pause.setPaused(true)
    const { attempt, made } = attempts('answer')
    const passed = gate.pass(attempt, new AbortController().signal)
    await clock.advance(10_000)
    expect(made).toHaveLength(0)
    pause.setPaused(false)
    expect(await passed).toBe('answer')
    expect(waits).toEqual(['paused', undefined])
  })

  it('that waited for its slot while the gate closed is made anew', async () => {
    const { clock, pause, gate } = setUp()
    const seen: boolean[] = []
    const passed = gate.pass(async (mayGo) => {
      if (seen.length === 0) pause.setPaused(true)
      seen.push(mayGo())
      if (!mayGo()) throw new GateClosedError()
      return 'answer'
    }, undefined)
    await clock.advance(0)
    pause.setPaused(false)
    expect(await passed).toBe('answer')
    expect(seen).toEqual([false, true])
  })

  it('that waits for the network is next as soon as that is back', async () => {
    const { clock, pause, connectivity } = setUp()
    const looks: (() => Wait)[] = []
    const gate = createGate({ pause, connectivity, onWait: (look) => look && looks.push(look) })
    const stop = new AbortController()
    ;(await connectivity.enter()).ended(gone)
    const passed = gate.pass(attempts('answer').attempt, stop.signal)
    expect(looks[0]?.()).toEqual({ why: 'offline', waitMs: 1000 })
    await clock.advance(1000)
    expect(await passed).toBe('answer')
    expect(looks[0]?.()).toEqual({ why: 'turn' })
  })

  it('ends when it is called off, wherever it is', async () => {
    const { clock, pause, connectivity, gate } = setUp()
    const stop = new AbortController()
    const running = gate.pass(
      () =>
        new Promise((_, reject) => stop.signal.addEventListener('abort', () => reject(stop.signal.reason))),
      stop.signal,
    )
    pause.setPaused(true)
    const held = gate.pass(attempts('answer').attempt, stop.signal)
    await clock.advance(0)
    stop.abort(new Error('enough'))
    await expect(running).rejects.toThrow('enough')
    await expect(held).rejects.toThrow('enough')
    expect(connectivity.state()).toEqual({ kind: 'online' })
  })
})

describe('an attempt that something can stand in for', () => {
  it.each([
    [gone, 'offline'],
    [signIn, 'sign-in'],
  ] as const)('does not wait for the network (%#)', async (error, trouble) => {
    const { gate } = setUp({ impatient: true })
    await expect(gate.pass(attempts(error).attempt, undefined)).rejects.toMatchObject({
      name: 'OfflineError',
      trouble,
      cause: error,
    })
    await expect(gate.pass(attempts('answer').attempt, undefined)).rejects.toThrow(OfflineError)
  })
})
