import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import Libsql from 'libsql'
import type { CacheUsage, KeptReply } from './store'

/** Kept answers in one file. Synchronous, for a worker thread. Methods throw what the database does. */
export interface CacheDatabase {
  get(key: string): KeptReply | undefined
  put(key: string, reply: KeptReply): void
  delete(key: string): void
  usage(): CacheUsage
  clear(): void
  close(): void
}

export interface CacheDatabaseOptions {
  /** What all answers together may take. */
  readonly maxBytes: number
  /** Told when a damaged file was put aside and a new one begun. */
  readonly onSetAside: (path: string) => void
}

/** Marks the file as ours: "TWHC". */
const applicationId = 0x54574843
const version = 1

const schema = `
CREATE TABLE replies (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key BLOB NOT NULL UNIQUE,
  used INTEGER NOT NULL,
  size INTEGER NOT NULL,
  checksum BLOB NOT NULL,
  head BLOB NOT NULL,
  body BLOB NOT NULL
);
CREATE INDEX replies_by_use ON replies(used);
`

/** What a row takes beside its bytes, about. */
const rowBytes = 200

/**
 * Opens the cache, or begins one. A file that cannot be read, is no cache of ours or of another version is put aside
 * (over the one that was put aside before: a cache can be had again) and a new one begun, also when the damage shows
 * only while it is used.
 * @throws what libsql or the file system do when there can be none
 */
export function openCacheDatabase(path: string, options: CacheDatabaseOptions): CacheDatabase {
  const { maxBytes, onSetAside } = options
  mkdirSync(dirname(path), { recursive: true })
  if (existsSync(markOf(path))) {
    setAside(path)
    rmSync(markOf(path), { force: true })
    onSetAside(asideOf(path))
  }
  let connection = openOrBegin()
  /** Uses are numbered, for who is next to go; no clock can disturb that. */
  let lastUse = renewing(() =>
    integer(connection, 'SELECT CAST(COALESCE(MAX(used), 0) AS INTEGER) AS value FROM replies'),
  )

  function openOrBegin(): Connection {
    try {
      return connect(path)
    } catch (error) {
      if (!isDamage(error)) throw error
      setAside(path)
      onSetAside(asideOf(path))
      return connect(path)
    }
  }

  function renewing<Value>(work: () => Value): Value {
    try {
      return work()
    } catch (error) {
      if (!isDamage(error)) throw error
      connection.close()
      setAside(path)
      onSetAside(asideOf(path))
      connection = connect(path)
      return work()
    }
  }

  function makeRoom(): void {
    while (usage().bytes > maxBytes) {
      connection
        .prepare('DELETE FROM replies WHERE id = (SELECT id FROM replies ORDER BY used LIMIT 1)')
        .run([])
    }
  }

  const usage = (): CacheUsage => ({
    replies: integer(connection, 'SELECT COUNT(*) AS value FROM replies'),
    bytes: integer(connection, 'SELECT CAST(COALESCE(SUM(size), 0) AS INTEGER) AS value FROM replies'),
  })

  const remove = (key: string): void => {
    connection.prepare('DELETE FROM replies WHERE key = ?').run([bytesOf(key)])
  }

  return {
    get: (key) =>
      renewing(() => {
        const row = connection
          .prepare(
            `SELECT CAST(checksum AS BLOB) AS checksum, CAST(head AS BLOB) AS head, CAST(body AS BLOB) AS body
             FROM replies WHERE key = ?`,
          )
          .all([bytesOf(key)])[0] as Readonly<Record<string, unknown>> | undefined
        if (row === undefined) return undefined
        const head = blob(row['head'])
        const body = blob(row['body'])
        if (!checksumOf(head, body).equals(blob(row['checksum']))) {
          // One flipped bit: not worth more than this row.
          remove(key)
          return undefined
        }
        lastUse += 1
        connection.prepare('UPDATE replies SET used = ? WHERE key = ?').run([lastUse, bytesOf(key)])
        return { head: new TextDecoder().decode(head), body }
      }),

    put: (key, { head, body }) =>
      renewing(() => {
        const headBytes = bytesOf(head)
        const size = headBytes.byteLength + body.byteLength + rowBytes
        remove(key)
        if (size > maxBytes) return
        lastUse += 1
        connection
          .prepare('INSERT INTO replies (key, used, size, checksum, head, body) VALUES (?, ?, ?, ?, ?, ?)')
          .run([bytesOf(key), lastUse, size, checksumOf(headBytes, body), headBytes, Buffer.from(body)])
        makeRoom()
      }),

    delete: (key) => renewing(() => remove(key)),
    usage: () => renewing(usage),
    clear: () =>
      renewing(() => {
        connection.exec('DELETE FROM replies')
        // Gives the room back to the disk.
        connection.exec('VACUUM')
      }),
    close() {
      try {
        connection.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      } catch {
        // The log stays, and is read at the next start.
      }
      connection.close()
    },
  }
}

type Connection = InstanceType<typeof Libsql>

/** @throws with an `isDamage` error when the file is not what it should be */
function connect(path: string): Connection {
  const connection = new Libsql(path)
  try {
    // A crash takes back whole answers at most: the frames of the log carry checksums.
    connection.exec('PRAGMA journal_mode = WAL')
    connection.exec('PRAGMA synchronous = NORMAL')
    connection.exec('PRAGMA trusted_schema = OFF')
    connection.exec('PRAGMA cell_size_check = ON')
    const owner = pragma(connection, 'application_id')
    const found = pragma(connection, 'user_version')
    if (owner === 0 && found === 0) {
      connection.exec(`BEGIN IMMEDIATE; ${schema}
        PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${version}; COMMIT`)
    } else if (owner !== applicationId || found !== version) {
      throw new DamagedCacheError('the file is no cache of this version')
    }
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

class DamagedCacheError extends Error {
  override readonly name = 'DamagedCacheError'
}

const damage = /^SQLITE_(CORRUPT|NOTADB|FORMAT|MISMATCH|ERROR)/

/** `SQLITE_ERROR` too: the statements are right, so it is the tables that are not. */
function isDamage(error: unknown): boolean {
  if (error instanceof DamagedCacheError) return true
  return error instanceof Error && 'code' in error && damage.test(String(error.code))
}

const asideOf = (path: string): string => `${path}.damaged`
const markOf = (path: string): string => `${path}.set-aside`

/**
 * The log goes first: left behind, it would be played into the new database. Windows moves no file that is open, and
 * libsql may keep its handle for a while: then a mark is left, and it is done at the next start.
 */
function setAside(path: string): void {
  try {
    for (const suffix of ['-wal', '-shm', '']) {
      rmSync(asideOf(path) + suffix, { force: true })
      if (existsSync(path + suffix)) renameSync(path + suffix, asideOf(path) + suffix)
    }
  } catch (error) {
    writeFileSync(markOf(path), '')
    throw error
  }
}

// libsql ends the whole process over a text that is not UTF-8, and over a bound boolean or undefined. So bytes and
// numbers are all that goes in or comes out, and parameters always go in as one array (libsql-js #114).

const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf8')

const checksumOf = (head: Uint8Array, body: Uint8Array): Buffer =>
  createHash('sha256').update(head).update('\n').update(body).digest()

/** libsql answers an ArrayBuffer or a Buffer, depending on the call. */
function blob(value: unknown): Uint8Array<ArrayBuffer> {
  if (value instanceof ArrayBuffer || value instanceof Uint8Array) return new Uint8Array(value)
  throw new DamagedCacheError('a value is not what it should be')
}

const integer = (connection: Connection, sql: string): number =>
  whole((connection.prepare(sql).all([])[0] as Readonly<Record<string, unknown>> | undefined)?.['value'])

const pragma = (connection: Connection, name: string): number =>
  whole((connection.prepare(`PRAGMA ${name}`).all([])[0] as Record<string, unknown> | undefined)?.[name])

function whole(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
    throw new DamagedCacheError('a number is not what it should be')
  }
  return value
}
