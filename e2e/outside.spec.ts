import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { MetadataWriter, readMetadata } from '../src/main/library/metadata-files'
import { expect, type Place, test } from './app'

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

async function editTitle(page: Page, file: string, title: string): Promise<void> {
  await rowOf(page, file).click()
  await titleBox(page).fill(title)
  await titleBox(page).press('Enter')
}

test('what other programs do to an open folder shows by itself', async ({ start, place }) => {
  const folder = join(place.copySample(album), album)
  const { page } = await start({ args: [folder] })
  await listed(page)
  await expect
    .poll(async () => {
      // Until the folder is watched.
      await writeOutside(place, join(folder, '05 ebb.flac'), `Ebb ${Date.now()}`)
      return rowOf(page, '05 ebb.flac').textContent()
    })
    .toMatch(/Ebb \d+/)
  copyFileSync(join(folder, '06.flac'), join(folder, '08 new.flac'))
  place.own(folder)
  await expect(rowOf(page, '08 new.flac')).toBeVisible()
  rmSync(join(folder, '07 lanterns low water.flac'))
  await expect(
    rowOf(page, '07 lanterns low').getByRole('img', { name: /moved, renamed or deleted/ }),
  ).toBeVisible()
})

test('an edit that clashes with another program’s waits for a decision', async ({ start, place }) => {
  const folder = join(place.copySample(album), album)
  const path = join(folder, '05 ebb.flac')
  const { page, screenshot } = await start({ args: [folder] })
  await listed(page)
  await editTitle(page, '05 ebb.flac', 'Mine')
  await expect
    .poll(async () => {
      await writeOutside(place, path, `Theirs ${Date.now()}`)
      return page.getByText('Another program changed 1 file that you were editing.').count()
    })
    .toBeGreaterThan(0)
  await expect(page.getByRole('button', { name: 'Keep mine' })).toBeVisible()
  await screenshot('conflict')
  // Nothing is written over before somebody decided.
  await page.keyboard.press('Control+s')
  await expect(page.getByText('1 file waits for your decision')).toBeVisible()
  expect((await readMetadata(path))?.values.title?.[0]).toMatch(/^Theirs/)

  await page.getByRole('button', { name: 'Compare…' }).click()
  await expect(page.getByRole('row').filter({ hasText: '05 ebb.flac' })).toContainText('Mine')
  await screenshot('conflict-compare')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Take theirs' }).click()
  await expect(titleBox(page)).toHaveValue(/^Theirs/)
  await page.keyboard.press('Control+z')
  await expect(titleBox(page)).toHaveValue('Mine')
  await page.keyboard.press('Control+s')
  await expect(page.getByText('Saved 1 file.')).toBeVisible()
  expect((await readMetadata(path))?.values.title).toEqual(['Mine'])
})
