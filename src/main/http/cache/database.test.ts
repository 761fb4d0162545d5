import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Libsql from 'libsql'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../metadata/testing/fixture'
import { seededRandom } from '../../metadata/testing/seeded-random'
import { openCacheDatabase } from './database'
import type { KeptReply } from './store'

const kept = (head: string, size = 10): KeptReply => ({ head, body: new Uint8Array(size).fill(7) })

function open(path = join(temporaryFolder(), 'data', 'http-cache.db'), maxBytes = 10_000) {
  const aside: string[] = []
  const database = openCacheDatabase(path, { maxBytes, onSetAside: (to) => aside.push(to) })
  return { path, aside, database }
}

describe('answers on disk', () => {
  it('come back as they were, also after the program ended', () => {
    const first = open()
    first.database.put('a', kept('{"é":"…"}'))
    first.database.close()
    const { database } = open(first.path)
    expect(database.get('a')).toEqual(kept('{"é":"…"}'))
    expect(database.get('b')).toBeUndefined()
    expect(database.usage().replies).toBe(1)
    database.close()
  })

  it('are replaced, deleted and cleared', () => {
    const { database } = open()
    database.put('a', kept('one'))
    database.put('a', kept('two'))
    database.put('b', kept('three'))
    expect(database.get('a')?.head).toBe('two')
    database.delete('a')
    expect(database.get('a')).toBeUndefined()
    database.clear()
    expect(database.usage()).toEqual({ replies: 0, bytes: 0 })
    database.close()
  })

  it('may be empty', () => {
    const { database } = open()
    database.put('a', { head: '', body: new Uint8Array(0) })
    expect(database.get('a')).toEqual({ head: '', body: new Uint8Array(0) })
    database.close()
  })

  it('give the room back to the disk when they are cleared', () => {
    const { database, path } = open(undefined, 10_000_000)
    for (let number = 0; number < 20; number += 1) database.put(String(number), kept('x', 100_000))
    database.clear()
    database.close()
    expect(readFileSync(path).byteLength).toBeLessThan(100_000)
  })
})

describe('the limit', () => {
  it('is kept by letting go what was not used for longest', () => {
    const { database } = open(undefined, 2000)
    for (const key of ['a', 'b', 'c']) database.put(key, kept('x', 400))
    database.get('a')
    database.put('d', kept('x', 400))
    expect(['a', 'b', 'c', 'd'].map((key) => database.get(key) !== undefined)).toEqual([
      true,
      false,
      true,
      true,
    ])
    expect(database.usage().bytes).toBeLessThanOrEqual(2000)
    database.close()
  })

  it('holds across a restart, in the same order', () => {
    const first = open(undefined, 2000)
    for (const key of ['a', 'b', 'c']) first.database.put(key, kept('x', 400))
    first.database.get('a')
    first.database.close()
    const { database } = open(first.path, 2000)
    database.put('d', kept('x', 400))
    expect(database.get('b')).toBeUndefined()
    expect(database.get('a')).toBeDefined()
    database.close()
  })

  it('leaves out an answer that is larger than all of it, and what it replaces', () => {
    const { database } = open(undefined, 2000)
    database.put('a', kept('x', 400))
    database.put('b', kept('x', 400))
    database.put('a', kept('x', 5000))
    expect(database.get('a')).toBeUndefined()
    expect(database.get('b')).toBeDefined()
    database.close()
  })
})

describe('a damaged file', () => {
  it.each<[string, Buffer]>([
    ['that is no database', Buffer.from('not a database, but long enough to look at'.repeat(50))],
    ['that is cut off', Buffer.from('SQLite format 3\0')],
  ])('%s is put aside, and a new one begun', (_title, bytes) => {
    const path = join(temporaryFolder(), 'http-cache.db')
    writeFileSync(path, bytes)
    const { database, aside } = open(path)
    database.put('a', kept('x'))
    expect(database.get('a')).toEqual(kept('x'))
    expect(aside).toEqual([`${path}.damaged`])
    expect(readFileSync(`${path}.damaged`)).toEqual(bytes)
    database.close()
  })

  it('of another program or another version is put aside', () => {
    for (const sql of ['PRAGMA application_id = 7', 'PRAGMA user_version = 9']) {
      const path = join(temporaryFolder(), 'http-cache.db')
      const other = new Libsql(path)
      other.exec(`CREATE TABLE replies (id); ${sql}`)
      other.close()
      const { database, aside } = open(path)
      expect(database.usage().replies).toBe(0)
      expect(aside).toHaveLength(1)
      database.close()
    }
  })

  it('whose tables are gone is put aside while it is used', () => {
    const first = open()
    first.database.close()
    const other = new Libsql(first.path)
    other.exec('DROP TABLE replies; CREATE TABLE replies (id, used INTEGER)')
    other.close()
    const { database, aside } = open(first.path)
    expect(database.get('a')).toBeUndefined()
    database.put('a', kept('x'))
    expect(database.get('a')).toEqual(kept('x'))
    expect(aside).toHaveLength(1)
    database.close()
  })

  it.each([
    // No number of ours is that large.
    'UPDATE replies SET size = 9223372036854775807',
    `DROP TABLE replies;
     CREATE TABLE replies (id INTEGER PRIMARY KEY, key BLOB, used INTEGER, size INTEGER, checksum, head, body);
     INSERT INTO replies (key, used, size) VALUES (x'61', 1, 1)`,
  ])('whose values are not what they should be is put aside while it is used (%#)', (sql) => {
    const first = open()
    first.database.put('a', kept('x'))
    first.database.close()
    const other = new Libsql(first.path)
    other.exec(sql)
    other.close()
    const { database, aside } = open(first.path)
    database.get('a')
    expect(database.usage().replies).toBe(0)
    expect(aside).toHaveLength(1)
    database.close()
  })

  it('with one wrong byte in an answer loses that answer alone', () => {
    const first = open()
    first.database.put('a', kept('x'))
    first.database.put('b', kept('y'))
    first.database.close()
    const other = new Libsql(first.path)
    other.exec("UPDATE replies SET body = x'00' WHERE id = 1")
    other.close()
    const { database, aside } = open(first.path)
    expect(database.get('a')).toBeUndefined()
    expect(database.get('b')).toEqual(kept('y'))
    expect(aside).toEqual([])
    database.close()
  })

  it('never gives a wrong answer and never ends the process, wherever a byte is wrong', () => {
    const first = open()
    for (let number = 0; number < 8; number += 1)
      first.database.put(String(number), kept(`head ${number}`, 900))
    first.database.close()
    const sound = readFileSync(first.path)
    const random = seededRandom(6)
    for (let round = 0; round < 60; round += 1) {
      const bytes = Buffer.from(sound)
      for (let flips = 0; flips < 3; flips += 1) {
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
      }
      const path = join(temporaryFolder(), 'http-cache.db')
      writeFileSync(path, bytes)
      const { database } = open(path)
      for (let number = 0; number < 8; number += 1) {
        const answer = database.get(String(number))
        if (answer !== undefined) expect(answer).toEqual(kept(`head ${number}`, 900))
      }
      database.put('new', kept('new'))
      expect(database.get('new')).toEqual(kept('new'))
      database.close()
    }
  })

  it('that cannot be moved now is moved at the next start', () => {
    const path = join(temporaryFolder(), 'http-cache.db')
    writeFileSync(path, 'not a database')
    // In the way of the rename.
    mkdirSync(`${path}.damaged`)
    expect(() => open(path)).toThrow()
    expect(existsSync(`${path}.set-aside`)).toBe(true)
    rmdirSync(`${path}.damaged`)
    const { database, aside } = open(path)
    expect(database.usage().replies).toBe(0)
    expect(aside).toEqual([`${path}.damaged`])
    expect(existsSync(`${path}.set-aside`)).toBe(false)
    database.close()
  })
})
