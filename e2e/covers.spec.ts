import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { parseBuffer } from 'music-metadata'
import { writeMetadata } from '../src/main/library/metadata-files'
import { serviceNames } from '../src/shared/model'
import { expect, test } from './app'
import { inEveryLook } from './looks'
import { plainCover } from './musicbrainz/cover'
import { startMusicBrainzServer } from './musicbrainz/server'
import { reRead } from './re-read'
import { startDeezerServer } from './services/deezer'
import { startItunesServer } from './services/itunes'

const tideworks = 'Mira Solen - Tideworks (2019)'
const nachtfaehre = 'Karl Brandt Trio - Nachtfähre (2004)'

const catalogue = new URL('../resources/sample-library/catalogue/', import.meta.url)
const releases = JSON.parse(readFileSync(new URL('releases.json', catalogue), 'utf8')) as Parameters<
  typeof startMusicBrainzServer
>[0]['catalogue']
const catalogueCover = (id: string) => readFileSync(new URL(`covers/${id}.jpg`, catalogue))
const release = '4ee138d9-c0a6-4174-abba-632311bcc15e'
const deluxe = '33222203-a78a-4167-a6af-d041ef2a1b99'

const settled = (page: Page) => expect(page.getByRole('progressbar')).toHaveCount(0)
const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text }).first()

async function runCommand(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill(name)
  await page.keyboard.press('Enter')
}

const found = (page: Page) => page.getByRole('listbox', { name: 'Found covers' })
const options = (page: Page) => found(page).getByRole('option')

async function save(page: Page): Promise<void> {
  await page.keyboard.press('Control+s')
  await expect(page.getByText(/^Saved \d+ files?\.$/)).toBeVisible()
}

const coverIn = async (file: Buffer): Promise<Buffer | undefined> => {
  const { common } = await parseBuffer(file)
  const data = common.picture?.[0]?.data
  return data && Buffer.from(data)
}

test('a found cover replaces the one of the files by keyboard alone, or mine is kept', async ({
  start,
  place,
}) => {
  const sample = place.copySample(tideworks)
  const { page, screenshot } = await start({ args: [sample] })
  await settled(page)
  await row(page, 'Harbour Lights').click()
  await page.getByRole('button', { name: 'Find cover…' }).click()
  await expect(options(page)).toHaveCount(2)
  await page.getByRole('button', { name: 'Keep mine' }).click()
  await expect(row(page, 'Harbour Lights')).toBeVisible()
  await runCommand(page, 'Find cover')
  await expect(options(page)).toHaveCount(2)
  await page.keyboard.press('Escape')
  await expect(row(page, 'Harbour Lights')).toBeVisible()
  await expect(page.getByText(/\d changed/)).toHaveCount(0)

  await runCommand(page, 'Find cover')
  await expect(page.getByText('2 covers were found.')).toBeVisible()
  await expect(found(page)).toBeFocused()
  await expect(options(page).first()).toHaveAttribute('aria-selected', 'true')
  await expect(options(page).first()).toContainText('1200×1200')
  // Mine is smaller, and shows the same.
  await expect(options(page).first()).toContainText('same picture')
  await page.keyboard.press('ArrowRight')
  await expect(options(page).nth(1)).not.toContainText('same picture')
  await expect(options(page).nth(1)).toHaveAttribute('aria-selected', 'true')
  await expect(options(page).nth(1)).toContainText('1000×1000')
  const { violations } = await new AxeBuilder({ page }).include('.place').setLegacyMode(true).analyze()
  expect(violations).toEqual([])
  await screenshot('covers')

  await page.keyboard.press('Enter')
  await expect(row(page, 'Harbour Lights')).toBeVisible()
  await expect(page.getByText('7 changed')).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(page.getByText('7 changed')).toHaveCount(0)
  await page.keyboard.press('Control+Shift+z')
  await save(page)
  const folder = join(sample, tideworks)
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.flac')))
    expect(await coverIn(readFileSync(join(folder, name))), name).toEqual(catalogueCover(deluxe))
  expect(readdirSync(folder).filter((file) => !file.endsWith('.flac'))).toEqual([])
})

test('a cover goes into the folder at once, and what lies there is replaced only when asked', async ({
  start,
  place,
}) => {
  const sample = place.copySample(tideworks)
  const folder = join(sample, tideworks)
  const pictures = () =>
    readdirSync(folder)
      .filter((file) => !file.endsWith('.flac'))
      .sort()
  const tagwright = await start({ args: [sample] })
  const { page, screenshot } = tagwright
  await settled(page)
  const putIntoFolder = async () => {
    await row(page, 'Harbour Lights').click()
    await runCommand(page, 'Find cover')
    await page.getByRole('combobox', { name: 'Put it' }).selectOption('into the folder')
    await expect(page.getByText('2 covers were found.')).toBeVisible()
    await page.getByRole('button', { name: 'Use this cover' }).click()
  }
  await putIntoFolder()
  await expect(page.getByText('“cover.jpg” is in the folder now.')).toBeVisible()
  expect(pictures()).toEqual(['cover.jpg'])
  expect(readFileSync(join(folder, 'cover.jpg'))).toEqual(catalogueCover(release))
  await expect(page.getByText(/\d changed/)).toHaveCount(0)

  writeFileSync(join(folder, 'cover.jpg'), 'mine')
  await putIntoFolder()
  await expect(page.getByText('The folder has “cover.jpg” already: it stays as it is.')).toBeVisible()
  await screenshot('covers-taken')
  expect(readFileSync(join(folder, 'cover.jpg'), 'utf8')).toBe('mine')

  await page.getByRole('button', { name: 'Replace', exact: true }).click()
  await expect(page.getByText('The one before is called “cover (2).jpg”.')).toBeVisible()
  expect(pictures()).toEqual(['cover (2).jpg', 'cover.jpg'])
  expect(readFileSync(join(folder, 'cover (2).jpg'), 'utf8')).toBe('mine')
  expect(readFileSync(join(folder, 'cover.jpg'))).toEqual(catalogueCover(release))
})

test('a lookup takes another cover than the release’s own, and none where mine is kept', async ({
  start,
  place,
}) => {
  const server = await startMusicBrainzServer({
    catalogue: releases,
    coverOf: (id) => plainCover(id, 96),
  })
  try {
    const sample = place.copySample(nachtfaehre)
    const folder = join(sample, nachtfaehre)
    const now = () => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))] as const)
    const before = now()
    // Who keeps covers in the folder, too, has nothing written by a lookup either.
    const settings = { covers: { keepIn: 'both', leastPixels: 0 } }
    const { page, screenshot } = await start({ args: [sample], musicBrainz: server, settings })
    await settled(page)
    await page.getByRole('grid').first().focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Control+l')
    const apply = page.getByRole('button', { name: /^Apply \d+ changes?$/ })
    await expect(apply).toBeVisible({ timeout: 20_000 })
    await page.getByRole('button', { name: 'Other covers…' }).click()
    await expect(options(page).first()).toBeVisible()
    await expect(page.getByText(/covers? (was|were) found\./)).toBeVisible()
    await screenshot('covers-lookup')
    await expect(apply).toHaveCount(0)
    await page.keyboard.press('Escape')
    await expect(apply).toBeVisible()

    await page.getByRole('button', { name: 'Other covers…' }).click()
    await page.getByRole('button', { name: /^(Keep mine|Leave without)$/ }).click()
    await expect(page.getByText(/^Cover \d+×\d+/)).toHaveCount(0)

    await page.getByRole('button', { name: 'Other covers…' }).click()
    await expect(options(page).first()).toBeVisible()
    await expect(page.getByText(/covers? (was|were) found\./)).toBeVisible()
    await expect(page.getByRole('combobox')).toHaveCount(0)
    await page.getByRole('button', { name: 'Use this cover' }).click()
    await expect(page.getByText(/^Cover \d+×\d+/)).toBeVisible()
    await page.keyboard.press('Control+Enter')
    await expect(row(page, 'Blaue Stunde')).toBeVisible()
    expect(now()).toEqual(before)
    await save(page)
    const covers = await Promise.all(
      readdirSync(folder).map(async (name) => (await reRead(join(folder, name))).pictures),
    )
    expect(covers.filter((count) => count === 0)).toEqual([])
    expect(readdirSync(folder)).toEqual(before.map(([name]) => name))
  } finally {
    await server.close()
  }
})

test('covers of all services come together, and one that fails hides no other', async ({ start, place }) => {
  const archive = await startMusicBrainzServer({ catalogue: releases, coverOf: (id) => plainCover(id, 400) })
  const deezer = await startDeezerServer(releases)
  const itunes = await startItunesServer(releases)
  try {
    itunes.always('400')
    const sample = place.copySample(tideworks)
    const folder = join(sample, tideworks)
    for (const name of readdirSync(folder))
      await writeMetadata(join(folder, name), { values: { releaseId: [release] } })
    place.own(sample)
    const urls: Readonly<Record<string, string>> = {
      coverartarchive: archive.coverArtUrl,
      deezer: deezer.url,
      itunes: itunes.url,
    }
    const services = serviceNames.map((name) => ({
      name,
      uses: name === 'catalogue' || urls[name] !== undefined ? ['covers'] : [],
      baseUrl: urls[name] ?? 'http://127.0.0.1:9/',
    }))
    const tagwright = await start({ args: [sample], settings: { services } })
    const { page } = tagwright
    await settled(page)
    await row(page, 'Harbour Lights').click()
    await runCommand(page, 'Find cover')
    const retry = page.getByRole('button', { name: 'Retry' })
    await expect(retry).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText(/▲ .*iTunes/)).toBeVisible()
    // The archive knows this very release: it comes first, and its size is known once it was looked at.
    await expect(options(page).first()).toContainText('Cover Art Archive')
    await expect(options(page).first()).toContainText('✓ this release')
    await expect(options(page).first()).toContainText('400×400')
    await expect(options(page).filter({ hasText: 'Deezer' }).first()).toBeVisible()
    await inEveryLook(tagwright, 'covers-services')

    itunes.reset()
    await retry.click()
    await expect.poll(() => itunes.requests.length).toBeGreaterThan(0)
    await expect(page.getByText(/covers were found\./)).toBeVisible()
    await expect(retry).toHaveCount(0)
    // Its picture is the very one of Deezer: it stands there once.
    await expect(options(page)).toHaveCount(4)
  } finally {
    await Promise.all([archive.close(), deezer.close(), itunes.close()])
  }
})

test('the covers that albums miss are found in one job, and applied as one edit', async ({
  start,
  place,
}) => {
  const sample = place.copySample()
  const folder = join(sample, nachtfaehre)
  // The barcode makes it this very release; the others are found by their names.
  for (const name of readdirSync(folder))
    await writeMetadata(join(folder, name), { values: { barcode: ['2004020040075'] } })
  place.own(sample)
  const before = readdirSync(folder).map((name) => ({ name, bytes: readFileSync(join(folder, name)) }))
  const tagwright = await start({ args: [sample] })
  const { page } = tagwright
  await settled(page)
  await page.getByRole('grid').first().focus()
  await runCommand(page, 'Find missing covers')
  const albums = page.getByRole('region', { name: 'Albums without a cover' })
  await expect(albums.getByRole('group', { name: 'Nachtfähre' })).toContainText('✓ this release')
  await expect(albums.getByRole('group', { name: 'Garden Variations' })).toContainText(
    'by its name: Garden Variations · Various Artists',
  )
  await expect(albums.getByRole('group', { name: 'Unsorted' })).toContainText('nothing found')
  const tick = (title: string) => page.getByRole('checkbox', { name: `Cover of ${title}` })
  await expect(tick('Nachtfähre')).toBeChecked()
  await expect(tick('Garden Variations')).not.toBeChecked()
  // The keys work without a click, and one Tab goes on to what they are for.
  await page.keyboard.press('End')
  await expect(tick('Garden Variations')).toBeFocused()
  await page.keyboard.press('Space')
  await expect(tick('Garden Variations')).toBeChecked()
  await page.keyboard.press('Space')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Apply 1 cover', exact: true })).toBeFocused()
  const { violations } = await new AxeBuilder({ page }).include('.place').setLegacyMode(true).analyze()
  expect(violations).toEqual([])
  await inEveryLook(tagwright, 'covers-missing')

  await page.getByRole('button', { name: 'Apply 1 cover', exact: true }).click()
  await expect(page.getByText(/new covers?\. Nothing is written until you save\./)).toBeVisible()
  for (const { name, bytes } of before) expect(readFileSync(join(folder, name)), name).toEqual(bytes)
  await page.keyboard.press('Control+z')
  await expect(page.getByText(/\d changed/)).toHaveCount(0)
  await page.keyboard.press('Control+Shift+z')
  await save(page)
  for (const { name, bytes } of before) {
    const cover = await coverIn(readFileSync(join(folder, name)))
    expect(cover?.length, name).toBeGreaterThan(0)
    // What had one keeps it.
    if ((await coverIn(bytes)) === undefined)
      expect(cover, name).toEqual(catalogueCover('9aea11f3-a0da-417b-8173-9a399b9fd61f'))
  }
})
