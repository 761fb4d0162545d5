import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { readMetadata } from '../src/main/library/metadata-files'
import { concat } from '../src/main/metadata/bytes'
import { frame24, tagBytes, text } from '../src/main/metadata/tags/id3v2-testing'
import { expect, type Place, test } from './app'
import { inEveryLook } from './looks'

const fixtures = fileURLToPath(new URL('../src/main/metadata/testing/fixtures/', import.meta.url))
const genreIn = async (path: string) => (await readMetadata(path))?.values.genre?.[0]

/**
 * Two FLACs and so many MP3s that not all are begun before the first of them fails. That one has more text than is
 * read: its genre, which no save may write over unseen.
 */
function music(place: Place): string[] {
  const folder = join(place.music, 'batch')
  mkdirSync(folder)
  const mp3s = Array.from({ length: 24 }, (_, index) => `${index + 1}.mp3`)
  const paths = [...mp3s, '25.flac', '26.flac'].map((name) => join(folder, name))
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
  // What is still being listed is not selected.
  await expect(page.getByRole('treeitem', { name: 'batch 26' })).toBeVisible()
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  await page.getByRole('row').filter({ hasText: '2.mp3' }).first().click()
  await page.keyboard.press('Control+a')
  await expect(page.getByRole('heading', { name: '26 files' })).toBeVisible()
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
  const tagwright = await start({ args: [join(place.music, 'batch')] })
  const { page } = tagwright
  await editAll(page, 'Ambient')
  await page.keyboard.press('Control+s')
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText('“1.mp3” was left as it is: saving it would lose')
  await expect(question).toContainText(/more MP3 files? waits?/)
  await inEveryLook(tagwright, 'held-back')
  await question.getByRole('button', { name: 'Stop' }).click()
  // FLAC is another kind.
  for (const path of others.slice(-2)) expect(await genreIn(path)).toBe('Ambient')
  expect(await genreIn(others.at(-3) ?? '')).not.toBe('Ambient')
  await page.getByRole('button', { name: '1 failed' }).click()
  await expect(page.getByRole('region', { name: 'Jobs' })).toContainText('were held back')
  await inEveryLook(tagwright, 'failed-batch')
  await page.keyboard.press('Escape')

  await page.keyboard.press('Control+s')
  await question.getByRole('button', { name: 'Save the others' }).click()
  const genres = () => Promise.all(others.map(genreIn))
  await expect.poll(genres, { timeout: 8000 }).toEqual(others.map(() => 'Ambient'))
  expect(readFileSync(first).equals(before)).toBe(true)
})
