import { chmodSync, cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { dropFiles, expect, stubDialog, test } from './app'
import { audioHash, reRead } from './re-read'

const row = (page: Page, text: string): Locator => page.getByRole('row').filter({ hasText: text }).first()
const settled = (page: Page) => expect(page.getByRole('progressbar')).toHaveCount(0)
const panelField = (page: Page, name: string): Locator => page.getByRole('textbox', { name, exact: true })

/** Edits the title of the focused row by keyboard alone, and leaves cell mode. */
async function typeTitle(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+a')
  await page.keyboard.type(title)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
}

async function saveAll(page: Page): Promise<void> {
  await page.keyboard.press('Control+s')
  await settled(page)
}

const formats = [
  ['flac', 'Mira Solen - Tideworks (2019)', '01 harbour lights.flac'],
  ['mp3', 'Karl Brandt Trio - Nachtfähre (2004)', '02 blaue stunde.mp3'],
  ['m4a', 'Various Artists - Garden Variations (2011)', 'Disc 1/01'],
  ['ogg', 'Ten Volta - Low Orbit', '01'],
  ['opus', 'Ilse Okoro - Short Waves EP (2021)', '01'],
  ['wav', 'Hana Lind - Field Notes', 'track01.wav'],
] as const

const manifest = JSON.parse(
  readFileSync(new URL('../resources/sample-library/manifest.json', import.meta.url), 'utf8'),
) as { path: string }[] | { files: { path: string }[] }
const paths = (Array.isArray(manifest) ? manifest : manifest.files).map(({ path }) => path)

for (const [format, folder, begins] of formats) {
  test(`${format}: open, edit by keyboard, save, and find it in the file`, async ({ start, place }) => {
    const relative = paths.find((path) => path.startsWith(`${folder}/${begins}`))
    if (relative === undefined) throw new Error(`no sample for ${format}`)
    const sample = place.copySample(folder)
    const file = join(sample, relative)
    const before = await reRead(file)
    const { page } = await start({ args: [file] })
    await expect(row(page, relative.split('/').at(-1) ?? '')).toBeVisible()
    await settled(page)
    await page.getByRole('grid').first().focus()
    await typeTitle(page, `Ebb & Flöte – ${format} ♪`)
    await expect(page.getByText('1 changed')).toBeVisible()
    await saveAll(page)
    await expect(page.getByText('Saved 1 file.')).toBeVisible()
    expect(await reRead(file)).toEqual({ ...before, title: `Ebb & Flöte – ${format} ♪` })
  })
}

test('a folder that is dropped is read, and one field of several files is changed at once', async ({
  start,
  place,
}) => {
  const sample = place.copySample('Mira Solen - Tideworks (2019)')
  const { page } = await start()
  await dropFiles(page, [sample])
  await expect(row(page, 'Harbour Lights')).toBeVisible()
  await settled(page)
  await row(page, 'Harbour Lights').click()
  await page.keyboard.press('Control+a')
  await panelField(page, 'Genre').fill('Shanty')
  await panelField(page, 'Genre').press('Enter')
  await expect(page.getByText('7 changed')).toBeVisible()
  await saveAll(page)
  await expect(page.getByText('Saved 7 files.')).toBeVisible()
  for (const path of paths.filter((name) => name.startsWith('Mira Solen - Tideworks'))) {
    expect((await reRead(join(sample, path))).genre, path).toEqual(['Shanty'])
  }
})

test('a drop adds to the list, and with Ctrl it replaces it: both said while hovering', async ({
  start,
  place,
}) => {
  const sample = place.copySample('Mira Solen - Tideworks (2019)', 'Ten Volta - Low Orbit')
  const { page } = await start({ args: [join(sample, 'Ten Volta - Low Orbit')] })
  await expect(page.getByText('5 files').first()).toBeVisible()
  const tideworks = join(sample, 'Mira Solen - Tideworks (2019)')
  await dropFiles(page, [tideworks], {
    whileHovering: () => expect(page.getByText(/replace/i).first()).toBeVisible(),
  })
  await expect(page.getByText('12 files').first()).toBeVisible()
  await dropFiles(page, [tideworks], { modifiers: ['Control'] })
  await expect(page.getByText('7 files').first()).toBeVisible()
})

test('a scan can be cancelled: what was read stays, and the window is free', async ({ start, place }) => {
  const sample = place.copySample('Mira Solen - Tideworks (2019)')
  const many = join(place.music, 'many')
  for (let copy = 0; copy < 250; copy++) {
    cpSync(join(sample, 'Mira Solen - Tideworks (2019)'), join(many, String(copy)), { recursive: true })
  }
  place.own(many)
  const { page } = await start()
  // In the page, with the first row that is there: before, nothing was read, and a moment later the scan may be over.
  const cancelled = page.waitForFunction(() => {
    const rows = [...document.querySelectorAll('[role="row"]')]
    if (!rows.some(({ textContent }) => textContent?.includes('Harbour Lights'))) return false
    const cancel = document.querySelector<HTMLElement>('button[aria-label="Cancel"]')
    cancel?.click()
    return cancel !== null
  })
  await dropFiles(page, [many])
  await cancelled
  await settled(page)
  const counted = await page
    .getByText(/^[\d,]+ files$/)
    .first()
    .textContent()
  expect(Number(counted?.replaceAll(/\D/g, ''))).toBeLessThan(1750)
  await row(page, 'Harbour Lights').click()
  await expect(page.getByText('1 selected')).toBeVisible()
})

test('a lookup is reviewed, applied, saved, undone and saved again', async ({ start, place }) => {
  const sample = place.copySample('Mira Solen - Tideworks (2019)')
  const file = join(sample, 'Mira Solen - Tideworks (2019)', '06.flac')
  const before = await reRead(file)
  const { page } = await start({ args: [sample] })
  await settled(page)
  await row(page, 'Harbour Lights').click()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+l')
  await page.getByRole('button', { name: /^Apply \d+ changes$/ }).click()
  await expect(row(page, 'Wrack Line')).toBeVisible()
  expect(await reRead(file)).toEqual(before)
  await saveAll(page)
  await expect(page.getByText('Saved 7 files.')).toBeVisible()
  const after = await reRead(file)
  expect(after.title).toBe('Wrack Line')
  expect(after.date).toBe('2019-09-13')
  expect(after.audio).toBe(before.audio)
  await page.keyboard.press('Control+z')
  await saveAll(page)
  await expect(page.getByText('7 changed')).toHaveCount(0)
  expect(await reRead(file)).toEqual(before)
})

test('one bad file never stops the others: each says what is wrong and what to do', async ({
  start,
  place,
}) => {
  const sample = place.copySample('Mira Solen - Tideworks (2019)')
  const album = join(sample, 'Mira Solen - Tideworks (2019)')
  const readOnly = join(album, '01 harbour lights.flac')
  const gone = join(album, '02 salt copper.flac')
  const fine = join(album, '03 the long quay.flac')
  const { page, screenshot } = await start({ args: [sample] })
  await settled(page)
  chmodSync(readOnly, 0o444)
  const protectedBefore = readFileSync(readOnly)
  rmSync(gone)
  await row(page, 'Harbour Lights').click()
  await page.keyboard.press('Control+a')
  await panelField(page, 'Genre').fill('Shanty')
  await panelField(page, 'Genre').press('Enter')
  await saveAll(page)
  await expect(page.getByText(/Saved 5 files\. 2 (files )?could not be saved/)).toBeVisible()
  await screenshot('save-failed')
  await row(page, '01 harbour lights.flac').click()
  await expect(
    page.getByText(/Couldn’t save “01 harbour lights\.flac”: the file is read-only/).first(),
  ).toBeVisible()
  await row(page, '02 salt copper.flac').click()
  await expect(page.getByText(/Couldn’t find “02 salt copper\.flac”/).first()).toBeVisible()
  expect(readFileSync(readOnly).equals(protectedBefore)).toBe(true)
  expect((await reRead(fine)).genre).toEqual(['Shanty'])
})

test('a file that was cut off is listed with its reason and never written to', async ({ start, place }) => {
  const sample = place.copySample('Mira Solen - Tideworks (2019)')
  const cut = join(sample, 'Mira Solen - Tideworks (2019)', '05 ebb.flac')
  truncateSync(cut, 400)
  writeFileSync(join(sample, 'Mira Solen - Tideworks (2019)', 'noise.mp3'), Buffer.alloc(5000, 7))
  const before = readFileSync(cut)
  const { page } = await start({ args: [sample] })
  await settled(page)
  await expect(row(page, 'Harbour Lights')).toBeVisible()
  await expect(page.getByText(/refused/).first()).toBeVisible()
  expect(readFileSync(cut).equals(before)).toBe(true)
})

test('closing with unsaved changes asks, and keeps them when told to', async ({ start, place }) => {
  const sample = place.copySample('Ten Volta - Low Orbit')
  const { app, page, screenshot } = await start({ args: [sample] })
  await settled(page)
  await page.getByRole('grid').first().focus()
  await typeTitle(page, 'Unsaved')
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'))
  await expect(dialog).toBeVisible()
  await screenshot('unsaved')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(row(page, 'Unsaved')).toBeVisible()
})

test('a second start hands its folder to the window that is open', async ({ start, place }) => {
  const first = place.copySample('Ten Volta - Low Orbit')
  const { page, startAgain } = await start({ args: [join(first, 'Ten Volta - Low Orbit')] })
  await settled(page)
  place.copySample('Mira Solen - Tideworks (2019)')
  await startAgain([join(first, 'Mira Solen - Tideworks (2019)')])
  await expect(page.getByText('12 files').first()).toBeVisible()
})

test('the open dialog, the sample library and a cover by dialog', async ({ start, place }) => {
  const tagwright = await start()
  const { app, page } = tagwright
  await page.getByRole('button', { name: /sample library/i }).click()
  await expect(row(page, 'Harbour Lights')).toBeVisible()
  await settled(page)
  await expect(page.getByText('40 files').first()).toBeVisible()
  await stubDialog(app, [new URL('../build/icons/512.png', import.meta.url).pathname])
  await row(page, 'track01.wav').click()
  await page
    .getByRole('button', { name: /cover…/i })
    .first()
    .click()
  await expect(page.getByText('1 changed')).toBeVisible()
  await saveAll(page)
  await expect(page.getByText('Saved 1 file.')).toBeVisible()
  expect(place.music).toBeTruthy()
})

test('a picture dropped on a row is its cover; dropped on a selected one, that of all selected', async ({
  start,
  place,
}) => {
  const folder = join(place.copySample('Ten Volta - Low Orbit'), 'Ten Volta - Low Orbit')
  const picture = new URL('../build/icons/512.png', import.meta.url).pathname
  const { page } = await start({ args: [folder] })
  await expect(row(page, 'Re-entry')).toBeVisible()
  await settled(page)
  const middleOf = async (text: string) => {
    const box = await row(page, text).boundingBox()
    if (box === null) throw new Error(`no row ${text}`)
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }
  await row(page, 'Perigee').click()
  await dropFiles(page, [picture], {
    at: await middleOf('Telemetry'),
    whileHovering: () =>
      expect(page.getByText('Drop to set the cover of “03 - Telemetry.ogg”')).toBeVisible(),
  })
  await expect(page.getByText('1 changed')).toBeVisible()
  await expect(row(page, 'Telemetry')).toHaveAttribute('aria-selected', 'true')
  await expect(row(page, 'Perigee')).toHaveAttribute('aria-selected', 'false')

  await expect(page.getByRole('grid').first()).toBeFocused()
  await row(page, 'Blue Marble Radio').click({ modifiers: ['Shift'] })
  await dropFiles(page, [picture], { at: await middleOf('Telemetry') })
  await expect(page.getByText('2 changed')).toBeVisible()
  await expect(page.getByText('2 selected')).toBeVisible()
})

test('a field that the panel does not show is added, and so is one of the person’s own', async ({
  start,
  place,
}) => {
  const folder = join(place.copySample('Ten Volta - Low Orbit'), 'Ten Volta - Low Orbit')
  const { page } = await start({ args: [join(folder, '01 - Perigee.ogg')] })
  await expect(row(page, 'Perigee')).toBeVisible()
  await page.getByRole('button', { name: 'Add field…' }).click()
  await page.getByRole('menuitem', { name: 'Mood' }).click()
  await expect(panelField(page, 'Mood')).toBeFocused()
  await page.keyboard.type('calm')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Add field…' }).click()
  await page.getByRole('menuitem', { name: 'Field of my own…' }).click()
  await panelField(page, 'Name of the field').fill('RIPPER')
  await page.keyboard.press('Enter')
  await expect(panelField(page, 'RIPPER')).toBeFocused()
  await page.keyboard.type('me')
  await page.keyboard.press('Enter')
  await saveAll(page)
  await expect(page.getByText('Saved 1 file.')).toBeVisible()
  const bytes = readFileSync(join(folder, '01 - Perigee.ogg')).toString('latin1')
  expect(bytes).toMatch(/mood=calm/i)
  expect(bytes).toContain('RIPPER=me')
})

test('the audio hash of the test itself notices a changed byte', async ({ place }) => {
  const sample = place.copySample('Mira Solen - Tideworks (2019)')
  const file = readFileSync(join(sample, 'Mira Solen - Tideworks (2019)', '05 ebb.flac'))
  const changed = Buffer.from(file)
  changed[changed.length - 100] = (changed[changed.length - 100] ?? 0) ^ 1
  expect(audioHash(changed)).not.toBe(audioHash(file))
})
