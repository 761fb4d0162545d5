import Libsql from 'libsql'
import { HistoryError, historyError } from './errors'

/** libsql ends the whole process over a boolean or undefined, so nothing else may reach it. */
export type Bindable = number | string | Uint8Array | null

export type Row = Readonly<Record<string, unknown>>

type Kind = 'text' | 'integer' | 'bytes'

/**
 * Columns as they may be asked for: `columns('files', { id: 'integer', path: 'text' })`. libsql ends the whole
 * process over a text that is not UTF-8, and one flipped bit can make any value such a text. Texts therefore leave the
 * database as bytes, and numbers as nothing but numbers.
 */
export const columns = (table: string, kinds: Readonly<Record<string, Kind>>): string =>
  Object.entries(kinds)
    .map(([name, kind]) => `CAST(${table}.${name} AS ${kind === 'integer' ? 'INTEGER' : 'BLOB'}) AS ${name}`)
    .join(', ')

/**
 * A thin skin over libsql that keeps its traps away: parameters always go in as one array (a lone Buffer or `null`
 * aborts the process: libsql-js #114), statements without rows are run, never read, and errors become `HistoryError`.
 * Whoever asks for a value names it by `columns`.
 */
export class Database {
  readonly #connection: InstanceType<typeof Libsql>
  readonly #statements = new Map<string, ReturnType<InstanceType<typeof Libsql>['prepare']>>()

  /**
   * Creates the file when there is none. `busyMs`: how long to wait for another process or worker, milliseconds.
   * @throws HistoryError
   */
  constructor(path: string, busyMs = 0) {
    this.#connection = guarded(() => new Libsql(path, { timeout: busyMs }))
  }

  /** Statements whose rows, if any, do not matter. */
  exec(sql: string): void {
    guarded(() => this.#connection.exec(sql))
  }

  /** @returns the id of the row that was inserted last */
  run(sql: string, ...parameters: readonly Bindable[]): number {
    return guarded(() => Number(this.#prepare(sql).run([...parameters]).lastInsertRowid))
  }

  rows(sql: string, ...parameters: readonly Bindable[]): Row[] {
    return guarded(() => this.#prepare(sql).all([...parameters]) as Row[])
  }

  row(sql: string, ...parameters: readonly Bindable[]): Row | undefined {
    return this.rows(sql, ...parameters)[0]
  }

  /**
   * All of it or nothing, alone with the database from the first statement on. Flushed to the disk before it
   * returns unless `flushed` is false: then a power cut may take it back whole, and nothing else.
   */
  transaction<Value>(work: () => Value, { flushed = true } = {}): Value {
    if (!flushed) this.exec('PRAGMA synchronous = NORMAL')
    try {
      this.exec('BEGIN IMMEDIATE')
      try {
        const value = work()
        this.exec('COMMIT')
        return value
      } catch (error) {
        this.#rollBack()
        throw error
      }
    } finally {
      if (!flushed) this.exec('PRAGMA synchronous = FULL')
    }
  }

  close(): void {
    try {
      // libsql keeps the connection while a statement lives, so the log would stay: everything into the main file now.
      this.#connection.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    } catch {
      // Another connection reads, or the database is damaged: the log stays and is read at the next start.
    }
    this.#statements.clear()
    this.#connection.close()
  }

  #prepare(sql: string) {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const statement = this.#connection.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }

  #rollBack(): void {
    try {
      this.#connection.exec('ROLLBACK')
    } catch {
      // SQLite has rolled back by itself, as it does when the disk is full. The first error is the one that counts.
    }
  }
}

function guarded<Value>(work: () => Value): Value {
  try {
    return work()
  } catch (error) {
    throw historyError(error)
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const wrongType = (column: string) => new HistoryError('damaged', `${column} is not what it should be`)

// A damaged page can turn any value into any other, so each is looked at before it is used.

export function textIn(row: Row, column: string): string {
  try {
    return utf8.decode(bytesIn(row, column))
  } catch {
    throw wrongType(column)
  }
}

export function integerIn(row: Row, column: string): number {
  const value = row[column]
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw wrongType(column)
  return value
}

/** libsql answers an ArrayBuffer or a Buffer, depending on the call. */
export function bytesIn(row: Row, column: string): Uint8Array {
  const value = row[column]
  if (value instanceof Uint8Array) return value
  if (value instanceof ArrayBuffer) return new Uint8Array(value)
  throw wrongType(column)
}

export const orUndefined = <Value>(
  row: Row,
  column: string,
  read: (row: Row, column: string) => Value,
): Value | undefined => (row[column] === null ? undefined : read(row, column))
