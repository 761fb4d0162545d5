import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createLibrary, historyDatabase } from '../library'
import { buildWorker } from '../library/testing/built-worker'
import { MetadataReader } from '../metadata'
import { copyOf, temporaryFolder } from '../metadata/testing/fixture'
import { dataFolder } from './data-folder'

describe('the headless saver', () => {
  let program: Awaited<ReturnType<typeof buildWorker>>
  beforeAll(async () => {
    program = await buildWorker(join(import.meta.dirname, 'save.ts'))
  })
  afterAll(() => program.remove())

  const run = (data: string, ...args: readonly string[]) =>
    spawnSync(process.execPath, [program.path, ...args], {
      encoding: 'utf8',
      env: { ...process.env, TAGWRIGHT_DATA: data },
    })

  it('saves fields and a cover as the app does, and leaves nothing behind', async () => {
    const [path, picture, data] = [copyOf('tagged.flac'), copyOf('cover.png'), temporaryFolder()]
    const { status, stderr } = run(
      data,
      path,
      'title=Neu = neu',
      'artist=A',
      'artist=B',
      'comment=',
      '--cover',
      picture,
    )
    expect(stderr).toBe('')
    expect(status).toBe(0)
    const outcome = await new MetadataReader().read(path)
    if (!outcome.ok) throw new Error(outcome.problem.code)
    const { values, pictures } = outcome.metadata
    expect(values).toMatchObject({ title: ['Neu = neu'], artist: ['A', 'B'], album: ['Größe'] })
    expect(values.comment).toBeUndefined()
    expect(pictures).toMatchObject([{ type: 3, mime: 'image/png' }])
    expect(readdirSync(join(path, '..'))).toEqual(['tagged.flac'])
  })

  it('can be undone in the app, byte for byte', async () => {
    const [path, data] = [copyOf('tagged.flac'), temporaryFolder()]
    const before = readFileSync(path)
    expect(run(data, path, 'title=Neu', 'artist=A').status).toBe(0)
    const library = createLibrary({ dataDir: data, workerPath: undefined })
    onTestFinished(() => library.close())
    const [operation] = await library.past.list({ search: '', limit: 5 })
    if (operation === undefined) throw new Error('not recorded')
    expect(operation).toMatchObject({ label: 'title, artist', planned: 1, done: 1 })
    const quiet = { signal: new AbortController().signal, onProgress: () => {} }
    expect(await library.past.undo({ operation: operation.id }, quiet)).toMatchObject({ undone: 1 })
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('does not save what cannot be undone, unless told to do without', () => {
    const [path, data] = [copyOf('tagged.flac'), temporaryFolder()]
    const before = readFileSync(path)
    mkdirSync(historyDatabase(data), { recursive: true })
    expect(run(data, path, 'title=Neu')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('tagged.flac'),
    })
    expect(readFileSync(path).equals(before)).toBe(true)
    expect(run(data, path, 'title=Neu', '--without-undo')).toMatchObject({ status: 0, stderr: '' })
    expect(readFileSync(path).equals(before)).toBe(false)
  })

  it('says what is wrong, and that it did not save', () => {
    const data = temporaryFolder()
    expect(run(data, '/nowhere/a.mp3', 'title=x')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('a.mp3'),
    })
    expect(run(data, copyOf('v24.mp3'), 'tittle=x')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('tittle'),
    })
    expect(run(data, copyOf('tagged.m4a'), 'track=A1')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('A1'),
    })
    expect(run(data).status).toBe(2)
  })
})

it('finds the app’s data without Electron', () => {
  expect(dataFolder('linux', {}, '/home/a')).toBe(join('/home/a', '.config', 'Tagwright'))
  expect(dataFolder('linux', { XDG_CONFIG_HOME: '/x' }, '/home/a')).toBe(join('/x', 'Tagwright'))
  expect(dataFolder('darwin', {}, '/Users/a')).toBe(
    join('/Users/a', 'Library', 'Application Support', 'Tagwright'),
  )
  expect(dataFolder('win32', { APPDATA: '/r' }, '/a')).toBe(join('/r', 'Tagwright'))
  expect(dataFolder('linux', { TAGWRIGHT_DATA: '/d' }, '/home/a')).toBe('/d')
})
