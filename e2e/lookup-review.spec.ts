import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { appFolder, expect, test } from './app'
import { inEveryLook } from './looks'
import { startMusicBrainzServer } from './musicbrainz/server'
import { reRead } from './re-read'
import { flacTagged } from './retagged'

type Catalogue = Parameters<typeof startMusicBrainzServer>[0]['catalogue']
const catalogue = JSON.parse(
  readFileSync(join(appFolder, 'resources/sample-library/catalogue/releases.json'), 'utf8'),
) as Catalogue
const vinyl = '5ea0deb7-7372-4a4b-8b9e-d1f0d8f2a914'

const tideworks = 'Mira Solen - Tideworks (2019)'

async function lookUpAll(page: Page): Promise<void> {
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  await page.getByRole('grid').first().focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+l')
}

const applyButton = (page: Page) => page.getByRole('button', { name: /^Apply \d+ changes?$/ })
const map = (page: Page) => page.getByRole('grid', { name: 'Files by track' })
/** The line of a track, by its title or by the file on it. */
const line = (page: Page, text: string) =>
  map(page)
    .getByRole('row')
    .filter({ has: page.getByText(text, { exact: true }) })

async function openTracks(page: Page): Promise<void> {
  await expect(applyButton(page)).toBeVisible({ timeout: 30_000 })
  await page.getByRole('tab', { name: /^Tracks/ }).click()
  await expect(map(page)).toBeVisible()
}

async function applyAndSave(page: Page): Promise<void> {
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { name: /^Look up/ })).toHaveCount(0)
  await page.keyboard.press('Control+s')
  await expect(page.getByText(/^Saved \d+ files?\.$/).first()).toBeVisible()
}

const titleIn = async (folder: string, name: string) => (await reRead(join(folder, name))).title

test.describe('which file is which track', () => {
  test('is changed by dragging, and the files get the titles they were dragged to', async ({
    start,
    place,
  }) => {
    const sample = place.copySample(tideworks)
    const tagwright = await start({ args: [sample] })
    const { page } = tagwright
    await lookUpAll(page)
    await openTracks(page)
    await expect(line(page, 'Wrack Line')).toContainText('06.flac')

    await line(page, '06.flac').getByText('06.flac').dragTo(line(page, 'Ebb'))
    await expect(line(page, 'Wrack Line')).toContainText('05 ebb.flac')
    await expect(line(page, 'Ebb')).toContainText('06.flac')
    await expect(page.getByText('2 files moved by you')).toBeVisible()
    await expect(page.getByText(/Score and reasons are about the suggestion/)).toBeVisible()
    await inEveryLook(tagwright, 'lookup-moved')

    await applyAndSave(page)
    const folder = join(sample, tideworks)
    expect(await titleIn(folder, '06.flac')).toBe('Ebb')
    expect(await titleIn(folder, '05 ebb.flac')).toBe('Wrack Line')
    expect(await titleIn(folder, '01 harbour lights.flac')).toBe('Harbour Lights')
  })

  test('is changed by the keys alone, said aloud, and taken back', async ({ start, place }) => {
    const sample = place.copySample(tideworks)
    const { page, screenshot } = await start({ args: [sample] })
    await lookUpAll(page)
    await expect(applyButton(page)).toBeVisible()
    await page.keyboard.press('t')
    await expect(map(page)).toBeFocused()

    // The first file one down, which brings the second one up.
    await page.keyboard.press('Alt+Shift+ArrowDown')
    await expect(line(page, 'Salt & Copper')).toContainText('01 harbour lights.flac')
    await expect(line(page, 'Harbour Lights')).toContainText('02 salt copper.flac')
    await expect(
      page.getByText('01 harbour lights.flac is on Salt & Copper. 02 salt copper.flac took its place.'),
    ).toBeAttached()

    // Picked up, carried to the third track, and left where it was after all.
    await page.keyboard.press('Space')
    await expect(page.getByText(/^Picked up 01 harbour lights.flac/)).toBeAttached()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Escape')
    await expect(line(page, 'Salt & Copper')).toContainText('01 harbour lights.flac')

    // The last one taken off: its track misses a file, and it stays as it is.
    await line(page, 'Lanterns, Low Water').click()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Delete')
    await expect(line(page, 'Lanterns, Low Water')).toContainText('no file')
    await expect(page.getByRole('tab', { name: /^Tracks/ })).toContainText('6 of 7')
    await expect(page.getByText(/1 track of the release is not among your files: Lanterns/)).toBeVisible()
    await screenshot('lookup-on-no-track')

    await applyAndSave(page)
    const folder = join(sample, tideworks)
    expect(await titleIn(folder, '01 harbour lights.flac')).toBe('Salt & Copper')
    expect(await titleIn(folder, '02 salt copper.flac')).toBe('Harbour Lights')
    expect((await reRead(join(folder, '07 lanterns low water.flac'))).date).toBe('2019')
  })

  test('scrolls through three hundred files and stays usable', async ({ start, place }) => {
    const flac = readFileSync(join(appFolder, 'resources/sample-library', tideworks, '05 ebb.flac'))
    const folder = join(place.music, tideworks)
    mkdirSync(folder)
    for (let at = 1; at <= 300; at += 1) {
      const name = `${String(at).padStart(3, '0')}.flac`
      writeFileSync(
        join(folder, name),
        flacTagged(flac, { ALBUM: 'Tideworks', ARTIST: 'Mira Solen', TITLE: `Ebb ${at}` }),
      )
    }
    place.own(folder)
    const { page } = await start({ args: [folder] })
    await lookUpAll(page)
    await expect(page.getByRole('tab', { name: /^Tracks/ })).toBeVisible({ timeout: 30_000 })
    await page.keyboard.press('t')
    await expect(map(page)).toBeFocused()
    await page.keyboard.press('End')
    const last = map(page).locator(`[aria-rowindex="${await map(page).getAttribute('aria-rowcount')}"]`)
    await expect(last).toBeVisible()
    const [file = ''] = /\d{3}\.flac/.exec((await last.textContent()) ?? '') ?? []
    // Far fewer lines are drawn than there are files.
    expect(await map(page).getByRole('row').count()).toBeLessThan(80)
    await page.keyboard.press('Space')
    await expect(page.getByText(new RegExp(`^Picked up ${file}`))).toBeAttached()
    await page.keyboard.press('Home')
    await page.keyboard.press('Space')
    await expect(line(page, 'Harbour Lights')).toContainText(file)
  })
})

test('which fields are ticked is remembered over a restart, by service, and can be forgotten', async ({
  start,
  place,
}) => {
  const sample = place.copySample(tideworks, 'Ten Volta - Low Orbit')
  const label = (page: Page) => page.getByRole('checkbox', { name: 'Label', exact: true })
  const first = await start({ args: [sample] })
  await lookUpAll(first.page)
  await expect(applyButton(first.page)).toBeVisible()
  await label(first.page).uncheck()
  await expect(first.page.getByText(/Remembered for Sample catalogue:/)).toContainText('Label left as it is')
  await first.screenshot('lookup-kept')
  await first.end()

  const { page, screenshot } = await start({ args: [sample], keepSettings: true })
  await lookUpAll(page)
  await expect(label(page)).not.toBeChecked()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+,')
  await expect(page.getByText('Remembered for lookups: Sample catalogue')).toBeVisible()
  await screenshot('settings-kept')
  await page.getByRole('button', { name: 'Reset' }).click()
  await expect(page.getByText('Remembered for lookups: Sample catalogue')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await lookUpAll(page)
  await expect(label(page)).toBeChecked()
})

test.describe('a pasted address', () => {
  const paste = async (page: Page, text: string) => {
    const field = page.getByRole('textbox', { name: 'Search again' })
    await field.fill(text)
    await field.press('Enter')
  }

  test('brings that release and its other editions, and what was moved goes back without a question', async ({
    start,
    place,
  }) => {
    const server = await startMusicBrainzServer({ catalogue })
    try {
      const tagwright = await start({
        args: [place.copySample(tideworks)],
        catalogue: false,
        musicBrainz: server,
      })
      const { page } = tagwright
      await lookUpAll(page)
      await openTracks(page)
      const asked = server.requests.length
      await line(page, 'Wrack Line').click()
      await line(page, 'The Long Quay').click()
      await expect(line(page, 'The Long Quay')).toContainText('06.flac')
      await page.getByRole('button', { name: 'Back to the suggestion' }).click()
      await expect(line(page, 'Wrack Line')).toContainText('06.flac')
      await expect(page.getByText(/moved by you/)).toHaveCount(0)
      expect(server.requests).toHaveLength(asked)

      await paste(page, `https://musicbrainz.org/release/${vinyl}`)
      const chosen = page.getByRole('option', { selected: true })
      await expect(chosen).toContainText('12" Vinyl', { timeout: 20_000 })
      await expect(page.getByRole('option')).toHaveCount(3)
      await inEveryLook(tagwright, 'lookup-editions')
      await page.keyboard.press('Alt+ArrowDown')
      await expect(chosen).toContainText('Digital Media')
    } finally {
      await server.close()
    }
  })

  test('of a service that is switched off, or of none, says so, and no words are made of it', async ({
    start,
    place,
  }) => {
    const { page, screenshot } = await start({ args: [place.copySample(tideworks)] })
    await lookUpAll(page)
    await expect(applyButton(page)).toBeVisible()
    for (const [address, sentence] of [
      ['https://example.org/albums/tideworks', /This is no address of a release/],
      ['https://www.deezer.com/en/album/302127', /^▲ Deezer is switched off for lookups/],
      ['https://music.apple.com/gb/album/low-orbit/1440833098', /^▲ iTunes is switched off for lookups/],
      ['https://www.discogs.com/release/249504-Low-Orbit', /^▲ Discogs is switched off for lookups/],
    ] as const) {
      await paste(page, address)
      await expect(page.getByText(sentence)).toBeVisible()
    }
    await screenshot('lookup-switched-off')
    await page.getByRole('alert').getByRole('button', { name: 'Choose services…' }).click()
    await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  })
})

test('nothing found says what was asked, where it was read, and what to do', async ({ start, place }) => {
  const folder = join(place.music, 'Nobody - Zzyzx Roads')
  mkdirSync(folder)
  const flac = readFileSync(join(appFolder, 'resources/sample-library', tideworks, '05 ebb.flac'))
  writeFileSync(
    join(folder, '01 Qqq.flac'),
    flacTagged(flac, { ALBUM: 'Zzyzx Roads', ARTIST: 'Nobody', TITLE: 'Qqq' }),
  )
  place.own(folder)
  const tagwright = await start({ args: [folder] })
  const { page } = tagwright
  await lookUpAll(page)
  await expect(page.getByText('Nothing found for “Zzyzx Roads” by Nobody.')).toBeVisible()
  await expect(page.getByText('Read from the tags. Asked: Sample catalogue.')).toBeVisible()
  await inEveryLook(tagwright, 'lookup-nothing')
  await page.getByRole('button', { name: 'Search with other words' }).click()
  const field = page.getByRole('textbox', { name: 'Search again' })
  await expect(field).toBeFocused()
  await expect(field).toHaveValue('Nobody Zzyzx Roads')
  await page.keyboard.type('mira solen tideworks')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('option').first()).toContainText('CD')
})
