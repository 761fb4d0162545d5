import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from '@playwright/test'
import { fields as labels } from '../src/shared/i18n/en/fields'
import {
  customField,
  type FieldName,
  type FieldValues,
  fieldNames,
  fieldRow,
  isRegisteredField,
  valueEntries,
} from '../src/shared/model'
import { appFolder, dropFiles, expect, type Place, test } from './app'
import { builtFiles } from './built-files'

/** Every format that is written: one file of each container, and of each kind of tag where it has several. */
const fixtures = [
  ...['v23-v1.mp3', 'v24.mp3', 'plain.mp3', 'layer2.mp2', 'stream.aac'],
  ...['tagged.flac', 'tagged.ogg', 'tagged.opus', 'tagged.spx', 'flac.oga', 'theora.ogv'],
  ...['tagged.m4a', 'mp4-alac.m4a', 'fragmented.m4a', 'chapters.m4b', 'mp4-texts.3gp', 'mp4-quicktime.mov'],
  ...['tagged.wma', 'mp3.asf', 'info.wav', 'plain.wav', 'wide.rf64.wav', 'tagged.aiff', 'alaw.aifc'],
  ...['plain.wv', 'plain.mpc', 'plain.tta', 'ape-tagged.tta', 'plain.mka', 'levels.mka', 'flat.webm'],
]
/** Its one place for tags knows a few fields, and no pictures. */
const narrow = 'wide.w64'

const fixtureFolder = fileURLToPath(new URL('../src/main/metadata/testing/fixtures/', import.meta.url))
const cover = fileURLToPath(new URL('../build/icons/512.png', import.meta.url))
const own = customField('RIPPER')
const everyField: readonly FieldName[] = [...fieldNames, own]

/** A value for each field that fits its type, awkward where that is allowed. */
const special: { readonly [Name in FieldName]?: readonly string[] } = {
  track: ['7'],
  trackTotal: ['12'],
  originalDate: ['1999-03'],
  language: ['deu'],
  website: ['https://example.org/?a=1&b=2'],
  podcastFeed: ['https://example.org/feed.xml'],
  syncedLyrics: ['[00:01.00]Eins\n[00:02.50]Two ♪'],
  replayGainTrackGain: ['-6.50 dB'],
  replayGainAlbumGain: ['+1.25 dB'],
  replayGainTrackPeak: ['0.987654'],
  replayGainAlbumPeak: ['1.000000'],
  r128TrackGain: ['-256'],
  r128AlbumGain: ['512'],
  recordingId: ['b1a9c0e9-d987-4042-ae91-78d6a3267d69'],
  mediaKind: ['10'],
  advisory: ['1'],
}

function valueFor(field: FieldName): readonly string[] {
  const { type, many } = fieldRow(field)
  const name = isRegisteredField(field) ? labels[`field.${field}`] : 'own'
  const byType = {
    flag: ['1'],
    rating: ['80'],
    number: ['7'],
    date: ['2019-09-13'],
    long: [`Größe of ${name}\n“second line” ♪`],
    text: many ? [`Ä/B of ${name}`, `日本 ${name}`] : [`Ä & “${name}” ♪`],
  }
  return special[field] ?? byType[type]
}

const everyValue: FieldValues = Object.fromEntries(everyField.map((field) => [field, valueFor(field)]))

/** Copies of the files in a folder of the test's own. */
function library(place: Place): { files: readonly string[]; narrowFile: string } {
  const folder = join(place.music, 'formats')
  mkdirSync(folder)
  for (const name of [...fixtures, narrow]) copyFileSync(join(fixtureFolder, name), join(folder, name))
  for (const [name, bytes] of Object.entries(builtFiles)) writeFileSync(join(folder, name), bytes)
  place.own(folder)
  const files = [...fixtures, ...Object.keys(builtFiles)].map((name) => join(folder, name))
  return { files, narrowFile: join(folder, narrow) }
}

interface Line {
  readonly fields: Readonly<Record<string, readonly string[]>>
  readonly pictures?: readonly { readonly sha1: string; readonly type: number }[]
  readonly audio: string
}

/** What the built command says of the files: another process, without the window. */
function readOutside(files: readonly string[]): Line[] {
  const command = join(appFolder, 'out', 'cli', 'read.js')
  const lines = execFileSync(process.execPath, [command, '--audio', ...files], { encoding: 'utf8' })
  return lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}

/** Nothing is running: verifying each save takes its time on a busy machine. */
const settled = (page: Page) => expect(page.getByRole('progressbar')).toHaveCount(0, { timeout: 60_000 })
const labelOf = (field: FieldName): string => (isRegisteredField(field) ? labels[`field.${field}`] : 'RIPPER')
const boxOf = (page: Page, field: FieldName): Locator =>
  page
    .getByRole(fieldRow(field).type === 'flag' ? 'checkbox' : 'textbox', {
      name: labelOf(field),
      exact: true,
    })
    .first()

/** As the panel shows a value. */
const shown = (value: readonly string[]): string => value.join('; ')

async function openMore(page: Page): Promise<void> {
  const heading = page.getByRole('button', { name: /more fields?/, expanded: false })
  if ((await heading.count()) > 0) await heading.click()
}

/** Brings the field into the panel where it is not there yet. */
async function offer(page: Page, field: FieldName): Promise<void> {
  if ((await boxOf(page, field).count()) > 0) return
  await page.getByRole('button', { name: 'Add field…' }).click()
  if (isRegisteredField(field)) {
    await page.getByRole('menuitem', { name: labelOf(field), exact: true }).click()
  } else {
    await page.getByRole('menuitem', { name: 'Field of my own…' }).click()
    await page.getByRole('textbox', { name: 'Name of the field' }).fill(labelOf(field))
    await page.keyboard.press('Enter')
  }
}

/** Types a value into a field of the panel, for all files that are selected. */
async function fillIn(page: Page, field: FieldName, value: readonly string[]): Promise<void> {
  await offer(page, field)
  const box = boxOf(page, field)
  if (fieldRow(field).type === 'flag') {
    await box.click()
    return
  }
  await box.fill(shown(value))
  await box.press('Tab')
}

async function selectAll(page: Page, count: number): Promise<void> {
  await page.getByRole('grid').first().focus()
  await page.keyboard.press('Control+a')
  await expect(page.getByText(`${count} selected`)).toBeVisible()
}

/** On a row that is selected: it is the cover of all that are. */
async function dropCover(page: Page): Promise<void> {
  const box = await page.getByRole('row', { selected: true }).first().boundingBox()
  if (box === null) throw new Error('no row is selected')
  await dropFiles(page, [cover], { at: { x: box.x + box.width / 2, y: box.y + box.height / 2 } })
  await expect(page.getByText(/PNG 512×512/).first()).toBeVisible()
}

async function save(page: Page, says: string): Promise<void> {
  await page.keyboard.press('Control+s')
  await settled(page)
  await expect(page.getByText(says).first()).toBeVisible()
}

/** Takes everything off the list and opens it again: what the panel shows then was read from disk. */
async function openAgain(page: Page, files: readonly string[]): Promise<void> {
  await page.getByRole('grid').first().focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  const discard = page.getByRole('button', { name: 'Discard and remove' })
  const nothing = page.getByRole('heading', { name: 'Open music to edit its tags' })
  await expect(discard.or(nothing)).toBeVisible()
  if (await discard.isVisible()) await discard.click()
  await expect(nothing).toBeVisible()
  await dropFiles(page, files)
  await expect(page.getByRole('row').nth(1)).toBeVisible()
  await settled(page)
  await selectAll(page, files.length)
}

/** All selected files agree on these values, or the panel would say that they differ. */
async function expectShown(page: Page, wanted: FieldValues): Promise<void> {
  await openMore(page)
  for (const [field, value] of valueEntries(wanted)) {
    const box = boxOf(page, field)
    if (fieldRow(field).type === 'flag') await expect.soft(box, field).toBeChecked()
    else await expect.soft(box, field).toHaveValue(shown(value))
  }
}

test('every field of the panel is edited in a file of every format, saved, opened again, and equal', async ({
  start,
  place,
}) => {
  // Some twenty seconds on an idle machine.
  test.setTimeout(300_000)
  const { files, narrowFile } = library(place)
  const before = readOutside(files)
  const { page, screenshot } = await start({ args: [...files, narrowFile] })
  await settled(page)
  await selectAll(page, files.length + 1)
  await openMore(page)
  for (const [field, value] of valueEntries(everyValue)) await fillIn(page, field, value)
  await dropCover(page)
  await expect(page.getByText(`${files.length + 1} changed`)).toBeVisible()

  await save(page, `Saved ${files.length} files. 1 could not be saved.`)
  await page.getByRole('button', { name: 'Show them' }).click()
  await expect(page.getByText(/“wide\.w64” has no place for /).first()).toBeVisible()
  await screenshot('formats-save')
  await page.getByRole('button', { name: 'Show all' }).click()

  await openAgain(page, files)
  await expectShown(page, everyValue)
  await expect(page.getByText(/PNG 512×512/).first()).toBeVisible()
  await screenshot('formats-opened-again')

  const sha1 = createHash('sha1').update(readFileSync(cover)).digest('hex')
  for (const [index, line] of readOutside(files).entries()) {
    const name = basename(files[index] ?? '')
    expect.soft(line.fields, name).toMatchObject(everyValue)
    expect.soft(line.pictures?.map((picture) => picture.sha1) ?? [], name).toContain(sha1)
    expect.soft(line.audio, name).toBe(before[index]?.audio)
  }
})

test('a format with few places takes what it has a place for, and names what it has none for', async ({
  start,
  place,
}) => {
  test.setTimeout(120_000)
  const { narrowFile } = library(place)
  const values: FieldValues = {
    title: ['Ä & “Titel” ♪'],
    artist: ['日本'],
    album: ['Äther'],
    albumArtist: ['Others'],
    track: ['7'],
    trackTotal: ['12'],
    date: ['2019-09-13'],
    genre: ['Shanty'],
    composer: ['A/B'],
    comment: ['one\ntwo'],
    copyright: ['© 2019'],
    bpm: ['120'],
    rating: ['80'],
  }
  const { page } = await start({ args: [narrowFile] })
  await settled(page)
  await selectAll(page, 1)
  await openMore(page)
  for (const [field, value] of valueEntries(values)) await fillIn(page, field, value)
  await save(page, 'Saved 1 file.')
  await openAgain(page, [narrowFile])
  await expectShown(page, values)
  expect(readOutside([narrowFile])[0]?.fields).toMatchObject(values)

  await fillIn(page, 'mood', ['calm'])
  await save(page, '1 file could not be saved.')
  await expect(
    page.getByText(/“wide\.w64” has no place for “calm” in the field Mood\./).first(),
  ).toBeVisible()
  await dropCover(page)
  await save(page, '1 file could not be saved.')
  await expect(page.getByText(/“wide\.w64” has no place for a picture\./).first()).toBeVisible()
})
