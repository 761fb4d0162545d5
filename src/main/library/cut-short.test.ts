import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { OperationId, Track, TrackId } from '../../shared/model'
import { copyOf, temporaryFolder } from '../metadata/testing/fixture'
import { createLibrary } from './create-library'
import type { Library } from './library'
import { journalFolder, recoverSaves } from './recovery'
import { buildWorker } from './testing/built-worker'

interface Built {
  readonly path: string
  readonly remove: () => void
}

const built: Built[] = []
const build = async (entry: string): Promise<Built> => {
  const one = await buildWorker(join(import.meta.dirname, 'testing', entry))
  built.push(one)
  return one
}
afterAll(() => {
  for (const { remove } of built) remove()
})

const signal = new AbortController().signal
const quiet = { signal, onProgress: () => {} }
const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')

function open(dataDir: string, workerPath: string | undefined, onError = () => {}): Library {
  const library = createLibrary({ dataDir, workerPath, workers: 2, onError })
  onTestFinished(() => library.close())
  return library
}

const operations = (library: Library) => library.past.list({ search: '', limit: 10 })

const undo = (library: Library, operation: OperationId) => library.past.undo({ operation }, quiet)

/** A worker that died takes a second to replace: most steps are left to the long run. */
const stride = process.env['TAGWRIGHT_SOAK'] === undefined ? 6 : 1

/** Of one length, and longer than any padding. */
const routes = [
  { name: 'in place', title: 'Ein Titol' },
  { name: 'by a new file', title: 'Lang '.repeat(3000) },
] as const

describe('a process that is killed in a save', () => {
  let program: Built | undefined
  beforeAll(async () => {
    program = await build('killed-save.ts')
  }, 60_000)

  /** Whether it was killed, not through before. */
  async function saveKilledAt(step: number, dataDir: string, path: string, title: string): Promise<boolean> {
    const args = [program?.path ?? '', dataDir, path, 'Ein Titel', title, String(step)]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    const [code, killed] = await once(child, 'exit')
    if (killed === null) expect(code).toBe(0)
    return killed === 'SIGKILL'
  }

  for (const { name, title } of routes) {
    it(`${name}, at any step: the next start knows whether it came through, and can take it back`, async () => {
      const ends = { old: 0, new: 0 }
      for (let step = 1, killed = true; killed; step++) {
        const dataDir = temporaryFolder()
        const path = copyOf('tagged.flac')
        const before = sha256(path)
        killed = await saveKilledAt(step, dataDir, path, title)

        recoverSaves(dataDir, () => {})
        const library = open(dataDir, undefined)
        const [operation] = await operations(library)
        const end = sha256(path) === before ? 'old' : 'new'
        ends[end]++
        expect(operation ?? 'not begun').toEqual(
          end === 'new' || step > 1
            ? expect.objectContaining({
                unfinished: 0,
                done: end === 'new' ? 1 : 0,
                failed: end === 'new' ? 0 : 1,
              })
            : 'not begun',
        )
        expect(readdirSync(dirname(path))).toEqual(['tagged.flac'])
        if (end === 'old' || operation === undefined) continue
        expect(await undo(library, operation.id)).toMatchObject({ undone: 1, failed: 0 })
        expect(sha256(path)).toBe(before)
      }
      expect(ends.old).toBeGreaterThan(5)
      expect(ends.new).toBeGreaterThan(2)
    }, 120_000)
  }
})

describe('a worker that dies in a save', () => {
  let worker: Built | undefined
  beforeAll(async () => {
    worker = await build('dying-worker.ts')
  }, 60_000)

  async function saveTitle(library: Library, track: Track, to: string) {
    const change = {
      id: track.id,
      changes: { values: { title: { from: [...(track.values.title ?? [])], to: [to] } } },
    }
    const tracks: Track[] = []
    const order = {
      kind: 'edit',
      label: to.slice(0, 20),
      withoutUndo: false,
      holdsBack: true,
      tracks: [change],
    } as const
    const counts = await library.save(order, { signal, onProgress: (now) => tracks.push(...now.tracks) })
    return { counts, track: tracks[0] }
  }

  async function listed(library: Library, path: string): Promise<Track> {
    const tracks: Track[] = []
    const grants = library.grant([path]).map(({ id }) => id)
    await library.scan(grants, { signal, onBatch: (batch) => tracks.push(...batch.tracks) })
    const [track] = tracks
    if (track === undefined) throw new Error('not listed')
    return track
  }

  it('costs the other files of the job nothing', async () => {
    const library = open(temporaryFolder(), worker?.path)
    const folder = temporaryFolder()
    for (const name of ['1.flac', '2.flac', '3.flac', '4.flac', '5.flac']) copyOf('tagged.flac', name, folder)
    const tracks: Track[] = []
    const grants = library.grant([folder]).map(({ id }) => id)
    await library.scan(grants, { signal, onBatch: (batch) => tracks.push(...batch.tracks) })
    const changes = tracks.map(({ id, fileName, values }) => {
      const to = [fileName === '2.flac' ? 'dies at 9' : 'Neu']
      return { id, changes: { values: { title: { from: [...(values.title ?? [])], to } } } }
    })
    const failed: TrackId[] = []
    const counts = await library.save(
      { kind: 'edit', label: 'Title', withoutUndo: false, holdsBack: true, tracks: changes },
      { signal, onProgress: (now) => failed.push(...now.failed.map(({ id }) => id)) },
    )
    expect(counts).toMatchObject({ saved: 4, failed: 1, untouched: 0 })
    expect(failed).toEqual(tracks.filter(({ fileName }) => fileName === '2.flac').map(({ id }) => id))
    const [operation] = await operations(library)
    expect(operation).toMatchObject({ planned: 5, done: 4, failed: 1, unfinished: 0 })
  })

  for (const { name, title } of routes) {
    it(`${name}, at any step, costs no more than that save: its file is settled, free and known at once`, async () => {
      const dataDir = temporaryFolder()
      let deaths = 0
      const library = open(dataDir, worker?.path, () => deaths++)
      const ends = { old: 0, new: 0 }
      for (let step = 2; deaths === ends.old + ends.new; step += stride) {
        const path = copyOf('tagged.flac')
        const before = sha256(path)
        const track = await listed(library, path)
        const { counts, track: saved } = await saveTitle(library, track, `dies at ${step} ${title}`)
        const end = sha256(path) === before ? 'old' : 'new'
        ends[end]++
        expect(counts).toMatchObject({
          saved: end === 'new' ? 1 : 0,
          failed: end === 'new' ? 0 : 1,
          untouched: 0,
        })
        expect((await operations(library))[0]).toMatchObject({ unfinished: 0, done: counts.saved })
        expect(readdirSync(dirname(path))).toEqual(['tagged.flac'])
        // The next save of it waits for nobody.
        const next = await saveTitle(library, saved ?? track, 'Danach')
        expect(next.counts).toMatchObject({ saved: 1, failed: 0, untouched: 0 })
        for (const { id } of (await operations(library)).slice(0, end === 'new' ? 2 : 1))
          await undo(library, id)
        expect(sha256(path)).toBe(before)
        expect(readdirSync(journalFolder(dataDir)).filter((file) => file.endsWith('.lock'))).toEqual([])
      }
      expect(ends.old).toBeGreaterThan(3)
      expect(ends.new).toBeGreaterThan(0)
    }, 120_000)
  }
})
