import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { MetadataWriter, readMetadata } from '../src/main/library/metadata-files'
import { expect, type Fixtures, type Place, test } from './app'
import { inEveryLook } from './looks'

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

/** An album is edited, and the app is gone before it is saved. Answers the folder. */
async function killedWhileEditing({ start, place }: Pick<Fixtures, 'start' | 'place'>): Promise<string> {
  const folder = join(place.copySample(album), album)
  const { app, page } = await start({ args: [folder] })
  await listed(page)
  await editAlbum(page, 'Low Water')
  await keeps(place, 'Low Water')
  await kill(app)
  return folder
}

test('unsaved edits outlive the app, are offered at the next start, and can be saved then', async ({
  start,
  place,
}) => {
  const folder = await killedWhileEditing({ start, place })

  const tagwright = await start()
  const { page, screenshot } = tagwright
  await expect(page.getByText(/files had unsaved changes when Tagwright stopped/)).toBeVisible()
  await inEveryLook(tagwright, 'crash-resume')
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
  const folder = await killedWhileEditing({ start, place })
  const [path = ''] = readFileSync(keptFile(place), 'utf8').match(/\/[^"]+\.(mp3|flac|m4a|ogg)/) ?? []
  const written = await new MetadataWriter().write(path, { values: { album: ['Theirs'] } })
  expect(written).toEqual({ ok: true })
  place.own(folder)

  const { page } = await start()
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByText('1 file was changed by another program since.')).toBeVisible()
  await page.getByRole('button', { name: 'Compare…' }).first().click()
  const grid = page.getByRole('grid', { name: 'Changed by another program' })
  await expect(grid.getByRole('row').filter({ hasText: 'Low Water' })).toContainText('Theirs')
})

test('edits of a file that is not there wait for a start at which it is', async ({ start, place }) => {
  const folder = await killedWhileEditing({ start, place })
  const away = join(place.music, 'away.flac')
  renameSync(join(folder, '05 ebb.flac'), away)

  const second = await start()
  await second.page.getByRole('button', { name: 'Continue' }).click()
  await expect(second.page.getByText('1 file is not where it was.')).toBeVisible()
  await second.page.keyboard.press('Control+s')
  await expect(second.page.getByText(/Saved \d+ files\./)).toBeVisible()
  await second.end()
  renameSync(away, join(folder, '05 ebb.flac'))

  const { page } = await start()
  await expect(page.getByText('1 file had unsaved changes when Tagwright stopped')).toBeVisible()
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByText('1 file has its unsaved changes again.')).toBeVisible()
  await page.keyboard.press('Control+s')
  await expect(page.getByText('Saved 1 file.')).toBeVisible()
  expect((await readMetadata(join(folder, '05 ebb.flac')))?.values.album).toEqual(['Low Water'])
})

test('an error that nobody caught is said, and everything goes on', async ({ start, place }) => {
  const folder = join(place.copySample(album), album)
  const { app, page } = await start({ args: [folder] })
  await listed(page)
  await editAlbum(page, 'Low Water')
  await app.evaluate(() => {
    setImmediate(() => {
      throw new Error('nobody caught this')
    })
  })
  await expect(page.getByText('Something went wrong in Tagwright.')).toBeVisible()
  await page.keyboard.press('Control+s')
  await expect(page.getByText(/Saved \d+ files\./)).toBeVisible()
  expect(readFileSync(join(place.dataDir, 'logs', 'main.log'), 'utf8')).toContain('nobody caught this')
})

test('what is not wanted any more goes, and what nobody decided about is asked about again', async ({
  start,
  place,
}) => {
  const folder = await killedWhileEditing({ start, place })

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
  await expect.poll(text).toContain('Ebb')
})
