import { cpSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, type Place, test } from './app'
import { writeAlbum } from './invented-music'
import { inEveryLook } from './looks'
import { type InventedAlbum, inventAlbums } from './musicbrainz/invented'
import { type MusicBrainzServer, startMusicBrainzServer } from './musicbrainz/server'

// Few: each costs requests, of which there is one a second.
const albums = inventAlbums(8, { from: 1000, to: 9000 })
const catalogue = albums.map(({ release }) => release)

/** In no catalogue, and like nothing that is. */
const unknown = {
  title: 'Qwvz Xkplj',
  artist: 'Zzqf',
  tracks: [
    { title: 'Jqxv Wz', lengthMs: 1500 },
    { title: 'Vvkz Pq', lengthMs: 2500 },
  ],
}

/** The album with other music on half of its tracks. */
const mixed = (album: InventedAlbum) => ({
  ...album,
  tracks: album.tracks.map((track, index) =>
    index % 2 === 0 ? track : { title: `Rehearsal ${index}`, lengthMs: track.lengthMs + 5000 },
  ),
})

async function withServer(run: (server: MusicBrainzServer) => Promise<void>): Promise<void> {
  const server = await startMusicBrainzServer({ catalogue })
  try {
    await run(server)
  } finally {
    await server.close()
  }
}

/** A library of these albums. */
function library(place: Place, all: readonly Omit<InventedAlbum, 'release'>[]): string {
  const folder = join(place.music, 'library')
  for (const album of all) writeAlbum(folder, album)
  place.own(folder)
  return folder
}

const settled = (page: Page) => expect(page.getByRole('progressbar')).toHaveCount(0)
const run = (page: Page) => page.getByRole('main', { name: 'Look up all' })
const list = (page: Page, name: string) =>
  run(page).getByRole('navigation', { name: 'Results' }).getByRole('button', { name })
const rows = (page: Page) => run(page).getByRole('row')
const status = (page: Page) => page.getByRole('contentinfo')

async function openRun(page: Page): Promise<void> {
  await page.getByRole('grid').first().focus()
  await page.keyboard.press('Control+Shift+l')
  await expect(run(page)).toBeVisible()
}

async function begin(page: Page, count: number): Promise<void> {
  await settled(page)
  await openRun(page)
  await page.getByRole('button', { name: `Look up ${count} albums` }).click()
}

const finished = (page: Page) =>
  expect(run(page).getByText(/albums · finished/)).toBeVisible({ timeout: 60_000 })

/** Addresses that were asked for more than once, though the answer was good. */
function askedTwice({ requests }: MusicBrainzServer): string[] {
  const good = requests.filter(({ misbehaviour }) => misbehaviour === undefined || misbehaviour === 'slow')
  const urls = good.map(({ path, query }) => `${path}?${query}`)
  return urls.filter((url, index) => urls.indexOf(url) !== index)
}

test('a library is looked up in one run: what is sure by one click, the rest by review, and the reason why not', async ({
  start,
  place,
}) => {
  await withServer(async (server) => {
    const folder = library(place, [...albums.slice(0, 2), mixed(albums[2]!), unknown])
    const tagwright = await start({ args: [folder], catalogue: false, musicBrainz: server })
    const { page, screenshot } = tagwright
    await settled(page)
    await openRun(page)
    await expect(
      page.getByRole('heading', { name: /^4 albums, 1 request a second, less than a minute$/ }),
    ).toBeVisible()
    await expect(run(page)).toContainText('Asked: MusicBrainz (1 request a second).')
    expect(server.requests).toEqual([])
    await screenshot('run-before')

    await page.getByRole('button', { name: 'Look up 4 albums' }).click()
    await expect(status(page)).toContainText('Look up all')
    // The person goes on working: the run does, too.
    await page.keyboard.press('Escape')
    await page.getByRole('row').filter({ hasText: albums[0]!.tracks[0]!.title }).first().click()
    const title = page.getByRole('textbox', { name: 'Genre', exact: true })
    await title.fill('Shanty')
    await title.press('Enter')
    await expect(status(page)).toContainText('1 changed')
    await page.keyboard.press('Control+z')
    await expect(page.getByText(/\d changed/)).toHaveCount(0)
    await openRun(page)
    await finished(page)

    await expect(list(page, 'Sure')).toContainText('2')
    await expect(list(page, 'To review')).toContainText('1')
    await expect(list(page, 'Nothing found')).toContainText('1')
    await expect(rows(page)).toHaveCount(2)
    await expect(rows(page).first()).toContainText(/sure · 9\d %/)
    await inEveryLook(tagwright, 'run-sure')
    const { violations } = await new AxeBuilder({ page }).include('.place').setLegacyMode(true).analyze()
    expect(violations).toEqual([])

    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await expect(rows(page).filter({ hasText: unknown.title })).toContainText(/No service knows|unlike/)
    await expect(rows(page)).toHaveCount(1)
    await screenshot('run-nothing')
    // The arrows go on from a list that is empty.
    await page.keyboard.press('ArrowRight')
    await expect(run(page).getByText('Nothing has failed.')).toBeVisible()
    for (let times = 0; times < 3; times += 1) await page.keyboard.press('ArrowLeft')

    // One is left out by its tick; the rest is one edit.
    const left = rows(page).filter({ hasText: albums[1]!.title })
    const taken = rows(page).filter({ hasText: albums[0]!.title })
    await left.getByRole('checkbox').click()
    await page.getByRole('button', { name: 'Apply 1 sure' }).click()
    await expect(
      page.getByText('1 album is applied. Nothing is written until you save.').first(),
    ).toBeVisible()
    await expect(taken).toContainText('applied')
    await expect(left).not.toContainText('applied')
    const changed = albums[0]!.tracks.length
    await expect(status(page)).toContainText(`${changed} changed`)
    await page.keyboard.press('Control+z')
    await expect(page.getByText(/\d changed/)).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Apply 1 sure' })).toBeVisible()
    await page.keyboard.press('Control+y')
    await expect(status(page)).toContainText(`${changed} changed`)
    await expect(taken).toContainText('applied')

    // The review asks nothing that is known.
    const before = server.requests.filter(({ path }) => path.startsWith('/ws/2/')).length
    await list(page, 'To review').click()
    await screenshot('run-review')
    await rows(page).first().getByRole('button', { name: 'Review…' }).click()
    await expect(page.getByRole('button', { name: /^Apply \d+ changes?$/ })).toBeVisible()
    await page.keyboard.press('Control+Enter')
    await expect(run(page)).toBeVisible()
    await expect(rows(page).first()).toContainText('applied')
    expect(server.requests.filter(({ path }) => path.startsWith('/ws/2/'))).toHaveLength(before)
    expect(askedTwice(server)).toEqual([])

    await run(page).getByRole('button', { name: 'Show requests' }).click()
    await page.getByRole('button', { name: 'Show sent requests' }).click()
    const sent = page.getByRole('list', { name: 'Sent requests' }).getByRole('listitem')
    await expect(sent.filter({ hasText: 'MusicBrainz · answered' })).toHaveCount(before)
    await expect(sent.filter({ hasText: 'Cover Art Archive · answered' })).toHaveCount(1)
    await screenshot('run-requests')
  })
})

test('a run is paused, and after the app was killed it goes on and asks nothing again', async ({
  start,
  place,
}) => {
  await withServer(async (server) => {
    const folder = library(place, albums.slice(0, 5))
    const options = { args: [folder], catalogue: false, musicBrainz: server }
    const first = await start(options)
    await begin(first.page, 5)
    await expect(list(first.page, 'Sure')).toContainText(/[1-5]/, { timeout: 30_000 })
    await expect(run(first.page)).toContainText(/5 albums · 1 request a second · less than a minute left/)
    await first.page.getByRole('button', { name: 'Pause' }).click()
    await expect(first.page.getByText(/of 5 albums · paused/)).toBeVisible()
    await first.screenshot('run-paused')
    await first.page.getByRole('button', { name: 'Continue' }).click()
    await expect(list(first.page, 'Sure')).toContainText(/[2-5]/, { timeout: 30_000 })
    const gone = new Promise((resolve) => first.app.process().once('exit', resolve))
    first.app.process().kill('SIGKILL')
    await gone

    const tagwright = await start({ ...options, args: [] })
    const { page } = tagwright
    await expect(page.getByText(/\d of 5 albums? (is|are) still to be looked up\./)).toBeVisible()
    await page.getByRole('button', { name: 'Continue' }).first().click()
    await finished(page)
    await expect(list(page, 'Sure')).toContainText('5')
    await page.getByRole('button', { name: 'Apply 5 sure' }).click()
    await expect(
      page.getByText('5 albums are applied. Nothing is written until you save.').first(),
    ).toBeVisible()
    expect(askedTwice(server)).toEqual([])
  })
})

test('what fails is parked with its reason, and tried again by itself and by button', async ({
  start,
  place,
}) => {
  await withServer(async (server) => {
    const folder = library(place, albums.slice(5, 8))
    server.always('403', { path: encodeURIComponent(albums[6]!.title).replaceAll('%20', '+') })
    server.next('503', { retryAfter: 1 })
    server.next('garbage')
    server.next('slow', { delay: 1500 })
    const { page, screenshot } = await start({ args: [folder], catalogue: false, musicBrainz: server })
    await begin(page, 3)
    await expect(list(page, 'Failed')).toContainText('1', { timeout: 30_000 })
    await list(page, 'Failed').click()
    await expect(rows(page).first()).toContainText('MusicBrainz')
    await expect(run(page)).toContainText('3 of 3 albums', { timeout: 30_000 })
    await screenshot('run-failed')
    server.reset()
    await page.getByRole('button', { name: 'Retry all' }).click()
    await finished(page)
    await expect(list(page, 'Failed')).toContainText('0')
    await expect(list(page, 'Sure')).toContainText('3')
  })
})

test('two hundred albums are looked up and applied while the window stays at hand', async ({
  start,
  place,
}) => {
  const sample = place.copySample()
  const copies = join(place.music, 'copies')
  for (let copy = 0; copy < 25; copy += 1) cpSync(sample, join(copies, `copy ${copy}`), { recursive: true })
  place.own(copies)
  const { page, screenshot } = await start({ args: [copies] })
  await expect(status(page)).toContainText('1,000 files', { timeout: 60_000 })
  await settled(page)
  await openRun(page)
  await expect(page.getByRole('heading', { name: /^200 albums/ })).toBeVisible()
  await page.getByRole('button', { name: 'Look up 200 albums' }).click()
  await expect(run(page).getByText(/of 200 albums/)).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('row').filter({ hasText: 'Harbour Lights' }).first().click()
  await page.keyboard.press('ArrowDown')
  await page.getByRole('textbox', { name: /filter/i }).fill('Salt')
  await expect(status(page)).toContainText('25 of 1,000 shown')
  await page.getByRole('textbox', { name: /filter/i }).fill('')
  await expect(status(page)).toContainText('1,000 files')
  await openRun(page)
  await finished(page)
  await screenshot('run-many')
  const apply = page.getByRole('button', { name: /^Apply \d+ sure$/ })
  await apply.click()
  await expect(
    page.getByText(/albums are applied\. Nothing is written until you save\./).first(),
  ).toBeVisible({
    timeout: 60_000,
  })
  await expect(status(page)).toContainText(/\d\d\d changed/)
})
