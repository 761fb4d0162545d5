import type { Page } from '@playwright/test'
import { expect, type Tagwright } from './app'

interface Exposed {
  readonly tagwright: {
    readonly settings: { change(change: { theme: string }): Promise<{ ok: boolean }> }
  }
}

const themeOf = (page: Page) => page.evaluate(() => document.documentElement.dataset['theme'])

/** As it looks light and dark, in a small and in a large window: `name-light-1280` and so on. Ends as it began. */
export async function inEveryLook({ app, page, screenshot }: Tagwright, name: string): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await page.evaluate(
      (wanted) => (window as unknown as Exposed).tagwright.settings.change({ theme: wanted }),
      theme,
    )
    await expect.poll(() => themeOf(page)).toBe(theme)
    for (const [width, height] of [
      [1920, 1080],
      [1280, 800],
    ] as const) {
      await app.evaluate(
        ({ BrowserWindow }, size) =>
          BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
        { width, height },
      )
      await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(width)
      await screenshot(`${name}-${theme}-${width}`)
    }
  }
}
