import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { applyPlan } from '../../shared/model'
import { readStamp } from '../files'
import { copyOf, fixture, temporaryFolder } from '../metadata/testing/fixture'
import { seededRandom } from '../metadata/testing/seeded-random'
import { type HistoryNotice, openHistory, type UndoRequest } from '.'
import { Database } from './database'
import { HistoryError, historyError } from './errors'
import { migrations, prepareSchema } from './schema'
import { setAside } from './set-aside'
import { edit, operation, planOf, savingOf } from './testing/road'

/** A folder where a flush costs nothing, if there is one: thousands of histories are begun here. */
function memoryFolder(): string {
  if (!existsSync('/dev/shm')) return temporaryFolder()
  const path = mkdtempSync('/dev/shm/tagwright-test-')
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

const original = fixture('tagged.flac')

/** A small history: three operations on one file, as bytes; and the file after them. */
let database: Uint8Array = new Uint8Array(0)
let log: Uint8Array = new Uint8Array(0)
let after: Uint8Array = new Uint8Array(0)
let requests: UndoRequest[] = []

async function makeHistory(): Promise<void> {
  const folder = temporaryFolder()
  const path = copyOf('tagged.flac', 'song.flac', folder)
  const history = openHistory(join(folder, 'history.db'))
  requests = []
  for (const title of ['One', 'Two', 'Three']) requests.push(await edit(history, path, { title: [title] }))
  log = new Uint8Array(readFileSync(join(folder, 'history.db-wal')))
  history.close()
  database = new Uint8Array(readFileSync(join(folder, 'history.db')))
  after = new Uint8Array(readFileSync(path))
}

/**
 * Uses a damaged history as the app would. Whatever it answers, it must not crash, an exact undo must be the right
 * one or none, and a new save must be recorded or refused with a HistoryError.
 * @returns whether the database was put aside
 */
async function use(
  folder: string,
  check?: boolean,
): Promise<{ notices: HistoryNotice[]; exact: number; refused: number }> {
  const path = join(folder, 'song.flac')
  const notices: HistoryNotice[] = []
  const counts = { exact: 0, refused: 0 }
  const guarded = async (work: () => unknown) => {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof HistoryError)) throw error
      counts.refused++
    }
  }
  await guarded(async () => {
    const history = openHistory(join(folder, 'history.db'), {
      onNotice: (notice) => notices.push(notice),
      ...(check === undefined ? {} : { check }),
    })
    try {
      await guarded(() => history.resolveUnfinished())
      await guarded(() =>
        history.list({ limit: 10 }).map(({ id }) => history.details({ operation: id, limit: 10 })),
      )
      await guarded(() => history.list({ search: 'two', limit: 10 }))
      for (const request of requests) {
        await guarded(async () => {
          const answer = await history.undoOf({ ...request, path })
          if (answer.kind !== 'exact') return
          counts.exact++
          // Only the newest save is what the file still holds.
          expect(request).toEqual(requests.at(-1))
          expect(Buffer.from(applyPlan(after, answer.plan)).equals(beforeLast)).toBe(true)
        })
      }
      await guarded(() => history.prepare(operation(), nextSave))
      await guarded(() => history.prune({ maxBytes: 1 }))
    } finally {
      history.close()
    }
  })
  expect(readFileSync(path).equals(after)).toBe(true)
  return { notices, ...counts }
}

let beforeLast: Uint8Array = new Uint8Array(0)
let nextSave: Awaited<ReturnType<typeof savingOf>>

function damaged(folder: string, bytes: Uint8Array, wal?: Uint8Array): string {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  writeFileSync(join(folder, 'song.flac'), after)
  writeFileSync(join(folder, 'history.db'), bytes)
  if (wal !== undefined) writeFileSync(join(folder, 'history.db-wal'), wal)
  return folder
}

describe('a damaged database', () => {
  const bitFlips = process.env['TAGWRIGHT_SOAK'] === undefined ? 400 : 20_000

  it(`is put aside or used in part, never crashes and never gives wrong bytes: ${bitFlips} flipped bits`, async () => {
    await prepareAll()
    const random = seededRandom(11)
    const folder = join(memoryFolder(), 'data')
    let exact = 0
    let aside = 0
    for (let round = 0; round < bitFlips; round++) {
      const bytes = database.slice()
      const at = Math.floor(random() * bytes.length)
      bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8))
      // Workers, and a start with a large history, do without the look at every page.
      const result = await use(damaged(folder, bytes), round % 2 === 0)
      exact += result.exact
      aside += result.notices.length
    }
    // Most flips hit free room, or values that one entry is lost by.
    expect(exact).toBeGreaterThan(bitFlips / 2)
    expect(aside).toBeGreaterThan(0)
    expect(aside).toBeLessThan(bitFlips / 2)
  }, 240_000)

  it('that another worker put aside is left by all: nothing is recorded where nobody looks', async () => {
    const path = join(temporaryFolder(), 'history.db')
    const song = copyOf('tagged.flac')
    const notices: HistoryNotice[] = []
    const worker = openHistory(path, { onNotice: (notice) => notices.push(notice) })
    const request = await edit(worker, song, { title: ['One'] })
    setAside(path, 'damaged')
    const other = openHistory(path)
    await edit(worker, song, { title: ['Two'] }, { by: operation('edit', 'second') })
    expect(other.list({ limit: 5 }).map(({ label }) => label)).toEqual(['second'])
    expect(await worker.undoOf(request)).toEqual({ kind: 'none', reason: 'unknown' })
    // Who put it aside has said so.
    expect(notices).toEqual([])
    worker.close()
    other.close()
  })

  it('cut short anywhere is put aside or begun anew', async () => {
    await prepareAll()
    const folder = join(memoryFolder(), 'data')
    for (let size = 0; size < database.length; size += size < 600 ? 7 : 709) {
      const { notices, refused } = await use(damaged(folder, database.slice(0, size)))
      expect(refused, `${size} bytes`).toBe(0)
      expect(notices.length, `${size} bytes`).toBe(size === 0 ? 0 : 1)
      if (size > 0) expect(readFileSync(notices[0]!.setAside).length).toBeGreaterThanOrEqual(size)
    }
  }, 240_000)

  it('may have a damaged or cut log', async () => {
    await prepareAll()
    const random = seededRandom(12)
    const folder = join(memoryFolder(), 'data')
    for (let round = 0; round < 100; round++) {
      const wal = round % 2 === 0 ? log.slice(0, Math.floor(random() * log.length)) : log.slice()
      if (round % 2 === 1) {
        const at = Math.floor(random() * wal.length)
        wal[at] = (wal[at] ?? 0) ^ (1 << Math.floor(random() * 8))
      }
      await use(damaged(folder, round % 4 < 2 ? database : new Uint8Array(0), wal))
    }
  }, 120_000)

  it('is put aside when it shows itself while working, and the save is recorded in the new one', async () => {
    await prepareAll()
    const folder = damaged(join(memoryFolder(), 'data'), database)
    const notices: HistoryNotice[] = []
    const history = openHistory(join(folder, 'history.db'), {
      onNotice: (notice) => notices.push(notice),
      check: false,
    })
    const bytes = database.slice().fill(0xa5, 4096)
    writeFileSync(join(folder, 'history.db'), bytes)
    expect(history.prepare(operation(), nextSave)).toBeGreaterThan(0)
    expect(history.list({ limit: 10 })).toHaveLength(1)
    expect(notices).toMatchObject([{ trouble: 'damaged' }])
    history.close()
    expect(readdirSync(folder).filter((name) => name.includes('.damaged-')).length).toBeGreaterThan(0)
  })

  async function prepareAll() {
    if (database.length > 0) return
    const folder = temporaryFolder()
    await makeHistory()
    const path = join(folder, 'song.flac')
    writeFileSync(path, original)
    for (const title of ['One', 'Two']) {
      writeFileSync(
        path,
        applyPlan(new Uint8Array(readFileSync(path)), await planOf(path, { title: [title] })),
      )
    }
    beforeLast = new Uint8Array(readFileSync(path))
    writeFileSync(path, after)
    nextSave = await savingOf(path, await planOf(path, { title: ['Four'] }), { title: ['Four'] })
  }
})

describe('a file that is no history', () => {
  const opened = (bytes: Uint8Array | string) => {
    const path = join(temporaryFolder(), 'history.db')
    writeFileSync(path, bytes)
    const notices: HistoryNotice[] = []
    openHistory(path, { onNotice: (notice) => notices.push(notice) }).close()
    return { path, notices }
  }

  it('is put aside as it is', () => {
    const { notices } = opened('not a database at all, and long enough to be one'.repeat(100))
    expect(notices).toMatchObject([{ trouble: 'damaged' }])
    expect(readFileSync(notices[0]!.setAside, 'utf8')).toMatch(/^not a database/)
  })

  it.each([
    ['of a newer version', 'newer', 'PRAGMA user_version = 99'],
    ['with a trigger', 'damaged', 'CREATE TRIGGER t AFTER INSERT ON files BEGIN DELETE FROM files; END'],
    ['without a table', 'damaged', 'DROP TABLE blob_uses'],
    ['of another program', 'damaged', 'PRAGMA application_id = 1'],
    ['of a version below all', 'damaged', 'PRAGMA user_version = -1'],
  ])('%s is put aside, and the names do not clash', (_, trouble, change) => {
    const path = join(temporaryFolder(), 'history.db')
    const notices: HistoryNotice[] = []
    for (let round = 0; round < 3; round++) {
      openHistory(path).close()
      const database = new Database(path)
      database.exec(change)
      database.close()
      openHistory(path, { onNotice: (notice) => notices.push(notice) }).close()
    }
    expect(notices.map((notice) => notice.trouble)).toEqual([trouble, trouble, trouble])
    expect(new Set(notices.map((notice) => notice.setAside)).size).toBe(3)
  })

  it('is put aside at the next start where the system does not let go of it at once', () => {
    const path = join(temporaryFolder(), 'history.db')
    writeFileSync(path, 'damaged')
    const busy = () => {
      throw Object.assign(new Error('held open'), { code: 'EBUSY' })
    }
    expect(() => setAside(path, 'damaged', busy)).toThrow(HistoryError)
    const notices: HistoryNotice[] = []
    const onNotice = (notice: HistoryNotice) => notices.push(notice)
    openHistory(path, { onNotice }).close()
    openHistory(path, { onNotice }).close()
    expect(notices).toHaveLength(1)
    expect(readFileSync(notices[0]!.setAside, 'utf8')).toBe('damaged')
  })

  it('is begun in when it is empty', () => {
    expect(opened('').notices).toEqual([])
  })
})

describe('a history that cannot record', () => {
  const mount = (folder: string, ...options: string[]) =>
    spawnSync('mount', [...options, folder]).status === 0
  const trouble = (work: () => unknown) => {
    try {
      work()
      return 'none'
    } catch (error) {
      return error instanceof HistoryError ? error.trouble : error
    }
  }

  it('says so before anything is saved: no folder, locked, full, read-only', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    expect(trouble(() => openHistory(join(folder, 'file', 'history.db')))).toBe('ioError')
    mkdirSync(join(folder, 'history.db'))
    expect(trouble(() => openHistory(join(folder, 'history.db')))).toBe('ioError')

    const song = copyOf('tagged.flac')
    const saving = await savingOf(song, await planOf(song, { title: ['x'] }), { title: ['x'] })
    const path = join(folder, 'other.db')
    const history = openHistory(path, { busyMs: 50 })
    const file = history.prepare(operation(), saving)
    const other = new Database(path)
    other.exec('BEGIN IMMEDIATE')
    expect(trouble(() => history.prepare(operation(), saving))).toBe('busy')
    // A save that came through stays one: the file itself tells later.
    expect(history.done(file, { stamp: readStamp(song) })).toBe(false)
    other.exec('ROLLBACK')
    other.close()
    expect(history.resolveUnfinished()).toMatchObject({ failed: 1 })
    history.close()
  }, 60_000)

  it.skipIf(process.getuid?.() !== 0)(
    'is whole, and goes on once a full disk has room again',
    async (context) => {
      const folder = temporaryFolder()
      if (!mount(folder, '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs')) return context.skip('no right to mount')
      onTestFinished(() => void spawnSync('umount', ['-l', folder]))
      const song = copyOf('tagged.flac')
      const saving = await savingOf(song, await planOf(song, { title: ['x'] }), { title: ['x'] })
      const path = join(folder, 'history.db')
      const history = openHistory(path)
      history.prepare(operation(), saving)
      writeFileSync(join(folder, 'filler'), '')
      try {
        for (;;) appendFileSync(join(folder, 'filler'), new Uint8Array(4096))
      } catch {
        // Full.
      }
      let recorded = 1
      let refused: unknown
      while (refused === undefined || refused === 'none') {
        refused = trouble(() => history.prepare(operation(), saving))
        if (refused === 'none') recorded++
      }
      expect(refused).toBe('diskFull')
      expect(history.list({ limit: 1000 })).toHaveLength(recorded)
      expect(trouble(() => openHistory(join(folder, 'new', 'history.db')))).not.toBe('none')
      rmSync(join(folder, 'filler'))
      expect(trouble(() => history.prepare(operation(), saving))).toBe('none')
      history.close()
    },
  )

  it.skipIf(process.getuid?.() !== 0)('says so on a read-only disk, and puts nothing aside', (context) => {
    const [folder, made] = [temporaryFolder(), join(temporaryFolder(), 'history.db')]
    openHistory(made).close()
    if (!mount(folder, '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs')) return context.skip('no right to mount')
    onTestFinished(() => void spawnSync('umount', ['-l', folder]))
    const path = join(folder, 'history.db')
    writeFileSync(path, readFileSync(made))
    expect(mount(folder, '-o', 'remount,ro')).toBe(true)
    expect(['readOnly', 'ioError']).toContain(trouble(() => openHistory(path)))
    expect(readdirSync(folder)).toEqual(['history.db'])
  })

  it('refuses a way back that is too large', async () => {
    const song = copyOf('tagged.flac')
    const saving = await savingOf(song, await planOf(song, { title: ['x'] }), { title: ['x'] })
    const history = openHistory(join(temporaryFolder(), 'history.db'))
    const insert = { length: 300 * 1024 * 1024 } as Uint8Array
    const inverse = {
      ...saving.inverse,
      plan: { ...saving.inverse.plan, splices: [{ at: 0, remove: 0, insert }] },
    }
    expect(trouble(() => history.prepare(operation(), { ...saving, inverse }))).toBe('tooLarge')
    history.close()
  })

  it.each([
    ['SQLITE_FULL', 'diskFull'],
    ['ENOSPC', 'diskFull'],
    ['SQLITE_READONLY_DBMOVED', 'readOnly'],
    ['EROFS', 'readOnly'],
    ['SQLITE_LOCKED', 'busy'],
    ['SQLITE_IOERR_FSYNC', 'ioError'],
    ['SQLITE_CORRUPT_INDEX', 'damaged'],
  ])('tells %s as %s', (code, expected) => {
    expect(historyError(Object.assign(new Error('x'), { code }))).toMatchObject({ trouble: expected })
  })

  it('lets faults of our own pass', () => {
    const fault = new TypeError('ours')
    expect(historyError(fault)).toBe(fault)
    expect(historyError('text')).toBe('text')
  })
})

describe('the schema', () => {
  it('is brought to the newest version step by step, and nothing is lost', () => {
    const path = join(temporaryFolder(), 'history.db')
    const old = new Database(path)
    prepareSchema(old)
    old.run(
      `INSERT INTO operations (id, time, kind, label, planned, search) VALUES ('a', 1, 'edit', 'kept', 1, '')`,
    )
    old.close()
    const steps = [
      ...migrations,
      'ALTER TABLE operations ADD COLUMN note TEXT',
      'CREATE TABLE more (id INTEGER)',
    ]
    for (let round = 0; round < 2; round++) {
      const database = new Database(path)
      prepareSchema(database, steps)
      expect(database.row("SELECT label = 'kept' AS same, note FROM operations")).toMatchObject({
        same: 1,
        note: null,
      })
      expect(database.row('PRAGMA user_version')).toMatchObject({ user_version: 3 })
      database.close()
    }
  })

  it('stays as it was when a step fails', () => {
    const path = join(temporaryFolder(), 'history.db')
    openHistory(path).close()
    const database = new Database(path)
    expect(() => prepareSchema(database, [...migrations, 'CREATE TABLE more (id); nonsense'])).toThrow()
    database.close()
    const notices: HistoryNotice[] = []
    openHistory(path, { onNotice: (notice) => notices.push(notice) }).close()
    expect(notices).toEqual([])
  })
})
