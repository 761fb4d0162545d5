import { copyFileSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type Track, type TrackId, trackId } from '../../shared/model'
import { copyOf, temporaryFolder } from '../metadata/testing/fixture'
import { pathInRepository, saidByFpcalc } from '../sound/testing/said-by-fpcalc'
import { createLibrary } from './create-library'
import type { FingerprintProgress, Library } from './library'
import { listenTo } from './listen-job'
import { createPool } from './pool'
import { buildWorker } from './testing/built-worker'

let worker: { path: string; remove: () => void } | undefined
let deafWorker: { path: string; remove: () => void } | undefined
beforeAll(async () => {
  worker = await buildWorker()
  deafWorker = await buildWorker(join(import.meta.dirname, 'testing/deaf-worker.ts'))
}, 60_000)
afterAll(() => {
  worker?.remove()
  deafWorker?.remove()
})

const album = 'resources/sample-library/Mira Solen - Tideworks (2019)'
const tracks = Object.keys(saidByFpcalc.fingerprints).filter((path) => path.startsWith(album))
const saidOf = (fileName: string) => saidByFpcalc.fingerprints[`${album}/${fileName}`]

/** The album of the sample library in a folder of its own. */
function albumFolder(): string {
  const folder = temporaryFolder()
  for (const path of tracks) copyFileSync(pathInRepository(path), join(folder, basename(path)))
  return folder
}

async function list(library: Library, folder: string): Promise<Track[]> {
  const listed: Track[] = []
  const grants = library.grant([folder]).map(({ id }) => id)
  await library.scan(grants, {
    signal: new AbortController().signal,
    onBatch: ({ tracks }) => listed.push(...tracks),
  })
  return listed.sort((one, other) => one.fileName.localeCompare(other.fileName))
}

/** Everything that a job reported, together. */
function reports() {
  const all: FingerprintProgress[] = []
  return {
    onProgress: (progress: FingerprintProgress) => void all.push(progress),
    prints: () => all.flatMap(({ prints }) => prints),
    failed: () => all.flatMap(({ failed }) => failed),
    last: () => all[all.length - 1],
  }
}

describe.each([
  ['in worker threads', true],
  ['in this thread', false],
])('listening to tracks %s', (_, workers) => {
  function open(): Library {
    const workerPath = workers ? worker?.path : undefined
    const library = createLibrary({ dataDir: temporaryFolder(), workerPath, workers: 2 })
    onTestFinished(() => library.close())
    return library
  }

  it('answers what fpcalc says of each, and how long it is', async () => {
    const library = open()
    const listed = await list(library, albumFolder())
    const report = reports()
    const { signal } = new AbortController()
    const { done } = await library.fingerprint(
      listed.map(({ id }) => id),
      { signal, onProgress: report.onProgress },
    )
    expect(done).toBe(tracks.length)
    expect(report.last()).toMatchObject({ done, total: done })
    const found = report.prints().map(({ id, fingerprint, durationMs }) => {
      const track = listed.find((one) => one.id === id)
      return [track?.fileName, fingerprint, durationMs]
    })
    expect(found.sort()).toEqual(
      listed.map(({ fileName, audio }) => [fileName, saidOf(fileName), Math.round(audio.durationMs)]),
    )
  })

  it('costs a bad file its own row', async () => {
    const library = open()
    const folder = albumFolder()
    const gone = copyOf('tagged.ogg', 'gone.ogg', folder)
    copyOf('tagged.ogg', 'short.ogg', folder)
    copyOf('tagged.spx', 'speech.spx', folder)
    copyOf('mp4-alac.m4a', 'lossless.m4a', folder)
    copyOf('plain.mka', 'film.mka', folder)
    const flac = readFileSync(pathInRepository(tracks[0] ?? ''))
    writeFileSync(join(folder, 'noise.flac'), flac.fill(0xaa, 20_000))
    const listed = await list(library, folder)
    unlinkSync(gone)
    const unknown = trackId('forgotten')
    const report = reports()
    const ids = [unknown, ...listed.map(({ id }) => id)]
    const { signal } = new AbortController()
    const { done } = await library.fingerprint(ids, { signal, onProgress: report.onProgress })
    expect(done).toBe(ids.length)
    expect(report.prints()).toHaveLength(tracks.length)
    const failed = report
      .failed()
      .map(({ id, problem }) => [listed.find((one) => one.id === id)?.fileName, problem])
    expect(Object.fromEntries(failed)).toMatchObject({
      undefined: { code: 'file.notFound', trackId: unknown },
      'gone.ogg': { code: 'file.notFound' },
      'short.ogg': { code: 'sound.tooShort', params: { file: 'short.ogg' } },
      'speech.spx': { code: 'sound.notDecodable', params: { file: 'speech.spx', format: 'Speex' } },
      'lossless.m4a': { code: 'sound.notDecodable', params: { file: 'lossless.m4a', format: 'ALAC' } },
      'film.mka': { code: 'sound.notDecodable', params: { file: 'film.mka', format: 'Matroska' } },
      'noise.flac': { code: 'sound.damaged', params: { file: 'noise.flac' } },
    })
    expect(failed).toHaveLength(7)
  })

  it('begins no further file after a cancel', async () => {
    const library = open()
    const listed = await list(library, albumFolder())
    const controller = new AbortController()
    const report = reports()
    const { done } = await library.fingerprint(
      listed.map(({ id }) => id),
      {
        signal: controller.signal,
        onProgress: (progress) => {
          report.onProgress(progress)
          controller.abort()
        },
      },
    )
    expect(done).toBe(report.prints().length)
    expect(done).toBeGreaterThan(0)
    expect(done).toBeLessThan(tracks.length)
  })
})

describe('a worker that hangs or dies while it listens', () => {
  it('is replaced, and only the file at hand is lost', async () => {
    const folder = temporaryFolder()
    const [fine = ''] = tracks
    const paths = new Map<TrackId, string>()
    for (const name of ['hangs.flac', 'dies.flac', 'fine.flac']) {
      const path = join(folder, name)
      copyFileSync(pathInRepository(fine), path)
      paths.set(trackId(name), path)
    }
    const pool = createPool({
      workerPath: deafWorker?.path ?? '',
      workers: 1,
      onError: () => {},
      deadline: () => 6000,
      startAllowance: 0,
    })
    onTestFinished(() => pool.close())
    const report = reports()
    const parts = { atOnce: 1, pool, pathOf: (id: TrackId) => paths.get(id) }
    const { signal } = new AbortController()
    await listenTo([...paths.keys()], parts, { signal, onProgress: report.onProgress })
    expect(report.failed()).toMatchObject([
      { id: 'hangs.flac', problem: { code: 'metadata.timeout', params: { file: 'hangs.flac' } } },
      { id: 'dies.flac', problem: { code: 'internal', params: { file: 'dies.flac' } } },
    ])
    expect(report.prints()).toMatchObject([{ id: 'fine.flac', fingerprint: saidByFpcalc.fingerprints[fine] }])
  })
})
