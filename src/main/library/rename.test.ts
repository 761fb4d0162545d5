import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { UndoFailure } from '../../shared/ipc'
import type { Track, TrackId } from '../../shared/model'
import { copyOf, temporaryFolder } from '../metadata/testing/fixture'
import { createLibrary } from './create-library'
import type { Library } from './library'
import type { UndoProgress } from './past'

const signal = new AbortController().signal

function open(dataDir = temporaryFolder()) {
  const library = createLibrary({ dataDir, workerPath: undefined })
  onTestFinished(() => library.close())
  return { library, dataDir }
}

async function list(library: Library, folder: string): Promise<Map<string, Track>> {
  const tracks: Track[] = []
  const grants = library.grant([folder]).map(({ id }) => id)
  await library.scan(grants, { signal, onBatch: (batch) => tracks.push(...batch.tracks) })
  return new Map(tracks.map((track) => [track.fileName, track]))
}

function music(...names: readonly string[]): string {
  const folder = temporaryFolder()
  for (const name of names) copyOf(name.endsWith('.flac') ? 'tagged.flac' : 'v24.mp3', name, folder)
  return folder
}

const rename = (library: Library, names: readonly { id: TrackId; fileName: string }[]) =>
  library.rename({ label: 'Rename', withoutUndo: false, names })

async function undoNewest(library: Library) {
  const [operation] = await library.past.list({ search: '', limit: 1 })
  if (operation === undefined) throw new Error('nothing recorded')
  const looked = await library.past.preview({ operation: operation.id }, { signal, onProgress: () => {} })
  const tracks: Track[] = []
  const failed: UndoFailure[] = []
  const moved: UndoProgress['moved'][number][] = []
  const counts = await library.past.undo(
    { operation: operation.id },
    {
      signal,
      onProgress: (now) => {
        tracks.push(...now.tracks)
        failed.push(...now.failed)
        moved.push(...now.moved)
      },
    },
  )
  return { looked, counts, tracks, failed, moved }
}

const idOf = (tracks: Map<string, Track>, name: string): TrackId => {
  const track = tracks.get(name)
  if (track === undefined) throw new Error(`${name} is not listed`)
  return track.id
}

describe('a file that is renamed', () => {
  it('keeps its row, its bytes and its lyrics beside it, and gets its name back', async () => {
    const folder = music('one.mp3', 'two.flac')
    writeFileSync(join(folder, 'one.lrc'), '[00:01]la')
    const before = readFileSync(join(folder, 'one.mp3'))
    const { library } = open()
    const tracks = await list(library, folder)
    const id = idOf(tracks, 'one.mp3')
    const outcome = await rename(library, [{ id, fileName: 'Eins.mp3' }])
    expect(outcome).toMatchObject({ ok: true, tracks: [{ id, fileName: 'Eins.mp3' }] })
    expect(readdirSync(folder).sort()).toEqual(['Eins.lrc', 'Eins.mp3', 'two.flac'])
    expect(readFileSync(join(folder, 'Eins.mp3')).equals(before)).toBe(true)
    expect(library.pathOf(id)).toBe(join(folder, 'Eins.mp3'))
    expect((await library.readTrack(id)).ok).toBe(true)

    const undone = await undoNewest(library)
    expect(undone.looked?.counts).toMatchObject({ move: 2, none: 0 })
    expect(undone.tracks).toMatchObject([{ id, fileName: 'one.mp3' }])
    expect(undone.moved.map(({ from, to }) => [from, to]).sort()).toEqual([
      [join(folder, 'Eins.lrc'), join(folder, 'one.lrc')],
      [join(folder, 'Eins.mp3'), join(folder, 'one.mp3')],
    ])
    expect(readdirSync(folder).sort()).toEqual(['one.lrc', 'one.mp3', 'two.flac'])
  })

  it('is found by the history under its new name: an older save is undone there', async () => {
    const folder = music('one.mp3')
    const before = readFileSync(join(folder, 'one.mp3'))
    const { library } = open()
    const id = idOf(await list(library, folder), 'one.mp3')
    const changes = { values: { title: { from: ['Ein Titel'], to: ['Neu'] } } }
    const order = {
      kind: 'edit' as const,
      label: 'Title',
      withoutUndo: false,
      holdsBack: true,
      tracks: [{ id, changes }],
    }
    await library.save(order, { signal, onProgress: () => {} })
    await rename(library, [{ id, fileName: 'Eins.mp3' }])
    const [, save] = await library.past.list({ search: '', limit: 2 })
    if (save === undefined) throw new Error('not recorded')
    const counts = await library.past.undo({ operation: save.id }, { signal, onProgress: () => {} })
    expect(counts.undone).toBe(1)
    expect(readFileSync(join(folder, 'Eins.mp3')).equals(before)).toBe(true)
  })
})

describe('files that are renamed together', () => {
  it('may change places, and change them back after a restart', async () => {
    const folder = music('one.mp3', 'two.mp3')
    writeFileSync(
      join(folder, 'two.mp3'),
      Buffer.concat([readFileSync(join(folder, 'two.mp3')), Buffer.alloc(9)]),
    )
    const sizes = () => ['one.mp3', 'two.mp3'].map((name) => readFileSync(join(folder, name)).length)
    const before = sizes()
    const { library, dataDir } = open()
    const tracks = await list(library, folder)
    const [one, two] = [idOf(tracks, 'one.mp3'), idOf(tracks, 'two.mp3')]
    const outcome = await rename(library, [
      { id: one, fileName: 'two.mp3' },
      { id: two, fileName: 'one.mp3' },
    ])
    expect(outcome).toMatchObject({ ok: true })
    expect(sizes()).toEqual([...before].reverse())
    expect(library.pathOf(one)).toBe(join(folder, 'two.mp3'))
    const later = open(dataDir).library
    const undone = await undoNewest(later)
    expect(undone.looked?.counts).toMatchObject({ move: 2, none: 0 })
    expect(undone.counts).toEqual({ undone: 2, failed: 0, untouched: 0 })
    expect(sizes()).toEqual(before)
  })

  it.each([
    ['a name that no file may have', 'con.mp3', 'file.nameNotAllowed'],
    ['a path', '../x.mp3', 'file.nameNotAllowed'],
    ['the name of another file', 'two.flac', 'file.nameTaken'],
  ])('stay what they are where one should get %s', async (_, fileName, code) => {
    const folder = music('one.mp3', 'two.flac', 'three.mp3')
    const { library } = open()
    const tracks = await list(library, folder)
    const outcome = await rename(library, [
      { id: idOf(tracks, 'three.mp3'), fileName: 'Drei.mp3' },
      { id: idOf(tracks, 'one.mp3'), fileName },
    ])
    expect(outcome).toMatchObject({ ok: false, problem: { code } })
    expect(readdirSync(folder).sort()).toEqual(['one.mp3', 'three.mp3', 'two.flac'])
    // Tried and taken back, or never begun: nothing that could be undone.
    const recorded = await library.past.list({ search: '', limit: 5 })
    expect(recorded.every(({ done }) => done === 0)).toBe(true)
  })

  it('stay where another file took the old name meanwhile', async () => {
    const folder = music('one.mp3')
    const { library } = open()
    const id = idOf(await list(library, folder), 'one.mp3')
    await rename(library, [{ id, fileName: 'Eins.mp3' }])
    writeFileSync(join(folder, 'one.mp3'), 'somebody else')
    const undone = await undoNewest(library)
    expect(undone.looked?.files).toMatchObject([{ way: 'none', reason: 'taken' }])
    expect(undone.failed).toMatchObject([{ problem: { params: { reason: 'taken' } } }])
    expect(readFileSync(join(folder, 'one.mp3'), 'utf8')).toBe('somebody else')
    expect(existsSync(join(folder, 'Eins.mp3'))).toBe(true)
  })
})
