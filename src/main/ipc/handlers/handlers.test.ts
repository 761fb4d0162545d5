import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { fromColumns, type GrantId } from '../../../shared/ipc'
import {
  noAudio,
  type Picture,
  type Problem,
  type ProblemError,
  type Track,
  trackId,
} from '../../../shared/model'
import { appHandlers } from './app'
import { libraryCalls, libraryJobs } from './library'
import { pictureHandlers } from './pictures'
import { trackCalls, trackJobs } from './tracks'

const folder = mkdtempSync(join(tmpdir(), 'tagwright-handlers-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const track: Track = {
  id: trackId('a'),
  folder: '/music',
  fileName: 'a.mp3',
  format: 'mp3',
  sizeBytes: 1,
  modifiedMs: 2,
  audio: noAudio,
  tagKinds: [],
  removableKinds: [],
  values: { title: ['Ebb'] },
  longSizes: {},
  pictures: [],
}
const picture: Picture = {
  hash: 'a'.repeat(64),
  type: 3,
  mime: 'image/png',
  description: '',
  sizeBytes: 1,
  width: 1,
  height: 1,
}
const control = () => {
  const frames: unknown[] = []
  return {
    frames,
    signal: new AbortController().signal,
    progress: (frame: unknown) => {
      frames.push(frame)
      return Promise.resolve()
    },
  }
}

describe('opening', () => {
  const calls = (chosen: readonly string[]) =>
    libraryCalls({
      library: { scan: () => Promise.reject(new Error('not asked')), forget: () => {} },
      grant: (paths) => paths.map((path, index) => ({ id: `g${index}` as GrantId, name: path })),
      dialogs: {
        chooseMusic: async () => chosen,
        choosePicture: async () => undefined,
        chooseCopy: async () => undefined,
      },
      sample: { provide: async () => '/home/ada/Music/Tagwright sample' },
    })

  it('answers a grant for everything chosen, and nothing for a dialog that was cancelled', async () => {
    expect(await calls(['/a', '/b'])['library.choose']('folder')).toHaveLength(2)
    expect(await calls([])['library.choose']('files')).toEqual([])
  })

  it('grants the copy of the sample library', async () => {
    expect(await calls([])['library.sample'](undefined)).toMatchObject([
      { name: '/home/ada/Music/Tagwright sample' },
    ])
  })

  it('sends rows as columns, and remembers what was opened', async () => {
    const opened: GrantId[] = []
    const job = control()
    const counts = { found: 1, read: 1, refused: 0 }
    const jobs = libraryJobs({
      library: {
        forget: () => {},
        scan: async (_grants, { onBatch }) => {
          onBatch({ counts, tracks: [track], refused: [] })
          return counts
        },
      },
      grant: () => [],
      dialogs: {
        chooseMusic: async () => [],
        choosePicture: async () => undefined,
        chooseCopy: async () => undefined,
      },
      sample: { provide: async () => '' },
      opened: (grants) => opened.push(...grants),
    })
    expect(await jobs['library.scan']({ grants: ['g' as GrantId] }, job)).toEqual(counts)
    expect(opened).toEqual(['g'])
    const [frame] = job.frames as [{ tracks: Parameters<typeof fromColumns>[0] }]
    expect(fromColumns(frame.tracks)).toEqual([track])
  })
})

const notAsked = () => Promise.reject(new Error('not asked'))

describe('a file that cannot be written to where it lies', () => {
  const asked: unknown[] = []
  const calls = (to: string | undefined, problem?: Problem) =>
    trackCalls({
      edits: { moved: () => {} },
      run: { moved: () => {} },
      dialogs: { chooseCopy: async () => to },
      library: {
        readTrack: notAsked,
        rename: notAsked,
        keepBeside: notAsked,
        pathOf: (id) => (id === 'a' ? '/music/a.mp3' : undefined),
        saveCopy: async (request, place) => {
          asked.push([request, place])
          return problem === undefined ? { ok: true } : { ok: false, problem }
        },
        makeWritable: async () => (problem === undefined ? { ok: true } : { ok: false, problem }),
      },
    })
  const request = { id: trackId('a'), changes: { values: { title: { from: [], to: ['Ebb'] } } } }
  const problem: Problem = { code: 'file.staysReadOnly', params: { file: 'a.mp3' }, remedy: 'save-copy' }

  it('is copied to where the person says, with its changes', async () => {
    expect(await calls('/elsewhere/b.mp3')['tracks.saveCopy'](request)).toBe('b.mp3')
    expect(asked).toEqual([[request, '/elsewhere/b.mp3']])
  })

  it('is copied nowhere when the dialog is cancelled, or when it is not listed', async () => {
    asked.length = 0
    expect(await calls(undefined)['tracks.saveCopy'](request)).toBeNull()
    const other = calls('/elsewhere/b.mp3')['tracks.saveCopy']({ ...request, id: trackId('b') })
    await expect(other).rejects.toMatchObject({ problem: { code: 'file.notFound' } })
    expect(asked).toEqual([])
  })

  it('says why it can neither be copied nor be made writable', async () => {
    const { 'tracks.saveCopy': saveCopy, 'tracks.makeWritable': makeWritable } = calls('/b.mp3', problem)
    await expect(saveCopy(request)).rejects.toMatchObject({ problem })
    await expect(makeWritable(request.id)).rejects.toMatchObject({ problem })
    await expect(calls(undefined)['tracks.makeWritable'](request.id)).resolves.toBeUndefined()
  })
})

describe('reading and saving tracks', () => {
  it('answers file by file, in the order asked, the bad ones with their problem', async () => {
    const problem = { code: 'file.notFound', params: { file: 'b.mp3' } } as const
    const calls = trackCalls({
      edits: { moved: () => {} },
      run: { moved: () => {} },
      dialogs: { chooseCopy: async () => undefined },
      library: {
        readTrack: async (id) =>
          id === 'b' ? { ok: false, problem } : { ok: true, track, values: { title: [`title of ${id}`] } },
        rename: notAsked,
        keepBeside: notAsked,
        saveCopy: notAsked,
        makeWritable: notAsked,
        pathOf: () => undefined,
      },
    })
    const ids = ['a', 'b', ...Array.from({ length: 30 }, (_, index) => `t${index}`)].map(trackId)
    const answers = await calls['tracks.read'](ids)
    expect(answers.map(({ id }) => id)).toEqual(ids)
    expect(answers[0]).toEqual({ id: 'a', ok: true, values: { title: ['title of a'] } })
    expect(answers[1]).toEqual({ id: 'b', ok: false, problem })
  })

  it('passes progress on as it comes', async () => {
    const job = control()
    const saved: unknown[] = []
    const jobs = trackJobs({
      edits: { saved: (edits) => saved.push(...edits) },
      library: {
        reload: async () => ({ done: 0 }),
        save: async (order, { onProgress }) => {
          onProgress({ done: 1, total: order.tracks.length, tracks: [track], failed: [] })
          return { saved: 1, failed: 0, untouched: 0, heldBack: [], unkept: [] }
        },
      },
    })
    const reply = await jobs['tracks.save'](
      {
        kind: 'edit',
        label: 'Title',
        withoutUndo: false,
        holdsBack: true,
        tracks: [{ id: trackId('a'), changes: { values: {} } }],
      },
      job,
    )
    expect(reply).toMatchObject({ saved: 1, failed: 0, untouched: 0 })
    expect(job.frames).toMatchObject([{ done: 1, total: 1, tracks: { ids: ['a'] } }])
    expect(saved).toEqual([{ id: 'a', changes: { values: {} } }])
  })
})

describe('choosing a cover', () => {
  const handlers = (path: string | undefined, taken: boolean) =>
    pictureHandlers({
      library: {
        alike: notAsked,
        addPicture: async () =>
          taken
            ? { ok: true, picture }
            : { ok: false, problem: { code: 'picture.notAnImage', params: { reason: 'text' } } },
      },
      dialogs: { choosePicture: async () => path },
    })
  const problemFrom = (work: unknown) =>
    Promise.resolve(work).then(
      () => undefined,
      (error: ProblemError) => error.problem,
    )

  it('answers nothing when the dialog was cancelled', async () => {
    expect(await handlers(undefined, true)['pictures.choose'](undefined)).toBeNull()
  })

  it('answers the picture that the library made of the file', async () => {
    const path = join(folder, 'cover.png')
    writeFileSync(path, 'picture')
    expect(await handlers(path, true)['pictures.choose'](undefined)).toEqual(picture)
  })

  it('names the file that is no picture', async () => {
    const path = join(folder, 'text.png')
    writeFileSync(path, 'text')
    expect(await problemFrom(handlers(path, false)['pictures.choose'](undefined))).toEqual({
      code: 'picture.notAnImage',
      params: { reason: 'text', file: 'text.png' },
    })
  })

  it('says that a file is gone, without its folder', async () => {
    expect(await problemFrom(handlers(join(folder, 'gone.png'), true)['pictures.choose'](undefined))).toEqual(
      {
        code: 'file.notFound',
        params: { file: 'gone.png' },
      },
    )
  })

  it('takes bytes as they come', async () => {
    expect(await handlers(undefined, true)['pictures.add'](new Uint8Array(3))).toEqual(picture)
  })
})

describe('the window’s own calls', () => {
  it('show a listed file in its folder and refuse one that is not listed', () => {
    const shown: string[] = []
    const handlers = appHandlers({
      library: { pathOf: (id) => (id === 'a' ? '/music/a.mp3' : undefined) },
      window: {
        start: () => {
          throw new Error('not asked')
        },
        setUnsaved: () => {},
        close: () => {},
        copyDiagnostics: () => {},
        showInFolder: (path) => shown.push(path),
      },
    })
    void handlers['app.showInFolder'](trackId('a'))
    expect(shown).toEqual(['/music/a.mp3'])
    expect(() => handlers['app.showInFolder'](trackId('/etc/passwd'))).toThrow('file.notFound')
  })
})
