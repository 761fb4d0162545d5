import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { newAlbum, type Run, reduce } from './run'
import { createRunStore, type KeptEvent } from './run-store'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'tagwright-run-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}

const open = (path: string, errors: unknown[] = []) =>
  createRunStore({ folder: path, onError: (error) => errors.push(error) })

const begun: Run = {
  startedAt: 17,
  albums: ['Müller/Küste', 'b\nc', '夜'].map((name) => newAlbum([`/m/${name}/1.mp3`, `/m/${name}/2.mp3`])),
}
const events: readonly KeptEvent[] = [
  {
    kind: 'ended',
    album: 0,
    at: 20,
    title: 'Küste',
    artist: '夜',
    result: { kind: 'nothing', why: 'noHits' },
  },
  {
    kind: 'ended',
    album: 2,
    at: 21,
    title: '夜',
    artist: '',
    result: {
      kind: 'parked',
      problem: { code: 'lookup.busy', params: { service: 'MusicBrainz' }, remedy: 'retry' },
    },
  },
  { kind: 'moved', moves: [{ from: '/m/夜/1.mp3', to: '/m/夜/one.mp3' }] },
  { kind: 'marked', albums: [0], mark: 'skipped' },
]
const afterEvents = (count: number): Run => events.slice(0, count).reduce(reduce, begun)

async function written(path: string): Promise<void> {
  const store = open(path)
  await store.begin(begun)
  for (const event of events) store.note(event)
  await store.settled()
}

describe('a run on disk', () => {
  it('is there again in another run of the app, with all that came of it', async () => {
    const path = folder()
    await written(path)
    expect(await open(path).load()).toEqual(afterEvents(events.length))
  })

  it('is none where none was begun, and none after it was cleared', async () => {
    const path = folder()
    expect(await open(path).load()).toBeUndefined()
    await written(path)
    await open(path).clear()
    expect(await open(path).load()).toBeUndefined()
  })

  it('loses only what was torn off, wherever that is', async () => {
    const path = folder()
    await written(path)
    const file = join(path, 'lookup-run.jsonl')
    const whole = readFileSync(file)
    const possible = [undefined, ...events.map((_, index) => afterEvents(index)), afterEvents(events.length)]
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length), async (length) => {
        writeFileSync(file, whole.subarray(0, length))
        const run = await open(path).load()
        // The albums come in one piece with the start; a power cut may still have left some of them.
        if (run !== undefined && run.albums.length < begun.albums.length) {
          expect(run).toEqual({ ...begun, albums: begun.albums.slice(0, run.albums.length) })
        } else expect(possible).toContainEqual(run)
      }),
    )
  })

  it('goes on after a torn line', async () => {
    const path = folder()
    await written(path)
    const file = join(path, 'lookup-run.jsonl')
    writeFileSync(file, readFileSync(file).subarray(0, -9))
    const store = open(path)
    expect(await store.load()).toEqual(afterEvents(3))
    store.note({ kind: 'marked', albums: [2], mark: 'applied' })
    await store.settled()
    const marked = reduce(afterEvents(3), { kind: 'marked', albums: [2], mark: 'applied' })
    expect(await open(path).load()).toEqual(marked)
  })

  it('takes no album for another behind one that is damaged', async () => {
    const path = folder()
    await written(path)
    const file = join(path, 'lookup-run.jsonl')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"album","files":["/m/b', '"album","fi'))
    expect(await open(path).load()).toEqual({ ...begun, albums: begun.albums.slice(0, 1) })
  })

  it('that could not be begun leaves nothing of the one before', async () => {
    const path = folder()
    await written(path)
    const errors: unknown[] = []
    const store = open(path, errors)
    mkdirSync(join(path, `lookup-run.jsonl.${process.pid}.tmp`))
    await store.begin({ startedAt: 18, albums: [newAlbum(['/m/other.mp3'])] })
    store.note({ kind: 'marked', albums: [0], mark: 'applied' })
    await store.settled()
    expect(errors).toHaveLength(1)
    expect(await open(path).load()).toBeUndefined()
  })

  it('keeps proposals, and has none where they are gone', async () => {
    const path = folder()
    const errors: unknown[] = []
    const store = open(path, errors)
    await store.begin(begun)
    const proposal = {
      files: [0, 1],
      proposal: {
        candidate: {
          service: 'musicbrainz' as const,
          releaseId: 'r',
          releaseGroupId: 'g',
          title: 'Küste',
          artist: '夜',
          date: '',
          country: '',
          format: '',
          label: '',
          catalogNumber: '',
          barcode: '',
          trackCount: 2,
          score: 0.99,
          sure: true,
          open: [],
          reasons: [],
        },
        tracklist: [],
        tracks: [],
        missing: [],
      },
    }
    const first = await store.keep(proposal)
    const second = await store.keep({ ...proposal, files: [1] })
    expect(first && (await store.proposal(first))).toEqual(proposal)
    expect(second && (await store.proposal(second))?.files).toEqual([1])
    expect(errors).toEqual([])
    expect(await store.proposal({ at: 5, length: 10 })).toBeUndefined()
    await store.clear()
    expect(first && (await store.proposal(first))).toBeUndefined()
    expect(errors).toHaveLength(2)
  })

  it('tells that it could not be written, and stops nothing', async () => {
    const path = join(folder(), 'file')
    writeFileSync(path, 'in the way')
    const errors: unknown[] = []
    const store = open(path, errors)
    await store.begin(begun)
    store.note({ kind: 'marked', albums: [0], mark: 'applied' })
    await store.settled()
    expect(errors).toHaveLength(2)
  })
})
