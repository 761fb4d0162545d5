import { copyFileSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Track } from '../../shared/model'
import { copyOf, temporaryFolder } from '../metadata/testing/fixture'
import { createLibrary } from './create-library'
import type { Library } from './library'
import { MetadataWriter } from './metadata-files'
import type { OutsideChanges } from './outside'

const signal = new AbortController().signal

/** A library that watches, and everything it said so far. */
function watching() {
  const said: OutsideChanges[] = []
  const errors: unknown[] = []
  const library = createLibrary({
    dataDir: temporaryFolder(),
    workerPath: undefined,
    onOutside: (changes) => said.push(changes),
    onError: (error) => errors.push(error),
  })
  onTestFinished(() => library.close())
  return { library, said, errors }
}

async function list(library: Library, ...paths: readonly string[]): Promise<Track[]> {
  const tracks: Track[] = []
  const grants = library.grant(paths).map(({ id }) => id)
  await library.scan(grants, { signal, onBatch: (batch) => tracks.push(...batch.tracks) })
  return tracks
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 20 })

/** Watching has begun once something that happens is told: done over until it is. */
async function begun(folder: string, said: OutsideChanges[]): Promise<void> {
  const path = join(folder, 'begun.mp3')
  copyOf('v24.mp3', 'begun.mp3', folder)
  await until(() => {
    utimesSync(path, new Date(), new Date())
    expect(said.flatMap(({ added, tracks }) => [...added, ...tracks]).length).toBeGreaterThan(0)
  })
  rmSync(path)
  await until(() => expect(said.flatMap(({ gone }) => gone).length).toBeGreaterThan(0))
  said.length = 0
}

const write = (path: string, title: string) =>
  new MetadataWriter().write(path, { values: { title: [title] } })

describe('an open folder', () => {
  it('tells of files that other programs change, add and delete', async () => {
    const folder = temporaryFolder()
    copyOf('tagged.flac', 'one.flac', folder)
    const { library, said } = watching()
    const [one] = await list(library, folder)
    await begun(folder, said)

    await write(join(folder, 'one.flac'), 'Von woanders')
    await until(() => {
      const tracks = said.flatMap((changes) => changes.tracks)
      expect(tracks.at(-1)).toMatchObject({ id: one?.id, values: { title: ['Von woanders'] } })
    })
    mkdirSync(join(folder, 'CD 2'))
    copyOf('v24.mp3', 'two.mp3', join(folder, 'CD 2'))
    await until(() => expect(said.flatMap(({ added }) => added)).toMatchObject([{ fileName: 'two.mp3' }]))
    rmSync(join(folder, 'one.flac'))
    await until(() => expect(said.flatMap(({ gone }) => gone)).toEqual([one?.id]))
    // There again: the row is no longer a missing one.
    copyOf('tagged.flac', 'one.flac', folder)
    await until(() => {
      const tracks = said.flatMap((changes) => changes.tracks)
      expect(tracks.at(-1)).toMatchObject({ id: one?.id, values: { title: ['Ein Titel'] } })
    })
  })

  it('follows files that are renamed, and folders that go as a whole', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'a'))
    copyOf('tagged.flac', 'one.flac', join(folder, 'a'))
    copyOf('v24.mp3', 'two.mp3', join(folder, 'a'))
    const { library, said } = watching()
    const tracks = await list(library, folder)
    const one = tracks.find(({ fileName }) => fileName === 'one.flac')
    await begun(folder, said)

    renameSync(join(folder, 'a', 'one.flac'), join(folder, 'Eins.flac'))
    await until(() => {
      expect(said.flatMap((changes) => changes.tracks)).toMatchObject([
        { id: one?.id, fileName: 'Eins.flac' },
      ])
    })
    expect(said.flatMap(({ gone }) => gone)).toEqual([])
    renameSync(join(folder, 'a'), join(temporaryFolder(), 'elsewhere'))
    await until(() => expect(said.flatMap(({ gone }) => gone)).toHaveLength(1))
  })

  it('is silent about what we save and rename ourselves', async () => {
    const folder = temporaryFolder()
    copyOf('tagged.flac', 'one.flac', folder)
    copyOf('v24.mp3', 'two.mp3', folder)
    const { library, said } = watching()
    const tracks = await list(library, folder)
    await begun(folder, said)
    const [one, two] = tracks
    if (one === undefined || two === undefined) throw new Error('not listed')
    const changes = {
      values: { title: { from: ['Ein Titel'], to: ['Ein viel längerer Titel'.repeat(500)] } },
    }
    const order = { kind: 'edit' as const, label: '', withoutUndo: false, holdsBack: true }
    await library.save({ ...order, tracks: [{ id: one.id, changes }] }, { signal, onProgress: () => {} })
    await library.rename({
      label: '',
      withoutUndo: false,
      names: [{ id: two.id, fileName: 'Zwei.mp3' }],
    })
    // What comes after it shows that all before was looked at.
    copyOf('v24.mp3', 'after.mp3', folder)
    await until(() => expect(said.flatMap(({ added }) => added)).toMatchObject([{ fileName: 'after.mp3' }]))
    expect(said.flatMap(({ tracks: changed, gone }) => [...changed, ...gone])).toEqual([])
  })

  it('does not bring back what was taken off the list, nor what was never opened', async () => {
    const folder = temporaryFolder()
    copyOf('tagged.flac', 'one.flac', folder)
    copyOf('v24.mp3', 'two.mp3', folder)
    const { library, said } = watching()
    const tracks = await list(library, folder)
    await begun(folder, said)
    const off = tracks.find(({ fileName }) => fileName === 'two.mp3')
    if (off === undefined) throw new Error('not listed')
    library.forget([off.id])
    copyFileSync(join(folder, 'one.flac'), join(temporaryFolder(), 'elsewhere.flac'))
    await write(join(folder, 'two.mp3'), 'Neu')
    copyOf('v24.mp3', 'after.mp3', folder)
    await until(() => expect(said.flatMap(({ added }) => added)).toMatchObject([{ fileName: 'after.mp3' }]))
    expect(said.flatMap(({ tracks: changed }) => changed)).toEqual([])
  })
})

it('files that a link led to are followed where they lie', async () => {
  const folder = temporaryFolder()
  const elsewhere = temporaryFolder()
  const path = copyOf('tagged.flac', 'one.flac', elsewhere)
  symlinkSync(elsewhere, join(folder, 'link'))
  const { library, said } = watching()
  const [one] = await list(library, folder)
  let count = 0
  await until(async () => {
    await write(path, `Von woanders ${count++}`)
    await vi.waitFor(() => expect(said.flatMap(({ tracks }) => tracks)[0]?.id).toBe(one?.id), {
      timeout: 1000,
    })
  })
})

it('a file that was opened alone is followed, and its neighbours are not', async () => {
  const folder = temporaryFolder()
  const path = copyOf('tagged.flac', 'one.flac', folder)
  const { library, said, errors } = watching()
  const [one] = await list(library, path)
  let count = 0
  await until(async () => {
    await write(path, `Von woanders ${count++}`)
    await vi.waitFor(() => expect(said.length).toBeGreaterThan(0), { timeout: 1000 })
  })
  copyOf('v24.mp3', 'two.mp3', folder)
  await write(path, 'Zuletzt')
  await until(() => expect(said.flatMap(({ tracks }) => tracks).at(-1)?.values.title).toEqual(['Zuletzt']))
  expect(said.flatMap(({ tracks }) => tracks).every(({ id }) => id === one?.id)).toBe(true)
  expect(said.flatMap(({ added }) => added)).toEqual([])
  expect(errors).toEqual([])
})
