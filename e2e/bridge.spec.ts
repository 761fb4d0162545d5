import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { channels, dropChannel } from '../src/shared/ipc/channels'
import { problemCodes } from '../src/shared/model/problem'
import { appFolder, expect, stubDialog, test } from './app'

const asked = Object.entries(channels)
  .filter(([, kind]) => kind !== 'event')
  .map(([name]) => name)

/** Everything the exposed object has, called with one request each; by channel what came back. Runs in a page. */
async function callEverything(names: readonly string[]): Promise<Record<string, unknown>> {
  type Ask = (request?: unknown) => Promise<unknown>
  const { tagwright } = window as unknown as { tagwright: Record<string, Record<string, Ask>> }
  const requests: Record<string, unknown> = {
    'app.setUnsaved': 0,
    'app.showInFolder': 'x',
    'settings.change': { theme: 'dark' },
    'library.choose': 'folder',
    'library.scan': { job: 'j1', request: { grants: [] } },
    'library.forget': [],
    'tracks.read': ['x'],
    'tracks.reload': { job: 'j2', request: ['x'] },
    'tracks.save': { job: 'j3', request: [{ id: 'x', changes: { values: {} } }] },
    'pictures.add': new Uint8Array(3),
    'jobs.cancel': 'j1',
  }
  const answers: Record<string, unknown> = {}
  for (const name of names) {
    const [place = '', verb = ''] = name.split('.')
    answers[name] = await tagwright[place]?.[verb]?.(requests[name])
  }
  answers['library.drop'] = await tagwright['library']?.['grantDropped']?.([])
  return answers
}

const refused = { ok: false, problem: { code: 'bridge.notAllowed', params: {} } }
const allRefused = Object.fromEntries([...asked, dropChannel].map((name) => [name, refused]))

/** Counts dialogs, so that a refused call that went on all the same is seen. */
const countDialogs = (app: ElectronApplication) =>
  app.evaluate(({ dialog }) => {
    Object.assign(globalThis, { dialogs: 0 })
    dialog.showOpenDialog = () => {
      Object.assign(globalThis, { dialogs: (globalThis as unknown as { dialogs: number }).dialogs + 1 })
      return Promise.resolve({ canceled: true, filePaths: [] })
    }
  })
const windowCount = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)
const dialogCount = (app: ElectronApplication) =>
  app.evaluate(() => (globalThis as unknown as { dialogs: number }).dialogs)

test('17: a second window with the same preload is refused on every channel', async ({ start, place }) => {
  const server = createServer((_request, response) => response.end('<title>foreign</title>'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const { app } = await start()
  await countDialogs(app)
  const settingsBefore = readFileSync(join(place.dataDir, 'settings.json'), 'utf8')

  for (const url of ['about:blank', 'data:text/html,hello', `http://127.0.0.1:${port}/`]) {
    // Asked by main: Playwright loses sight of a window that stays at `about:blank`.
    const answers = await app.evaluate(
      async ({ BrowserWindow }, { address, code, preload }) => {
        const second = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } })
        await second.loadURL(address)
        const found: unknown = await second.webContents.executeJavaScript(code)
        second.destroy()
        return found
      },
      {
        address: url,
        code: `(${callEverything.toString()})(${JSON.stringify(asked)})`,
        preload: join(appFolder, 'out', 'preload', 'index.cjs'),
      },
    )
    expect(answers, url).toEqual(allRefused)
  }
  server.close()
  expect(await dialogCount(app)).toBe(0)
  expect(readFileSync(join(place.dataDir, 'settings.json'), 'utf8')).toBe(settingsBefore)
  expect(await windowCount(app)).toBe(1)
})

test('17: a foreign page in our own window is refused on every channel', async ({ start }) => {
  const { app, page } = await start({ expectedTroubles: /./ })
  await countDialogs(app)
  // The page cannot get here by itself, and would be brought back: both nets are taken away to see the innermost.
  await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    contents?.removeAllListeners('did-navigate')
    return contents?.loadURL('data:text/html,hello')
  })
  await page.waitForURL(/^data:/)
  expect(await page.evaluate(callEverything, asked)).toEqual(allRefused)
  expect(await dialogCount(app)).toBe(0)
  expect(await windowCount(app)).toBe(1)
})

test('17: a frame inside our page is refused on every channel, though its origin is ours', async ({
  start,
}) => {
  const { app, page } = await start({ expectedTroubles: /./ })
  await page.evaluate(() => {
    const frame = document.createElement('iframe')
    document.body.append(frame)
  })
  expect(await page.evaluate(() => 'tagwright' in (window.frames[0] ?? {}))).toBe(false)
  // The frame has no bridge to ask with, so the handlers are asked with the frame as their sender.
  const answers = await app.evaluate(
    async ({ BrowserWindow, ipcMain }, names) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      const frame = contents?.mainFrame.frames[0]
      type Handler = (event: unknown, ...args: unknown[]) => Promise<unknown>
      const { _invokeHandlers: handlers } = ipcMain as unknown as { _invokeHandlers: Map<string, Handler> }
      const found: Record<string, unknown> = { origin: frame?.origin }
      for (const name of names)
        found[name] = await handlers.get(name)?.({ sender: contents, senderFrame: frame })
      found['gone'] = await handlers.get('app.start')?.({ sender: contents, senderFrame: null })
      return found
    },
    [...asked, dropChannel],
  )
  const { origin, gone, ...rest } = answers
  expect(origin).toBe('app://tagwright')
  expect(gone).toEqual(refused)
  expect(rest).toEqual(allRefused)
})

test('17: there is no other channel than the contract’s', async ({ start }) => {
  const { app } = await start()
  const { handled, heard } = await app.evaluate(({ ipcMain }) => ({
    handled: [...(ipcMain as unknown as { _invokeHandlers: Map<string, unknown> })._invokeHandlers.keys()],
    heard: ipcMain.eventNames().map(String),
  }))
  expect(handled.sort()).toEqual([...asked, dropChannel].sort())
  expect(heard.filter((name) => name !== 'error')).toEqual([])
})

test('a second argument is refused', async ({ start }) => {
  const { app } = await start()
  const answers = await app.evaluate(async ({ BrowserWindow, ipcMain }, names) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    type Handler = (event: unknown, ...args: unknown[]) => Promise<unknown>
    const { _invokeHandlers: handlers } = ipcMain as unknown as { _invokeHandlers: Map<string, Handler> }
    return Promise.all(
      names.map((name) =>
        handlers.get(name)?.({ sender: contents, senderFrame: contents?.mainFrame }, undefined, 1),
      ),
    )
  }, asked)
  for (const answer of answers)
    expect(answer).toMatchObject({ ok: false, problem: { code: 'bridge.badRequest' } })
})

test('random requests are answered by typed problems and change no file', async ({ start, place }) => {
  test.setTimeout(120_000)
  const seed = Number(process.env['TAGWRIGHT_SEED'] ?? 20_261_125)
  const perChannel = Number(process.env['TAGWRIGHT_FUZZ'] ?? 30)
  const folder = place.copySample('Mira Solen - Tideworks (2019)')
  const before = fingerprint(folder)
  const { app, page } = await start({ args: [folder], expectedTroubles: /./ })
  await stubDialog(app, [])

  const answers = await page.evaluate(fuzz, { names: asked, seed, perChannel })
  for (const { name, answer } of answers) {
    const context = `${name}, seed ${seed}`
    expect(answer, context).toHaveProperty('ok')
    if (answer.ok) continue
    expect(problemCodes, context).toContain(answer.problem?.code)
    expect(JSON.stringify(answer), context).not.toMatch(/ at .*:\d+:\d+|\/home\/|node:|zod/i)
    expect(JSON.stringify(answer).length, context).toBeLessThan(2_000)
  }
  const well = await page.evaluate(() => {
    type Ask = (request?: unknown) => Promise<{ ok: boolean }>
    const { tagwright } = window as unknown as { tagwright: { app: { start: Ask } } }
    return tagwright.app.start()
  })
  expect(well.ok).toBe(true)
  expect(fingerprint(folder)).toBe(before)
})

test('ten thousand calls at once are all answered', async ({ start }) => {
  const { page } = await start()
  const codes = await page.evaluate(async () => {
    type Ask = (request?: unknown) => Promise<{ ok: boolean; problem?: { code: string } }>
    const { tagwright } = window as unknown as { tagwright: { tracks: { read: Ask; save: Ask } } }
    const answers = await Promise.all(
      Array.from({ length: 10_000 }, (_, index) =>
        index % 2 === 0 ? tagwright.tracks.read([]) : tagwright.tracks.save({ job: '', request: index }),
      ),
    )
    return [...new Set(answers.map(({ problem }) => problem?.code))]
  })
  expect(codes).toEqual(['bridge.badRequest'])
})

interface FuzzAnswer {
  readonly name: string
  readonly answer: { readonly ok?: boolean; readonly problem?: { readonly code: string } }
}

/** Runs in the page: every channel gets `perChannel` messages that no window of ours would send. */
async function fuzz(options: {
  readonly names: readonly string[]
  readonly seed: number
  readonly perChannel: number
}): Promise<FuzzAnswer[]> {
  type Ask = (request?: unknown) => Promise<FuzzAnswer['answer']>
  const { tagwright } = window as unknown as { tagwright: Record<string, Record<string, Ask>> }
  let state = options.seed
  const random = () => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const keys = [
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'id',
    'job',
    'request',
    'grants',
    'changes',
    'values',
    'theme',
    'tracks',
    '',
    'a'.repeat(5000),
  ]
  const leaf = (): unknown =>
    pick<() => unknown>([
      () => null,
      () => true,
      () => Number.NaN,
      () => Number.POSITIVE_INFINITY,
      () => -0,
      () => -1,
      () => 2 ** 53,
      () => 12n,
      () => '',
      () => '../../etc/passwd',
      () => '/etc/passwd',
      () => '\ud800',
      () => '\u0000\u202e',
      () => 'x'.repeat(2_000_000),
      () => new Date(Number.NaN),
      () => new Map([['a', 1]]),
      () => new Uint8Array(9),
      () => new Float64Array(3),
      () => new Error('no'),
      () => /a/g,
      () => () => 1,
      () => Symbol('s'),
      () => new File(['x'], 'x.mp3'),
    ])()
  const value = (depth: number): unknown => {
    const kind = random()
    if (depth === 0 || kind < 0.4) return leaf()
    if (kind < 0.6) return Array.from({ length: Math.floor(random() * 5) }, () => value(depth - 1))
    const object: Record<string, unknown> = {}
    for (let count = Math.floor(random() * 5); count > 0; count--)
      Object.defineProperty(object, pick(keys), {
        value: value(depth - 1),
        enumerable: true,
        configurable: true,
      })
    return object
  }
  const deep = () => {
    let nested: unknown = 1
    for (let depth = 0; depth < 500; depth++) nested = [nested]
    return nested
  }
  const special = [() => 'x'.repeat(10_000_000), deep, () => new Array(300_000).fill('x')]

  const answers: FuzzAnswer[] = []
  for (const name of options.names) {
    const [place = '', verb = ''] = name.split('.')
    const ask = tagwright[place]?.[verb]
    for (let round = 0; round < options.perChannel; round++) {
      const inner = round < special.length ? special[round]?.() : value(3)
      // Half of them get past the envelope of jobs.
      const message = round % 2 === 0 ? { job: `fuzz-${name}-${round}`, request: inner } : inner
      try {
        answers.push({ name, answer: (await ask?.(message)) ?? {} })
      } catch (error) {
        // The context bridge itself cannot carry it, so nothing was sent.
        const refusedThere = error instanceof Error
        answers.push({
          name,
          answer: refusedThere ? { ok: false, problem: { code: 'bridge.badRequest' } } : {},
        })
      }
    }
  }
  return answers
}

function fingerprint(folder: string): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()) {
    hash.update(name).update(readFileSync(name))
  }
  return hash.digest('hex')
}
