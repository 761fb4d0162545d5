import type { Page } from '@playwright/test'
import { expect, type Tagwright } from './app'

type Look = { readonly theme: 'light' | 'dark' } | { readonly language: 'en' | 'de' }

interface Exposed {
  readonly tagwright: { readonly settings: { change(change: Look): Promise<{ ok: boolean }> } }
}

/** Changes the theme or the language of the open window, and waits until it shows. */
export async function change(page: Page, look: Look): Promise<void> {
  await page.evaluate((wanted) => (window as unknown as Exposed).tagwright.settings.change(wanted), look)
  const shown = () =>
    page.evaluate(() => ({ ...document.documentElement.dataset, language: document.documentElement.lang }))
  await expect.poll(shown).toMatchObject(look)
}

async function resize({ app, page }: Tagwright, width: number, height: number): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height },
  )
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(width)
}

/** What the keys do is for reading: it has to fit beside the buttons. */
async function expectWholeHints(page: Page, what: string): Promise<void> {
  const cut = await page
    .locator('.place-keys')
    .evaluateAll((lines) =>
      lines
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
        .map((line) => line.textContent),
    )
  expect(cut, `${what}: what its keys do is cut`).toEqual([])
}

/**
 * As it looks light and dark, in a large and in a small window: `name-light-1280` and so on, and `name-de-1280`. In
 * the small one the line of keys fits in both languages. Ends small, light and English.
 */
export async function inEveryLook(tagwright: Tagwright, name: string): Promise<void> {
  const { page, screenshot } = tagwright
  for (const theme of ['dark', 'light'] as const) {
    await change(page, { theme })
    for (const [width, height] of [
      [1920, 1080],
      [1280, 800],
    ] as const) {
      await resize(tagwright, width, height)
      await screenshot(`${name}-${theme}-${width}`)
    }
  }
  await expectWholeHints(page, name)
  await change(page, { language: 'de' })
  await screenshot(`${name}-de-1280`)
  await expectWholeHints(page, `${name} in German`)
  await change(page, { language: 'en' })
}
