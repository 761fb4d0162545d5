import { describe, expect, it } from 'vitest'
import { channels, dropChannel, type GrantId } from '../../shared/ipc'
import { ProblemError, trackId } from '../../shared/model'
import type { CallHandlers, JobHandlers } from './handler-types'
import { createJobs } from './jobs'
import { registerBridge } from './register'
import type { SentBy } from './sender'
import { rememberingLog } from './testing/log'
import { testPort } from './testing/port'

const ours: SentBy = { sender: 'window', senderFrame: { origin: 'app://tagwright' } }
const theirs: SentBy = { sender: 'elsewhere', senderFrame: { origin: 'https://evil.example' } }

const asked = Object.entries(channels).filter(([, kind]) => kind !== 'event')

function bridge(over: Partial<CallHandlers & JobHandlers> = {}) {
  const handled: string[] = []
  const note =
    (name: string) =>
    (request: unknown): never => {
      handled.push(`${name} ${JSON.stringify(request) ?? ''}`.trim())
      return undefined as never
    }
  const jobNote = (name: string) => async (request: unknown) => note(name)(request)
  const handlers = Object.fromEntries(
    asked.map(([name, kind]) => [name, kind === 'job' ? jobNote(name) : note(name)]),
  )
  const split = (kind: 'call' | 'job') =>
    Object.fromEntries(
      asked
        .filter(([name, has]) => has === kind && name !== 'jobs.cancel')
        .map(([name]) => [name, (over as Record<string, unknown>)[name] ?? handlers[name]]),
    )
  const log = rememberingLog()
  const runner = createJobs({ log })
  const port = testPort()
  runner.attach(port)
  const registered = new Map<string, (event: SentBy, ...args: unknown[]) => Promise<unknown>>()
  registerBridge({
    ipc: { handle: (channel, listener) => registered.set(channel, listener) },
    trusted: (event) => event === ours,
    calls: split('call') as unknown as CallHandlers,
    jobs: split('job') as unknown as JobHandlers,
    runner,
    dropped: (paths) => paths.map((name) => ({ id: 'g' as GrantId, name })),
    log,
  })
  const send = async (name: string, ...args: unknown[]) => registered.get(name)?.(ours, ...args)
  return { registered, send, handled, runner, port, log }
}

describe('the bridge', () => {
  it('has a handler for every call and job of the contract, and for drops', () => {
    expect([...bridge().registered.keys()].sort()).toEqual(
      [...asked.map(([name]) => name), dropChannel].sort(),
    )
  })

  it('refuses a foreign sender on every channel, before it looks at the request', async () => {
    const { registered, handled } = bridge()
    for (const [name, listener] of registered) {
      for (const request of [undefined, 'folder', { job: 'a', request: {} }])
        expect(await listener(theirs, request), name).toEqual({
          ok: false,
          problem: { code: 'bridge.notAllowed', params: {} },
        })
      expect(await listener({ sender: 'window', senderFrame: null }, undefined), name).toMatchObject({
        ok: false,
      })
    }
    expect(handled).toEqual([])
  })

  it('hands the parsed request to the handler and answers its reply', async () => {
    const { send } = bridge({ 'library.choose': (what) => [{ id: 'g' as GrantId, name: what }] })
    expect(await send('library.choose', 'folder')).toEqual({ ok: true, value: [{ id: 'g', name: 'folder' }] })
  })

  it('refuses what the schema does not know, saying where but never what', async () => {
    const { send, handled } = bridge()
    const cases: [string, unknown][] = [
      ['library.choose', 'everything'],
      ['library.choose', undefined],
      ['app.start', { extra: 1 }],
      ['app.setUnsaved', -1],
      ['app.setUnsaved', Number.NaN],
      ['tracks.read', []],
      ['tracks.read', [5]],
      ['settings.change', { theme: 'dark', secret: '/home/ada' }],
      ['settings.change', JSON.parse('{"__proto__": {"theme": "dark"}}')],
      ['pictures.add', 'x'.repeat(1000)],
      ['tracks.save', { job: 'a', request: [] }],
      ['tracks.save', [{ id: 'x', changes: { values: {} } }]],
      ['tracks.save', { job: '', request: [{ id: 'x', changes: { values: {} } }] }],
      ['tracks.save', { job: 'a', request: [{ id: 'x', changes: { values: { '/home/ada': 1 } } }] }],
      [dropChannel, ['']],
      [dropChannel, 'path'],
      ['jobs.cancel', ''],
    ]
    for (const [name, request] of cases) {
      const answer = await send(name, request)
      expect(answer, name).toMatchObject({ ok: false, problem: { code: 'bridge.badRequest' } })
      expect(JSON.stringify(answer)).not.toContain('/home/ada')
    }
    expect(handled).toEqual([])
  })

  it('refuses more than one argument', async () => {
    const { send } = bridge()
    expect(await send('app.start', undefined, 1)).toMatchObject({
      ok: false,
      problem: { code: 'bridge.badRequest' },
    })
  })

  it('answers what a handler throws as a problem', async () => {
    const { send, log } = bridge({
      'app.close': () => {
        throw new Error('/home/ada')
      },
      'app.showInFolder': () =>
        Promise.reject(new ProblemError({ code: 'file.notFound', params: { file: 'x.mp3' } })),
    })
    expect(await send('app.close')).toEqual({
      ok: false,
      problem: { code: 'internal', params: { reason: 'Error' } },
    })
    expect(await send('app.showInFolder', trackId('x'))).toEqual({
      ok: false,
      problem: { code: 'file.notFound', params: { file: 'x.mp3' } },
    })
    expect(log.lines).toHaveLength(1)
  })

  it('accepts a job at once and sends its result over the port', async () => {
    const { send, port, runner } = bridge({
      'tracks.reload': async (ids, { progress }) => {
        await progress({ done: 1, total: 1, tracks: {} as never, failed: [] })
        return { done: ids.length }
      },
    })
    expect(await send('tracks.reload', { job: 'j', request: ['a', 'b'] })).toEqual({
      ok: true,
      value: undefined,
    })
    await runner.settled()
    expect(port.frames).toMatchObject([
      { job: 'j', kind: 'progress', progress: { done: 1 } },
      { job: 'j', kind: 'done', reply: { done: 2 } },
    ])
  })

  it('cancels the job that is named', async () => {
    let aborted = false
    const { send, runner } = bridge({
      'lookup.search': (_request, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            aborted = true
            reject(signal.reason)
          })
        }),
    })
    const track = { id: 'x', fileName: '', folder: '', durationMs: 0, values: {}, hasCover: false }
    await send('lookup.search', { job: 'j', request: { tracks: [track] } })
    expect(await send('jobs.cancel', 'j')).toMatchObject({ ok: true })
    await runner.settled()
    expect(aborted).toBe(true)
  })

  it('turns dropped paths into grants', async () => {
    expect(await bridge().send(dropChannel, ['/music/a'])).toEqual({
      ok: true,
      value: [{ id: 'g', name: '/music/a' }],
    })
  })
})
