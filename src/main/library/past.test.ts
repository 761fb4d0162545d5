import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { UndoFailure } from '../../shared/ipc'
import { OperationId, type Picture, type Problem, SavedFileId, type Track } from '../../shared/model'
import { copyOf, fixture, temporaryFolder, writtenFormats } from '../metadata/testing/fixture'
import { createLibrary } from './create-library'
import { historyDatabase } from './history-tasks'
import type { Library, LibraryOptions, SaveOrder } from './library'
import { retentionOf } from './past'
import { buildWorker } from './testing/built-worker'

let worker: { path: string; remove: () => void } | undefined
beforeAll(async () => {
  worker = await buildWorker()
}, 60_000)
afterAll(() => worker?.remove())

const signal = new AbortController().signal
const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')

function open(dataDir = temporaryFolder(), options: Partial<LibraryOptions> = {}) {
  const library = createLibrary({ dataDir, workerPath: worker?.path, workers: 2, ...options })
  onTestFinished(() => library.close())
  return { library, dataDir }
}

async function list(library: Library, paths: readonly string[]): Promise<Track[]> {
  const tracks: Track[] = []
  const grants = library.grant(paths).map(({ id }) => id)
  await library.scan(grants, { signal, onBatch: (batch) => tracks.push(...batch.tracks) })
  return tracks
}

type Values = SaveOrder['tracks'][number]['changes']['values']

async function save(
  library: Library,
  tracks: SaveOrder['tracks'],
  order: Partial<Omit<SaveOrder, 'tracks'>> = {},
) {
  const saved: Track[] = []
  const failed: Problem[] = []
  const whole: SaveOrder = {
    kind: 'edit',
    label: 'Edit',
    withoutUndo: false,
    holdsBack: true,
    ...order,
    tracks,
  }
  const counts = await library.save(whole, {
    signal,
    onProgress: (now) => {
      saved.push(...now.tracks)
      failed.push(...now.failed.map(({ problem }) => problem))
    },
  })
  return { counts, saved, failed }
}

const title = (track: Track, to: string): { id: Track['id']; changes: { values: Values } } => ({
  id: track.id,
  changes: { values: { title: { from: [...(track.values.title ?? [])], to: [to] } } },
})

const operations = (library: Library, search = '') => library.past.list({ search, limit: 50 })

async function newest(library: Library) {
  const [operation] = await operations(library)
  if (operation === undefined) throw new Error('no operation')
  return operation
}

async function undo(library: Library, operation: OperationId, files?: SavedFileId[]) {
  const tracks: Track[] = []
  const failed: UndoFailure[] = []
  const counts = await library.past.undo(
    { operation, ...(files && { files }) },
    {
      signal,
      onProgress: (now) => {
        tracks.push(...now.tracks)
        failed.push(...now.failed)
      },
    },
  )
  return { counts, tracks, failed }
}

const preview = (library: Library, operation: OperationId) =>
  library.past.preview({ operation }, { signal, onProgress: () => {} })

function musicFolder(): string {
  const folder = temporaryFolder()
  for (const name of writtenFormats) copyOf(name, name, folder)
  return folder
}

describe('a save of several files', () => {
  it('is one operation, and undoing it gives every file back byte for byte', async () => {
    const folder = musicFolder()
    const before = writtenFormats.map((name) => sha256(join(folder, name)))
    const { library } = open()
    const tracks = await list(library, [folder])
    const { saved } = await save(
      library,
      tracks.map((track) => title(track, 'Neu')),
      { label: 'Title', kind: 'lookup' },
    )
    expect(saved).toHaveLength(writtenFormats.length)
    const [operation, ...others] = await operations(library)
    expect(others).toEqual([])
    expect(operation).toMatchObject({
      kind: 'lookup',
      label: 'Title',
      planned: writtenFormats.length,
      done: writtenFormats.length,
      failed: 0,
      unfinished: 0,
      undone: 0,
    })
    if (operation === undefined) return
    const looked = await preview(library, operation.id)
    expect(looked?.counts).toEqual({
      exact: writtenFormats.length,
      fields: 0,
      move: 0,
      none: 0,
      conflicts: 0,
    })
    expect(new Set(looked?.files.map(({ trackId }) => trackId))).toEqual(new Set(tracks.map(({ id }) => id)))

    const undone = await undo(library, operation.id)
    expect(undone.failed).toEqual([])
    expect(undone.counts).toEqual({ undone: writtenFormats.length, failed: 0, untouched: 0 })
    expect(writtenFormats.map((name) => sha256(join(folder, name)))).toEqual(before)
    expect(undone.tracks.every(({ values }) => values.title?.[0] === 'Ein Titel')).toBe(true)
    expect(readdirSync(folder).sort()).toEqual([...writtenFormats].sort())
    const [takenBack, first] = await operations(library)
    expect(takenBack).toMatchObject({ kind: 'undo', label: 'Title', undoes: operation.id })
    expect(first).toMatchObject({ undone: writtenFormats.length })
  })

  it('is one operation with 300 files too, at once and in its pages', async () => {
    const folder = temporaryFolder()
    for (let number = 0; number < 300; number++) copyOf('v24.mp3', `${number}.mp3`, folder)
    const before = sha256(join(folder, '0.mp3'))
    const { library } = open()
    const tracks = await list(library, [folder])
    const { counts } = await save(
      library,
      tracks.map((track) => title(track, 'Neu')),
    )
    expect(counts).toMatchObject({ saved: 300, failed: 0, untouched: 0 })
    const [operation, ...others] = await operations(library)
    expect(others).toEqual([])
    if (operation === undefined) throw new Error('not recorded')
    expect(operation).toMatchObject({ planned: 300, done: 300 })
    const names: string[] = []
    let after: SavedFileId | undefined
    do {
      const page = await library.past.details({
        operation: operation.id,
        limit: 128,
        ...(after && { after }),
      })
      names.push(...(page?.files.map(({ fileName }) => fileName) ?? []))
      after = page?.files.at(-1)?.id
    } while (after !== undefined)
    expect(new Set(names).size).toBe(300)
    expect((await undo(library, operation.id)).counts).toEqual({ undone: 300, failed: 0, untouched: 0 })
    for (const name of names) expect(sha256(join(folder, name))).toBe(before)
  }, 60_000)

  it('without a change is no operation', async () => {
    const { library } = open()
    const [track] = await list(library, [copyOf('tagged.flac')])
    if (track === undefined) throw new Error('not listed')
    await save(library, [title(track, 'Ein Titel')])
    expect(await operations(library)).toEqual([])
  })

  it('tells how many failed, and which files they are not', async () => {
    const folder = musicFolder()
    const { library } = open()
    const tracks = await list(library, [folder])
    rmSync(join(folder, 'v24.mp3'))
    await save(
      library,
      tracks.map((track) => title(track, 'Neu')),
    )
    const count = writtenFormats.length
    expect(await newest(library)).toMatchObject({ planned: count, done: count - 1 })
  })
})

describe('an undo', () => {
  it('works after a restart, out of order, and can itself be undone', async () => {
    const path = copyOf('v24.mp3')
    const first = open()
    const states = [sha256(path)]
    let [track] = await list(first.library, [path])
    for (const text of ['Eins', 'Zwei']) {
      if (track === undefined) throw new Error('not listed')
      track = (await save(first.library, [title(track, text)], { label: text })).saved[0]
      states.push(sha256(path))
    }
    await first.library.close()

    const { library } = open(first.dataDir)
    const [two, one] = await operations(library)
    if (one === undefined || two === undefined) throw new Error('not recorded')
    // Nothing is listed in this session: the history alone knows the file.
    expect((await preview(library, one.id))?.files).toMatchObject([
      {
        way: 'none',
        reason: 'nothingLeft',
        fileName: 'v24.mp3',
        conflicts: [{ field: 'title', reason: 'changed' }],
      },
    ])
    expect((await undo(library, two.id)).counts.undone).toBe(1)
    expect(sha256(path)).toBe(states[1])
    expect((await undo(library, one.id)).counts.undone).toBe(1)
    expect(sha256(path)).toBe(states[0])
    const redo = await newest(library)
    expect((await undo(library, redo.id)).counts.undone).toBe(1)
    expect(sha256(path)).toBe(states[1])
  })

  it('takes back just the chosen files', async () => {
    const folder = musicFolder()
    const { library } = open()
    const tracks = await list(library, [folder])
    await save(
      library,
      tracks.map((track) => title(track, 'Neu')),
    )
    const { id } = await newest(library)
    const details = await library.past.details({ operation: id, limit: 500 })
    const file = details?.files.find(({ fileName }) => fileName === 'tagged.flac')
    if (file === undefined) throw new Error('not recorded')
    expect(file.changes.values).toEqual({ title: { from: ['Ein Titel'], to: ['Neu'] } })
    expect((await undo(library, id, [file.id])).tracks).toMatchObject([{ fileName: 'tagged.flac' }])
    expect(await library.past.details({ operation: id, limit: 500 })).toMatchObject({
      operation: { undone: 1 },
    })
    // Once is enough.
    expect((await undo(library, id, [file.id])).failed).toMatchObject([
      { fileName: 'tagged.flac', problem: { code: 'history.notUndoable', params: { reason: 'undone' } } },
    ])
  })

  it('of a file that another program wrote to goes field by field, and leaves what is not ours', async () => {
    const path = copyOf('v24.mp3')
    const ours = open()
    const [track] = await list(ours.library, [path])
    if (track === undefined) throw new Error('not listed')
    const album = { from: [...(track.values.album ?? [])], to: ['Anders'] }
    const titles = { from: [...(track.values.title ?? [])], to: ['Neu'] }
    await save(ours.library, [{ id: track.id, changes: { values: { title: titles, album } } }])
    const other = open()
    const [theirs] = await list(other.library, [path])
    if (theirs === undefined) throw new Error('not listed')
    await save(other.library, [title(theirs, 'Von woanders')])

    const { id } = await newest(ours.library)
    expect((await preview(ours.library, id))?.files).toMatchObject([
      {
        way: 'fields',
        changes: { values: { album: { from: ['Anders'], to: album.from } } },
        conflicts: [{ field: 'title', reason: 'changed' }],
        since: { values: { title: { from: ['Neu'], to: ['Von woanders'] } } },
      },
    ])
    const undone = await undo(ours.library, id)
    expect(undone.tracks).toMatchObject([{ values: { title: ['Von woanders'], album: album.from } }])
  })

  it('shows covers of before and of now, also where the store has neither', async () => {
    const path = copyOf('v24.mp3')
    const first = open()
    const [track] = await list(first.library, [path])
    const added = await Promise.all(
      ['cover.png', 'cover.jpg'].map((name) => first.library.addPicture(fixture(name))),
    )
    const [one, two] = added.flatMap((outcome) => (outcome.ok ? [outcome.picture] : []))
    if (track === undefined || one === undefined || two === undefined) throw new Error('not listed')
    const change = (from: readonly Picture[], to: readonly Picture[]) => [
      { id: track.id, changes: { values: {}, pictures: { from: [...from], to: [...to] } } },
    ]
    const [saved] = (await save(first.library, change(track.pictures, [one]))).saved
    await save(first.library, change(saved?.pictures ?? [], [two]))
    await first.library.close()
    rmSync(join(first.dataDir, 'pictures'), { recursive: true })

    // Nothing is listed: the old one is in the history, the new one in the file that the history knows.
    const { library } = open(first.dataDir)
    for (const { hash, mime } of [one, two]) {
      expect(await library.picture({ hash })).toMatchObject({ ok: true, mime })
      expect(await library.thumbnail({ hash }, 64)).toMatchObject({ ok: true, mime: 'image/webp' })
    }
    expect(await library.picture({ hash: 'a'.repeat(64) })).toMatchObject({ ok: false })
  })

  it('brings a replaced cover back from the history alone', async () => {
    const path = copyOf('v24.mp3')
    const { library, dataDir } = open()
    let [track] = await list(library, [path])
    const states = [sha256(path)]
    for (const name of ['cover.png', undefined] as const) {
      if (track === undefined) throw new Error('not listed')
      const added = name === undefined ? undefined : await library.addPicture(fixture(name))
      const to = added?.ok === true ? [added.picture] : []
      const change = { values: {}, pictures: { from: [...track.pictures], to } }
      track = (await save(library, [{ id: track.id, changes: change }])).saved[0]
      states.push(sha256(path))
    }
    rmSync(join(dataDir, 'pictures'), { recursive: true })
    expect((await undo(library, (await newest(library)).id)).failed).toEqual([])
    expect(sha256(path)).toBe(states[1])
  })

  it('updates the row of a file that was opened over a link', async () => {
    const folder = temporaryFolder()
    copyOf('tagged.flac', 'tagged.flac', folder)
    const link = join(temporaryFolder(), 'Musik')
    symlinkSync(folder, link)
    const { library } = open()
    const [track] = await list(library, [link])
    if (track === undefined) throw new Error('not listed')
    await save(library, [title(track, 'Neu')])
    const undone = await undo(library, (await newest(library)).id)
    expect(undone.tracks).toMatchObject([{ id: track.id, values: { title: ['Ein Titel'] } }])
  })

  it('that is cancelled leaves the rest as it was', async () => {
    const folder = musicFolder()
    const { library } = open()
    const tracks = await list(library, [folder])
    await save(
      library,
      tracks.map((track) => title(track, 'Neu')),
    )
    const { id } = await newest(library)
    const controller = new AbortController()
    const counts = await library.past.undo(
      { operation: id },
      { signal: controller.signal, onProgress: () => controller.abort() },
    )
    expect(counts.undone).toBeGreaterThan(0)
    expect(counts.untouched).toBeGreaterThan(0)
    expect(await newest(library)).toMatchObject({ kind: 'undo', done: counts.undone })
    expect((await preview(library, id))?.counts).toMatchObject({ exact: counts.untouched, none: 0 })
  })

  it('says what cannot be taken back', async () => {
    const path = copyOf('v24.mp3')
    const { library } = open()
    const [track] = await list(library, [path])
    if (track === undefined) throw new Error('not listed')
    await save(library, [title(track, 'Neu')])
    const { id } = await newest(library)
    rmSync(path)
    expect((await preview(library, id))?.files).toMatchObject([{ way: 'none', reason: 'missing' }])
    expect((await undo(library, id)).failed).toMatchObject([{ problem: { params: { reason: 'missing' } } }])
    const invented = OperationId.parse('0'.repeat(32))
    expect(await preview(library, invented)).toBeUndefined()
    expect(await library.past.details({ operation: invented, limit: 1 })).toBeUndefined()
    expect((await undo(library, invented, [SavedFileId.parse(1)])).counts).toEqual({
      undone: 0,
      failed: 0,
      untouched: 0,
    })
  })
})

describe('the time that a file says it was changed', () => {
  it('stays through save and undo where the settings ask for it', async () => {
    const path = copyOf('v24.mp3')
    utimesSync(path, 1_000_000_000, 1_000_000_000)
    const before = sha256(path)
    const { library } = open(undefined, { keepModified: () => true })
    const [track] = await list(library, [path])
    if (track === undefined) throw new Error('not listed')
    for (const text of ['Neu', 'x'.repeat(9000)]) {
      const now = await library.readTrack(track.id)
      const from = now.ok ? [...(now.values.title ?? [])] : []
      const changes = { values: { title: { from, to: [text] } } }
      expect((await save(library, [{ id: track.id, changes }])).failed).toEqual([])
      expect(statSync(path).mtimeMs).toBe(1_000_000_000_000)
    }
    for (const operation of await operations(library)) await undo(library, operation.id)
    expect(sha256(path)).toBe(before)
    expect(statSync(path).mtimeMs).toBe(1_000_000_000_000)
  })
})

/** Leaves no room on the volume. */
function fillUp(path: string): void {
  try {
    for (;;) appendFileSync(path, new Uint8Array(4096))
  } catch {
    // Full.
  }
}

describe('a history that cannot be written', () => {
  /** A folder of its name: for any user, root too. */
  function blocked(): string {
    const dataDir = temporaryFolder()
    mkdirSync(historyDatabase(dataDir), { recursive: true })
    return dataDir
  }

  it('refuses the save, which goes on without undo when the person says so', async () => {
    const path = copyOf('v24.mp3')
    const before = sha256(path)
    const { library } = open(blocked())
    const [track] = await list(library, [path])
    if (track === undefined) throw new Error('not listed')
    const refused = await save(library, [title(track, 'Neu')])
    expect(refused.failed).toMatchObject([
      { code: 'history.notRecorded', params: { file: 'v24.mp3' }, remedy: 'save-without-undo' },
    ])
    expect(sha256(path)).toBe(before)
    const saved = await save(library, [title(track, 'Neu')], { withoutUndo: true })
    expect(saved.counts).toMatchObject({ saved: 1, failed: 0, untouched: 0 })
    expect(saved.saved).toMatchObject([{ values: { title: ['Neu'] } }])
    await expect(operations(library)).rejects.toMatchObject({ problem: { code: 'history.unavailable' } })
  })

  it.skipIf(process.getuid?.() !== 0)('for want of room refuses until there is some', async (context) => {
    const dataDir = temporaryFolder()
    const volume = join(dataDir, 'history')
    mkdirSync(volume)
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tagwright-test', volume])
    if (mounted.status !== 0) return context.skip('no right to mount')
    onTestFinished(() => void spawnSync('umount', ['-l', volume]))
    const path = copyOf('v24.mp3')
    const { library } = open(dataDir)
    let [track] = await list(library, [path])
    const saveNext = async (to: string, order: Partial<SaveOrder> = {}) => {
      if (track === undefined) throw new Error('not listed')
      const now = await save(library, [title(track, to)], order)
      track = now.saved[0] ?? track
      return now
    }
    await saveNext('Mit Platz')
    const filler = join(volume, 'filler')
    fillUp(filler)
    let failed: readonly Problem[] = []
    let before = ''
    // What is left of the database's own pages holds a few more.
    for (let number = 0; failed.length === 0; number++) {
      before = sha256(path)
      failed = (await saveNext(`Nummer ${number}`)).failed
    }
    expect(failed).toMatchObject([
      { code: 'history.notRecorded', params: { reason: 'diskFull' }, remedy: 'save-without-undo' },
    ])
    expect(sha256(path)).toBe(before)
    expect((await saveNext('Ohne Rückweg', { withoutUndo: true })).failed).toEqual([])
    rmSync(filler)
    expect((await saveNext('Wieder')).failed).toEqual([])
    expect((await newest(library)).done).toBe(1)
  })

  it('is put aside when it is damaged, said once, and a new one begun', async () => {
    const dataDir = temporaryFolder()
    mkdirSync(join(dataDir, 'history'))
    writeFileSync(historyDatabase(dataDir), 'this is no database, whatever its name says '.repeat(100))
    const notices: Problem[] = []
    const { library } = open(dataDir, { onNotice: (notice) => notices.push(notice) })
    const [track] = await list(library, [copyOf('v24.mp3')])
    if (track === undefined) throw new Error('not listed')
    expect((await save(library, [title(track, 'Neu')])).counts.saved).toBe(1)
    expect(await operations(library)).toHaveLength(1)
    await expect
      .poll(() => notices)
      .toMatchObject([{ code: 'history.setAside', params: { reason: 'damaged' } }])
  })
})

describe('the history', () => {
  it('finds words, and shows where files are without naming the home folder', async () => {
    const { library } = open()
    const folder = musicFolder()
    const tracks = await list(library, [folder])
    for (const track of tracks.slice(0, 2)) await save(library, [title(track, `Lied ${track.fileName}`)])
    expect(await operations(library, 'lied')).toHaveLength(2)
    expect(await operations(library, `lied ${tracks[0]?.fileName}`)).toHaveLength(1)
    const { id } = await newest(library)
    const details = await library.past.details({ operation: id, limit: 1 })
    expect(details?.files[0]?.folder.startsWith(homedir())).toBe(false)
    expect(await library.past.usage()).toBeGreaterThan(0)
  })

  it('forgets what is older or larger than the settings keep', async () => {
    expect(retentionOf({ keepDays: 0, maxMegabytes: 0 })).toEqual({})
    expect(retentionOf({ keepDays: 2, maxMegabytes: 3 })).toEqual({
      maxAgeMs: 172_800_000,
      maxBytes: 3_000_000,
    })
    let changes = 0
    const { library } = open(undefined, {
      retention: () => ({ maxBytes: 1 }),
      onHistoryChanged: () => changes++,
    })
    for (const track of await list(library, [musicFolder()])) await save(library, [title(track, 'Neu')])
    await library.past.prune()
    // The last operation stays, whatever it takes.
    expect(await operations(library)).toHaveLength(1)
    expect(changes).toBeGreaterThan(1)
  })
})
