import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, type Place, test } from './app'
import { startMusicBrainzServer } from './musicbrainz/server'
import { flacTagged, mp3Tagged, type Tags } from './retagged'

// Albums in real folders, through the window, against a MusicBrainz that knows the sample library's releases.

const samples = fileURLToPath(new URL('../resources/sample-library', import.meta.url))
type Catalogue = Parameters<typeof startMusicBrainzServer>[0]['catalogue']
const catalogue = JSON.parse(readFileSync(join(samples, 'catalogue/releases.json'), 'utf8')) as Catalogue

const tideworks = 'Mira Solen - Tideworks (2019)'
const nachtfaehre = 'Karl Brandt Trio - Nachtfähre (2004)'
const garden = 'Various Artists - Garden Variations (2011)'
const orbit = 'Ten Volta - Low Orbit'
const waves = 'Ilse Okoro - Short Waves EP (2021)'

const titlesOf = (release: string): string[] =>
  catalogue
    .find(({ title }) => title === release)!
    .media!.flatMap(({ tracks = [] }) => tracks.map(({ title }) => title))
const tideTitles = titlesOf('Tideworks')
const nightTitles = titlesOf('Nachtfähre')

/** A file of the sample library, to be put into an album of our own making. */
interface Source {
  readonly from: string
  /** Its new name; its own where absent. */
  readonly name?: string
  /** Instead of all that it has. */
  readonly tags?: Tags
}

const filesOf = (folder: string): string[] =>
  readdirSync(join(samples, folder))
    .sort()
    .map((name) => `${folder}/${name}`)

/** The files of an album, each changed by its place in it, from 1. */
const remade = (folder: string, change: (at: number, from: string) => Omit<Source, 'from'>): Source[] =>
  filesOf(folder).map((from, index) => ({ from, ...change(index + 1, from) }))

const two = (at: number) => String(at).padStart(2, '0')
const mojibake = (text: string) => Buffer.from(text).toString('latin1')
const ending = (from: string) => extname(from)

interface Case {
  readonly what: string
  /** The folder that the album lies in, below one of its own. */
  readonly folder: string
  readonly files: readonly Source[]
  /** What is chosen, and of which edition where that is known. Absent: nothing that is called sure. */
  readonly finds?: {
    readonly title: string
    readonly edition?: string
    readonly placed: string
    /** `sure` where absent. */
    readonly called?: 'likely'
  }
}

const cases: readonly Case[] = [
  {
    what: 'an album without any tag, named by folder and files',
    folder: tideworks,
    files: remade(tideworks, (at, from) => ({
      name: `${two(at)} ${tideTitles[at - 1]}${ending(from)}`,
      tags: {},
    })),
    finds: { title: 'Tideworks', placed: '7 of 7' },
  },
  {
    what: 'one with file names in German and no tags',
    folder: 'Karl Brandt Trio - Nachtfähre',
    files: remade(nachtfaehre, () => ({ tags: {} })),
    finds: { title: 'Nachtfähre', placed: '6 of 6' },
  },
  {
    what: 'scene names in a folder of downloads',
    folder: 'Downloads',
    files: remade(tideworks, (at, from) => ({
      name: `mira_solen-tideworks-${two(at)}-${tideTitles[at - 1]!.toLowerCase().replace(/[^a-z]+/g, '_')}${ending(from)}`,
      tags: {},
    })),
    finds: { title: 'Tideworks', placed: '7 of 7' },
  },
  {
    what: 'titles in tags, and nothing else',
    folder: 'New Folder',
    files: remade(tideworks, (at, from) => ({
      name: `Track ${two(at)}${ending(from)}`,
      tags: { TITLE: tideTitles[at - 1]! },
    })),
    finds: { title: 'Tideworks', placed: '7 of 7', called: 'likely' },
  },
  {
    what: 'tags in mojibake',
    folder: 'Musik',
    files: remade(nachtfaehre, (at, from) => ({
      name: `${two(at)}${ending(from)}`,
      tags: {
        TITLE: mojibake(nightTitles[at - 1]!),
        ALBUM: mojibake('Nachtfähre'),
        ARTIST: 'Karl Brandt Trio',
        TRACKNUMBER: String(at),
      },
    })),
    finds: { title: 'Nachtfähre', placed: '6 of 6' },
  },
  {
    what: 'names numbered from the end',
    folder: 'Karl Brandt Trio - Nachtfähre (2004)',
    files: remade(nachtfaehre, (at, from) => ({
      name: `${two(7 - at)} ${nightTitles[at - 1]!.toLowerCase()}${ending(from)}`,
      tags: {},
    })),
    finds: { title: 'Nachtfähre', placed: '6 of 6' },
  },
  {
    what: 'an album with a file that is none of it',
    folder: tideworks,
    files: [...remade(tideworks, () => ({})), { from: 'Unsorted/Mira Solen - Ebb (demo).mp3' }],
    finds: { title: 'Tideworks', edition: 'CD', placed: '7 of 7' },
  },
  {
    what: 'an album that two tracks are missing of',
    folder: tideworks,
    files: remade(tideworks, () => ({})).filter((_, index) => index !== 2 && index !== 5),
    finds: { title: 'Tideworks', edition: 'CD', placed: '5 of 7' },
  },
  {
    what: 'another one, without its first track',
    folder: orbit,
    files: remade(orbit, () => ({})).slice(1),
    finds: { title: 'Low Orbit', placed: '4 of 5' },
  },
  {
    what: 'two discs in one folder',
    folder: 'Garden Variations',
    files: [1, 2].flatMap((disc) =>
      remade(`${garden}/Disc ${disc}`, (_, from) => ({ name: `${disc}-${from.split('/').at(-1)}` })),
    ),
    finds: { title: 'Garden Variations', edition: '2 × CD', placed: '10 of 10' },
  },
  {
    what: 'tags that say nothing of the edition',
    folder: 'Mira Solen',
    files: remade(tideworks, (at) => ({
      tags: { TITLE: tideTitles[at - 1]!, ALBUM: 'Tideworks', ARTIST: 'Mira Solen', TRACKNUMBER: String(at) },
    })),
    finds: { title: 'Tideworks', edition: 'fits equally', placed: '7 of 7' },
  },
  {
    what: 'the barcode of the vinyl in the tags',
    folder: 'Mira Solen - Tideworks',
    files: remade(tideworks, (at) => ({
      tags: {
        TITLE: tideTitles[at - 1]!,
        ALBUM: 'Tideworks',
        ARTIST: 'Mira Solen',
        TRACKNUMBER: String(at),
        BARCODE: '2004019001421',
      },
    })),
    finds: { title: 'Tideworks', edition: '12" Vinyl', placed: '7 of 7' },
  },
  {
    what: 'a wrong album in every tag',
    folder: 'Various',
    files: remade(tideworks, (at) => ({
      tags: {
        TITLE: tideTitles[at - 1]!,
        ALBUM: 'Greatest Hits',
        ARTIST: 'Mira Solen',
        TRACKNUMBER: String(at),
      },
    })),
  },
  {
    what: 'the right titles over other music',
    folder: 'Tideworks',
    files: remade(nachtfaehre, (at) => ({
      tags: { TITLE: tideTitles[at - 1]!, ALBUM: 'Tideworks', ARTIST: 'Mira Solen', TRACKNUMBER: String(at) },
    })),
  },
  {
    what: 'an album that nobody knows',
    folder: 'Nobody - Zzyzx Roads',
    files: remade(tideworks, (at) => ({
      tags: {
        TITLE: `Zzyzx ${'abcdefg'[at - 1]}`,
        ALBUM: 'Zzyzx Roads',
        ARTIST: 'Nobody',
        TRACKNUMBER: String(at),
      },
    })),
  },
]

/** The sample library's own, in the order of their names. */
const ownAlbums: readonly Case[] = [
  { folder: 'Hana Lind - Field Notes', finds: { title: 'Field Notes', placed: '4 of 4' } },
  { folder: waves, finds: { title: 'Short Waves', placed: '4 of 4' } },
  { folder: nachtfaehre, finds: { title: 'Nachtfähre', edition: 'CD', placed: '6 of 6' } },
  { folder: tideworks, finds: { title: 'Tideworks', edition: 'CD', placed: '7 of 7' } },
  { folder: orbit, finds: { title: 'Low Orbit', placed: '5 of 5' } },
].map((own) => ({ what: own.folder, files: remade(own.folder, () => ({})), ...own }))

/** Writes the album into a folder of its own below `Music`, and answers that. */
function build(place: Place, { folder, files }: Case, at: number): string {
  const root = join(place.music, `${two(at)}`)
  const album = join(root, folder)
  mkdirSync(album, { recursive: true })
  for (const { from, name = from.split('/').at(-1)!, tags } of files) {
    const bytes = readFileSync(join(samples, from))
    const tagged = from.endsWith('.flac') ? flacTagged : mp3Tagged
    writeFileSync(join(album, name), tags === undefined ? bytes : tagged(bytes, tags))
  }
  place.own(root)
  return album
}

test('twenty albums, tidy and not, are found or not called sure', async ({ start, place }) => {
  test.setTimeout(240_000)
  const server = await startMusicBrainzServer({ catalogue })
  try {
    const all = [...ownAlbums, ...cases]
    expect(all).toHaveLength(20)
    const folders = all.map((one, at) => build(place, one, at))
    const { page } = await start({ args: folders, catalogue: false, musicBrainz: server })
    await expect(page.getByRole('progressbar')).toHaveCount(0)
    for (const [index, { what, finds }] of all.entries()) {
      await test.step(what, async () => {
        await page.locator(`[data-path="${folders[index]}"]`).click()
        await page.getByRole('grid').first().focus()
        await page.keyboard.press('Control+a')
        await page.keyboard.press('Control+l')
        const tab = page.getByRole('tab', { name: /^Tracks/ })
        await expect(tab.or(page.getByText(/^Nothing found/))).toBeVisible({ timeout: 20_000 })
        const called = (word: string) =>
          page.locator('.candidate-head').filter({ hasText: new RegExp(`${word} · \\d+ %`) })
        if (finds === undefined) await expect(called('sure'), what).toHaveCount(0)
        else {
          await expect(called(finds.called ?? 'sure').first(), what).toContainText(finds.title)
          const chosen = page.getByRole('option', { selected: true })
          if (finds.edition !== undefined) await expect(chosen, what).toContainText(finds.edition)
          await expect(tab, what).toContainText(finds.placed)
        }
        await page.keyboard.press('Escape')
        await expect(page.getByRole('heading', { name: /^Look up/ })).toHaveCount(0)
      })
    }
    const asked = server.requests.filter(({ path }) => path.startsWith('/ws/2/'))
    expect(asked.length).toBeLessThan(4 * all.length)
  } finally {
    await server.close()
  }
})
