import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { parseBuffer } from 'music-metadata'
import { readMetadata, writeMetadata } from '../src/main/library/metadata-files'
import { serviceNames } from '../src/shared/model'
import { expect, type Place, test } from './app'
import { inEveryLook } from './looks'
import { type LoopbackLyrics, startLrclibServer } from './services/lrclib'
import type { ServiceServer } from './services/service-server'

const album = 'Karl Brandt Trio - Nachtfähre (2004)'

interface Song {
  readonly path: string
  readonly title: string
  readonly lyrics: LoopbackLyrics
}

/** The album, and lyrics for each of its songs: with times for all but the last, which nobody sings in time. */
async function songsIn(folder: string): Promise<Song[]> {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.mp3'))
    .sort()
  return await Promise.all(
    names.map(async (name, index) => {
      const path = join(folder, name)
      const metadata = await readMetadata(path)
      const said = (field: 'title' | 'artist' | 'album') => metadata?.values[field]?.[0] ?? ''
      const words = [`Die Lichter am Kai ${index}`, 'und niemand winkt', 'nur der Wind']
      const lyrics: LoopbackLyrics = {
        title: said('title'),
        artist: said('artist'),
        album: said('album'),
        duration: Math.round((metadata?.audio.durationMs ?? 0) / 1000),
        plain: words.join('\n'),
        synchronised:
          index === names.length - 1 ? null : words.map((line, at) => `[00:0${at + 1}.50]${line}`).join('\n'),
      }
      return { path, title: lyrics.title, lyrics }
    }),
  )
}

/** Only LRCLIB is asked, and it is this one. */
const settingsWith = (server: ServiceServer) => ({
  services: serviceNames.map((name) => ({
    name,
    uses: name === 'lrclib' ? ['lyrics'] : [],
    baseUrl: name === 'lrclib' ? server.url : 'http://127.0.0.1:9/',
  })),
})

async function prepared(place: Place): Promise<{ folder: string; songs: Song[]; server: ServiceServer }> {
  const folder = join(place.copySample(album), album)
  const songs = await songsIn(folder)
  return { folder, songs, server: await startLrclibServer(songs.map(({ lyrics }) => lyrics)) }
}

async function findLyrics(page: Page): Promise<void> {
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  await page.getByRole('grid').first().focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('Find lyrics')
  await page.keyboard.press('Enter')
}

const tick = (page: Page, title: string) =>
  page.getByRole('checkbox', { name: `Lyrics of ${title}`, exact: true })
const preview = (page: Page) => page.getByRole('region', { name: 'Lyrics', exact: true })

test('lyrics are found, looked at with their times, and embedded in both kinds', async ({ start, place }) => {
  const { folder, songs, server } = await prepared(place)
  try {
    const [own, first] = songs
    const last = songs.at(-1)
    if (own === undefined || first === undefined || last === undefined) throw new Error('songs')
    await writeMetadata(own.path, { values: { lyrics: ['mine'] } })
    place.own(folder)
    const before = songs.map(({ path }) => readFileSync(path))
    const tagwright = await start({ args: [folder], settings: settingsWith(server) })
    const { page } = tagwright
    await findLyrics(page)
    await expect(page.getByText(`${songs.length} files · ${songs.length} found`)).toBeVisible()
    // What has lyrics already is left to the person, and is shown beside what was found.
    await expect(tick(page, own.title)).not.toBeChecked()
    await expect(tick(page, first.title)).toBeChecked()
    await tick(page, own.title).focus()
    await expect(preview(page)).toContainText('mine')
    await page.keyboard.press('ArrowDown')
    await expect(tick(page, first.title)).toBeFocused()
    await expect(preview(page).getByRole('listitem').first()).toHaveText(
      `00:01.50 Die Lichter am Kai ${songs.indexOf(first)}`,
    )
    const { violations } = await new AxeBuilder({ page }).include('.place').setLegacyMode(true).analyze()
    expect(violations).toEqual([])
    await tick(page, own.title).focus()
    await inEveryLook(tagwright, 'lyrics')

    await page.getByRole('button', { name: `Apply to ${songs.length - 1} files` }).click()
    await expect(page.getByText(/have new lyrics\. Nothing is written until you save\./)).toBeVisible()
    expect(songs.map(({ path }) => readFileSync(path))).toEqual(before)
    await page.keyboard.press('Control+s')
    await expect(page.getByText(`Saved ${songs.length - 1} files.`, { exact: true })).toBeVisible()
    const values = async ({ path }: Song) => (await readMetadata(path))?.values
    expect(await values(own)).toMatchObject({ lyrics: ['mine'] })
    expect(await values(own)).not.toHaveProperty('syncedLyrics')
    expect(await values(first)).toMatchObject({
      lyrics: [first.lyrics.plain],
      syncedLyrics: [first.lyrics.synchronised],
    })
    expect(await values(last)).toMatchObject({ lyrics: [last.lyrics.plain] })
    expect(await values(last)).not.toHaveProperty('syncedLyrics')
    // … and by another program’s eyes.
    const { native } = await parseBuffer(readFileSync(first.path))
    const frames = Object.values(native).flatMap((tags) => tags.map(({ id }) => id))
    expect(frames).toEqual(expect.arrayContaining(['USLT', 'SYLT']))
    expect(readdirSync(folder).filter((name) => !name.endsWith('.mp3'))).toEqual([])
  } finally {
    await server.close()
  }
})

test('lyrics go into text files beside the music, over none that are there, after a search that was cancelled', async ({
  start,
  place,
}) => {
  const { folder, songs, server } = await prepared(place)
  try {
    const [first, second] = songs
    if (first === undefined || second === undefined) throw new Error('songs')
    const beside = (song: Song, ending: string) => song.path.replace(/\.mp3$/, ending)
    writeFileSync(beside(first, '.lrc'), 'mine')
    place.own(folder)
    server.always('hang')
    const { page, screenshot } = await start({ args: [folder], settings: settingsWith(server) })
    await findLyrics(page)
    await expect.poll(() => server.requests.length).toBeGreaterThan(0)
    await page.locator('.place').getByRole('button', { name: 'Cancel', exact: true }).click()
    await expect(page.getByText('not searched').first()).toBeVisible()
    server.reset()
    await page.getByRole('button', { name: 'Search again' }).click()
    await expect(page.getByText(`${songs.length} files · ${songs.length} found`)).toBeVisible()
    await page.getByRole('combobox', { name: 'Take' }).selectOption('with times')
    await page.getByRole('combobox', { name: 'Put it' }).selectOption('beside the files')
    // The last has none with times.
    await page.getByRole('button', { name: `Write for ${songs.length - 1} files` }).click()
    await expect(
      page.getByText(
        `${songs.length - 2} files of lyrics are written. 1 is there already and stays as it is.`,
      ),
    ).toBeVisible()
    await screenshot('lyrics-beside')
    expect(readFileSync(beside(first, '.lrc'), 'utf8')).toBe('mine')
    expect(readFileSync(beside(second, '.lrc'), 'utf8')).toBe(`${second.lyrics.synchronised}\n`)
    await expect(page.getByText(/\d changed/)).toHaveCount(0)

    await page.getByRole('button', { name: 'Replace', exact: true }).click()
    await expect(page.getByText('1 file of lyrics is written.', { exact: true })).toBeVisible()
    expect(readFileSync(beside(first, '.lrc'), 'utf8')).toBe(`${first.lyrics.synchronised}\n`)
    expect(readFileSync(beside(first, ' (2).lrc'), 'utf8')).toBe('mine')
  } finally {
    await server.close()
  }
})
