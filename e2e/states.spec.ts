import type { Page } from '@playwright/test'
import { expect, type Tagwright, test } from './app'

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
      await page.keyboard.press('Control+Shift+s')
      await expect(page.getByRole('button', { name: /^Save \d+ changes$/ })).toBeVisible()
      await pictures(tagwright, `review-${theme}`)
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
