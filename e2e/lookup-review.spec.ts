import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './app'
import { inEveryLook } from './looks'
import { reRead } from './re-read'

const tideworks = 'Mira Solen - Tideworks (2019)'

async function lookUpAll(page: Page): Promise<void> {
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  await page.getByRole('grid').first().focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+l')
}

const applyButton = (page: Page) => page.getByRole('button', { name: /^Apply \d+ changes?$/ })
const map = (page: Page) => page.getByRole('grid', { name: 'Files by track' })
/** The line of a track, by its title or by the file on it. */
const line = (page: Page, text: string) => map(page).getByRole('row').filter({ hasText: text })

async function openTracks(page: Page): Promise<void> {
  await expect(applyButton(page)).toBeVisible({ timeout: 30_000 })
  await page.getByRole('tab', { name: /^Tracks/ }).click()
  await expect(map(page)).toBeVisible()
}

async function applyAndSave(page: Page): Promise<void> {
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { name: /^Look up/ })).toHaveCount(0)
  await page.keyboard.press('Control+s')
  await expect(page.getByText(/^Saved \d+ files?\.$/).first()).toBeVisible()
}

const titleIn = async (folder: string, name: string) => (await reRead(join(folder, name))).title

test.describe('which file is which track', () => {
  test('is changed by dragging, and the files get the titles they were dragged to', async ({
    start,
    place,
  }) => {
    const sample = place.copySample(tideworks)
    const tagwright = await start({ args: [sample] })
    const { page } = tagwright
    await lookUpAll(page)
    await openTracks(page)
    await expect(line(page, 'Wrack Line')).toContainText('06.flac')
    await inEveryLook(tagwright, 'lookup-tracks')

    await line(page, '06.flac').getByText('06.flac').dragTo(line(page, 'Ebb').first())
    await expect(line(page, 'Wrack Line')).toContainText('05 ebb.flac')
    await expect(line(page, 'Ebb').first()).toContainText('06.flac')
    await expect(page.getByText('2 files moved by you')).toBeVisible()
    await expect(page.getByText(/Score and reasons are about the suggestion/)).toBeVisible()
    await inEveryLook(tagwright, 'lookup-moved')

    await applyAndSave(page)
    const folder = join(sample, tideworks)
    expect(await titleIn(folder, '06.flac')).toBe('Ebb')
    expect(await titleIn(folder, '05 ebb.flac')).toBe('Wrack Line')
    expect(await titleIn(folder, '01 harbour lights.flac')).toBe('Harbour Lights')
  })
})
