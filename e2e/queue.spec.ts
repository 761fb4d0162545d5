import { readFileSync } from 'node:fs'
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import AxeBuilder from '@axe-core/playwright'
import type { ElectronApplication, Page } from '@playwright/test'
import { expect, type Tagwright, test } from './app'
import { type MusicBrainzServer, startMusicBrainzServer } from './musicbrainz/server'

type Options = Parameters<typeof startMusicBrainzServer>[0]
const releases = JSON.parse(
  readFileSync(new URL('../resources/sample-library/catalogue/releases.json', import.meta.url), 'utf8'),
) as Options['catalogue']

const album = 'Mira Solen - Tideworks (2019)'

/** Starts a MusicBrainz for the time of one test. */
async function withServer(
  run: (server: MusicBrainzServer) => Promise<void>,
  options: Partial<Options> = {},
): Promise<void> {
  const server = await startMusicBrainzServer({ catalogue: releases, ...options })
  try {
    await run(server)
  } finally {
    await server.close()
  }
}

async function lookUp(page: Page): Promise<void> {
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  await page.getByRole('row').filter({ hasText: 'Harbour Lights' }).first().click()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+l')
}

async function searchFor(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Search again' }).fill(text)
  await page.keyboard.press('Enter')
}

async function runCommand(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill(name)
  await page.keyboard.press('Enter')
}

const status = (page: Page) => page.getByRole('contentinfo')
const found = (page: Page) => page.getByRole('button', { name: /^Apply \d+ changes$/ })
const requests = (page: Page) => page.getByRole('region', { name: 'Requests' })
const asked = (server: MusicBrainzServer) => server.requests.filter(({ path }) => path.startsWith('/ws/2/'))

async function sized({ app, page }: Tagwright): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800))
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(1280)
}

/** Sends the app's requests to services by this proxy; a port where nobody listens is a network that is gone. */
async function useProxy(app: ElectronApplication, port: number | undefined): Promise<void> {
  await app.evaluate(async ({ session }, to) => {
    const services = session.fromPartition('services', { cache: false })
    await services.setProxy(
      to === undefined
        ? { mode: 'direct' }
        : { proxyRules: `http=127.0.0.1:${to}`, proxyBypassRules: '<-loopback>' },
    )
    await services.closeAllConnections()
  }, port)
}
const nobodyListens = 9

for (const theme of ['light', 'dark'] as const) {
  test(`a slow lookup says what it asks, why it waits and how long (${theme})`, async ({ start, place }) => {
    await withServer(async (server) => {
      server.next('slow', { delay: 2500 })
      server.next('503', { retryAfter: 9 })
      const sample = place.copySample(album)
      const tagwright = await start({
        args: [sample],
        catalogue: false,
        settings: { theme },
        musicBrainz: server,
      })
      const { page, screenshot } = tagwright
      await sized(tagwright)
      await lookUp(page)
      await expect(status(page)).toContainText('MusicBrainz: Search for “Tideworks”')
      await expect(status(page)).toContainText('asking')
      await screenshot(`queue-asking-${theme}`)

      await expect(status(page)).toContainText(/the service asked to wait, \d s/)
      await status(page)
        .getByRole('button', { name: /MusicBrainz/ })
        .click()
      await expect(requests(page).getByRole('listitem')).toContainText(
        /MusicBrainz · the service asked to wait, \d s · for \d s/,
      )
      await expect(requests(page).getByRole('button', { name: /^Cancel: / })).toBeVisible()
      await screenshot(`queue-waiting-${theme}`)
      const { violations } = await new AxeBuilder({ page })
        .include('.jobs-overlay')
        .setLegacyMode(true)
        .analyze()
      expect(violations).toEqual([])

      await expect(found(page)).toBeVisible({ timeout: 30_000 })
      await expect(requests(page)).toContainText('No request waits or runs.')
      await screenshot(`queue-empty-${theme}`)
    })
  })
}

test('a request is cancelled while it waits, and can be made again', async ({ start, place }) => {
  await withServer(async (server) => {
    server.next('503', { retryAfter: 5 })
    const { page, screenshot } = await start({
      args: [place.copySample(album)],
      catalogue: false,
      musicBrainz: server,
    })
    await lookUp(page)
    await expect.poll(() => server.requests.length).toBe(1)
    await runCommand(page, 'Jobs')
    // By the keyboard alone.
    await requests(page).getByRole('button', { name: 'Cancel: Search for “Tideworks”' }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByText('The request to MusicBrainz was cancelled.')).toBeVisible()
    await expect(requests(page)).toContainText('No request waits or runs.')
    await screenshot('queue-cancelled')
    expect(server.requests).toHaveLength(1)
    await page.getByRole('button', { name: 'Retry' }).click()
    await expect(found(page)).toBeVisible({ timeout: 30_000 })
  })
})

test('nothing is asked while requests are paused, and they go on when resumed', async ({ start, place }) => {
  await withServer(async (server) => {
    const { page, screenshot } = await start({
      args: [place.copySample(album)],
      catalogue: false,
      musicBrainz: server,
    })
    await expect(page.getByRole('progressbar')).toHaveCount(0)
    await runCommand(page, 'Pause requests')
    await expect(status(page)).toContainText('Requests paused')
    await lookUp(page)
    await expect(status(page)).toContainText('Requests paused · 1 waiting')
    await expect(page.getByText('MusicBrainz: paused by you')).toBeVisible()
    await status(page)
      .getByRole('button', { name: /Requests paused/ })
      .click()
    await screenshot('queue-paused')
    expect(server.requests).toEqual([])
    await requests(page).getByRole('button', { name: 'Resume' }).click()
    await expect(found(page)).toBeVisible({ timeout: 30_000 })
  })
})

test('a server that drops out for a moment is asked again', async ({ start, place }) => {
  await withServer(async (server) => {
    server.next('reset', { times: 2 })
    const { page } = await start({ args: [place.copySample(album)], catalogue: false, musicBrainz: server })
    await lookUp(page)
    await expect(found(page)).toBeVisible({ timeout: 30_000 })
    await expect(page.getByRole('alert')).toHaveCount(0)
  })
})

test('what failed for good stays in the list until it is cleared', async ({ start, place }) => {
  await withServer(async (server) => {
    server.always('403')
    const { page, screenshot } = await start({
      args: [place.copySample(album)],
      catalogue: false,
      musicBrainz: server,
    })
    await lookUp(page)
    await expect(page.getByText(/MusicBrainz refused the request/)).toBeVisible()
    await runCommand(page, 'Jobs')
    await expect(requests(page).getByRole('listitem')).toContainText('MusicBrainz refused the request')
    await screenshot('queue-failed')
    await requests(page).getByRole('button', { name: 'Clear failed' }).click()
    await expect(requests(page)).toContainText('No request waits or runs.')
  })
})

test('the same lookup asks nobody a second time, nor after a restart, until the answers are cleared', async ({
  start,
  place,
}) => {
  await withServer(async (server) => {
    const options = { args: [place.copySample(album)], catalogue: false, musicBrainz: server }
    const first = await start(options)
    await lookUp(first.page)
    await expect(found(first.page)).toBeVisible({ timeout: 30_000 })
    const before = asked(server).length
    expect(before).toBeGreaterThan(0)
    await first.page.keyboard.press('Escape')
    await first.page.keyboard.press('Control+l')
    await expect(found(first.page)).toBeVisible()
    expect(asked(server)).toHaveLength(before)
    await first.end()

    const { page, screenshot } = await start(options)
    await lookUp(page)
    await expect(found(page)).toBeVisible()
    expect(asked(server)).toHaveLength(before)

    await page.keyboard.press('Escape')
    await runCommand(page, 'Settings')
    const kept = page.locator('.settings-row').filter({ hasText: 'Kept answers' })
    await expect(kept.getByRole('status')).toHaveText(/\d+\skB/)
    await kept.scrollIntoViewIfNeeded()
    await screenshot('settings-cache')
    await kept.getByRole('button', { name: 'Clear' }).click()
    await expect(kept.getByRole('status')).toHaveText(/^0\sbytes$/)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+l')
    await expect(found(page)).toBeVisible({ timeout: 30_000 })
    expect(asked(server).length).toBeGreaterThan(before)
  })
})

test('an old answer is confirmed instead of sent again', async ({ start, place }) => {
  await withServer(
    async (server) => {
      const { page } = await start({ args: [place.copySample(album)], catalogue: false, musicBrainz: server })
      await lookUp(page)
      await expect(found(page)).toBeVisible({ timeout: 30_000 })
      server.reset()
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+l')
      await expect(found(page)).toBeVisible({ timeout: 30_000 })
      expect(asked(server).length).toBeGreaterThan(0)
      for (const { headers } of asked(server)) expect(headers['if-none-match']).toMatch(/^"\w+"$/)
    },
    { age: 40 * 86_400 },
  )
})

test('without a network an old answer stands in and says so; the rest waits and goes on by itself', async ({
  start,
  place,
}) => {
  // Older than any answer is good for.
  const age = 40 * 86_400
  await withServer(
    async (server) => {
      const options = { args: [place.copySample(album)], catalogue: false, musicBrainz: server }
      const first = await start(options)
      await lookUp(first.page)
      await expect(found(first.page)).toBeVisible({ timeout: 30_000 })
      await first.end()

      const tagwright = await start(options)
      const { app, page, screenshot } = tagwright
      await sized(tagwright)
      await useProxy(app, nobodyListens)
      server.reset()
      await lookUp(page)
      await expect(found(page)).toBeVisible({ timeout: 30_000 })
      await expect(page.getByText(/^MusicBrainz cannot be asked now: this is what it said on /)).toBeVisible()
      await screenshot('lookup-stale')

      await searchFor(page, 'Nachtfähre')
      await expect(status(page)).toContainText('Offline: lookups wait and go on by themselves · 1 waiting')
      await expect(page.getByText('waits for the network and goes on by itself')).toBeVisible()
      await status(page)
        .getByRole('button', { name: /Offline/ })
        .click()
      await screenshot('queue-offline')
      expect(server.requests).toEqual([])
      await useProxy(app, undefined)
      await expect(page.getByRole('option').filter({ hasText: '2014-02-28' }).first()).toBeVisible({
        timeout: 40_000,
      })
    },
    { age },
  )
})

test('a network that wants a sign-in is one state, and what waits goes on after it', async ({
  start,
  place,
}) => {
  await withServer(async (server) => {
    server.always('html')
    const { page, screenshot } = await start({
      args: [place.copySample(album)],
      catalogue: false,
      musicBrainz: server,
    })
    await lookUp(page)
    await expect(status(page)).toContainText('This network asks for a sign-in first')
    await status(page)
      .getByRole('button', { name: /sign-in/ })
      .click()
    await expect(requests(page)).toContainText('Lookups go on by themselves after that.')
    await expect(page.getByRole('alert')).toHaveCount(0)
    await screenshot('queue-sign-in')
    server.reset()
    await requests(page).getByRole('button', { name: 'Try now' }).click()
    await expect(found(page)).toBeVisible({ timeout: 30_000 })
  })
})

test('services are asked by the proxy of the system', async ({ start, place }) => {
  await withServer(async (server) => {
    const seen: string[] = []
    const proxy = await startProxy(seen, Number(new URL(server.musicBrainzUrl).port))
    // What Chromium takes for the system's proxy on Linux.
    const before = process.env['http_proxy']
    process.env['http_proxy'] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
    try {
      // A name that only the proxy knows.
      const { page } = await start({
        args: [place.copySample(album)],
        catalogue: false,
        musicBrainz: {
          musicBrainzUrl: 'http://musicbrainz.test/ws/2/',
          coverArtUrl: 'http://musicbrainz.test/coverart/',
        },
      })
      await lookUp(page)
      await expect(found(page)).toBeVisible({ timeout: 30_000 })
      expect(seen[0]).toMatch(/^http:\/\/musicbrainz\.test\/ws\/2\/release\?/)
      expect(asked(server).length).toBeGreaterThan(0)
    } finally {
      if (before === undefined) delete process.env['http_proxy']
      else process.env['http_proxy'] = before
      proxy.close()
      proxy.closeAllConnections()
    }
  })
})

/** Passes every request on to a server on this computer, and notes what it was asked for. */
async function startProxy(seen: string[], port: number): Promise<Server> {
  const proxy = createServer((asking: IncomingMessage, answer) => {
    seen.push(asking.url ?? '')
    const { pathname, search } = new URL(asking.url ?? '/', 'http://nobody')
    const passed = httpRequest(
      {
        host: '127.0.0.1',
        port,
        path: `${pathname}${search}`,
        method: asking.method,
        headers: asking.headers,
      },
      (from) => {
        answer.writeHead(from.statusCode ?? 502, from.headers)
        from.pipe(answer)
      },
    )
    passed.on('error', () => answer.destroy())
    asking.pipe(passed)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  return proxy
}
