import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { applyPlan } from '../../shared/model'
import { readStamp } from '../files'
import { buildWorker } from '../library/testing/built-worker'
import { accessBytes } from '../metadata'
import { copyOf, temporaryFolder } from '../metadata/testing/fixture'
import { seededRandom } from '../metadata/testing/seeded-random'
import { openHistory } from '.'
import { readBlob } from './blobs'
import { Database } from './database'
import { sideOf } from './inverse'
import { inverseOf } from './recording'
import { fileColumns, recordOf } from './rows'
import { carryOut, operation, planOf, replaceFile, savingOf, sha256Of, undo } from './testing/road'

let program: { path: string; remove: () => void } | undefined
beforeAll(async () => {
  program = await buildWorker(join(import.meta.dirname, 'testing/endless-saves.ts'))
}, 60_000)
afterAll(() => program?.remove())

function open(path = join(temporaryFolder(), 'history.db')) {
  const history = openHistory(path)
  onTestFinished(() => history.close())
  return { history, path }
}

async function prepared(path: string, title = 'New') {
  const { history, path: database } = open()
  const plan = await planOf(path, { title: [title] })
  const by = operation()
  const file = history.prepare(by, await savingOf(path, plan, { title: [title] }))
  const states = () => history.list({ limit: 1 })[0]
  return { history, database, plan, request: { operation: by.id, file }, states }
}

describe('a save that was cut short', () => {
  it('had not happened when the file is the old one', async () => {
    const path = copyOf('tagged.flac')
    const { history, states, request } = await prepared(path)
    expect(states()).toMatchObject({ unfinished: 1 })
    expect(history.resolveUnfinished()).toEqual({ done: 0, failed: 1, unclear: 0, waiting: 0 })
    expect(states()).toMatchObject({ failed: 1, unfinished: 0 })
    expect(await history.undoOf(request)).toEqual({ kind: 'none', reason: 'notSaved' })
  })

  it('had happened when the file is the new one, and can be undone exactly', async () => {
    const path = copyOf('tagged.flac')
    const before = sha256Of(path)
    const { history, plan, states, request } = await prepared(path)
    carryOut(path, plan)
    expect(history.resolveUnfinished()).toMatchObject({ done: 1 })
    expect(states()).toMatchObject({ done: 1 })
    expect((await undo(history, request)).answer.kind).toBe('exact')
    expect(sha256Of(path)).toBe(before)
  })

  it('is unclear when another program wrote to the file, and can be undone by its fields', async () => {
    const path = copyOf('tagged.flac')
    const { history, plan, request } = await prepared(path)
    carryOut(path, plan)
    carryOut(path, await planOf(path, { genre: ['Theirs'.repeat(900)] }))
    expect(history.resolveUnfinished()).toMatchObject({ unclear: 1 })
    expect(await history.undoOf(request)).toMatchObject({ kind: 'fields', conflicts: [] })
  })

  it('waits while the file cannot be reached', async () => {
    const path = copyOf('tagged.flac')
    const { history, plan } = await prepared(path)
    carryOut(path, plan)
    renameSync(path, `${path}.away`)
    expect(history.resolveUnfinished()).toMatchObject({ waiting: 1 })
    renameSync(`${path}.away`, path)
    expect(history.resolveUnfinished()).toMatchObject({ done: 1 })
  })

  it('is unclear when its entry is damaged', async () => {
    const path = copyOf('tagged.flac')
    for (const damage of [
      "UPDATE files SET record = record || ' '",
      'UPDATE chunks SET bytes = zeroblob(9)',
    ]) {
      const { history, database, request } = await prepared(path)
      const other = new Database(database)
      other.exec(damage)
      other.close()
      expect(history.resolveUnfinished()).toMatchObject({ unclear: 1 })
      expect((await history.undoOf(request)).kind).toBe('none')
    }
  })

  it('of another living process is left to that process', async () => {
    const path = copyOf('tagged.flac')
    const { history, database, request, states } = await prepared(path)
    const other = new Database(database)
    other.run('UPDATE files SET process = ?', process.ppid)
    expect(history.resolveUnfinished()).toEqual({ done: 0, failed: 0, unclear: 0, waiting: 0 })
    other.run('UPDATE files SET time = ?', Date.now() - 3_600_000)
    other.close()
    expect(history.resolveUnfinished()).toMatchObject({ failed: 1 })
    // Had that been wrong, its own word comes later.
    history.done(request.file, { stamp: readStamp(path) })
    expect(states()).toMatchObject({ done: 1 })
  })

  it('was a rename: the stamp tells which name the file has', async () => {
    const path = copyOf('tagged.flac')
    const to = `${path}.moved`
    const { history } = open()
    const move = () => history.prepareMoves(operation('rename'), [{ path, to, stamp: readStamp(path) }])
    move()
    expect(history.resolveUnfinished()).toMatchObject({ failed: 1 })
    move()
    renameSync(path, to)
    expect(history.resolveUnfinished()).toMatchObject({ done: 1 })
    renameSync(to, path)
    move()
    rmSync(path)
    expect(history.resolveUnfinished()).toMatchObject({ waiting: 1 })
    writeFileSync(path, 'another')
    expect(history.resolveUnfinished()).toMatchObject({ unclear: 1 })
  })
})

const original = new Uint8Array(60_000).map((_, index) => (index * 31 + (index >> 8)) & 255)

function start(database: string, path: string, seed: number, rounds?: number) {
  const child = spawn(process.execPath, [
    program?.path ?? '',
    database,
    path,
    String(seed),
    ...(rounds === undefined ? [] : [String(rounds)]),
  ])
  child.stderr.on('data', (data) => console.error(String(data)))
  return child
}

/** Every saved entry on the database, newest first, with the inverse that it stores. */
function inverses(database: string) {
  const reader = new Database(database)
  try {
    return reader
      .rows(`SELECT ${fileColumns} FROM files WHERE state = 'done' ORDER BY id DESC`)
      .map((row) => {
        const { inverse } = recordOf(row)!
        return inverseOf(inverse!, readBlob(reader, inverse!.removed)!)!
      })
  } finally {
    reader.close()
  }
}

describe('a killed process', () => {
  it('leaves a history that leads back to the first version, 6 times', async () => {
    const random = seededRandom(9)
    let settled = 0
    let saves = 0
    for (let round = 0; round < 6; round++) {
      const folder = temporaryFolder()
      const path = join(folder, 'song.mp3')
      const database = join(folder, 'data', 'history.db')
      replaceFile(path, original)
      const child = start(database, path, round)
      await once(child.stdout, 'data')
      await wait(20 + random() * 250)
      child.kill('SIGKILL')
      await once(child, 'exit')

      const history = openHistory(database)
      const { done, failed, unclear, waiting } = history.resolveUnfinished()
      settled += done + failed
      expect({ unclear, waiting }).toEqual({ unclear: 0, waiting: 0 })
      history.close()
      let bytes: Uint8Array = new Uint8Array(readFileSync(path))
      for (const inverse of inverses(database)) {
        expect(sideOf(accessBytes(bytes), inverse)).toBe('new')
        bytes = applyPlan(bytes, inverse.plan)
        saves++
      }
      expect(Buffer.compare(bytes, original)).toBe(0)
    }
    expect(saves).toBeGreaterThan(6)
    expect(settled).toBeGreaterThan(0)
  }, 120_000)
})

describe('two processes', () => {
  it('record into one history without losing an entry', async () => {
    const folder = temporaryFolder()
    const database = join(folder, 'history.db')
    const children = [1, 2, 3].map((seed) => {
      const path = join(folder, `song-${seed}.mp3`)
      replaceFile(path, original)
      return start(database, path, seed, 15)
    })
    const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]))
    expect(codes).toEqual([0, 0, 0])
    const { history } = open(database)
    expect(history.list({ limit: 1000 }).map(({ done }) => done)).toEqual(new Array(45).fill(1))
    expect(history.resolveUnfinished()).toEqual({ done: 0, failed: 0, unclear: 0, waiting: 0 })
  }, 60_000)
})
