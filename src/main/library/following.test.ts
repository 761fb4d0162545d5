import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'

// The system's watching, as far as a test can play it: what it answers, and what it tells.
const system = vi.hoisted(() => ({
  fails: false,
  tell: (_error: Error | null, _events: { path: string; type: string }[]): void => {},
  begun: vi.fn(),
  ended: vi.fn(),
}))
vi.mock('@parcel/watcher', () => ({
  subscribe: async (_folder: string, tell: typeof system.tell) => {
    if (system.fails) throw new Error('no space left on device')
    system.tell = tell
    system.begun()
    return { unsubscribe: system.ended }
  },
}))

import type { Problem, Track } from '../../shared/model'
import { copyOf, temporaryFolder } from '../metadata/testing/fixture'
import { createLibrary } from './create-library'
import { MetadataWriter } from './metadata-files'
import type { OutsideChanges } from './outside'

const signal = new AbortController().signal
const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 20 })

async function opened(folder: string) {
  const said: OutsideChanges[] = []
  const notices: Problem[] = []
  const library = createLibrary({
    dataDir: temporaryFolder(),
    workerPath: undefined,
    onOutside: (changes) => said.push(changes),
    onNotice: (notice) => notices.push(notice),
  })
  onTestFinished(() => library.close())
  const tracks: Track[] = []
  const grants = library.grant([folder]).map(({ id }) => id)
  await library.scan(grants, { signal, onBatch: (batch) => tracks.push(...batch.tracks) })
  // The list may be there before the folder is watched.
  if (!system.fails) await until(() => expect(system.begun).toHaveBeenCalled())
  return { library, said, notices, tracks }
}

/** Changes one file, adds one and deletes one, as another program. */
async function meddle(folder: string) {
  await new MetadataWriter().write(join(folder, 'one.flac'), { values: { title: ['Von woanders'] } })
  copyOf('v24.mp3', 'three.mp3', folder)
  rmSync(join(folder, 'two.mp3'))
}

const sums = (said: readonly OutsideChanges[]) => ({
  titles: said.flatMap(({ tracks }) => tracks.map(({ values }) => values.title?.[0])),
  added: said.flatMap(({ added }) => added.map(({ fileName }) => fileName)),
  gone: said.flatMap(({ gone }) => gone).length,
})
const all = { titles: ['Von woanders'], added: ['three.mp3'], gone: 1 }

function music(): string {
  const folder = temporaryFolder()
  copyOf('tagged.flac', 'one.flac', folder)
  copyOf('v24.mp3', 'two.mp3', folder)
  return folder
}

beforeEach(() => {
  system.fails = false
  system.begun.mockReset()
  system.ended.mockReset()
})

describe('a folder that the system tells nothing of', () => {
  it('is said once, and looked at when the person comes back', async () => {
    system.fails = true
    const folder = music()
    const { library, said, notices } = await opened(folder)
    await until(() => expect(notices.map(({ code }) => code)).toEqual(['library.notWatched']))
    await meddle(folder)
    library.lookAround()
    await until(() => expect(sums(said)).toEqual(all))
    library.lookAround()
    await new MetadataWriter().write(join(folder, 'three.mp3'), { values: { title: ['Noch etwas'] } })
    library.lookAround()
    await until(() => expect(sums(said).titles).toContain('Noch etwas'))
    expect(sums(said)).toMatchObject({ added: ['three.mp3'], gone: 1 })
    expect(notices).toHaveLength(1)
  })

  it('is looked at as a whole when events were lost', async () => {
    const folder = music()
    const { said, notices } = await opened(folder)
    await meddle(folder)
    system.tell(new Error('Events were dropped. File system must be re-scanned.'), [])
    await until(() => expect(sums(said)).toEqual(all))
    expect(notices).toHaveLength(1)
  })
})

it('so many events at once that some may be missing: the whole folder is looked at', async () => {
  const folder = music()
  const { said, notices } = await opened(folder)
  await meddle(folder)
  const many = Array.from({ length: 4000 }, (_, at) => ({ path: join(folder, `${at}.txt`), type: 'create' }))
  system.tell(null, many)
  await until(() => expect(sums(said)).toEqual(all))
  expect(notices).toEqual([])
})

it('a folder that nothing is listed of any more is watched no longer', async () => {
  const { library, tracks } = await opened(music())
  const [one, two] = tracks.map(({ id }) => id)
  if (one === undefined || two === undefined) throw new Error('not listed')
  library.forget([one])
  await library.reload([two], { signal, onProgress: () => {} })
  expect(system.ended).not.toHaveBeenCalled()
  library.forget([two])
  await until(() => expect(system.ended).toHaveBeenCalledOnce())
})
