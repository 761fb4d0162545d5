import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { SavePlan } from '../../shared/model'
import { accessBytes } from '../metadata'
import { temporaryFolder } from '../metadata/testing/fixture'
import { seededRandom } from '../metadata/testing/seeded-random'
import { invertPlan, openHistory, type Saving } from '.'
import { Database } from './database'
import { operation } from './testing/road'

function open() {
  const path = join(temporaryFolder(), 'history.db')
  const history = openHistory(path)
  onTestFinished(() => history.close())
  return { history, path }
}

const noise = (length: number, seed: number) => {
  const random = seededRandom(seed)
  return new Uint8Array(length).map(() => Math.floor(random() * 256))
}

let inode = 1n
/** A save of a file that does not matter: these bytes leave it. */
function saving(removed: Uint8Array, title = 'x', path = '/music/song.mp3'): Saving {
  const plan: SavePlan = {
    size: removed.length,
    splices: [{ at: 0, remove: removed.length, insert: Uint8Array.of(1) }],
    audio: [],
  }
  return {
    path,
    stamp: { sizeBytes: removed.length, modifiedNs: 1n, device: 1n, inode: inode++ },
    inverse: invertPlan(accessBytes(removed), plan),
    changes: { values: { title: { from: [], to: [title] } } },
  }
}

const stamp = () => ({ sizeBytes: 1, modifiedNs: 2n, device: 1n, inode: inode++ })

describe('room', () => {
  it('is taken once by a picture that leaves the twelve tracks of an album', () => {
    const { history } = open()
    const picture = noise(400_000, 1)
    const by = operation('edit', 'New cover', 12)
    const before = history.usedBytes()
    for (let track = 0; track < 12; track++) {
      const tag = Buffer.concat([noise(200 + track * 13, track), picture, new Uint8Array(2000)])
      const file = history.prepare(by, { ...saving(tag), pictures: new Map([['', picture]]) })
      history.done(file, { stamp: stamp() })
    }
    expect(history.usedBytes() - before).toBeLessThan(3 * picture.length)
  })

  it('of padding is next to nothing', () => {
    const { history } = open()
    const before = history.usedBytes()
    for (let file = 0; file < 20; file++) {
      history.prepare(operation(), saving(Buffer.concat([noise(100, file), new Uint8Array(8000)])))
    }
    expect(history.usedBytes() - before).toBeLessThan(20 * 3000)
  })
})

describe('forgetting', () => {
  it('takes the operations that are older than the retention', () => {
    const { history } = open()
    const day = 24 * 3_600_000
    for (let age = 20; age >= 0; age--) {
      const by = { ...operation('edit', `${age} days`), timeMs: Date.now() - age * day }
      history.done(history.prepare(by, saving(noise(9000, age))), { stamp: stamp() })
    }
    expect(history.prune({})).toEqual({ removed: 0, more: false })
    expect(history.prune({ maxAgeMs: 10.5 * day })).toMatchObject({ removed: 10, more: false })
    expect(history.list({ limit: 100 }).at(-1)?.label).toBe('10 days')
  })

  it('takes the oldest until the rest fits, gives the room back, and keeps the newest', () => {
    const { history, path } = open()
    for (let index = 0; index < 40; index++) {
      history.done(history.prepare(operation('edit', String(index)), saving(noise(100_000, index))), {
        stamp: stamp(),
      })
    }
    const maxBytes = 1_500_000
    for (let calls = 0; calls < 100 && history.prune({ maxBytes }).more; calls++);
    expect(history.usedBytes()).toBeLessThan(maxBytes)
    const kept = history.list({ limit: 100 })
    expect(kept.length).toBeGreaterThan(5)
    expect(kept[0]?.label).toBe('39')
    for (let calls = 0; calls < 100 && history.prune({ maxBytes: 1 }).more; calls++);
    expect(history.list({ limit: 100 }).map(({ label }) => label)).toEqual(['39'])
    history.close()
    expect(statSync(path).size).toBeLessThan(400_000)
  })

  it('keeps bytes that a later operation shares', async () => {
    const { history } = open()
    const shared = noise(50_000, 1)
    const { createHash } = await import('node:crypto')
    const hash = createHash('sha256').update(shared).digest('hex')
    history.done(history.prepare(operation(), saving(shared)), { stamp: stamp() })
    history.done(history.prepare(operation(), saving(shared)), { stamp: stamp() })
    history.prune({ maxAgeMs: -1000 })
    expect(history.list({ limit: 10 })).toHaveLength(1)
    expect(history.picture(hash)).toEqual(shared)
  })

  it('never takes a save that is not settled', () => {
    const { history } = open()
    history.prepare(operation('edit', 'under way'), saving(noise(100, 1)))
    history.done(history.prepare(operation(), saving(noise(100, 2))), { stamp: stamp() })
    history.prune({ maxAgeMs: -1000, maxBytes: 1 })
    expect(history.list({ limit: 10 }).map(({ label }) => label)).toContain('under way')
  })
})

describe('10,000 operations', () => {
  it('are listed and searched at once', () => {
    const { history, path } = open()
    const file = history.prepare(operation(), saving(noise(10, 1)))
    history.done(file, { stamp: stamp() })
    const database = new Database(path)
    database.transaction(() => {
      for (let index = 0; index < 10_000; index++) {
        const number = database.run(
          `INSERT INTO operations (id, time, kind, label, planned, search) VALUES (?, ?, 'edit', ?, 3, ?)`,
          index.toString(16).padStart(32, '0'),
          index,
          `Edit ${index}`,
          `edit ${index}`,
        )
        for (let track = 0; track < 3; track++) {
          database.run(
            `INSERT INTO files (operation, state, time, process, path, stamp_before, version_before, version_after,
               whole, search, record, checksum)
             SELECT ?, 'done', time, process, path, ?, 0, id, 1, ?, record, checksum FROM files WHERE id = ?`,
            number,
            `${index}:${track}`,
            `/music/artist ${index % 97}/album/${track} song.mp3\nsome title ${index}\nanother title`,
            file,
          )
        }
      }
    })
    database.close()
    const timed = (work: () => unknown) => {
      const start = performance.now()
      work()
      return performance.now() - start
    }
    const first = timed(() => expect(history.list({ limit: 200 })).toHaveLength(200))
    const found = timed(() =>
      expect(history.list({ search: 'title 77 artist', limit: 200 })).not.toHaveLength(0),
    )
    const nothing = timed(() => expect(history.list({ search: 'nowhere', limit: 200 })).toEqual([]))
    console.log(
      `10,000 operations, 30,000 files: ${first.toFixed(0)} ms, search ${found.toFixed(0)} / ${nothing.toFixed(0)} ms`,
    )
    expect(first).toBeLessThan(500)
    expect(Math.max(found, nothing)).toBeLessThan(2000)
  }, 60_000)
})
