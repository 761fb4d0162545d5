import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { GrantId } from '../../shared/ipc'
import { type Problem, type Track, trackId } from '../../shared/model'
import { copyOf, fixture, temporaryFolder, writtenFormats } from '../metadata/testing/fixture'
import { createLibrary } from './create-library'
import type { Library, SaveOrder, ScanBatch, TracksProgress } from './library'
import { buildWorker } from './testing/built-worker'

let worker: { path: string; remove: () => void } | undefined
beforeAll(async () => {
  worker = await buildWorker()
}, 60_000)
afterAll(() => worker?.remove())

function open(workers: boolean): { library: Library; dataDir: string } {
  const dataDir = temporaryFolder()
  const workerPath = workers ? worker?.path : undefined
  const library = createLibrary({ dataDir, workerPath, workers: 2 })
  onTestFinished(() => library.close())
  return { library, dataDir }
}

async function scan(library: Library, paths: readonly string[], signal = new AbortController().signal) {
  const batches: ScanBatch[] = []
  const grants = library.grant(paths).map(({ id }) => id)
  const counts = await library.scan(grants, { signal, onBatch: (batch) => batches.push(batch) })
  return {
    counts,
    batches,
    tracks: batches.flatMap((batch) => batch.tracks),
    refused: batches.flatMap((batch) => batch.refused),
  }
}

async function save(
  library: Library,
  track: Track,
  values: Record<string, { from: string[]; to: string[] }>,
) {
  return saveChanges(library, [{ id: track.id, changes: { values } }])
}

const orderOf = (tracks: SaveOrder['tracks']): SaveOrder => ({
  kind: 'edit',
  label: 'Title',
  withoutUndo: false,
  holdsBack: true,
  tracks,
})

async function saveChanges(
  library: Library,
  tracks: SaveOrder['tracks'],
  signal = new AbortController().signal,
) {
  const progress: TracksProgress[] = []
  const counts = await library.save(orderOf(tracks), { signal, onProgress: (step) => progress.push(step) })
  return {
    counts,
    progress,
    tracks: progress.flatMap(({ tracks }) => tracks),
    failed: progress.flatMap(({ failed }) => failed),
  }
}

/** One of each format that is written, and some of everything else. */
function musicFolder(): string {
  const folder = temporaryFolder()
  for (const name of writtenFormats) copyOf(name, name, folder)
  return folder
}

describe.each([
  ['in worker threads', true],
  ['in this thread', false],
])('the library %s', (_, workers) => {
  it('lists every file it can read and says why for the others; the counts add up', async () => {
    const folder = musicFolder()
    writeFileSync(join(folder, 'only read.mp3'), fixture('v24.mp3').subarray(0, 100))
    writeFileSync(join(folder, 'empty.mp3'), '')
    writeFileSync(join(folder, 'notes.txt'), 'no music')
    const { library } = open(workers)
    const { counts, tracks, refused } = await scan(library, [folder])
    expect(counts).toEqual({ found: 10, read: 9, refused: 1 })
    expect(tracks.map(({ fileName }) => fileName).sort()).toEqual([...writtenFormats, 'only read.mp3'].sort())
    expect(refused).toMatchObject([{ problem: { code: 'metadata.notAudio', params: { file: 'empty.mp3' } } }])
    const cut = tracks.find(({ fileName }) => fileName === 'only read.mp3')
    expect(cut?.readOnly).toMatchObject({ code: 'metadata.truncated', trackId: cut?.id })
    const mp3 = tracks.find(({ fileName }) => fileName === 'v24.mp3')
    expect(mp3).toMatchObject({
      folder,
      format: 'mp3',
      values: { title: ['Ein Titel'], artist: ['AC/DC'] },
      longSizes: { comment: 'Ein Kommentar'.length },
    })
    expect(mp3?.values.comment).toBeUndefined()
  })

  it('saves an edit, and answers the new truth', async () => {
    const folder = musicFolder()
    const { library } = open(workers)
    const { tracks } = await scan(library, [folder])
    const requests = tracks.map(({ id }) => ({
      id,
      changes: { values: { title: { from: ['Ein Titel'], to: ['Neu'] } } },
    }))
    const saved = await saveChanges(library, requests)
    expect(saved.counts).toMatchObject({ saved: tracks.length, failed: 0, untouched: 0 })
    expect(saved.tracks.every(({ values }) => values.title?.[0] === 'Neu')).toBe(true)
    expect(saved.tracks.map(({ id }) => id).sort()).toEqual(tracks.map(({ id }) => id).sort())
    expect(saved.progress[saved.progress.length - 1]).toMatchObject({
      done: tracks.length,
      total: tracks.length,
    })
    expect(readdirSync(folder).sort()).toEqual([...writtenFormats].sort())
    const again = await scan(open(workers).library, [folder])
    expect(again.tracks.every(({ values }) => values.title?.[0] === 'Neu')).toBe(true)
  })

  it('takes a new picture, saves it, and makes a thumbnail of it', async () => {
    const folder = temporaryFolder()
    copyOf('v24.mp3', 'v24.mp3', folder)
    const { library, dataDir } = open(workers)
    const [track] = (await scan(library, [folder])).tracks
    const added = await library.addPicture(fixture('cover.png'))
    if (!added.ok || track === undefined) throw new Error('no picture')
    expect(added.picture).toMatchObject({ type: 3, mime: 'image/png', width: 24, height: 16 })
    const pending = await library.thumbnail({ hash: added.picture.hash }, 64)
    expect(pending).toMatchObject({ ok: true, mime: 'image/webp' })
    const changes = { values: {}, pictures: { from: [], to: [added.picture] } }
    const saved = await saveChanges(library, [{ id: track.id, changes }])
    expect(saved.tracks[0]?.pictures).toEqual([added.picture])
    const picture = await library.picture({ id: track.id, index: 0 })
    expect(picture.ok && Buffer.compare(Buffer.from(picture.bytes), Buffer.from(fixture('cover.png')))).toBe(
      0,
    )
    const thumbnail = await library.thumbnail({ id: track.id, index: 0 }, 64)
    expect(thumbnail).toEqual(pending)
    expect(readdirSync(join(dataDir, 'thumbnails'))).toEqual([`${added.picture.hash}-64`])
  })
})

describe('scanning', () => {
  it('does not double what is listed already, also by another name', async () => {
    const folder = musicFolder()
    const { library } = open(false)
    const first = await scan(library, [folder, join(folder, 'v24.mp3')])
    expect(first.counts.read).toBe(writtenFormats.length)
    const links = temporaryFolder()
    symlinkSync(folder, join(links, 'link'))
    const second = await scan(library, [links])
    expect(second.counts).toEqual({ found: 0, read: 0, refused: 0 })
    library.forget(first.tracks.map(({ id }) => id))
    expect((await scan(library, [folder])).counts.read).toBe(writtenFormats.length)
  })

  it('sends rows in batches, and always at least one', async () => {
    const folder = temporaryFolder()
    for (let index = 0; index < 90; index++) copyOf('plain.wav', `${index}.wav`, folder)
    const { library } = open(false)
    const { batches, tracks } = await scan(library, [folder])
    expect(tracks).toHaveLength(90)
    expect(batches.length).toBeGreaterThan(1)
    expect(batches.length).toBeLessThan(30)
    expect((await scan(library, [temporaryFolder()])).batches).toEqual([
      { counts: { found: 0, read: 0, refused: 0 }, tracks: [], refused: [] },
    ])
  })

  it('stops when it is cancelled, and answers what it had', async () => {
    const folder = temporaryFolder()
    for (let index = 0; index < 200; index++) copyOf('plain.wav', `${index}.wav`, folder)
    const { library } = open(false)
    const controller = new AbortController()
    const grants = library.grant([folder]).map(({ id }) => id)
    const counts = await library.scan(grants, {
      signal: controller.signal,
      onBatch: () => controller.abort(),
    })
    expect(counts.read).toBeLessThan(200)
    expect(counts.read).toBeGreaterThan(0)
  })

  it('passes over what nobody granted', async () => {
    const { library } = open(false)
    const counts = await library.scan([GrantId.parse('/etc')], {
      signal: new AbortController().signal,
      onBatch: () => {},
    })
    expect(counts.found).toBe(0)
    expect(library.grant(['/a/b', '/'])).toMatchObject([{ name: 'b' }, { name: '/' }])
  })
})

describe('saving', () => {
  it('reports a conflict when another program changed the same field, and writes nothing', async () => {
    const path = copyOf('v24.mp3')
    const { library } = open(false)
    const [track] = (await scan(library, [path])).tracks
    if (track === undefined) throw new Error('no track')
    const other = open(false).library
    const [same] = (await scan(other, [path])).tracks
    if (same === undefined) throw new Error('no track')
    await save(other, same, { title: { from: ['Ein Titel'], to: ['Von woanders'] } })
    const before = readFileSync(path)
    const clash = await save(library, track, { title: { from: ['Ein Titel'], to: ['Meiner'] } })
    expect(clash.counts).toMatchObject({ saved: 0, failed: 1, untouched: 0 })
    expect(clash.failed).toMatchObject([
      { id: track.id, problem: { code: 'file.changed', trackId: track.id } },
    ])
    expect(readFileSync(path).equals(before)).toBe(true)
    // Another field is no conflict: the edit goes on over the new bytes.
    const fine = await save(library, track, { album: { from: ['Größe'], to: ['Neu'] } })
    expect(fine.tracks[0]?.values).toMatchObject({ title: ['Von woanders'], album: ['Neu'] })
  })

  it('goes on after a file that cannot be saved', async () => {
    const folder = musicFolder()
    writeFileSync(join(folder, 'cut.mp3'), fixture('v24.mp3').subarray(0, 100))
    const { library } = open(false)
    const { tracks } = await scan(library, [folder])
    rmSync(join(folder, 'tagged.ogg'))
    const saved = await saveChanges(
      library,
      tracks.map(({ id, values }) => ({
        id,
        changes: { values: { title: { from: [...(values.title ?? [])], to: ['Neu'] } } },
      })),
    )
    expect(saved.counts).toMatchObject({ saved: tracks.length - 2, failed: 2, untouched: 0 })
    const codes = saved.failed.map(({ problem }: { problem: Problem }) => problem.code).sort()
    expect(codes).toEqual(['file.notFound', 'metadata.truncated'])
  })

  it('begins no further file once it is cancelled', async () => {
    const folder = musicFolder()
    const { library } = open(false)
    const { tracks } = await scan(library, [folder])
    const controller = new AbortController()
    const requests = tracks.map(({ id }) => ({
      id,
      changes: { values: { title: { from: ['Ein Titel'], to: ['Neu'] } } },
    }))
    const counts = await library.save(orderOf(requests), {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    })
    expect(counts.saved).toBeGreaterThan(0)
    expect(counts.untouched).toBeGreaterThan(0)
    expect(counts.saved + counts.untouched).toBe(tracks.length)
  })

  it('refuses a picture that nobody has', async () => {
    const path = copyOf('v24.mp3')
    const { library } = open(false)
    const [track] = (await scan(library, [path])).tracks
    if (track === undefined) throw new Error('no track')
    const picture = {
      hash: 'a'.repeat(64),
      type: 3,
      mime: 'image/png',
      description: '',
      sizeBytes: 1,
      width: 1,
      height: 1,
    }
    const saved = await saveChanges(library, [
      { id: track.id, changes: { values: {}, pictures: { from: [], to: [picture] } } },
    ])
    expect(saved.failed).toMatchObject([{ problem: { code: 'picture.missing' } }])
    const clash = await saveChanges(library, [
      { id: track.id, changes: { values: {}, pictures: { from: [picture], to: [] } } },
    ])
    expect(clash.failed).toMatchObject([{ problem: { code: 'file.changed' } }])
  })
})

describe('a listed track', () => {
  it('is read again with its long values', async () => {
    const path = copyOf('v24.mp3')
    const { library } = open(false)
    const [track] = (await scan(library, [path])).tracks
    if (track === undefined) throw new Error('no track')
    const read = await library.readTrack(track.id)
    expect(read).toMatchObject({ ok: true, values: { comment: ['Ein Kommentar'] } })
    expect(library.pathOf(track.id)).toBe(path)
    rmSync(path)
    expect(await library.readTrack(track.id)).toMatchObject({ ok: false, problem: { code: 'file.notFound' } })
  })

  it('reloads what others changed, and says what is gone', async () => {
    const folder = musicFolder()
    const { library } = open(false)
    const { tracks } = await scan(library, [folder])
    rmSync(join(folder, 'v24.mp3'))
    const steps: TracksProgress[] = []
    const done = await library.reload(
      tracks.map(({ id }) => id),
      { signal: new AbortController().signal, onProgress: (step) => steps.push(step) },
    )
    expect(done).toEqual({ done: tracks.length })
    expect(steps.flatMap(({ failed }) => failed)).toMatchObject([{ problem: { code: 'file.notFound' } }])
    expect(steps.flatMap((step) => step.tracks)).toHaveLength(tracks.length - 1)
  })

  it('is told anew to a page that comes after another', async () => {
    const path = copyOf('v24.mp3')
    const { library } = open(false)
    const [track] = (await scan(library, [path])).tracks
    expect((await scan(library, [path])).tracks).toEqual([])
    library.forgetAll()
    expect(library.pathOf(track?.id ?? trackId(''))).toBeUndefined()
    expect((await scan(library, [path])).tracks).toHaveLength(1)
  })

  it('means nothing once it is forgotten, and an invented one never does', async () => {
    const path = copyOf('v24.mp3')
    const { library } = open(false)
    const [track] = (await scan(library, [path])).tracks
    if (track === undefined) throw new Error('no track')
    library.forget([track.id, trackId('invented')])
    for (const id of [track.id, trackId('/etc/passwd')]) {
      expect(library.pathOf(id)).toBeUndefined()
      expect((await library.readTrack(id)).ok).toBe(false)
      expect((await library.picture({ id, index: 0 })).ok).toBe(false)
      expect((await library.thumbnail({ id, index: 0 }, 64)).ok).toBe(false)
      expect((await saveChanges(library, [{ id, changes: { values: {} } }])).counts.failed).toBe(1)
    }
  })
})

describe('pictures', () => {
  it('are refused when they are none, or would bomb the decoder', async () => {
    const { library } = open(false)
    const svg = await library.addPicture(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))
    expect(svg).toMatchObject({ ok: false, problem: { code: 'picture.notAnImage' } })
    expect(await library.addPicture(new Uint8Array(64 * 1024 * 1024 + 1))).toMatchObject({
      ok: false,
      problem: { code: 'picture.tooLarge' },
    })
    const bomb = fixture('cover.png')
    bomb.set([0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff], 16)
    const added = await library.addPicture(bomb)
    if (!added.ok) throw new Error('not added')
    expect(await library.thumbnail({ hash: added.picture.hash }, 64)).toMatchObject({
      ok: false,
      problem: { code: 'picture.tooLarge' },
    })
  })

  it('outlive the session, and only the right bytes bear their name', async () => {
    const { library, dataDir } = open(false)
    const added = await library.addPicture(fixture('cover.jpg'))
    if (!added.ok) throw new Error('not added')
    const { hash } = added.picture
    const later = createLibrary({ dataDir, workerPath: undefined })
    expect(await later.picture({ hash })).toMatchObject({ ok: true, mime: 'image/jpeg' })
    writeFileSync(join(dataDir, 'pictures', hash), 'damaged')
    const evenLater = createLibrary({ dataDir, workerPath: undefined })
    expect((await evenLater.picture({ hash })).ok).toBe(false)
    expect((await evenLater.thumbnail({ hash: '../../etc/passwd' }, 64)).ok).toBe(false)
  })

  it('of every type get a thumbnail, damaged ones too as far as they go', async () => {
    const { library } = open(false)
    for (const name of ['cover.png', 'cover.jpg', 'cover.gif', 'cover.webp', 'cover.bmp']) {
      const added = await library.addPicture(fixture(name))
      if (!added.ok) throw new Error(name)
      expect((await library.thumbnail({ hash: added.picture.hash }, 100)).ok, name).toBe(true)
    }
    const broken = await library.addPicture(fixture('cover.png').subarray(0, 40))
    if (!broken.ok) throw new Error('not added')
    expect(await library.thumbnail({ hash: broken.picture.hash }, 64)).toMatchObject({
      ok: false,
      problem: { code: 'picture.notAnImage' },
    })
  })

  it('are shown even when the cache cannot be written', async () => {
    const dataDir = temporaryFolder()
    writeFileSync(join(dataDir, 'thumbnails'), 'in the way')
    const errors: unknown[] = []
    const library = createLibrary({ dataDir, workerPath: undefined, onError: (error) => errors.push(error) })
    const added = await library.addPicture(fixture('cover.png'))
    if (!added.ok) throw new Error('not added')
    expect((await library.thumbnail({ hash: added.picture.hash }, 64)).ok).toBe(true)
    expect(errors).toHaveLength(1)
  })

  it('that cannot be kept are refused', async () => {
    const dataDir = join(temporaryFolder(), 'data')
    mkdirSync(dataDir)
    writeFileSync(join(dataDir, 'pictures'), 'in the way')
    const library = createLibrary({ dataDir, workerPath: undefined })
    expect(await library.addPicture(fixture('cover.png'))).toMatchObject({
      ok: false,
      problem: { code: 'file.ioError' },
    })
    expect(existsSync(dataDir)).toBe(true)
  })
})
