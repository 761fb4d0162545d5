import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { readMetadata } from '../src/main/library/metadata-files'
import { concat } from '../src/main/metadata/bytes'
import { frame24, tagBytes, text } from '../src/main/metadata/tags/id3v2-testing'
import { expect, type Place, test } from './app'

const fixtures = fileURLToPath(new URL('../src/main/metadata/testing/fixtures/', import.meta.url))
const genreIn = async (path: string) => (await readMetadata(path))?.values.genre?.[0]

/** Four MP3s and two FLACs. The first MP3 has more text than is read: its genre, which no save may write over unseen. */
function music(place: Place): string[] {
  const folder = join(place.music, 'batch')
  mkdirSync(folder)
  const paths = ['1.mp3', '2.mp3', '3.mp3', '4.mp3', '5.flac', '6.flac'].map((name) => join(folder, name))
  const [first = '', ...others] = paths
  const long = 'x'.repeat(900 * 1024)
  const story = ['One', 'Two'].map((part) => frame24('TXXX', text(`${part}\0${long}`)))
  const frames = [frame24('TIT2', text('A long story')), ...story, frame24('TCON', text(long))]
  writeFileSync(first, concat([tagBytes(4, frames), readFileSync(join(fixtures, 'plain.mp3'))]))
  for (const path of others)
    copyFileSync(join(fixtures, path.endsWith('.mp3') ? 'v24.mp3' : 'tagged.flac'), path)
  place.own(folder)
  return paths
}

async function editAll(page: Page, genre: string): Promise<void> {
  await page.getByRole('row').filter({ hasText: '6.flac' }).first().click()
  await page.keyboard.press('Control+a')
  const box = page.getByRole('textbox', { name: 'Genre', exact: true })
  await box.fill(genre)
  await box.press('Enter')
}

test('one file that does not check out holds back its kind until the person has seen it', async ({
  start,
  place,
}) => {
  const paths = music(place)
  const [first = '', ...others] = paths
  const before = readFileSync(first)
  const { page, screenshot } = await start({ args: [join(place.music, 'batch')] })
  await editAll(page, 'Ambient')
  await page.keyboard.press('Control+s')
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText('“1.mp3” was left as it is: saving it would lose')
  await expect(question).toContainText(/more MP3 files? waits?/)
  await screenshot('held-back')
  // FLAC is another kind.
  await expect
    .poll(async () => [await genreIn(paths[4] ?? ''), await genreIn(paths[5] ?? '')])
    .toEqual(['Ambient', 'Ambient'])
  expect(await genreIn(paths[3] ?? '')).not.toBe('Ambient')

  await question.getByRole('button', { name: 'Save the others' }).click()
  await expect(page.getByText(/^Saved \d files?\.$/).last()).toBeVisible()
  for (const path of others) expect(await genreIn(path)).toBe('Ambient')
  expect(readFileSync(first).equals(before)).toBe(true)
})
