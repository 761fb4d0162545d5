import { copyFileSync, readFileSync, renameSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readStamp } from '../files'
import { describePicture } from '../metadata'
import { copyOf, fixture, temporaryFolder, writtenFormats } from '../metadata/testing/fixture'
import { seededRandom } from '../metadata/testing/seeded-random'
import { openHistory } from '.'
import {
  carryOut,
  edit,
  filesOf,
  operation,
  planOf,
  readMetadata,
  replaceFile,
  savingOf,
  sha256Of,
  undo,
} from './testing/road'

function open(path = join(temporaryFolder(), 'history.db')) {
  const history = openHistory(path)
  onTestFinished(() => history.close())
  return { history, path }
}

const cover = (bytes = fixture('cover.jpg')) =>
  describePicture(bytes, { type: 3, mime: 'image/jpeg', description: '' })
const noise = (length: number, seed: number) => {
  const random = seededRandom(seed)
  const bytes = new Uint8Array(length).map(() => Math.floor(random() * 256))
  bytes.set(fixture('cover.jpg').subarray(0, 600))
  return bytes
}

describe('undoing a save', () => {
  it.each(writtenFormats)('gives %s back with its first SHA-256, also after a restart', async (name) => {
    const path = copyOf(name)
    const before = sha256Of(path)
    const database = join(temporaryFolder(), 'history.db')
    const first = openHistory(database)
    const saved = await edit(first, path, { title: ['A longer title than before 曲'], artist: ['Me', 'You'] })
    first.close()
    expect(sha256Of(path)).not.toBe(before)

    const { history } = open(database)
    const { answer } = await undo(history, saved)
    expect(answer).toMatchObject({
      kind: 'exact',
      changes: { values: { artist: { to: expect.anything() } } },
    })
    expect(sha256Of(path)).toBe(before)
    expect(filesOf(history, saved)).toMatchObject([{ undone: 'whole', state: 'done' }])
    expect(await undo(history, saved)).toEqual({ answer: { kind: 'none', reason: 'undone' } })
  })

  it('can itself be undone, and undone again', async () => {
    const { history } = open()
    const path = copyOf('tagged.flac')
    const before = sha256Of(path)
    const saved = await edit(history, path, { title: ['New'] })
    const after = sha256Of(path)
    const first = await undo(history, saved)
    expect(sha256Of(path)).toBe(before)
    const second = await undo(history, first.done!)
    expect(second.answer.kind).toBe('exact')
    expect(sha256Of(path)).toBe(after)
    expect(filesOf(history, saved)).toMatchObject([{ undone: 'no' }])
    const third = await undo(history, second.done!)
    expect(third.answer.kind).toBe('exact')
    expect(sha256Of(path)).toBe(before)
    expect(filesOf(history, saved)).toMatchObject([{ undone: 'whole' }])
  })

  it('one after the other, newest first, goes all the way back exactly', async () => {
    const { history } = open()
    const path = copyOf('v24.mp3')
    const versions = [sha256Of(path)]
    const saves = []
    for (let step = 0; step < 5; step++) {
      saves.push(await edit(history, path, { title: [`Title ${'x'.repeat(step * 700)}`] }))
      versions.push(sha256Of(path))
    }
    for (const saved of saves.reverse()) {
      versions.pop()
      expect((await undo(history, saved)).answer.kind).toBe('exact')
      expect(sha256Of(path)).toBe(versions.at(-1))
    }
  })

  it('out of order puts back the fields of that save and leaves those of later ones', async () => {
    const { history } = open()
    const path = copyOf('tagged.m4a')
    const { values: before } = await readMetadata(path)
    const first = await edit(history, path, { title: ['One'], artist: ['One'] })
    await edit(history, path, { album: ['Two'] })
    const { answer } = await undo(history, first)
    expect(answer).toMatchObject({ kind: 'fields', conflicts: [] })
    const { values } = await readMetadata(path)
    expect(values).toMatchObject({ title: before.title, artist: before.artist, album: ['Two'] })
  })

  it('reports a field that was changed since, and offers the others', async () => {
    const { history } = open()
    const path = copyOf('tagged.flac')
    const { values: before } = await readMetadata(path)
    const first = await edit(history, path, { title: ['One'], artist: ['One'] })
    const later = await edit(history, path, { title: ['Two'] })
    const { answer } = await undo(history, first)
    expect(answer).toMatchObject({
      kind: 'fields',
      conflicts: [{ field: 'title', reason: 'changed' }],
      // What that save wrote, and what is there now.
      since: { values: { title: { from: ['One'], to: ['Two'] } } },
    })
    expect((await readMetadata(path)).values).toMatchObject({ title: ['Two'], artist: before.artist })
    expect(filesOf(history, first)).toMatchObject([{ undone: 'partly' }])
    // The rest goes once nothing stands in its way.
    await undo(history, later)
    expect((await undo(history, first)).answer).toMatchObject({ kind: 'fields', conflicts: [] })
    expect((await readMetadata(path)).values.title).toEqual(before.title)
    expect(filesOf(history, first)).toMatchObject([{ undone: 'whole' }])
  })

  it('says when nothing of a save is left', async () => {
    const { history } = open()
    const path = copyOf('tagged.flac')
    const original = readFileSync(path)
    const saved = await edit(history, path, { title: ['One'] })
    replaceFile(path, original)
    expect((await undo(history, saved)).answer).toEqual({ kind: 'none', reason: 'nothingLeft' })
  })

  it('is exact for a file that was only touched, or copied and put back', async () => {
    const { history } = open()
    const path = copyOf('tagged.ogg')
    const before = sha256Of(path)
    const saved = await edit(history, path, { title: ['One'] })
    utimesSync(path, new Date(1_000_000_000_000), new Date(1_000_000_000_000))
    copyFileSync(path, `${path}.copy`)
    renameSync(`${path}.copy`, path)
    expect((await undo(history, saved)).answer.kind).toBe('exact')
    expect(sha256Of(path)).toBe(before)
  })

  it('keeps what another program wrote elsewhere in the file', async () => {
    const { history } = open()
    const path = copyOf('tagged.flac')
    const saved = await edit(history, path, { title: ['One'] })
    carryOut(path, await planOf(path, { genre: ['Somebody else’s'] }))
    expect((await undo(history, saved)).answer).toMatchObject({ kind: 'fields', conflicts: [] })
    expect((await readMetadata(path)).values.genre).toEqual(['Somebody else’s'])
  })

  it('is exact even for a file that nobody can read any more', async () => {
    const { history } = open()
    const path = copyOf('tagged.flac')
    const original = new Uint8Array(readFileSync(path))
    const plan = {
      size: original.length,
      splices: [{ at: 0, remove: 300, insert: new Uint8Array(200) }],
      audio: [],
    }
    const by = operation()
    const file = history.prepare(by, await savingOf(path, plan, { title: ['x'] }))
    carryOut(path, plan)
    history.done(file, { stamp: readStamp(path) })
    const answer = await history.undoOf({ operation: by.id, file })
    if (answer.kind !== 'exact') throw new Error(answer.kind)
    carryOut(path, answer.plan)
    expect(readFileSync(path).equals(original)).toBe(true)
  })

  it('needs no more than the hash of the file, where that was recorded', async () => {
    const { history } = open()
    const path = copyOf('v24.mp3')
    const plan = await planOf(path, { title: ['One'] })
    const by = operation()
    const before = sha256Of(path)
    const file = history.prepare(by, { ...(await savingOf(path, plan, { title: ['One'] })), sha256: before })
    carryOut(path, plan)
    history.done(file, { stamp: readStamp(path), sha256: sha256Of(path) })
    utimesSync(path, new Date(), new Date(1_000_000_000_000))
    expect(await history.undoOf({ operation: by.id, file })).toMatchObject({ kind: 'exact' })
  })

  it('brings a replaced picture back from the history', async () => {
    const { history } = open()
    const path = copyOf('tagged.flac')
    const old = cover(noise(90_000, 1))
    carryOut(path, await planOf(path, {}, [old]))
    const saved = await edit(history, path, {}, { pictures: [cover(noise(50_000, 2))] })
    await edit(history, path, { title: ['Later'] })
    expect(Buffer.from(history.picture(old.hash) ?? []).equals(old.bytes)).toBe(true)
    const { answer } = await undo(history, saved)
    expect(answer.kind).toBe('fields')
    const now = await readMetadata(path)
    expect(now.pictures.map(({ hash }) => hash)).toEqual([old.hash])
    expect(now.values.title).toEqual(['Later'])
  })

  it('does not put pictures back over others, nor without their bytes', async () => {
    const { history } = open()
    const path = copyOf('tagged.flac')
    carryOut(path, await planOf(path, {}, [cover(noise(9000, 1))]))
    const pictures = [cover(noise(9000, 2))]
    const plan = await planOf(path, {}, pictures)
    const by = operation()
    const saving = await savingOf(path, plan, {}, pictures)
    const file = history.prepare(by, { ...saving, pictures: new Map() })
    carryOut(path, plan)
    history.done(file, { stamp: readStamp(path) })
    await edit(history, path, { title: ['Later'] })
    const request = { operation: by.id, file }
    expect((await undo(history, request)).answer).toMatchObject({
      conflicts: [{ field: 'pictures', reason: 'lost' }],
    })
    await edit(history, path, {}, { pictures: [cover(noise(9000, 3))] })
    expect((await undo(history, request)).answer).toMatchObject({
      conflicts: [{ field: 'pictures', reason: 'changed' }],
      since: { pictures: { from: [{ sizeBytes: 9000 }], to: [{ sizeBytes: 9000 }] } },
    })
    carryOut(path, await planOf(path, {}, [cover(noise(9000, 1))]))
    expect((await undo(history, request)).answer).toEqual({ kind: 'none', reason: 'nothingLeft' })
  })

  it('refuses entries that are not there, not saved, or whose file is gone or no music', async () => {
    const { history } = open()
    const path = copyOf('tagged.flac')
    const saved = await edit(history, path, { title: ['One'] })
    expect(await history.undoOf({ ...saved, operation: operation().id })).toEqual({
      kind: 'none',
      reason: 'unknown',
    })
    history.failed(saved.file)
    expect(await history.undoOf(saved)).toEqual({ kind: 'none', reason: 'notSaved' })
    history.done(saved.file, { stamp: readStamp(path) })
    replaceFile(path, new Uint8Array(5000))
    expect(await history.undoOf(saved)).toEqual({ kind: 'none', reason: 'unreadable' })
    expect(await history.undoOf({ ...saved, path: temporaryFolder() })).toEqual({
      kind: 'none',
      reason: 'unreadable',
    })
    renameSync(path, `${path}.away`)
    expect(await history.undoOf(saved)).toEqual({ kind: 'none', reason: 'missing' })
  })
})

describe('renames', () => {
  it('are undone as moves, and saves are found again behind them', async () => {
    const { history } = open()
    const path = copyOf('tagged.flac')
    const before = sha256Of(path)
    const saved = await edit(history, path, { title: ['One'] })
    const by = operation('rename', 'Rename', 1)
    const to = `${path}-2.flac`
    const [file] = history.prepareMoves(by, [{ path, to, stamp: readStamp(path) }])
    renameSync(path, to)
    history.done(file!, { stamp: readStamp(to) })

    const again = await history.undoOf(saved)
    expect(again).toMatchObject({ kind: 'exact', path: to })
    const move = await history.undoOf({ operation: by.id, file: file! })
    expect(move).toMatchObject({ kind: 'move', from: to, to: path, taken: false })
    expect(filesOf(history, { operation: by.id, file: file! })).toMatchObject([{ path, movedTo: to }])
    // The later edit of a renamed file, undone, is exact: a rename changes no byte.
    await undo(history, saved)
    expect(sha256Of(to)).toBe(before)
  })
})

describe('the list', () => {
  it('shows the newest first, page by page, with what became of the files', async () => {
    const { history } = open()
    const folder = temporaryFolder()
    const by = operation('lookup', 'Abbey Road', 3)
    for (const name of ['a.flac', 'b.flac']) {
      await edit(history, copyOf('tagged.flac', name, folder), { title: [name] }, { by })
    }
    const path = copyOf('tagged.flac', 'c.flac', folder)
    const plan = await planOf(path, { title: ['c'] })
    history.failed(history.prepare(by, await savingOf(path, plan, { title: ['c'] })))
    const last = await edit(
      history,
      path,
      { artist: ['Ärzte'] },
      { by: operation('edit', 'Künstler\0\ud800') },
    )

    const all = history.list({ limit: 10 })
    expect(all).toMatchObject([
      { id: last.operation, kind: 'edit', done: 1 },
      {
        id: by.id,
        kind: 'lookup',
        label: 'Abbey Road',
        planned: 3,
        done: 2,
        failed: 1,
        unfinished: 0,
        undone: 0,
      },
    ])
    expect(history.list({ limit: 1 })).toHaveLength(1)
    expect(history.list({ limit: 10, before: all[0]!.number })).toMatchObject([{ id: by.id }])

    const found = (search: string) => history.list({ search, limit: 10 }).map(({ id }) => id)
    expect(found('abbey')).toEqual([by.id])
    expect(found('B.FLAC')).toEqual([by.id])
    expect(found('arzte kunstler')).toEqual([last.operation])
    expect(found('100%')).toEqual([])
    expect(found("';_%\\ \0\ud800")).toEqual([])

    /** Which of the three files are marked: their titles. */
    const marked = (search: string) =>
      history
        .details({ operation: by.id, limit: 10, search })!
        .files.filter((file) => file.found)
        .map(({ path }) => path.slice(-6))
    expect(marked('')).toEqual([])
    expect(marked('b.flac')).toEqual(['b.flac'])
    expect(marked('abbey b.flac')).toEqual(['b.flac'])
    expect(marked('abbey')).toEqual([])
    expect(marked('b.flac c.flac')).toEqual([])
    expect(marked('.flac')).toHaveLength(3)

    const first = history.details({ operation: by.id, limit: 2 })!
    expect(first.files.map(({ path }) => path.slice(-6))).toEqual(['a.flac', 'b.flac'])
    const rest = history.details({ operation: by.id, limit: 2, after: first.files[1]!.id })!
    expect(rest.files).toMatchObject([{ state: 'failed', changes: { values: { title: { to: ['c'] } } } }])
    expect(history.details({ operation: operation().id, limit: 1 })).toBeUndefined()
  })

  it('cuts long texts for display and keeps them whole for undo', async () => {
    const { history } = open()
    const path = copyOf('tagged.flac')
    const lyrics = 'la '.repeat(20_000)
    await edit(history, path, { lyrics: [lyrics] })
    const saved = await edit(history, path, { lyrics: ['short'] })
    const [file] = filesOf(history, saved)
    expect(file?.changes.values.lyrics?.from[0]?.length).toBe(1001)
    await edit(history, path, { title: ['x'] })
    expect(await history.undoOf(saved)).toMatchObject({
      kind: 'fields',
      changes: { values: { lyrics: { to: [lyrics] } } },
    })
  })
})
