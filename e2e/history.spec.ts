import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { MetadataWriter, readMetadata } from '../src/main/library/metadata-files'
import { expect, type Place, type Tagwright, test } from './app'

const album = 'Karl Brandt Trio - Nachtfähre (2004)'
const coverAlbum = 'Mira Solen - Tideworks (2019)'

const rowOf = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text }).first()
const list = (page: Page) => page.getByRole('listbox', { name: /What was saved/ })
const operations = (page: Page) => list(page).getByRole('option')
const files = (page: Page) => page.getByRole('grid', { name: 'Its files and what changed in them' })
const tickOf = (page: Page, name: string) => page.getByRole('checkbox', { name })

const hashes = (folder: string): string[] =>
  readdirSync(folder)
    .sort()
    .map((name) =>
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    )

async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

/** As it looks in a small and in a large window. */
async function pictures({ app, page, screenshot }: Tagwright, name: string): Promise<void> {
  for (const [width, height] of [
    [1920, 1080],
    [1280, 800],
  ] as const) {
    await app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
      { width, height },
    )
    await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(width)
    await screenshot(`${name}-${width}`)
  }
}

/** All files of the album are in the table. */
async function listed(page: Page): Promise<void> {
  await expect(rowOf(page, '06 der letzte kahn.mp3')).toBeVisible()
  await expect(page.getByRole('progressbar')).toHaveCount(0)
}

/** Gives every file of the list another album, and saves. */
async function saveAlbum(page: Page, name: string): Promise<void> {
  await page.getByRole('grid').first().focus()
  await page.keyboard.press('Control+a')
  const box = page.getByRole('textbox', { name: 'Album', exact: true })
  await box.fill(name)
  await box.press('Enter')
  await page.keyboard.press('Control+s')
}

function music(place: Place): string {
  return join(place.copySample(album), album)
}

for (const theme of ['light', 'dark'] as const) {
  test(`a save is undone byte for byte, also after a restart, in ${theme}`, async ({ start, place }) => {
    const folder = music(place)
    const before = hashes(folder)
    const count = before.length
    const first = await start({ settings: { theme }, args: [folder] })
    await listed(first.page)
    await first.page.keyboard.press('Control+Shift+h')
    await expect(first.page.getByText('Nothing has been saved yet.')).toBeVisible()
    await first.screenshot(`history-empty-${theme}`)
    await first.page.keyboard.press('Escape')
    await saveAlbum(first.page, 'Night Ferry')
    await expect(first.page.getByText(`Saved ${count} files.`)).toBeVisible()
    const saved = hashes(folder)
    expect(saved).not.toEqual(before)
    await saveAlbum(first.page, 'Late Ferry')
    await first.page.keyboard.press('Control+Shift+h')
    await expect(operations(first.page)).toHaveCount(2)
    await expect(operations(first.page).first()).toContainText(`${count} files`)
    await first.end()

    const second = await start({ settings: { theme }, args: [folder] })
    const { page } = second
    await expect(rowOf(page, 'Late Ferry')).toBeVisible()
    await page.getByRole('button', { name: 'History', exact: true }).click()
    await expect(operations(page)).toHaveCount(2)
    await expect(operations(page).first()).toHaveAttribute('aria-selected', 'true')
    await expect(page.getByText('Late Ferry').first()).toBeVisible()
    await axe(page)
    await pictures(second, `history-${theme}`)
    await page.getByRole('button', { name: 'Undo this…' }).click()
    await expect(page.getByText(`${count} files become exactly what they were.`)).toBeVisible()
    await axe(page)
    await pictures(second, `history-preview-${theme}`)
    await page.getByRole('button', { name: `Undo ${count} files` }).click()
    await expect(page.getByText(`Undid ${count} files.`)).toBeVisible()
    expect(hashes(folder)).toEqual(saved)

    // The one before, by the keyboard alone. What was looked at is still, with the undo above it.
    await expect(operations(page)).toHaveCount(3)
    await expect(operations(page).first()).toContainText('Undo: Change Album')
    await expect(operations(page).nth(1)).toHaveAttribute('aria-selected', 'true')
    await expect(list(page)).toBeFocused()
    await page.keyboard.press('End')
    await page.keyboard.press('Control+Enter')
    await expect(page.getByRole('button', { name: `Undo ${count} files` })).toBeVisible()
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => hashes(folder)).toEqual(before)
    await expect(operations(page)).toHaveCount(4)
    // An undo is undone like anything else.
    await page.keyboard.press('Home')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('button', { name: `Undo ${count} files` }).click()
    await expect(operations(page).first()).toContainText('Redo: Change Album')
    expect(hashes(folder)).toEqual(saved)
    await page.keyboard.press('Escape')
    await expect(rowOf(page, 'Night Ferry')).toBeVisible()
  })
}

test('the keyboard alone ticks files, and one of them goes back under unsaved edits', async ({
  start,
  place,
}) => {
  const folder = music(place)
  const before = hashes(folder)
  const { page } = await start({ args: [folder] })
  await listed(page)
  await saveAlbum(page, 'Night Ferry')
  await expect(page.getByText(/Saved \d+ files\./)).toBeVisible()
  const saved = hashes(folder)
  const genre = page.getByRole('textbox', { name: 'Genre', exact: true })
  await genre.fill('Polka')
  await genre.press('Enter')

  await page.keyboard.press('Control+Shift+h')
  await expect(list(page)).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(files(page)).toBeFocused()
  await page.keyboard.press('Control+ ')
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press(' ')
  const ticked = page.getByRole('checkbox', { checked: true })
  await expect(ticked).toHaveCount(1)
  const name = (await files(page).getByRole('row').nth(1).locator('bdi').first().textContent()) ?? ''
  await expect(tickOf(page, name)).toBeChecked()
  await page.keyboard.press('ArrowLeft')
  await expect(list(page)).toBeFocused()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('1 file becomes exactly what it was.')).toBeVisible()
  await expect(page.getByRole('grid', { name: 'What undo would do, file by file' })).toBeFocused()
  // Esc leaves the look ahead, not the place.
  await page.keyboard.press('Escape')
  await expect(files(page)).toBeVisible()
  await expect(list(page)).toBeFocused()
  await expect(tickOf(page, name)).toBeChecked()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('button', { name: 'Undo 1 file' })).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Undid 1 file.')).toBeVisible()
  const at = readdirSync(folder).sort().indexOf(name)
  expect(hashes(folder)).toEqual(saved.map((hash, index) => (index === at ? before[index] : hash)))
  await page.keyboard.press('Escape')
  await expect(rowOf(page, name)).toContainText('Polka')
  await expect(page.getByText(`${before.length} changed`)).toBeVisible()
})

test('a cover that was taken out is seen in the history, and comes back', async ({ start, place }) => {
  const folder = join(place.copySample(coverAlbum), coverAlbum)
  const before = hashes(folder)
  const tagwright = await start({ args: [folder] })
  const { page } = tagwright
  await expect(page.getByRole('row').nth(2)).toBeVisible()
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  await page.getByRole('grid').first().focus()
  await page.keyboard.press('Control+a')
  await page.getByRole('button', { name: 'Remove cover' }).click()
  await page.keyboard.press('Control+s')
  await expect(page.getByText(/Saved \d+ files\./)).toBeVisible()
  expect(hashes(folder)).not.toEqual(before)
  await page.keyboard.press('Control+Shift+h')
  const cover = files(page).locator('img').first()
  await expect
    .poll(() => cover.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth > 0))
    .toBe(true)
  await pictures(tagwright, 'history-cover')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(/files become exactly what they were\./)).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(/Undid \d+ files\./)).toBeVisible()
  expect(hashes(folder)).toEqual(before)
})

test('the files of a large save come as they are scrolled to, and all of them go back', async ({
  start,
  place,
}) => {
  const folder = music(place)
  const [name = ''] = readdirSync(folder)
  const bytes = readFileSync(join(folder, name))
  const many = join(place.music, 'many')
  mkdirSync(many)
  for (let number = 100; number < 350; number++) writeFileSync(join(many, `${number}.mp3`), bytes)
  place.own(many)
  const before = hashes(many)
  const { page } = await start({ args: [many] })
  await expect(page.getByText('250 files', { exact: true }).first()).toBeVisible()
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  await saveAlbum(page, 'Night Ferry')
  await expect(page.getByText('Saved 250 files.')).toBeVisible({ timeout: 30_000 })
  await page.keyboard.press('Control+Shift+h')
  await expect(list(page)).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(files(page)).toBeFocused()
  // The first page, and then all of them.
  await expect(files(page).locator('[aria-rowindex="2"]')).toBeVisible()
  await page.keyboard.press('End')
  await expect(files(page)).toHaveAttribute('aria-rowcount', '250')
  await page.keyboard.press('End')
  await expect(files(page).locator('[aria-rowindex="250"]')).toBeInViewport()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('250 files become exactly what they were.')).toBeVisible({ timeout: 30_000 })
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Undid 250 files.')).toBeVisible({ timeout: 30_000 })
  expect(hashes(many)).toEqual(before)
})

test('how long and in how much room the way back is kept is a setting', async ({ start, place }) => {
  const { page, screenshot } = await start()
  await expect(page.getByRole('button', { name: /sample library/i })).toBeVisible()
  await page.keyboard.press('Control+,')
  const days = page.getByRole('combobox', { name: 'Keep the way back' })
  await days.selectOption('For a month')
  await page.getByRole('combobox', { name: 'Room for it' }).selectOption('Up to 10 GB')
  await expect(page.getByRole('region', { name: 'History' })).toContainText(/In use\d+\skB/)
  await page.getByText('What is older or does not fit').scrollIntoViewIfNeeded()
  await screenshot('history-settings')
  await expect
    .poll(() => JSON.parse(readFileSync(join(place.dataDir, 'settings.json'), 'utf8')).history)
    .toEqual({ keepDays: 31, maxMegabytes: 10_240 })
})

test('what another program changed since stays, and is shown before', async ({ start, place }) => {
  const folder = music(place)
  const tagwright = await start({ args: [folder] })
  const { page } = tagwright
  await listed(page)
  await saveAlbum(page, 'Night Ferry')
  await expect(page.getByText(/Saved \d+ files\./)).toBeVisible()
  const theirs = join(folder, '04 nachtfähre.mp3')
  expect(await new MetadataWriter().write(theirs, { values: { album: ['Somewhere else'] } })).toEqual({
    ok: true,
  })
  place.own(folder)

  await page.keyboard.press('Control+Shift+h')
  await page.getByRole('button', { name: 'Undo this…' }).click()
  await expect(page.getByText('was changed since and stays')).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: 'was changed since' })).toContainText(
    /AlbumNight Ferry.*Somewhere else/,
  )
  await expect(page.getByText('stays: nothing of that save is left in it')).toBeVisible()
  await pictures(tagwright, 'history-conflict')
  await page.getByRole('button', { name: 'Undo 5 files' }).click()
  await expect(page.getByText('Undid 5 files. 1 could not be undone.')).toBeVisible()
  await page.getByRole('button', { name: 'Show them' }).click()
  await expect(page.getByRole('region', { name: 'Jobs' })).toContainText('nothing of that save is left')
  expect((await readMetadata(theirs))?.values.album).toEqual(['Somewhere else'])
})

test('an operation is found by its words, and only chosen files go back', async ({ start, place }) => {
  const folder = music(place)
  const { page, screenshot } = await start({
    args: [folder],
    settings: { language: 'de' },
  })
  await listed(page)
  await page.getByRole('grid').first().focus()
  await page.keyboard.press('Control+a')
  const box = page.getByRole('textbox', { name: 'Genre', exact: true })
  await box.fill('Polka')
  await box.press('Enter')
  await page.keyboard.press('Control+s')
  await expect(page.getByText(/Dateien gespeichert/)).toBeVisible()
  await page.keyboard.press('Control+Shift+h')
  const search = page.getByRole('searchbox', { name: 'Namen und Werte suchen' })
  await page.keyboard.press('Control+f')
  await expect(search).toBeFocused()
  await search.fill('tango')
  await expect(page.getByText('Kein Speichern enthält diese Wörter.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(search).toHaveValue('')
  await search.fill('heimweh')
  await expect(page.locator('mark')).toHaveText(['05 heimweh.mp3'])
  await screenshot('history-found')
  await search.fill('polka')
  const option = page.getByRole('listbox').getByRole('option')
  await expect(option).toHaveCount(1)
  await page.getByRole('checkbox', { name: '04 nachtfähre.mp3' }).uncheck()
  await page.getByRole('button', { name: 'Rückgängig machen …' }).click()
  await expect(page.getByText('genau wie zuvor').first()).toBeVisible()
  await expect(page.getByText('04 nachtfähre.mp3')).toHaveCount(0)
  await screenshot('history-german')
  await page.getByRole('button', { name: /Dateien rückgängig machen/ }).click()
  await expect(page.getByText(/Dateien rückgängig gemacht\./)).toBeVisible()
  expect((await readMetadata(join(folder, '04 nachtfähre.mp3')))?.values.genre).toEqual(['Polka'])
})

test('a save that cannot be recorded is refused, and done without undo on request', async ({
  start,
  place,
}) => {
  const folder = music(place)
  const before = hashes(folder)
  mkdirSync(join(place.dataDir, 'history', 'history.db'), { recursive: true })
  place.own(place.dataDir)
  const { page, screenshot } = await start({ args: [folder] })
  await listed(page)
  await saveAlbum(page, 'Night Ferry')
  await expect(page.getByText(/could not be saved\. .*Nothing was written\./)).toBeVisible()
  await screenshot('history-not-recorded')
  expect(hashes(folder)).toEqual(before)
  await page.getByRole('button', { name: 'Save without undo' }).click()
  await expect(page.getByText(/Saved \d+ files\./)).toBeVisible()
  expect(hashes(folder)).not.toEqual(before)
  await page.keyboard.press('Control+Shift+h')
  await expect(page.getByRole('alert').filter({ hasText: 'Couldn’t read the history' })).toBeVisible()
  await screenshot('history-trouble')
})
