import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { MetadataWriter, readMetadata } from '../src/main/library/metadata-files'
import { expect, type Place, test } from './app'

const album = 'Mira Solen - Tideworks (2019)'

const listed = async (page: Page): Promise<void> => {
  await expect(page.getByRole('row').filter({ hasText: 'Mira Solen' }).first()).toBeVisible()
  await expect(page.getByRole('progressbar')).toHaveCount(0)
}

async function editAlbum(page: Page, name: string): Promise<void> {
  await page.getByRole('grid').first().focus()
  await page.keyboard.press('Control+a')
  const box = page.getByRole('textbox', { name: 'Album', exact: true })
  await box.fill(name)
  await box.press('Enter')
}

const keptFile = (place: Place) => join(place.dataDir, 'unsaved-edits.jsonl')
const keeps = (place: Place, text: string) =>
  expect
    .poll(() => existsSync(keptFile(place)) && readFileSync(keptFile(place), 'utf8').includes(text))
    .toBe(true)

/** As by the power cut, or the system that ran out of memory. */
function kill(app: ElectronApplication): Promise<void> {
  return new Promise((resolve) => {
    app.process().once('exit', () => resolve())
    app.process().kill('SIGKILL')
  })
}

test('unsaved edits outlive the app, are offered at the next start, and can be saved then', async ({
  start,
  place,
}) => {
  const folder = join(place.copySample(album), album)
  const first = await start({ args: [folder] })
  await listed(first.page)
  await editAlbum(first.page, 'Low Water')
  await keeps(place, 'Low Water')
  await kill(first.app)

  const { page, screenshot } = await start()
  await expect(page.getByText(/files had unsaved changes when Tagwright stopped/)).toBeVisible()
  await screenshot('crash-resume')
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByText(/files have their unsaved changes again\./)).toBeVisible()
  await listed(page)
  await screenshot('crash-resumed')
  await page.keyboard.press('Control+s')
  await expect(page.getByText(/Saved \d+ files\./)).toBeVisible()
  expect((await readMetadata(join(folder, '05 ebb.flac')))?.values.album).toEqual(['Low Water'])
  await expect.poll(() => existsSync(keptFile(place))).toBe(false)
})

test('files that another program changed meanwhile are to be looked at, and nothing typed is lost', async ({
  start,
  place,
}) => {
  const folder = join(place.copySample(album), album)
  const first = await start({ args: [folder] })
  await listed(first.page)
  await editAlbum(first.page, 'Low Water')
  await keeps(place, 'Low Water')
  await kill(first.app)
  const [path = ''] = readFileSync(keptFile(place), 'utf8').match(/\/[^"]+\.(mp3|flac|m4a|ogg)/) ?? []
  const written = await new MetadataWriter().write(path, { values: { album: ['Theirs'] } })
  expect(written).toEqual({ ok: true })
  place.own(folder)

  const { page } = await start()
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByText('1 file was changed by another program since.')).toBeVisible()
  await page.getByRole('button', { name: 'Review changes' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'Theirs' })).toContainText('Low Water')
})

test('what is not wanted any more goes, and what nobody decided about is asked about again', async ({
  start,
  place,
}) => {
  const folder = join(place.copySample(album), album)
  const first = await start({ args: [folder] })
  await listed(first.page)
  await editAlbum(first.page, 'Low Water')
  await keeps(place, 'Low Water')
  await kill(first.app)

  const second = await start()
  await second.page.getByRole('button', { name: 'Not now' }).click()
  await second.end()
  const third = await start()
  await third.page.getByRole('button', { name: 'Discard them' }).click()
  await expect.poll(() => existsSync(keptFile(place))).toBe(false)
  await third.end()
  const { page } = await start({ args: [folder] })
  await listed(page)
  await expect(page.getByText('unsaved changes')).toHaveCount(0)
})

test('a page that dies comes back with its list and its edits', async ({ start, place }) => {
  const folder = join(place.copySample(album), album)
  const { app, page } = await start({ args: [folder], expectedTroubles: /./ })
  await listed(page)
  await editAlbum(page, 'Low Water')
  await keeps(place, 'Low Water')
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  )
  // Playwright gives a page up once it crashed, so main looks at the new one.
  const text = () =>
    app.evaluate(({ BrowserWindow }) => {
      // A page that is just going never answers.
      const late = new Promise<string>((resolve) => setTimeout(resolve, 500, 'not there'))
      const asked = BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.body.innerText')
      return Promise.race([asked, late])
    })
  await expect.poll(text).toContain('opened again, with your unsaved edits')
  await expect.poll(text).toContain('Low Water')
})
