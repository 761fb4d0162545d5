import { chmodSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, type Tagwright, test } from './app'
import { reRead } from './re-read'

// Opens every place in its states and leaves a picture of each in out/screenshots, to be looked at.

const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const

async function pictures({ app, page, screenshot }: Tagwright, name: string): Promise<void> {
  for (const { width, height } of sizes) {
    await app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
      { width, height },
    )
    await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(width)
    await expect
      .poll(() => page.evaluate(() => [...document.images].every((image) => image.complete)))
      .toBe(true)
    await screenshot(`${name}-${width}`)
  }
}

/** The scan is over: nothing is read any more. */
const settled = (page: Page) => expect(page.getByRole('progressbar')).toHaveCount(0)

const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text }).first()

for (const theme of ['light', 'dark'] as const) {
  test.describe(`in ${theme}`, () => {
    test('the first screen offers the three ways in', async ({ start }) => {
      const tagwright = await start({ settings: { theme } })
      await expect(tagwright.page.getByRole('button', { name: /sample library/i })).toBeVisible()
      await pictures(tagwright, `first-${theme}`)
    })

    test('the workbench shows albums, selection, changes and the panel', async ({ start, place }) => {
      const tagwright = await start({ settings: { theme }, args: [place.copySample()] })
      const { page } = tagwright
      await expect(row(page, 'Harbour Lights')).toBeVisible()
      await settled(page)
      await row(page, 'Harbour Lights').click()
      await page.keyboard.press('Shift+ArrowDown')
      await page.keyboard.press('Shift+ArrowDown')
      await pictures(tagwright, `workbench-${theme}`)
    })

    test('a lookup shows candidates, reasons and old beside new', async ({ start, place }) => {
      const tagwright = await start({
        settings: { theme },
        args: [place.copySample('Mira Solen - Tideworks (2019)')],
      })
      const { page } = tagwright
      await settled(page)
      await row(page, 'Harbour Lights').click()
      await page.keyboard.press('Control+a')
      await page.keyboard.press('Control+l')
      await expect(page.getByRole('button', { name: /^Apply \d+ changes$/ })).toBeVisible()
      await pictures(tagwright, `lookup-${theme}`)
      await page.keyboard.press('Control+Enter')
      await expect(row(page, 'Wrack Line')).toBeVisible()
      await pictures(tagwright, `changed-${theme}`)
      await page.getByRole('button', { name: /^\d+ more fields/ }).click()
      await expect(page.getByRole('textbox', { name: 'ISRC', exact: true })).toBeVisible()
      await pictures(tagwright, `fields-${theme}`)
      await page.getByRole('grid').first().focus()
      await page.keyboard.press('Control+Shift+s')
      await expect(page.getByRole('button', { name: /^Save \d+ changes$/ })).toBeVisible()
      await pictures(tagwright, `review-${theme}`)
    })

    test('the jobs say what could not be saved, and Retry saves it', async ({ start, place }) => {
      const sample = place.copySample('Ten Volta - Low Orbit')
      const tagwright = await start({ settings: { theme }, args: [sample] })
      const { page } = tagwright
      await expect(row(page, 'Re-entry')).toBeVisible()
      await settled(page)
      const folder = join(sample, 'Ten Volta - Low Orbit')
      const [name = '', good = ''] = readdirSync(folder).filter((file) => file.endsWith('.ogg'))
      chmodSync(join(folder, name), 0o444)
      await page.getByRole('grid').first().focus()
      await page.keyboard.press('Control+a')
      const genre = page.getByRole('textbox', { name: 'Genre', exact: true })
      await genre.fill('Shanty')
      await genre.press('Enter')
      await page.keyboard.press('Control+s')
      await page.getByRole('button', { name: '1 failed' }).click()
      const jobs = page.getByRole('region', { name: 'Jobs' })
      await expect(jobs.getByText('Saved 4 files. 1 could not be saved.')).toBeVisible()
      await expect(jobs.getByText(`Couldn’t save “${name}”: the file is read-only.`)).toBeVisible()
      await expect(jobs.getByRole('button', { name: 'Show file' })).toBeVisible()
      await pictures(tagwright, `jobs-${theme}`)
      expect((await reRead(join(folder, name))).genre).not.toEqual(['Shanty'])

      chmodSync(join(folder, name), 0o644)
      await jobs.getByRole('button', { name: 'Retry' }).click()
      await expect(jobs.getByText('Saved 1 file.', { exact: true })).toBeVisible()
      await expect(jobs.getByRole('button', { name: 'Retry' })).toHaveCount(0)
      await expect(page.getByText(/\d changed/)).toHaveCount(0)
      for (const file of [name, good])
        expect((await reRead(join(folder, file))).genre, file).toEqual(['Shanty'])
    })

    test('the settings are one page', async ({ start }) => {
      const tagwright = await start({ settings: { theme } })
      await expect(tagwright.page.getByRole('button', { name: /sample library/i })).toBeVisible()
      await tagwright.page.keyboard.press('Control+,')
      await expect(tagwright.page.getByRole('heading', { name: 'Settings' })).toBeVisible()
      await pictures(tagwright, `settings-${theme}`)
    })
  })
}
