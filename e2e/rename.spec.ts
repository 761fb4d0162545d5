import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './app'

const album = 'Mira Solen - Tideworks (2019)'
const rowOf = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text }).first()
const nameBox = (page: Page) => page.getByRole('textbox', { name: /^New name of/ })
const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

async function listed(page: Page): Promise<void> {
  await expect(rowOf(page, '05 ebb.flac')).toBeVisible()
  await expect(page.getByRole('progressbar')).toHaveCount(0)
}

const isActive = async (cell: Locator) => (await cell.getAttribute('class'))?.includes('cell-active') === true

/** Puts the keyboard onto the file name of a row, and opens it. */
async function editName(page: Page, name: string): Promise<void> {
  await rowOf(page, name).click()
  await rowOf(page, name).locator('[data-column="fileName"]').dblclick()
  await expect(nameBox(page)).toBeFocused()
}

test('a file is renamed in its cell by the keyboard, and Undo gives the name back', async ({
  start,
  place,
}) => {
  const folder = join(place.copySample(album), album)
  const before = sha256(join(folder, '05 ebb.flac'))
  const { page, screenshot } = await start({ args: [folder] })
  await listed(page)
  // An edit that is not saved stays one.
  await rowOf(page, '05 ebb.flac').click()
  const genre = page.getByRole('textbox', { name: 'Genre', exact: true })
  await genre.fill('Ambient')
  await genre.press('Enter')

  await editName(page, '05 ebb.flac')
  await page.keyboard.type('Ebb')
  await expect(nameBox(page)).toHaveValue('Ebb.flac')
  await screenshot('rename')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Renamed to “Ebb.flac”.')).toBeVisible()
  expect(sha256(join(folder, 'Ebb.flac'))).toBe(before)
  expect(existsSync(join(folder, '05 ebb.flac'))).toBe(false)
  await expect(rowOf(page, 'Ebb.flac')).toContainText('Ambient')
  await expect(page.getByRole('grid').first()).toBeFocused()

  await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
  await expect(rowOf(page, '05 ebb.flac')).toContainText('Ambient')
  expect(sha256(join(folder, '05 ebb.flac'))).toBe(before)
  await page.keyboard.press('Control+s')
  await expect(page.getByText('Saved 1 file.')).toBeVisible()
  expect(sha256(join(folder, '05 ebb.flac'))).not.toBe(before)
})

test('a name that cannot be is said while it is typed, and one that is taken when it is tried', async ({
  start,
  place,
}) => {
  const folder = join(place.copySample(album), album)
  const names = readdirSync(folder).sort()
  const { page, screenshot } = await start({ args: [folder] })
  await listed(page)
  await editName(page, '05 ebb.flac')
  await nameBox(page).fill('con.flac')
  await expect(page.getByRole('alert').filter({ hasText: 'Windows keeps this name' })).toBeVisible()
  await screenshot('rename-refused')
  await page.keyboard.press('Enter')
  await expect(nameBox(page)).toBeVisible()
  await nameBox(page).fill('06.flac')
  await page.keyboard.press('Enter')
  await expect(page.getByText('another file has that name already')).toBeVisible()
  await expect(nameBox(page)).toHaveValue('06.flac')
  await page.keyboard.press('Escape')
  await expect(nameBox(page)).toHaveCount(0)
  expect(readdirSync(folder).sort()).toEqual(names)
})

test('F2 renames the file of the row that the keyboard is on', async ({ start, place }) => {
  const folder = join(place.copySample(album), album)
  const { page } = await start({ args: [folder] })
  await listed(page)
  await rowOf(page, '05 ebb.flac').click()
  await page.keyboard.press('ArrowRight')
  const cell = rowOf(page, '05 ebb.flac').locator('[data-column="fileName"]')
  await page.keyboard.press('Home')
  for (let column = 0; column < 40 && !(await isActive(cell)); column++) {
    await page.keyboard.press('ArrowRight')
  }
  await page.keyboard.press('F2')
  await expect(nameBox(page)).toHaveValue('05 ebb.flac')
  await page.keyboard.type('Ebb')
  await page.keyboard.press('Enter')
  await expect(rowOf(page, 'Ebb.flac')).toHaveAttribute('aria-selected', 'true')
  await expect(rowOf(page, 'Ebb.flac').locator('[data-column="fileName"]')).toHaveClass(/cell-active/)
  await expect(page.getByRole('grid').first()).toBeFocused()
  expect(readdirSync(folder)).toContain('Ebb.flac')
})

test('lyrics beside a file go along, a change of case is one, and the history shows it', async ({
  start,
  place,
}) => {
  const folder = join(place.copySample(album), album)
  writeFileSync(join(folder, '05 ebb.lrc'), '[00:01.00]la')
  place.own(folder)
  const { page, screenshot } = await start({ args: [folder] })
  await listed(page)
  await editName(page, '05 ebb.flac')
  await nameBox(page).fill('05 Ebb.flac')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Renamed to “05 Ebb.flac”.')).toBeVisible()
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(['05 Ebb.flac', '05 Ebb.lrc']))

  await page.keyboard.press('Control+Shift+h')
  await expect(page.getByRole('option', { name: /Rename to 05 Ebb\.flac/ })).toBeVisible()
  await screenshot('history-rename')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('back to its old name').first()).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Undid 2 files.')).toBeVisible()
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(['05 ebb.flac', '05 ebb.lrc']))
})
