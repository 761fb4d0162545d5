import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { diskFiles } from '../src/main/files'
import { keyOf } from '../src/main/files/journal'
import { lock } from '../src/main/files/lock'
import { readMetadata } from '../src/main/library/metadata-files'
import { expect, type Place, sandboxNotProvable, test } from './app'

// Each way in which a save can fail: its own sentence, what helps, and not one byte of the file changed.

const album = 'Mira Solen - Tideworks (2019)'
const song = '05 ebb.flac'
/** Longer than any padding: a new file has to be written. */
const long = 'Ebb '.repeat(8000).trim()
const isRoot = process.getuid?.() === 0

const rowOf = (page: Page) => page.getByRole('row').filter({ hasText: song }).first()
const problem = (page: Page) => page.locator('.panel-problem')
const button = (page: Page, name: string) => problem(page).getByRole('button', { name })

/** The album, with its one song selected and given another title, which is not saved yet. */
async function edited(page: Page, title: string): Promise<void> {
  await expect(rowOf(page)).toBeVisible()
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  await rowOf(page).click()
  const box = page.getByRole('textbox', { name: 'Title', exact: true })
  await box.fill(title)
  await box.press('Enter')
}

const save = (page: Page) => page.keyboard.press('Control+s')

/** Makes the system's save dialog answer this path. */
const stubSaveDialog = (app: ElectronApplication, filePath: string) =>
  app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path })
  }, filePath)

const titleIn = async (path: string) => (await readMetadata(path))?.values.title

function music(place: Place): { folder: string; path: string; before: Buffer } {
  const folder = join(place.copySample(album), album)
  for (const name of readdirSync(folder)) if (name !== song) rmSync(join(folder, name))
  const path = join(folder, song)
  return { folder, path, before: readFileSync(path) }
}

test('a read-only file says so, and is saved once it is made writable', async ({ start, place }) => {
  const { folder, path, before } = music(place)
  chmodSync(path, 0o444)
  const { page, screenshot } = await start({ args: [folder] })
  await edited(page, 'Ebb and flow')
  await save(page)
  await expect(problem(page)).toContainText('the file is read-only. Make it writable, or save a copy.')
  await screenshot('save-read-only')
  expect(readFileSync(path).equals(before)).toBe(true)
  await button(page, 'Make writable').click()
  await expect(page.getByText('Saved 1 file.')).toBeVisible()
  expect(await titleIn(path)).toEqual(['Ebb and flow'])
  expect(statSync(path).mode & 0o777).toBe(0o644)
})

test('a read-only folder says so, and a copy goes elsewhere with the edits', async ({ start, place }) => {
  test.skip(isRoot && sandboxNotProvable !== undefined, 'root may write to any folder')
  const { folder, path, before } = music(place)
  chmodSync(folder, 0o555)
  const { app, page, screenshot } = await start({ args: [folder] })
  await edited(page, long)
  await save(page)
  await expect(problem(page)).toContainText(
    'its folder is read-only. Allow writing to the folder, then retry.',
  )
  await screenshot('save-folder-read-only')

  const copy = join(place.home, 'copy of ebb.flac')
  await stubSaveDialog(app, copy)
  await button(page, 'Save a copy…').click()
  await expect(page.getByText('Saved a copy as “copy of ebb.flac”.')).toBeVisible()
  expect(await titleIn(copy)).toEqual([long])
  expect(readFileSync(path).equals(before)).toBe(true)
  expect(readdirSync(folder)).toEqual([song])

  // Never in its own place: that would be the save that failed.
  await stubSaveDialog(app, path)
  await button(page, 'Save a copy…').click()
  await expect(page.getByText('in its own place. Choose another name or folder.')).toBeVisible()
  chmodSync(folder, 0o755)
  await button(page, 'Retry').click()
  await expect(page.getByText('Saved 1 file.')).toBeVisible()
  expect(await titleIn(path)).toEqual([long])
})

test.describe('a volume of its own', () => {
  test.skip(!isRoot, 'only root may mount one')
  let volume = ''

  function mounted(place: Place): { path: string; before: Buffer } {
    const { folder, path } = music(place)
    volume = join(place.home, 'Stick')
    mkdirSync(volume)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m,mode=777', 'tagwright-test', volume])
    cpSync(folder, volume, { recursive: true })
    place.own(volume)
    return { path: join(volume, basename(path)), before: readFileSync(path) }
  }
  test.afterEach(() => {
    if (volume !== '') execFileSync('umount', ['-l', volume])
    volume = ''
  })

  test('that is full is named, with the room that is missing', async ({ start, place }) => {
    const { path, before } = mounted(place)
    const { bavail, bsize } = statfsSync(volume)
    writeFileSync(join(volume, 'filling'), new Uint8Array(bavail * bsize - 20_000))
    const { page, screenshot } = await start({ args: [volume] })
    await edited(page, long)
    await save(page)
    await expect(problem(page)).toContainText(/the volume \(.*Stick\) is full \([\d.]+ MB more needed\)/)
    await screenshot('save-full')
    expect(readFileSync(path).equals(before)).toBe(true)
    expect(readdirSync(volume).sort()).toEqual([song, 'filling'].sort())
    rmSync(join(volume, 'filling'))
    await button(page, 'Retry').click()
    await expect(page.getByText('Saved 1 file.')).toBeVisible()
    expect(await titleIn(path)).toEqual([long])
  })

  test('that nobody may write to says so, also to a title that would fit', async ({ start, place }) => {
    const { path, before } = mounted(place)
    execFileSync('mount', ['-o', 'remount,ro', volume])
    const { app, page, screenshot } = await start({ args: [volume], settings: { theme: 'dark' } })
    await edited(page, 'Ebb and flow')
    await save(page)
    await expect(problem(page)).toContainText('nothing can be written to its volume. Save a copy elsewhere.')
    await screenshot('save-volume-read-only')
    expect(readFileSync(path).equals(before)).toBe(true)
    const copy = join(place.home, 'ebb.flac')
    await stubSaveDialog(app, copy)
    await button(page, 'Save a copy…').click()
    await expect(page.getByText('Saved a copy as “ebb.flac”.')).toBeVisible()
    expect(await titleIn(copy)).toEqual(['Ebb and flow'])
  })
})

test('a volume that went away is waited for, and a file that is gone is said to be gone', async ({
  start,
  place,
}) => {
  const { folder, path, before } = music(place)
  // Its cover cannot be shown while it is away.
  const { page, screenshot } = await start({ args: [folder], expectedTroubles: /404/ })
  await edited(page, 'Ebb and flow')
  renameSync(folder, `${folder} away`)
  await save(page)
  await expect(problem(page)).toContainText('its volume is not there any more. Connect it again, then retry.')
  await screenshot('save-volume-gone')
  renameSync(`${folder} away`, folder)
  expect(readFileSync(path).equals(before)).toBe(true)
  renameSync(path, join(place.home, song))
  await button(page, 'Retry').click()
  await expect(problem(page)).toContainText('it was moved, renamed or deleted.')
  renameSync(join(place.home, song), path)
  await button(page, 'Retry').click()
  await expect(page.getByText('Saved 1 file.')).toBeVisible()
  expect(await titleIn(path)).toEqual(['Ebb and flow'])
})

test('a file that another Tagwright is saving is left to it, and saved afterwards', async ({
  start,
  place,
}) => {
  const { folder, path, before } = music(place)
  const journal = join(place.dataDir, 'journal')
  mkdirSync(journal)
  place.own(journal)
  const key = keyOf(statSync(path, { bigint: true }))
  const { page, screenshot } = await start({ args: [folder] })
  await edited(page, 'Ebb and flow')
  const release = lock(journal, key, { path, temporary: '' }, diskFiles)
  place.own(journal)
  await save(page)
  await expect(problem(page)).toContainText('another Tagwright is saving it just now. Retry in a moment.')
  await screenshot('save-being-saved')
  expect(readFileSync(path).equals(before)).toBe(true)
  release()
  await button(page, 'Retry').click()
  await expect(page.getByText('Saved 1 file.')).toBeVisible()
  expect(await titleIn(path)).toEqual(['Ebb and flow'])
})
