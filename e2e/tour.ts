import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { appFolder, expect, test } from './app'
import { type ReRead, reRead } from './re-read'

const album = 'Mira Solen - Tideworks (2019)'

const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text }).first()
const nothingRuns = (page: Page) => expect(page.getByRole('progressbar')).toHaveCount(0)

test('the tour', async ({ start, place }) => {
  const { page } = await start()
  let pictures = 0
  const step = (title: string, walk: () => Promise<void>) =>
    test.step(title, async () => {
      await walk()
      pictures += 1
      const name = `${String(pictures).padStart(2, '0')} ${title
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, ' ')
        .trim()}.png`
      await page.screenshot({ path: join(appFolder, 'out', 'tour', name), animations: 'disabled' })
    })
  let folder = ''
  const file = (name: string) => join(folder, album, name)
  const before = new Map<string, ReRead>()
  const names = ['01 harbour lights.flac', '04 drift feat anouk reyes.flac', '06.flac']
  const expectAll = async (check: (now: ReRead, then: ReRead, name: string) => void) => {
    for (const name of names) {
      const then = before.get(name)
      if (then === undefined) throw new Error(`${name} was not read before`)
      const now = await reRead(file(name))
      expect(now.audio, `the sound of ${name}`).toBe(then.audio)
      check(now, then, name)
    }
  }

  await step('The first screen offers the sample library', async () => {
    await expect(page.getByRole('button', { name: /sample library/i })).toBeVisible()
  })

  await step('Open the sample library: it is copied to the music folder and read', async () => {
    await page.getByRole('button', { name: /sample library/i }).click()
    await expect(row(page, 'Harbour Lights')).toBeVisible()
    await nothingRuns(page)
    await expect(page.getByText('40 files').first()).toBeVisible()
    folder = sampleCopy(place.music)
    for (const name of names) before.set(name, await reRead(file(name)))
  })

  await step('Edit a title by keyboard: the cell is marked, the file is not touched', async () => {
    await row(page, '01 harbour lights.flac').click()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+a')
    await page.keyboard.type('Harbour Lights (tour)')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await expect(page.getByText('1 changed')).toBeVisible()
    await expectAll((now, then) => expect(now).toEqual(then))
  })

  await step('Look the album up in the offline catalogue', async () => {
    await row(page, '01 harbour lights.flac').click()
    await row(page, '07 lanterns').click({ modifiers: ['Shift'] })
    await page.keyboard.press('Control+l')
    await expect(page.getByRole('button', { name: /^Apply \d+ changes$/ })).toBeVisible()
    await expect(page.getByText('sure').first()).toBeVisible()
  })

  await step('Review old and new: untick the one change that is not wanted', async () => {
    const tick = page.getByRole('checkbox', { name: 'Title of 01 harbour lights.flac' })
    await expect(tick).toBeChecked()
    await tick.uncheck()
    await expectAll((now, then) => expect(now).toEqual(then))
  })

  await step('Apply: the changes are ordinary edits, still nothing is written', async () => {
    await page.getByRole('button', { name: /^Apply \d+ changes$/ }).click()
    await expect(row(page, 'Wrack Line')).toBeVisible()
    await expect(page.getByText('7 changed')).toBeVisible()
    await expectAll((now, then) => expect(now).toEqual(then))
  })

  await step('Save: seven files, only what changed, the sound as it was', async () => {
    await page.keyboard.press('Control+s')
    await expect(page.getByText('Saved 7 files.')).toBeVisible()
    await nothingRuns(page)
    await expectAll((now, _then, name) => {
      expect(now.album).toBe('Tideworks')
      expect(now.date).toBe('2019-09-13')
      if (name === '06.flac') expect(now.title).toBe('Wrack Line')
      if (name === '01 harbour lights.flac') expect(now.title).toBe('Harbour Lights (tour)')
      if (name.startsWith('04')) expect(now.artist).toBe('Mira Solen feat. Anouk Reyes')
    })
  })

  await step('Undo both edits: the rows are changed again', async () => {
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    await expect(page.getByText('7 changed')).toBeVisible()
  })

  await step('Save again: every tag is what it was in the beginning', async () => {
    await page.keyboard.press('Control+s')
    await nothingRuns(page)
    await expect(page.getByText('7 changed')).toHaveCount(0)
    await expectAll((now, then) => expect(now).toEqual(then))
  })
})

/** Where the app copied the sample library to, found by looking and not by asking the app. */
function sampleCopy(music: string): string {
  const found = readdirSync(music)
    .map((name) => join(music, name))
    .find((path) => existsSync(join(path, album)))
  if (found === undefined) throw new Error(`no copy of the sample library in ${music}`)
  return found
}
