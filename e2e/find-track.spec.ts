import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './app'
import { haveKeyring } from './keyring'
import { type Release, startMusicBrainzServer } from './musicbrainz/server'
import { reRead } from './re-read'
import { acoustidKey, startAcoustidServer } from './services/acoustid'

const read = (path: string) => JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'))
const catalogue = read('resources/sample-library/catalogue/releases.json') as readonly Release[]
const album = 'Mira Solen - Tideworks (2019)'
/** It has no title in its tags. */
const nameless = '06.flac'

/** What fpcalc says the sixth file sounds like. */
const print = (): string =>
  read('src/main/sound/testing/fixtures/fpcalc.json').fingerprints[
    `resources/sample-library/${album}/${nameless}`
  ]
const wrackLine = catalogue
  .flatMap(({ media }) => media ?? [])
  .flatMap(({ tracks }) => tracks ?? [])
  .find(({ title }) => title === 'Wrack Line')

const settled = (page: Page) => expect(page.getByRole('progressbar')).toHaveCount(0)
const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text }).first()

test('a file without a title is known by its sound, its album is picked, and it is saved', async ({
  start,
  place,
}) => {
  const musicBrainz = await startMusicBrainzServer({ catalogue })
  const acoustid = await startAcoustidServer(catalogue, { [print()]: wrackLine?.recording?.id ?? '' })
  try {
    const sample = place.copySample(album)
    const file = join(sample, album, nameless)
    const { app, page, screenshot } = await start({
      args: [file],
      catalogue: false,
      musicBrainz,
      services: [{ name: 'acoustid', url: acoustid.url, uses: ['sound'] }],
    })
    await settled(page)
    await row(page, nameless).click()

    // Nobody is asked without a key, and what to do is one click away.
    await page.keyboard.press('Control+Shift+y')
    await expect(page.getByText(/no service is set up that knows music by its sound/i)).toBeVisible()
    expect(acoustid.requests).toHaveLength(0)
    await haveKeyring(app)
    await page
      .getByRole('button', { name: /^choose services|open settings/i })
      .first()
      .click()
    const key = page.getByLabel('Your key for AcoustID')
    await key.fill(acoustidKey)
    await key.press('Enter')
    await expect(page.getByText('A key is kept, encrypted by the system.')).toBeVisible()
    await page.keyboard.press('Escape')

    await row(page, nameless).click()
    await page.keyboard.press('Control+Shift+y')
    const found = page.getByRole('listbox', { name: 'Candidates' })
    await expect(found.getByText('Wrack Line').first()).toBeVisible()
    await expect(page.getByText('sounds 97 % alike').first()).toBeVisible()
    await expect(page.getByRole('button', { name: /^Apply \d+ change/ })).toBeEnabled()
    await screenshot('find-by-sound')
    await page.keyboard.press('Control+Enter')
    await page.keyboard.press('Control+s')
    await expect(page.getByText('Saved 1 file.')).toBeVisible()
    expect(await reRead(file)).toMatchObject({ title: 'Wrack Line', album: 'Tideworks' })
    // One fingerprint, and the one release that was looked at.
    expect(acoustid.requests).toHaveLength(1)
    // It is asked by form: the key stands in no address.
    const [request] = acoustid.requests
    expect([request?.method, String(request?.query)]).toEqual(['POST', ''])
    expect(request?.form.get('client')).toBe(acoustidKey)
  } finally {
    await musicBrainz.close()
    await acoustid.close()
  }
})

test('files without an album are found one by one, by title, artist and length', async ({ start, place }) => {
  const musicBrainz = await startMusicBrainzServer({ catalogue })
  try {
    const sample = place.copySample(album)
    const { page, screenshot } = await start({
      args: [join(sample, album, '05 ebb.flac'), join(sample, album, '01 harbour lights.flac')],
      catalogue: false,
      musicBrainz,
    })
    await settled(page)
    await row(page, 'Ebb').click()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('file by file')
    await page.keyboard.press('Enter')
    await expect(page.getByText('File 1 of 2')).toBeVisible()
    const found = page.getByRole('listbox', { name: 'Candidates' })
    await expect(found.getByText('Tideworks').first()).toBeVisible()
    expect(musicBrainz.requests[0]?.path).toBe('/ws/2/recording')
    // Of one file nobody expects the rest of its album.
    await expect(page.getByRole('tab', { name: 'Tracks 1 of 7', exact: true })).toBeVisible()
    await expect(page.getByText(/not among your files/)).toHaveCount(0)
    await screenshot('find-track')
    await page.getByRole('button', { name: 'Skip file' }).click()
    await expect(page.getByText('File 2 of 2')).toBeVisible()
    await expect(found.getByText('Tideworks').first()).toBeVisible()
  } finally {
    await musicBrainz.close()
  }
})
