import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { appFolder, expect, test } from './app'

const program = join(appFolder, 'dist', 'for-tests', 'linux-unpacked', 'tagwright')
const album = 'Mira Solen - Tideworks (2019)'
const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text }).first()

test.describe('the packaged program', () => {
  // Playwright cannot hand its loader to a packaged program, and attaches while the window is opening already: now and
  // then it never notices that the launch is over.
  test.describe.configure({ retries: 2 })
  test.skip(process.platform !== 'linux', 'packaged for Linux here')

  test.beforeAll(async () => {
    test.setTimeout(240_000)
    if (process.platform !== 'linux') return
    await promisify(execFile)(process.execPath, ['build/package.mjs', '--for-tests'], { cwd: appFolder })
    expect(existsSync(program)).toBe(true)
  })

  test('starts with a file as its argument', async ({ start, place }) => {
    const sample = place.copySample(album)
    const { page } = await start({ program, args: [join(sample, album, '05 ebb.flac')] })
    await expect(row(page, '05 ebb.flac')).toBeVisible()
    await expect(page.getByText('1 file').first()).toBeVisible()
  })

  test('saves with a way back: its native code is found outside the archive', async ({ start, place }) => {
    const file = join(place.copySample(album), album, '05 ebb.flac')
    const before = readFileSync(file)
    const { page } = await start({ program, args: [file] })
    await row(page, '05 ebb.flac').click()
    const title = page.getByRole('textbox', { name: 'Title', exact: true })
    await expect(title).toHaveValue('Ebb')
    await title.fill('Flood')
    await title.press('Enter')
    await expect(row(page, 'Flood')).toBeVisible()
    await page.keyboard.press('Control+s')
    await expect(page.getByText('Saved 1 file.')).toBeVisible()
    expect(readFileSync(file).equals(before)).toBe(false)
    await page.keyboard.press('Control+Shift+h')
    await page.getByRole('button', { name: 'Undo this…' }).click()
    await page.getByRole('button', { name: 'Undo 1 file' }).click()
    await expect.poll(() => readFileSync(file).equals(before)).toBe(true)
  })

  test('starts with a folder, and a second start hands its folder to the first', async ({ start, place }) => {
    const sample = place.copySample(album)
    const { page, startAgain } = await start({ program, args: [sample] })
    await expect(page.getByText('7 files').first()).toBeVisible()
    const second = place.copySample('Ten Volta - Low Orbit')
    expect(await startAgain([join(second, 'Ten Volta - Low Orbit')])).toBe(0)
    await expect(page.getByText('12 files').first()).toBeVisible()
  })
})
