import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { ElectronApplication, Page } from '@playwright/test'
import { expect, type Place, test } from './app'
import { haveKeyring } from './keyring'
import { inEveryLook } from './looks'
import type { Release } from './musicbrainz/server'
import { startDeezerServer } from './services/deezer'
import { discogsToken, startDiscogsServer } from './services/discogs'
import type { ServiceServer } from './services/service-server'

const releases = JSON.parse(
  readFileSync(new URL('../resources/sample-library/catalogue/releases.json', import.meta.url), 'utf8'),
) as readonly Release[]

/** Starts a service for the time of one test. */
async function withServer(
  startServer: (catalogue: readonly Release[]) => Promise<ServiceServer>,
  run: (server: ServiceServer) => Promise<void>,
): Promise<void> {
  const server = await startServer(releases)
  try {
    await run(server)
  } finally {
    await server.close()
  }
}

async function openSettings(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: /sample library/i })).toBeVisible()
  await page.keyboard.press('Control+,')
  await expect(page.getByRole('heading', { name: 'Services' })).toBeVisible()
}

const row = (page: Page, name: string) => page.getByRole('listitem', { name, exact: true })
const names = (page: Page) =>
  page
    .locator('.service')
    .evaluateAll((rows) => rows.map((one) => one.getAttribute('aria-label')).filter((name) => name !== null))
const orderOnDisk = ({ dataDir }: Place): string[] =>
  JSON.parse(readFileSync(join(dataDir, 'settings.json'), 'utf8')).services.map(
    ({ name }: { name: string }) => name,
  )

/** Everything in the data folder, logs and caches included. */
const dataOf = (place: Place): string =>
  readdirSync(place.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')

const haveNoKeyring = (app: ElectronApplication) =>
  app.evaluate(({ safeStorage }) => {
    safeStorage.isEncryptionAvailable = () => false
  })

test('the order of the services is changed by button and by key, and is there after a restart', async ({
  start,
  place,
}) => {
  const first = await start()
  const { page } = first
  await openSettings(page)
  expect((await names(page)).slice(0, 3)).toEqual(['Sample catalogue', 'MusicBrainz', 'Cover Art Archive'])

  const up = row(page, 'Deezer').getByRole('button', { name: 'Move Deezer up' })
  await up.click()
  await expect.poll(async () => (await names(page)).indexOf('Deezer')).toBe(4)
  await expect(up).toBeFocused()
  await page.keyboard.press('Alt+ArrowUp')
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(async () => (await names(page)).indexOf('Deezer')).toBe(2)
  await page.keyboard.press('Alt+ArrowDown')
  await expect.poll(async () => (await names(page)).indexOf('Deezer')).toBe(3)
  await expect(up).toBeFocused()
  await expect(page.getByRole('status').filter({ hasText: 'Deezer is number 4 of 8 now.' })).toHaveCount(1)

  await expect.poll(() => orderOnDisk(place)[3]).toBe('deezer')
  await first.end()
  const second = await start({ keepSettings: true })
  await openSettings(second.page)
  expect((await names(second.page))[3]).toBe('Deezer')
})

test('a connection is tested, with good news and bad', async ({ start }) => {
  await withServer(startDeezerServer, async (server) => {
    const tagwright = await start({ services: [{ name: 'deezer', url: server.url, uses: [] }] })
    const { page } = tagwright
    await openSettings(page)
    const deezer = row(page, 'Deezer')
    const check = deezer.getByRole('button', { name: 'Test connection: Deezer' })
    await check.click()
    await expect(deezer.getByRole('status')).toHaveText('✓ It answers.')
    server.next('503')
    await check.click()
    await expect(deezer.getByRole('status')).toContainText('Deezer is busy')
    server.next('garbage')
    await check.click()
    await expect(deezer.getByRole('status')).toContainText('Deezer answered with something unreadable')
    await row(page, 'Discogs').getByRole('button', { name: 'Test connection: Discogs' }).click()
    await expect(row(page, 'Discogs').getByRole('status')).toContainText('Discogs needs a key')
    await row(page, 'iTunes').getByRole('button', { name: 'Test connection: iTunes' }).click()
    await expect(row(page, 'iTunes').getByRole('status')).toContainText('iTunes')

    await row(page, 'iTunes').getByText('Address').click()
    const { violations } = await new AxeBuilder({ page }).include('.services').setLegacyMode(true).analyze()
    expect(violations).toEqual([])
    await page
      .getByRole('heading', { name: 'Services' })
      .evaluate((heading) => heading.scrollIntoView({ block: 'start' }))
    await inEveryLook(tagwright, 'services')
  })
})

test('a key is kept where nobody reads it, used, and removed', async ({ start, place }) => {
  await withServer(startDiscogsServer, async (server) => {
    const discogs = { name: 'discogs', url: server.url, uses: ['covers'] } as const
    const first = await start({ services: [discogs] })
    await haveKeyring(first.app)
    await openSettings(first.page)
    const firstRow = row(first.page, 'Discogs')
    const field = firstRow.getByLabel('Your key for Discogs')
    await expect(field).toHaveAttribute('type', 'password')
    await field.fill('two words')
    await expect(firstRow.getByRole('alert').filter({ hasText: 'This is not a key.' })).toBeVisible()
    await field.fill('a-wrong-token')
    await field.press('Enter')
    await expect(firstRow).toContainText('A key is kept, encrypted by the system.')
    await firstRow.getByRole('button', { name: 'Test connection: Discogs' }).click()
    await expect(firstRow.getByRole('status')).toContainText('Discogs does not accept the key.')

    await firstRow.getByRole('button', { name: 'Remove the key for Discogs' }).click()
    await field.fill(` ${discogsToken} `)
    await firstRow.getByRole('button', { name: 'Keep', exact: true }).click()
    await firstRow.getByRole('button', { name: 'Test connection: Discogs' }).click()
    await expect(firstRow.getByRole('status')).toHaveText('✓ It answers.')
    await expect(first.page.locator('body')).not.toContainText(discogsToken)
    await first.end()
    expect(readdirSync(place.dataDir)).toContain('keys.json')
    expect(dataOf(place)).not.toContain(discogsToken)
    expect(dataOf(place)).not.toContain('a-wrong-token')

    const second = await start({ keepSettings: true })
    await haveKeyring(second.app)
    await openSettings(second.page)
    const secondRow = row(second.page, 'Discogs')
    await expect(secondRow).toContainText('A key is kept, encrypted by the system.')
    await secondRow.getByRole('button', { name: 'Test connection: Discogs' }).click()
    await expect(secondRow.getByRole('status')).toHaveText('✓ It answers.')
    await secondRow.getByRole('button', { name: 'Remove the key for Discogs' }).click()
    await expect(secondRow.getByLabel('Your key for Discogs')).toBeVisible()
    await expect.poll(() => JSON.parse(readFileSync(join(place.dataDir, 'keys.json'), 'utf8'))).toEqual({})
  })
})

test('without a keyring a key is kept for this run only, which is said', async ({ start, place }) => {
  const { app, page, end } = await start()
  await haveNoKeyring(app)
  await openSettings(page)
  const acoustid = row(page, 'AcoustID')
  await acoustid.getByLabel('Your key for AcoustID').fill('a-key-for-now')
  await acoustid.getByRole('button', { name: 'Keep', exact: true }).click()
  await expect(acoustid).toContainText('until Tagwright is closed')
  await end()
  expect(readdirSync(place.dataDir)).not.toContain('keys.json')
  expect(dataOf(place)).not.toContain('a-key-for-now')
})

test('an album is found at Deezer, and no id of Deezer gets into the fields of MusicBrainz', async ({
  start,
  place,
}) => {
  await withServer(startDeezerServer, async (server) => {
    const { page } = await start({
      args: [place.copySample('Mira Solen - Tideworks (2019)')],
      catalogue: false,
      services: [{ name: 'deezer', url: server.url, uses: ['albums', 'covers'] }],
    })
    await expect(page.getByRole('progressbar')).toHaveCount(0)
    await page.getByRole('row').filter({ hasText: 'Harbour Lights' }).first().click()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Control+l')
    await expect(page.getByRole('button', { name: /^Apply \d+ changes$/ })).toBeVisible()
    await expect(page.getByRole('listbox', { name: 'Candidates' })).toContainText(
      'Digital Media · 2019-09-13',
    )
    await page.keyboard.press('Control+Enter')
    await expect(page.getByRole('row').filter({ hasText: 'Wrack Line' }).first()).toBeVisible()
    await page.getByRole('button', { name: /^\d+ more fields/ }).click()
    await expect(page.getByRole('textbox', { name: 'ISRC', exact: true })).toBeVisible()
    for (const name of ['MusicBrainz release id', 'MusicBrainz recording id'])
      await expect(page.getByRole('textbox', { name })).toHaveCount(0)
    expect(server.requests.some(({ path }) => path === 'search/album')).toBe(true)
  })
})

test('where no service is switched on, that is said, not that nothing was found', async ({
  start,
  place,
}) => {
  const { page } = await start({ args: [place.copySample('Ten Volta - Low Orbit')], catalogue: false })
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  await page.getByRole('row').filter({ hasText: 'Perigee' }).first().click()
  for (const [command, words] of [
    ['Look up…', 'No service is switched on for albums.'],
    ['Find cover…', /^▲ No service is switched on for covers\./],
    ['Find missing covers…', /^▲ No service is switched on for covers\./],
    ['Find lyrics…', /^▲ No service is switched on for lyrics\./],
  ] as const) {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill(command)
    await page.keyboard.press('Enter')
    await expect(page.getByText(words)).toBeVisible()
    await expect(page.getByRole('button', { name: 'Choose services…' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.locator('.place')).toHaveCount(0)
  }
})
