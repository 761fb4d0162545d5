import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { parseFile } from 'music-metadata'
import { expect, type Place, test } from './app'
import { audioHash, reRead } from './re-read'

const album = 'Karl Brandt Trio - Nachtfähre (2004)'

const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text }).first()
const settled = (page: Page) => expect(page.getByRole('progressbar')).toHaveCount(0)
const hint = (page: Page) => page.getByText(/seem to be in another encoding/)

async function runCommand(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill(name)
  await page.keyboard.press('Enter')
}

const windows1251 = (text: string): Buffer =>
  Buffer.from(
    [...text].map((letter) => {
      const code = letter.charCodeAt(0)
      return code >= 0x410 && code < 0x450 ? code - 0x410 + 0xc0 : code
    }),
  )

/** An ID3v2.3 frame in “ISO-8859-1” that holds Windows-1251. */
function frame(id: string, body: Buffer): Buffer {
  const head = Buffer.alloc(10)
  head.write(id, 'latin1')
  head.writeUInt32BE(body.length, 4)
  return Buffer.concat([head, body])
}

function id3v2(frames: readonly Buffer[]): Buffer {
  const body = Buffer.concat(frames)
  const size = [21, 14, 7, 0].map((bits) => (body.length >> bits) & 0x7f)
  return Buffer.concat([Buffer.from('ID3\x03\0\0', 'latin1'), Buffer.from(size), body])
}

function id3v1(title: string, artist: string, albumTitle: string): Buffer {
  const tag = Buffer.alloc(128)
  tag.write('TAG', 'latin1')
  tag.set(windows1251(title).subarray(0, 30), 3)
  tag.set(windows1251(artist).subarray(0, 30), 33)
  tag.set(windows1251(albumTitle).subarray(0, 30), 63)
  tag[127] = 255
  return tag
}

const kino = { artist: 'Кино', album: 'Группа крови' }
const songs = ['Звезда по имени Солнце', 'Мама анархия', 'Спокойная ночь']

/** An album as Russian programs wrote them: two files with Windows-1251 in ID3v2.3, one in ID3v1 alone. */
function writeKino(place: Place): string {
  const sample = place.copySample('Unsorted')
  const sound = readFileSync(join(sample, 'Unsorted', 'Mira Solen - Ebb (demo).mp3'))
  const folder = join(place.music, 'kino')
  mkdirSync(folder)
  const text = (value: string) => Buffer.concat([Buffer.from([0]), windows1251(value)])
  for (const [index, title] of songs.entries()) {
    const tagged =
      index === 2
        ? [sound, id3v1(title, kino.artist, kino.album)]
        : [
            id3v2([
              frame('TIT2', text(title)),
              frame('TPE1', text(kino.artist)),
              frame('TALB', text(kino.album)),
              frame(
                'COMM',
                Buffer.concat([Buffer.from('\0rus\0', 'latin1'), windows1251('Запись с пластинки')]),
              ),
            ]),
            sound,
          ]
    writeFileSync(join(folder, `0${index + 1}.mp3`), Buffer.concat(tagged))
  }
  place.own(place.music)
  return folder
}

for (const theme of ['light', 'dark'] as const) {
  test(`UTF-8 that was read as Latin-1 is put right, reviewed and saved, in ${theme}`, async ({
    start,
    place,
  }) => {
    const sample = place.copySample(album)
    const file = (name: string) => join(sample, album, name)
    const before = await reRead(file('01 überfahrt.mp3'))
    const { page, screenshot } = await start({ settings: { theme }, args: [sample] })
    await row(page, 'Ãœberfahrt').click()
    await settled(page)
    await expect(hint(page)).toHaveText('The texts of this file seem to be in another encoding.')
    await screenshot(`repair-hint-${theme}`)

    await page.getByRole('button', { name: 'Repair…' }).click()
    // One file stands for its album.
    await expect(page.getByRole('button', { name: 'Encoding of Nachtfähre: Unicode (UTF-8)' })).toBeVisible()
    await expect(page.getByRole('row').filter({ hasText: '04 nachtfähre.mp3' })).toContainText('NachtfÃ¤hre')
    await expect(page.getByRole('row').filter({ hasText: 'blaue stunde' })).toHaveCount(0)
    await screenshot(`repair-${theme}`)
    await page.getByRole('checkbox', { name: 'Title of 04 nachtfähre.mp3' }).uncheck()
    await page.getByRole('button', { name: 'Apply 1 change' }).click()

    await expect(
      page.getByText('Repaired the texts of 1 file. Nothing is written until you save.'),
    ).toBeVisible()
    await expect(hint(page)).toHaveCount(0)
    await expect(row(page, 'NachtfÃ¤hre')).toBeVisible()
    expect((await reRead(file('01 überfahrt.mp3'))).title).toBe('Ãœberfahrt')
    await page.keyboard.press('Control+z')
    await expect(hint(page)).toBeVisible()
    await page.keyboard.press('Control+Shift+z')
    await page.keyboard.press('Control+s')
    await expect(page.getByText('Saved 1 file.')).toBeVisible()

    expect(await reRead(file('01 überfahrt.mp3'))).toEqual({ ...before, title: 'Überfahrt' })
    expect((await reRead(file('04 nachtfähre.mp3'))).title).toBe('NachtfÃ¤hre')
  })

  test(`Windows-1251 in ID3v2 and ID3v1 is found and put right by keyboard, in ${theme}`, async ({
    start,
    place,
  }) => {
    const folder = writeKino(place)
    const file = (name: string) => join(folder, name)
    const sound = audioHash(readFileSync(file('01.mp3')))
    const { page, screenshot } = await start({
      settings: { theme },
      args: [folder, place.copySample(album)],
    })
    await expect(row(page, '03.mp3')).toBeVisible()
    await settled(page)
    await page.getByRole('grid').first().focus()
    await page.keyboard.press('Control+a')
    await expect(hint(page)).toHaveText('The texts of 5 files seem to be in another encoding.')
    await runCommand(page, 'Repair text')

    const choice = page.getByRole('button', { name: /^Encoding of / })
    await expect(choice).toHaveCount(2)
    await expect(choice.nth(0)).toHaveText('Cyrillic (Windows-1251)')
    await expect(page.getByText('Группа крови').first()).toBeVisible()
    await expect(page.getByRole('button', { name: 'Apply 13 changes' })).toBeVisible()
    await screenshot(`repair-albums-${theme}`)

    // The other album is to stay as it is.
    await choice.nth(1).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('menuitem', { name: 'Unicode (UTF-8)' })).toContainText('Überfahrt')
    await page.keyboard.press('End')
    await screenshot(`repair-menu-${theme}`)
    await page.keyboard.press('Enter')
    await expect(page.getByText('stays as it is')).toBeVisible()
    await screenshot(`repair-left-${theme}`)
    await expect(page.getByRole('button', { name: 'Apply 11 changes' })).toBeVisible()
    await page.keyboard.press('Control+Enter')
    await expect(row(page, 'Мама анархия')).toBeVisible()
    await page.keyboard.press('Control+s')
    await expect(page.getByText('Saved 3 files.')).toBeVisible()

    for (const [index, title] of songs.entries()) {
      const path = file(`0${index + 1}.mp3`)
      expect(await reRead(path)).toMatchObject({ title, ...kino })
      expect(audioHash(readFileSync(path))).toBe(sound)
    }
    const { common } = await parseFile(file('01.mp3'))
    expect(common.comment?.map(({ text }) => text)).toEqual(['Запись с пластинки'])
  })
}

test('right texts can be read otherwise by hand, and all files looked through', async ({ start, place }) => {
  const { page, screenshot } = await start({ args: [place.copySample()] })
  await settled(page)
  await row(page, '07 lanterns').click()
  await expect(hint(page)).toHaveCount(0)
  await runCommand(page, 'Repair text')
  await expect(page.getByText('The texts of these 7 files look right.')).toBeVisible()
  await screenshot('repair-nothing-light')
  await page.getByRole('button', { name: 'Look through all 40 files' }).click()
  await expect(page.getByRole('button', { name: 'Apply 2 changes' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(row(page, '07 lanterns')).toBeVisible()
})
