import { describe, expect, it } from 'vitest'
import { type JobFrame, portMessage, toColumns } from '../../../shared/ipc'
import { type Bridge, createBridge, type Page } from './bridge'

const origin = 'app://tagwright'

type Reply = (message: unknown) => unknown

/** A page without Electron: main is what the test says, and the port is a real one. */
function page(replies: Record<string, Reply> = {}) {
  const calls: { readonly name: string; readonly message: unknown }[] = []
  const listeners: ((event: MessageEvent) => void)[] = []
  const subscribers = new Map<string, Set<(payload: unknown) => void>>()
  const { port1: main, port2 } = new MessageChannel()
  const receipts: unknown[] = []
  main.onmessage = ({ data }) => receipts.push(data)

  const place = (name: string) =>
    new Proxy(
      {},
      {
        get: (_target, verb) => async (message: unknown) => {
          const channel = `${name}.${String(verb)}`
          calls.push({ name: channel, message })
          return replies[channel]?.(message) ?? { ok: true, value: undefined }
        },
      },
    )
  const on = (name: string) =>
    new Proxy(
      {},
      {
        get: (_target, verb) => (listener: (payload: unknown) => void) => {
          const channel = `${name}.${String(verb)}`
          const set = subscribers.get(channel) ?? new Set()
          subscribers.set(channel, set.add(listener))
          return () => set.delete(listener)
        },
      },
    )
  const exposed = new Proxy(
    {},
    {
      get: (_target, name) =>
        name === 'on' ? new Proxy({}, { get: (_on, at) => on(String(at)) }) : place(String(name)),
    },
  ) as Page['exposed']
  const bridge: Bridge = createBridge({
    exposed,
    origin,
    addEventListener: (_type, listener) => listeners.push(listener),
  })
  const sendPort = (from = origin, data: unknown = portMessage) => {
    for (const listener of listeners)
      listener({ data, origin: from, ports: [port2] } as unknown as MessageEvent)
  }
  return {
    bridge,
    calls,
    receipts,
    sendPort,
    /** As main would over the port. */
    frame: (frame: JobFrame) => main.postMessage(frame),
    tell: (channel: string, payload: unknown) => {
      for (const listener of subscribers.get(channel) ?? []) listener(payload)
    },
    close: () => {
      main.close()
      port2.close()
    },
  }
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 20))
const jobIdOf = (message: unknown) => (message as { job: string }).job
const counts = { found: 2, read: 1, refused: 1 }

describe('a call', () => {
  it('asks the preload’s function of the same name and answers what main answered', async () => {
    const { bridge, calls } = page({
      'library.choose': () => ({ ok: true, value: [{ id: 'g', name: 'Music' }] }),
    })
    expect(await bridge.library.choose('folder')).toEqual({ ok: true, value: [{ id: 'g', name: 'Music' }] })
    expect(calls).toEqual([{ name: 'library.choose', message: 'folder' }])
  })

  it('answers main’s problem', async () => {
    const problem = { code: 'bridge.notAllowed', params: {} } as const
    const { bridge } = page({ 'app.close': () => ({ ok: false, problem }) })
    expect(await bridge.app.close()).toEqual({ ok: false, problem })
  })

  it('answers a problem when the message cannot cross at all', async () => {
    const { bridge } = page({
      'app.setUnsaved': () => {
        throw new DOMException('could not be cloned', 'DataCloneError')
      },
    })
    expect(await bridge.app.setUnsaved(1)).toEqual({
      ok: false,
      problem: { code: 'bridge.badRequest', params: { reason: 'DataCloneError' } },
    })
  })

  it('fails loudly, in tests and while developing, when main breaks the contract', async () => {
    const { bridge } = page({ 'library.choose': () => ({ ok: true, value: 'nonsense' }) })
    await expect(bridge.library.choose('folder')).rejects.toThrow()
  })

  it('hands dropped files over as they are', async () => {
    const { bridge, calls } = page({ 'library.grantDropped': () => ({ ok: true, value: [] }) })
    const file = new File(['x'], 'x.mp3')
    expect(await bridge.library.grantDropped([file])).toEqual({ ok: true, value: [] })
    expect(calls[0]?.message).toEqual([file])
  })
})

describe('a job', () => {
  it('waits for the port, then answers progress in order and its reply', async () => {
    const { bridge, calls, sendPort, frame, receipts, close } = page()
    const seen: number[] = []
    const answer = bridge.tracks.save([] as never, { onProgress: ({ done }) => seen.push(done) })
    await soon()
    expect(calls).toEqual([])
    sendPort()
    await soon()
    const [{ message } = { message: {} }] = calls
    const job = jobIdOf(message)
    const tracks = toColumns([])
    const counts = { saved: 2, failed: 0, untouched: 0, heldBack: [], unkept: [] }
    for (const done of [1, 2])
      frame({ job, kind: 'progress', progress: { done, total: 2, tracks, failed: [] } })
    frame({ job, kind: 'done', reply: counts })
    expect(await answer).toEqual({ ok: true, value: counts })
    expect(seen).toEqual([1, 2])
    await soon()
    // So that main knows how far it may go ahead.
    expect(receipts).toEqual([{ job }, { job }])
    close()
  })

  it('answers the problem it failed with', async () => {
    const { bridge, calls, sendPort, frame, close } = page()
    sendPort()
    const answer = bridge.library.scan({ grants: [] })
    await soon()
    const problem = { code: 'internal', params: { reason: 'x' } } as const
    frame({ job: jobIdOf(calls[0]?.message), kind: 'failed', problem })
    expect(await answer).toEqual({ ok: false, problem })
    close()
  })

  it('answers at once when main does not accept it', async () => {
    const problem = { code: 'bridge.badRequest', params: { reason: 'x' } } as const
    const { bridge, sendPort, close } = page({ 'library.scan': () => ({ ok: false, problem }) })
    sendPort()
    expect(await bridge.library.scan({ grants: [] })).toEqual({ ok: false, problem })
    close()
  })

  it('is cancelled by its signal', async () => {
    const { bridge, calls, sendPort, frame, close } = page()
    sendPort()
    const controller = new AbortController()
    const answer = bridge.library.scan({ grants: [] }, { signal: controller.signal })
    await soon()
    const job = jobIdOf(calls[0]?.message)
    controller.abort()
    await soon()
    expect(calls[1]).toEqual({ name: 'jobs.cancel', message: job })
    frame({ job, kind: 'done', reply: counts })
    expect(await answer).toEqual({ ok: true, value: counts })
    close()
  })

  it('whose signal is aborted before it begins never begins', async () => {
    const { bridge, calls, sendPort, close } = page()
    sendPort()
    const answer = await bridge.library.scan({ grants: [] }, { signal: AbortSignal.abort() })
    expect(answer).toEqual({ ok: false, problem: { code: 'job.cancelled', params: {} } })
    expect(calls).toEqual([])
    close()
  })

  it('does not hear the frames of another one', async () => {
    const { bridge, calls, sendPort, frame, close } = page()
    sendPort()
    let over = false
    const answer = bridge.library.scan({ grants: [] }).then((value) => {
      over = true
      return value
    })
    await soon()
    frame({ job: 'another', kind: 'done', reply: counts })
    await soon()
    expect(over).toBe(false)
    frame({ job: jobIdOf(calls[0]?.message), kind: 'done', reply: counts })
    await answer
    close()
  })

  it('takes no port from elsewhere', async () => {
    const { bridge, calls, sendPort, close } = page()
    sendPort('https://evil.example')
    sendPort(origin, 'another message')
    void bridge.library.scan({ grants: [] })
    await soon()
    expect(calls).toEqual([])
    close()
  })
})

describe('an event', () => {
  it('reaches its listener until it is ended', () => {
    const { bridge, tell } = page()
    const heard: string[] = []
    const end = bridge.events.on('app.command', (command) => heard.push(command))
    tell('app.command', 'save')
    end()
    tell('app.command', 'undo')
    expect(heard).toEqual(['save'])
  })
})
