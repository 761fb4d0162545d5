import type { FieldChangesMessage } from '../../shared/ipc'
import {
  type FieldName,
  type FieldValues,
  foldLetters,
  noValue,
  type OperationId,
  type OperationKind,
  type Picture,
  type SavedFileId,
} from '../../shared/model'
import type { Stamp } from '../files'
import { putBlob } from './blobs'
import { columns, type Database, integerIn, type Row } from './database'
import { HistoryError } from './errors'
import type { Inverse } from './inverse'
import {
  type SavedRecord,
  type StoredInverse,
  searchedTexts,
  stampText,
  storable,
  writeRecord,
} from './record'
import { fileColumns, recordOf } from './rows'

/** What a person did. The same for all its files, whichever worker saves them. */
export interface Operation {
  readonly id: OperationId
  readonly kind: OperationKind
  readonly label: string
  /** Milliseconds since the epoch. */
  readonly timeMs: number
  /** How many files it is meant to change. */
  readonly planned: number
  readonly undoes?: OperationId | undefined
}

/** What a save takes back. `exact`: it gives the very bytes of before. `whole`: nothing of it stays. */
export interface TakesBack {
  readonly file: SavedFileId
  readonly exact: boolean
  readonly whole: boolean
}

/** One file that is about to be saved. */
export interface Saving {
  /** Real path, as `realpath` gives it. */
  readonly path: string
  /** The file that the plan was made for. */
  readonly stamp: Stamp
  readonly inverse: Inverse
  readonly changes: FieldChangesMessage
  /** Bytes, by hash, of pictures that leave the file: a later undo may need them. */
  readonly pictures?: ReadonlyMap<string, Uint8Array> | undefined
  readonly takesBack?: TakesBack | undefined
  /** SHA-256 of the whole file before, if it is known anyway. */
  readonly sha256?: string | undefined
}

/** One file that is about to be renamed or moved. */
export interface Moving {
  readonly path: string
  readonly to: string
  readonly stamp: Stamp
  readonly takesBack?: TakesBack | undefined
}

/** How a save ended. */
export interface Saved {
  readonly stamp: Stamp
  /** What the file says now, read back: containers may store a value in their own way. */
  readonly holds?: { readonly values: FieldValues; readonly pictures: readonly Picture[] } | undefined
  readonly sha256?: string | undefined
}

/** More than this is kept of no save: bytes. */
const maxInverseBytes = 256 * 1024 * 1024

const noChanges: FieldChangesMessage = { values: {} }

/** Folded for search, and without what would end a text inside the database. */
const searchText = (texts: readonly string[]): string =>
  storable(foldLetters(texts.join('\n')).slice(0, 20_000))

const plain = (text: string): string => storable(text.slice(0, 1000))

/** Stores the way back from a save. Belongs inside a flushed transaction. */
export function recordSaving(database: Database, operation: Operation, saving: Saving): SavedFileId {
  const { inverse, changes, pictures, sha256 } = saving
  const bytes = inverse.plan.splices.reduce((sum, splice) => sum + splice.insert.length, 0)
  if (bytes > maxInverseBytes) throw new HistoryError('tooLarge', `${bytes} bytes for one save`)
  const file = insertFile(database, operation, { ...saving, state: 'prepared' })
  for (const picture of pictures?.values() ?? []) putBlob(database, picture, file)
  const removed = putBlob(database, Buffer.concat(inverse.plan.splices.map(({ insert }) => insert)), file)
  setRecord(database, file, {
    path: saving.path,
    changes,
    inverse: storedInverse(inverse, removed),
    ...(sha256 === undefined ? {} : { sha256: { before: sha256 } }),
  })
  return file
}

/** Stores that a file is about to get another path. Belongs inside a flushed transaction. */
export function recordMoving(database: Database, operation: Operation, moving: Moving): SavedFileId {
  const file = insertFile(database, operation, { ...moving, state: 'prepared' })
  setRecord(database, file, { path: moving.path, movedTo: moving.to, changes: noChanges })
  return file
}

const storedInverse = ({ plan, inserted }: Inverse, removed: string): StoredInverse => ({
  size: plan.size,
  at: plan.splices.map(({ at }) => at),
  remove: plan.splices.map(({ remove }) => remove),
  insert: plan.splices.map(({ insert }) => insert.length),
  removed,
  inserted,
  audio: plan.audio.flatMap(({ start, end }) => [start, end]),
})

/** The inverse again, from its columns and the bytes of its blob; undefined when they do not fit each other. */
export function inverseOf(stored: StoredInverse, removed: Uint8Array): Inverse | undefined {
  let from = 0
  const splices = stored.at.map((at, index) => {
    const length = stored.insert[index] ?? 0
    const insert = removed.subarray(from, from + length)
    from += length
    return { at, remove: stored.remove[index] ?? 0, insert }
  })
  if (from !== removed.length) return undefined
  const audio = stored.audio.flatMap((start, index) =>
    index % 2 === 0 ? [{ start, end: stored.audio[index + 1] ?? start }] : [],
  )
  return { plan: { size: stored.size, splices, audio }, inserted: stored.inserted }
}

interface NewFile {
  readonly state: 'prepared'
  readonly path: string
  readonly to?: string
  readonly stamp: Stamp
  readonly takesBack?: TakesBack | undefined
}

function insertFile(database: Database, operation: Operation, file: NewFile): SavedFileId {
  const number = numberOf(database, operation)
  const stamp = stampText(file.stamp)
  const id = database.run(
    `INSERT INTO files (operation, state, time, process, path, moved_to, stamp_before, version_before, version_after,
       undoes, whole, search, record, checksum)
     VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, '', '', '')`,
    number,
    file.state,
    Date.now(),
    process.pid,
    file.path,
    file.to ?? null,
    stamp,
    file.takesBack?.file ?? null,
    file.takesBack?.whole === false ? 0 : 1,
  )
  const before = versionOf(database, stamp, id) ?? -id
  const undone = file.takesBack?.exact === true ? versionBefore(database, file.takesBack.file) : undefined
  // A file that only moves stays the version that it is.
  const after = file.to !== undefined ? before : (undone ?? id)
  database.run('UPDATE files SET version_before = ?, version_after = ? WHERE id = ?', before, after, id)
  return id as SavedFileId
}

function numberOf(database: Database, { id, kind, label, timeMs, planned, undoes }: Operation): number {
  database.run(
    `INSERT OR IGNORE INTO operations (id, time, kind, label, planned, undoes, search) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    id,
    Math.round(timeMs),
    kind,
    plain(label),
    planned,
    undoes ?? null,
    searchText([label]),
  )
  return integerIn(
    database.row(`SELECT ${columns('operations', { number: 'integer' })} FROM operations WHERE id = ?`, id) ??
      {},
    'number',
  )
}

function setRecord(database: Database, file: number, saved: SavedRecord): void {
  const { record, checksum } = writeRecord(saved)
  database.run(
    'UPDATE files SET record = ?, checksum = ?, search = ? WHERE id = ?',
    record,
    checksum,
    searchText(searchedTexts(saved)),
    file,
  )
}

const versionBefore = (database: Database, file: number): number | undefined => {
  const row = database.row(
    `SELECT ${columns('files', { version_before: 'integer' })} FROM files WHERE id = ?`,
    file,
  )
  return row === undefined ? undefined : integerIn(row, 'version_before')
}

/**
 * Which version of a file bears this stamp, as far as we know: what the last save left, or else what the first one
 * found. The same number is the same bytes, also after an exact undo, which gives them a new stamp.
 */
export function versionOf(database: Database, stamp: string, before: number): number | undefined {
  const left = database.row(
    `SELECT ${columns('files', { version_after: 'integer' })} FROM files WHERE stamp_after = ? AND id < ? AND state = 'done' ORDER BY id DESC LIMIT 1`,
    stamp,
    before,
  )
  if (left !== undefined) return integerIn(left, 'version_after')
  const found = database.row(
    `SELECT ${columns('files', { version_before: 'integer' })} FROM files WHERE stamp_before = ? AND id < ? ORDER BY id DESC LIMIT 1`,
    stamp,
    before,
  )
  return found === undefined ? undefined : integerIn(found, 'version_before')
}

const rowOf = (database: Database, file: number): Row | undefined =>
  database.row(`SELECT ${fileColumns} FROM files WHERE id = ?`, file)

/** The save came through. Belongs inside a transaction. */
export function recordDone(database: Database, file: SavedFileId, { stamp, holds, sha256 }: Saved): void {
  const row = rowOf(database, file)
  if (row === undefined) return
  const record = recordOf(row)
  if (record !== undefined && (holds !== undefined || sha256 !== undefined)) {
    setRecord(database, file, {
      ...record,
      changes: holds === undefined ? record.changes : asHeld(record.changes, holds),
      ...(sha256 === undefined ? {} : { sha256: { ...record.sha256, after: sha256 } }),
    })
  }
  database.run("UPDATE files SET state = 'done', stamp_after = ? WHERE id = ?", stampText(stamp), file)
  setEffective(database, row)
}

/** The changes with what the file really holds as their `to`. */
function asHeld(
  { values, pictures, ...others }: FieldChangesMessage,
  holds: NonNullable<Saved['holds']>,
): FieldChangesMessage {
  const held: FieldChangesMessage['values'] = {}
  for (const field of Object.keys(values) as FieldName[]) {
    const change = values[field]
    if (change !== undefined) held[field] = { from: change.from, to: [...(holds.values[field] ?? noValue)] }
  }
  return {
    ...others,
    values: held,
    ...(pictures === undefined ? {} : { pictures: { from: pictures.from, to: [...holds.pictures] } }),
  }
}

/** An undo that came through takes another save out of force; an undo of that one puts it in force again. */
function setEffective(database: Database, row: Row): void {
  const seen = new Set<number>()
  let current: Row | undefined = row
  let effective = true
  while (current !== undefined) {
    const id = integerIn(current, 'id')
    const undone = current['undoes']
    if (typeof undone !== 'number' || seen.has(undone)) return
    seen.add(undone)
    database.run('UPDATE files SET undone_by = ? WHERE id = ?', effective ? id : null, undone)
    current = rowOf(database, undone)
    effective = !effective
  }
}

export function recordState(database: Database, file: SavedFileId, state: 'failed' | 'unclear'): void {
  database.run('UPDATE files SET state = ? WHERE id = ?', state, file)
}
