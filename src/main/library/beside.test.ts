import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { plainCover } from '../../../e2e/musicbrainz/cover'
import type { TrackId } from '../../shared/model'
import { alone } from '../files/alone'
import { diskFiles } from '../files/file-system'
import { keepBesideTask, nameAside, namesTaken } from './beside'
import { createLibrary } from './create-library'
import type { Library } from './library'

const sample = fileURLToPath(new URL('../../../resources/sample-library/', import.meta.url))
const album = 'Ten Volta - Low Orbit'

let root = ''
let folder = ''
let library: Library
let id: TrackId
let stem = ''
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'tagwright-beside-'))
  folder = join(root, 'album')
  mkdirSync(folder)
  const [name = ''] = readdirSync(join(sample, album)).filter((file) => file.endsWith('.ogg'))
  copyFileSync(join(sample, album, name), join(folder, name))
  stem = name.slice(0, -'.ogg'.length)
  library = createLibrary({ dataDir: join(root, 'data'), workerPath: undefined })
  await library.scan(
    library.grant([folder]).map((grant) => grant.id),
    {
      signal: new AbortController().signal,
      onBatch: ({ tracks }) => {
        for (const track of tracks) id = track.id
      },
    },
  )
})
afterEach(async () => {
  await library.close()
  rmSync(root, { recursive: true, force: true })
})

async function pictureOf(text: string): Promise<{ hash: string; bytes: Buffer }> {
  const bytes = plainCover(text)
  const added = await library.addPicture(new Uint8Array(bytes))
  if (!added.ok) throw new Error('a PNG is a picture')
  return { hash: added.picture.hash, bytes }
}
const others = () => readdirSync(folder).filter((name) => !name.endsWith('.ogg'))
const read = (name: string) => readFileSync(join(folder, name))

describe('keeping a cover beside music', () => {
  it('calls it by what it is', async () => {
    const { hash, bytes } = await pictureOf('blue')
    expect(await library.keepBeside(id, { kind: 'cover', hash }, { replaces: false })).toEqual({
      ok: true,
      beside: { kind: 'written', file: 'cover.png', aside: [] },
    })
    expect(others()).toEqual(['cover.png'])
    expect(read('cover.png')).toEqual(bytes)
  })

  it('leaves a cover of whatever kind as it is unless it is told to replace it', async () => {
    writeFileSync(join(folder, 'Cover.JPG'), 'mine')
    const { hash } = await pictureOf('blue')
    expect(await library.keepBeside(id, { kind: 'cover', hash }, { replaces: false })).toEqual({
      ok: true,
      beside: { kind: 'taken', by: 'Cover.JPG' },
    })
    expect(others()).toEqual(['Cover.JPG'])
    expect(read('Cover.JPG').toString()).toBe('mine')
  })

  it('gives what it replaces another name: nothing is lost', async () => {
    writeFileSync(join(folder, 'cover.png'), 'mine')
    writeFileSync(join(folder, 'cover (2).png'), 'older')
    const { hash, bytes } = await pictureOf('blue')
    expect(await library.keepBeside(id, { kind: 'cover', hash }, { replaces: true })).toEqual({
      ok: true,
      beside: { kind: 'written', file: 'cover.png', aside: ['cover (3).png'] },
    })
    expect(read('cover.png')).toEqual(bytes)
    expect(read('cover (2).png').toString()).toBe('older')
    expect(read('cover (3).png').toString()).toBe('mine')
  })

  it('gives it its name back when the new one cannot be written', async () => {
    writeFileSync(join(folder, 'cover.png'), 'mine')
    const journal = join(root, 'journal')
    const task = { folder, name: 'cover.jpg', bytes: new Uint8Array(9), replaces: true, journal }
    // Another of ours makes a file in this folder just then.
    const holder = { path: folder, real: realpathSync(folder), stat: diskFiles.stat(folder) }
    const outcome = alone(journal, holder, diskFiles, () => keepBesideTask(task), folder)
    expect(await outcome).toMatchObject({ ok: false, problem: { code: 'file.beingSaved' } })
    expect(others()).toEqual(['cover.png'])
    expect(read('cover.png').toString()).toBe('mine')
    expect(await keepBesideTask(task)).toMatchObject({ ok: true, beside: { aside: ['cover (2).png'] } })
  })

  it('knows only pictures of the store', async () => {
    const hash = '0'.repeat(64)
    expect(await library.keepBeside(id, { kind: 'cover', hash }, { replaces: false })).toMatchObject({
      ok: false,
      problem: { code: 'picture.missing' },
    })
    expect(others()).toEqual([])
  })
})

describe('keeping lyrics beside music', () => {
  it('gives them the name of the file, in UTF-8', async () => {
    const what = { kind: 'lyrics', form: 'lrc', text: '[00:01.00]Über dem Meer\n' } as const
    expect(await library.keepBeside(id, what, { replaces: false })).toMatchObject({
      beside: { kind: 'written', file: `${stem}.lrc` },
    })
    expect(read(`${stem}.lrc`).toString('utf8')).toBe(what.text)
    expect(await library.keepBeside(id, { ...what, text: 'other' }, { replaces: false })).toMatchObject({
      beside: { kind: 'taken', by: `${stem}.lrc` },
    })
    expect(read(`${stem}.lrc`).toString('utf8')).toBe(what.text)
    expect(await library.keepBeside(id, { ...what, form: 'txt' }, { replaces: false })).toMatchObject({
      beside: { kind: 'written', file: `${stem}.txt` },
    })
  })

  it('is refused for a file that is not listed', async () => {
    library.forget([id])
    expect(
      await library.keepBeside(id, { kind: 'lyrics', form: 'lrc', text: '' }, { replaces: false }),
    ).toMatchObject({ ok: false, problem: { code: 'file.notFound' } })
  })
})

it('a name is taken by what a player may take for the same', () => {
  const present = ['COVER.jpeg', 'cover.txt', 'cover (2).jpg', 'back.jpg']
  expect(namesTaken('cover.png', present)).toEqual(['COVER.jpeg'])
  expect(namesTaken('song.lrc', ['Song.LRC', 'song.txt', 'song.mp3'])).toEqual(['Song.LRC'])
  expect(nameAside('COVER.jpeg', present)).toBe('COVER (2).jpeg')
  expect(nameAside('cover.jpg', present)).toBe('cover (3).jpg')
})
