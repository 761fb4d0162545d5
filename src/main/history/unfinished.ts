import type { SavedFileId } from '../../shared/model'
import { readStamp, type Stamp } from '../files'
import { type OpenForReading, openForReading } from '../metadata'
import { readBlob } from './blobs'
import { type Database, integerIn, type Row } from './database'
import { sideOf } from './inverse'
import { type SavedRecord, stampText } from './record'
import { inverseOf, recordDone, recordState } from './recording'
import { fileColumns, recordOf, textOf } from './rows'

/** What became of saves that were cut short. */
export interface Resolved {
  /** The new version had come into place. */
  readonly done: number
  /** The old version is still there. */
  readonly failed: number
  /** The file holds neither: another program wrote to it, or its entry is damaged. */
  readonly unclear: number
  /** The file cannot be read now (its volume is away): asked again at the next start. */
  readonly waiting: number
}

/** A save that another process began this recently may still be under way: milliseconds. */
const mayStillRunMs = 10 * 60 * 1000

type Ending =
  | { readonly state: 'done'; readonly stamp: Stamp }
  | { readonly state: 'failed' | 'unclear' | 'waiting' }

/**
 * Settles every save that was prepared and neither done nor failed, by what its file holds: only the regions that
 * the save was to change are read. Runs after the journals of `files` are rolled back, before anything is saved.
 * Saves that another living process has under way are left to it; should it be wrong, its own word comes later. The
 * same holds for those of other threads: one that died while others save is settled by `path`, its file's real path.
 */
export function resolveUnfinished(
  database: Database,
  path?: string,
  open: OpenForReading = openForReading,
): Resolved {
  const counts = { done: 0, failed: 0, unclear: 0, waiting: 0 }
  const rows = database.rows(
    `SELECT ${fileColumns} FROM files WHERE state = 'prepared' AND path = ifnull(?, path) ORDER BY id`,
    path ?? null,
  )
  const ours = rows.filter((row) => !mayStillRun(row))
  const endings = ours.map((row) => ({
    file: integerIn(row, 'id') as SavedFileId,
    ending: endingOf(database, row, open),
  }))
  database.transaction(() => {
    for (const { file, ending } of endings) {
      counts[ending.state]++
      if (ending.state === 'done') recordDone(database, file, { stamp: ending.stamp })
      else if (ending.state !== 'waiting') recordState(database, file, ending.state)
    }
  })
  return counts
}

function mayStillRun(row: Row): boolean {
  const { process: id, time } = row
  if (typeof id !== 'number' || typeof time !== 'number' || id === process.pid) return false
  const age = Date.now() - time
  return age >= 0 && age < mayStillRunMs && isAlive(id)
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function endingOf(database: Database, row: Row, open: OpenForReading): Ending {
  const record = recordOf(row)
  if (record === undefined) return { state: 'unclear' }
  return record.movedTo === undefined
    ? saveEnding(database, record, open)
    : moveEnding(record.path, record.movedTo, row)
}

function saveEnding(database: Database, record: SavedRecord, open: OpenForReading): Ending {
  const removed = record.inverse === undefined ? undefined : readBlob(database, record.inverse.removed)
  const inverse =
    removed === undefined || record.inverse === undefined ? undefined : inverseOf(record.inverse, removed)
  if (inverse === undefined) return { state: 'unclear' }
  try {
    const stamp = readStamp(record.path)
    const file = open(record.path)
    try {
      const side = sideOf(file, inverse)
      if (side === 'new') return { state: 'done', stamp }
      return { state: side === 'old' ? 'failed' : 'unclear' }
    } finally {
      file.close()
    }
  } catch {
    return { state: 'waiting' }
  }
}

/** A file is known by its stamp under either name; a copy to another volume by size and time. */
function moveEnding(from: string, to: string, row: Row): Ending {
  const before = stampAt(from)
  const after = stampAt(to)
  const isOurs = (stamp: Stamp | undefined) =>
    stamp !== undefined && stampText(stamp) === textOf(row, 'stamp_before')
  if (isOurs(before)) return { state: 'failed' }
  if (after !== undefined && (isOurs(after) || before === undefined)) return { state: 'done', stamp: after }
  return { state: before === undefined && after === undefined ? 'waiting' : 'unclear' }
}

function stampAt(path: string): Stamp | undefined {
  try {
    return readStamp(path)
  } catch {
    return undefined
  }
}
