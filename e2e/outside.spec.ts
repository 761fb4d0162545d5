import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { MetadataWriter, readMetadata } from '../src/main/library/metadata-files'
import { expect, type Place, test } from './app'
import { inEveryLook } from './looks'

const album = 'Mira Solen - Tideworks (2019)'
const rowOf = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text }).first()
const titleBox = (page: Page) => page.getByRole('textbox', { name: 'Title', exact: true })

async function listed(page: Page): Promise<void> {
  await expect(rowOf(page, '05 ebb.flac')).toBeVisible()
  await expect(page.getByRole('progressbar')).toHaveCount(0)
}

/** Another program writes to a file, which belongs to the window's user afterwards too. */
async function writeOutside(place: Place, path: string, title: string): Promise<void> {
  expect(await new MetadataWriter().write(path, { values: { title: [title] } })).toEqual({ ok: true })
  place.own(path)
}

/** The folder is watched once something that happens shows. */
async function watched(page: Page, place: Place, folder: string): Promise<void> {
  await expect
    .poll(async () => {
      await writeOutside(place, join(folder, '01 harbour lights.flac'), `Harbour ${Date.now()}`)
      return rowOf(page, '01 harbour lights.flac').textContent()
    })
    .toMatch(/Harbour \d+/)
}

async function editTitle(page: Page, file: string, title: string): Promise<void> {
  await rowOf(page, file).click()
  await titleBox(page).fill(title)
  await titleBox(page).press('Enter')
}

test('what other programs do to an open folder shows by itself', async ({ start, place }) => {
  const folder = join(place.copySample(album), album)
  const { page } = await start({ args: [folder] })
  await listed(page)
  await watched(page, place, folder)
  copyFileSync(join(folder, '06.flac'), join(folder, '08 new.flac'))
  place.own(folder)
  await expect(rowOf(page, '08 new.flac')).toBeVisible()
  rmSync(join(folder, '07 lanterns low water.flac'))
  await expect(
    rowOf(page, '07 lanterns low').getByRole('img', { name: /moved, renamed or deleted/ }),
  ).toBeVisible()
})

/** Two files are edited, and another program writes to both: their rows wait. */
async function inConflict({ page, place }: { page: Page; place: Place }, folder: string): Promise<void> {
  await listed(page)
  await watched(page, place, folder)
  await editTitle(page, '05 ebb.flac', 'Mine')
  await editTitle(page, '06.flac', 'Mine too')
  for (const file of ['05 ebb.flac', '06.flac']) {
    await writeOutside(place, join(folder, file), `Theirs in ${file}`)
    await expect(rowOf(page, file).getByRole('img', { name: /Another program changed/ })).toBeVisible()
  }
}

const titleOf = async (path: string) => (await readMetadata(path))?.values.title?.[0]
const panelButton = (page: Page, name: string) =>
  page.locator('[data-pane="panel"]').getByRole('button', { name, exact: true })

test('an edit of what another program changed waits for a decision, and is not written before', async ({
  start,
  place,
}) => {
  const folder = join(place.copySample(album), album)
  const path = join(folder, '05 ebb.flac')
  const tagwright = await start({ args: [folder] })
  const { page } = tagwright
  await inConflict({ page, place }, folder)
  await expect(page.getByText('Another program changed 2 files that you were editing.')).toBeVisible()
  await rowOf(page, '05 ebb.flac').click()
  await expect(panelButton(page, 'Keep mine')).toBeVisible()
  await inEveryLook(tagwright, 'conflict')
  await page.keyboard.press('Control+s')
  await expect(page.getByText('2 files wait for your decision')).toBeVisible()
  expect(await titleOf(path)).toMatch(/^Theirs/)

  await panelButton(page, 'Take theirs').click()
  await expect(titleBox(page)).toHaveValue(/^Theirs/)
  await expect(panelButton(page, 'Take theirs')).toHaveCount(0)
  await page.keyboard.press('Control+z')
  await expect(titleBox(page)).toHaveValue('Mine')
  await rowOf(page, '06.flac').click()
  await panelButton(page, 'Keep mine').click()
  await page.keyboard.press('Control+s')
  await expect(page.getByText('Saved 2 files.')).toBeVisible()
  expect([await titleOf(path), await titleOf(join(folder, '06.flac'))]).toEqual(['Mine', 'Mine too'])
})

test('mine and theirs are compared side by side and decided by keyboard', async ({ start, place }) => {
  const folder = join(place.copySample(album), album)
  const tagwright = await start({ args: [folder] })
  const { page } = tagwright
  await inConflict({ page, place }, folder)
  await panelButton(page, 'Compare…').click()
  const grid = page.getByRole('grid', { name: 'Changed by another program' })
  await expect(grid).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await inEveryLook(tagwright, 'conflict-compare')
  await expect(page.getByRole('button', { name: 'Apply 1 decision' })).toBeEnabled()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Control+Enter')
  // All is decided: back to the table.
  await expect(grid).toHaveCount(0)
  await expect(rowOf(page, '05 ebb.flac')).toContainText('Theirs')
  await page.keyboard.press('Control+s')
  await expect(page.getByText('Saved 1 file.')).toBeVisible()
  expect(await titleOf(join(folder, '05 ebb.flac'))).toMatch(/^Theirs/)
  expect(await titleOf(join(folder, '06.flac'))).toBe('Mine too')
})
