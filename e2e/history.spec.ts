import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { MetadataWriter, readMetadata } from '../src/main/library/metadata-files'
import { expect, type Place, test } from './app'

const album = 'Karl Brandt Trio - Nachtfähre (2004)'

const rowOf = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text }).first()
const operations = (page: Page) => page.getByRole('listbox', { name: /What was saved/ }).getByRole('option')

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

    const { page, screenshot } = await start({ settings: { theme }, args: [folder] })
    await expect(rowOf(page, 'Late Ferry')).toBeVisible()
    await page.getByRole('button', { name: 'History', exact: true }).click()
    await expect(operations(page)).toHaveCount(2)
    await expect(operations(page).first()).toHaveAttribute('aria-selected', 'true')
    await expect(page.getByText('Late Ferry').first()).toBeVisible()
    await axe(page)
    await screenshot(`history-${theme}`)
    await page.getByRole('button', { name: 'Undo this…' }).click()
    await expect(page.getByText(`${count} files become exactly what they were.`)).toBeVisible()
    await axe(page)
    await screenshot(`history-preview-${theme}`)
    await page.getByRole('button', { name: `Undo ${count} files` }).click()
    await expect(page.getByText(`Undid ${count} files.`)).toBeVisible()
    expect(hashes(folder)).toEqual(saved)

    // The one before, by the keyboard alone.
    await page.getByRole('listbox').focus()
    await page.keyboard.press('End')
    await page.keyboard.press('Control+Enter')
    await expect(page.getByRole('button', { name: `Undo ${count} files` })).toBeVisible()
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => hashes(folder)).toEqual(before)
    await expect(operations(page)).toHaveCount(4)
    await page.keyboard.press('Escape')
    await expect(rowOf(page, 'Nachtfähre')).toBeVisible()
  })
}

test('what another program changed since stays, and is shown before', async ({ start, place }) => {
  const folder = music(place)
  const { page, screenshot } = await start({ args: [folder] })
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
  await expect(page.getByText('stays: nothing of that save is left in it')).toBeVisible()
  await screenshot('history-conflict')
  await page.getByRole('button', { name: 'Undo 5 files' }).click()
  await expect(page.getByText('Undid 5 files. 1 could not be undone.')).toBeVisible()
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
