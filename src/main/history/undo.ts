import { createHash } from 'node:crypto'
import type { FieldChangesMessage } from '../../shared/ipc'
import {
  type Change,
  type FieldName,
  flawOf,
  type NoUndoReason,
  noValue,
  type OperationId,
  type Picture,
  type RemovedKinds,
  type SavedChanges,
  type SavedFileId,
  type SavePlan,
  samePictures,
  sameValue,
  type UndoConflict,
} from '../../shared/model'
import { readStamp, type Stamp } from '../files'
import {
  accessPlanned,
  type FileAccess,
  type Metadata,
  MetadataReader,
  type OpenForReading,
  openForReading,
} from '../metadata'
import { readBlob } from './blobs'
import { type Database, integerIn, type Row } from './database'
import { sideOf } from './inverse'
import { type SavedRecord, shownChanges, stampText } from './record'
import { inverseOf, type TakesBack, versionOf } from './recording'
import { fileColumns, recordOf, textOf } from './rows'

/** How one file of an operation can be taken back. Every kind but `none` is carried out by the road of any save. */
export type Undo =
  | ({
      /** The bytes of before, all of them. */
      readonly kind: 'exact'
      readonly plan: SavePlan
    } & UndoStep)
  | ({
      /** Another program wrote to the file since, or we did: the fields that are still ours go back. */
      readonly kind: 'fields'
      readonly conflicts: readonly UndoConflict[]
      /** For the fields in conflict: from what the save left to what the file says now, texts cut for display. */
      readonly since: SavedChanges
    } & UndoStep)
  | {
      /** The file goes back to its old path. `taken`: something else lies there now. */
      readonly kind: 'move'
      readonly from: string
      readonly to: string
      readonly taken: boolean
      readonly stamp: Stamp
      readonly takesBack: TakesBack
    }
  | { readonly kind: 'none'; readonly reason: NoUndoReason }

interface UndoStep {
  readonly path: string
  /** The file that was looked at: a save must find this one. */
  readonly stamp: Stamp
  /** From what the file says now to what it said before; for `exact` what the bytes amount to. */
  readonly changes: FieldChangesMessage
  /** Bytes of the pictures in `changes.to`, by hash. */
  readonly pictures: ReadonlyMap<string, Uint8Array>
  readonly takesBack: TakesBack
}

export interface UndoRequest {
  readonly operation: OperationId
  readonly file: SavedFileId
  /** Where the file is now, where the caller knows better than the history. */
  readonly path?: string | undefined
}

const none = (reason: NoUndoReason): Undo => ({ kind: 'none', reason })

/**
 * How a save can be taken back now, whatever happened since and in whatever order.
 *
 * *Exact* needs proof that the file is the one the save left: its stamp is one that we know to stand for those bytes
 * (also when a later save was itself undone exactly); or the hash of the whole file is the recorded one; or, where
 * only the stamp is another (copied, touched, restored), size and all regions are as saved, and the file read through
 * the inverse says what it said before and nothing else than now. In every case the regions are compared first.
 */
export async function undoOf(
  database: Database,
  { operation, file, path: known }: UndoRequest,
  open: OpenForReading = openForReading,
): Promise<Undo> {
  const row = database.row(
    `SELECT ${fileColumns}, CAST(undo.whole AS INTEGER) AS undone_whole FROM files
     JOIN operations ON operations.number = files.operation
     LEFT JOIN files AS undo ON undo.id = files.undone_by
     WHERE files.id = ? AND operations.id = ?`,
    file,
    operation,
  )
  if (row === undefined) return none('unknown')
  const record = recordOf(row)
  if (record === undefined) return none('damaged')
  const state = textOf(row, 'state')
  if (state === 'failed' || state === 'prepared') return none('notSaved')
  if (row['undone_by'] !== null && row['undone_whole'] !== 0) return none('undone')

  const path = known ?? presentPath(database, row, record)
  let stamp: Stamp
  try {
    stamp = readStamp(path)
  } catch {
    return none('missing')
  }
  if (record.movedTo !== undefined) {
    const takesBack = { file, exact: true, whole: true }
    return { kind: 'move', from: path, to: record.path, taken: isTaken(record.path, stamp), stamp, takesBack }
  }
  try {
    const access = open(path)
    try {
      return await undoSave(database, { row, record, file, path, stamp, access })
    } finally {
      access.close()
    }
  } catch {
    return none('unreadable')
  }
}

/** Whether another file lies there. Where case does not count, the file itself may be found under its old name. */
function isTaken(path: string, { device, inode }: Stamp): boolean {
  try {
    const there = readStamp(path)
    return there.device !== device || there.inode !== inode
  } catch {
    return false
  }
}

/** Where the file of an entry is after all renames that we made since: in one operation files may change places. */
function presentPath(database: Database, row: Row, record: SavedRecord): string {
  let path = record.movedTo ?? record.path
  let after = integerIn(row, 'operation')
  for (let step = 0; step < 1000; step++) {
    const move = database.row(
      `SELECT ${fileColumns} FROM files
       WHERE path = ? AND moved_to IS NOT NULL AND operation > ? AND state = 'done' ORDER BY operation LIMIT 1`,
      path,
      after,
    )
    const to = move === undefined ? undefined : recordOf(move)?.movedTo
    if (move === undefined || to === undefined) break
    path = to
    after = integerIn(move, 'operation')
  }
  return path
}

interface SavedOnDisk {
  readonly row: Row
  readonly record: SavedRecord
  readonly file: SavedFileId
  readonly path: string
  readonly stamp: Stamp
  readonly access: FileAccess
}

async function undoSave(database: Database, saved: SavedOnDisk): Promise<Undo> {
  const { record, file, path, stamp, access } = saved
  // A file that cannot be read any more is all the more to be taken back.
  const current = await readThrough(access, path)
  const plan = await exactPlan(database, saved, current)
  if (plan !== undefined) {
    const changes = swapped(record.changes)
    const { pictures } = wantedPictures(database, changes.pictures?.to ?? [], current?.pictures ?? [])
    return {
      kind: 'exact',
      plan,
      path,
      stamp,
      changes,
      pictures,
      takesBack: { file, exact: true, whole: true },
    }
  }
  if (current === undefined) return none('unreadable')
  const { changes, pictures, conflicts } = fieldsBack(database, record, current)
  const since = changedSince(record.changes, current, conflicts)
  if (changesNothing(changes) && conflicts.length === 0) return none('nothingLeft')
  const takesBack = { file, exact: false, whole: conflicts.length === 0 }
  return { kind: 'fields', path, stamp, changes, pictures, conflicts, since, takesBack }
}

export const changesNothing = ({
  values,
  pictures,
  removedKinds,
}: SavedChanges | FieldChangesMessage): boolean =>
  Object.keys(values).length === 0 && pictures === undefined && removedKinds === undefined

function changedSince(
  { values, pictures }: SavedRecord['changes'],
  current: Metadata,
  conflicts: readonly UndoConflict[],
): SavedChanges {
  const since: FieldChangesMessage['values'] = {}
  let picturesSince: FieldChangesMessage['pictures']
  for (const { field } of conflicts) {
    if (field === 'removedKinds') continue
    if (field !== 'pictures') {
      since[field] = {
        from: [...(values[field]?.to ?? noValue)],
        to: [...(current.values[field] ?? noValue)],
      }
    } else if (pictures !== undefined) {
      picturesSince = { from: pictures.to, to: current.pictures.map(({ bytes: _, ...picture }) => picture) }
    }
  }
  return shownChanges({ values: since, ...(picturesSince && { pictures: picturesSince }) })
}

/** Reads a file through an access that stays open. */
async function readThrough(access: FileAccess, path: string): Promise<Metadata | undefined> {
  const open = () => ({
    size: access.size,
    read: (at: number, length: number) => access.read(at, length),
    close() {},
  })
  const outcome = await new MetadataReader({ open }).read(path)
  return outcome.ok ? outcome.metadata : undefined
}

async function exactPlan(
  database: Database,
  { row, record, path, stamp, access }: SavedOnDisk,
  current: Metadata | undefined,
): Promise<SavePlan | undefined> {
  if (record.inverse === undefined || textOf(row, 'state') !== 'done') return undefined
  const removed = readBlob(database, record.inverse.removed)
  const inverse = removed === undefined ? undefined : inverseOf(record.inverse, removed)
  if (inverse === undefined || flawOf(inverse.plan) !== undefined) return undefined
  if (sideOf(access, inverse) !== 'new') return undefined
  const version = versionOf(database, stampText(stamp), Number.MAX_SAFE_INTEGER)
  const isKnown = version !== undefined && version === row['version_after']
  const after = record.sha256?.after
  if (isKnown || (after !== undefined && hashOf(access) === after)) return inverse.plan
  if (version !== undefined || current === undefined) return undefined
  const back = await readThrough(accessPlanned(access, inverse.plan), path)
  return back !== undefined && takesBackJust(record.changes, current, back) ? inverse.plan : undefined
}

function hashOf(access: FileAccess): string {
  const hash = createHash('sha256')
  const block = 1024 * 1024
  for (let at = 0; at < access.size; at += block) hash.update(access.read(at, block))
  return hash.digest('hex')
}

/** Whether `back` is `current` with these changes taken back, and no other. */
function takesBackJust(
  { values, pictures, removedKinds }: SavedRecord['changes'],
  current: Metadata,
  back: Metadata,
): boolean {
  const fields = new Set([
    ...Object.keys(current.values),
    ...Object.keys(back.values),
    ...Object.keys(values),
  ])
  for (const field of fields as Set<FieldName>) {
    const expected = values[field]?.from ?? current.values[field] ?? noValue
    if (!sameValue(back.values[field] ?? noValue, expected)) return false
  }
  if (removedKinds !== undefined && !kindsAreBack(removedKinds, back)) return false
  return samePictures(back.pictures, pictures?.from ?? current.pictures)
}

/** Whether the tags that a save took out are there again, and those that it brought back are not. */
const kindsAreBack = ({ from, to }: Change<RemovedKinds>, { tagKinds }: Metadata): boolean =>
  to.every((kind) => tagKinds.includes(kind)) && !from.some((kind) => tagKinds.includes(kind))

const swap = <Value>({ from, to }: Change<Value>): Change<Value> => ({ from: to, to: from })

function swapped({ values, pictures, removedKinds }: FieldChangesMessage): FieldChangesMessage {
  const back: FieldChangesMessage['values'] = {}
  for (const field of Object.keys(values) as FieldName[]) {
    const change = values[field]
    if (change !== undefined) back[field] = { from: change.to, to: change.from }
  }
  return {
    values: back,
    ...(pictures && { pictures: swap(pictures) }),
    ...(removedKinds && { removedKinds: swap(removedKinds) }),
  }
}

/** What can go back field by field. A field that holds its old value already is none of our business. */
function fieldsBack(
  database: Database,
  { changes: { values, pictures, removedKinds } }: SavedRecord,
  current: Metadata,
): { changes: FieldChangesMessage; pictures: Map<string, Uint8Array>; conflicts: UndoConflict[] } {
  const back: FieldChangesMessage['values'] = {}
  const conflicts: UndoConflict[] = []
  for (const field of Object.keys(values) as FieldName[]) {
    const change = values[field]
    const holds = current.values[field] ?? noValue
    if (change === undefined || sameValue(holds, change.from)) continue
    if (sameValue(holds, change.to)) back[field] = { from: change.to, to: change.from }
    else conflicts.push({ field, reason: 'changed' })
  }
  if (removedKinds !== undefined && !kindsAreBack(removedKinds, current)) {
    conflicts.push({ field: 'removedKinds', reason: 'whole' })
  }
  if (pictures === undefined || samePictures(current.pictures, pictures.from)) {
    return { changes: { values: back }, pictures: new Map(), conflicts }
  }
  if (!samePictures(current.pictures, pictures.to)) {
    conflicts.push({ field: 'pictures', reason: 'changed' })
    return { changes: { values: back }, pictures: new Map(), conflicts }
  }
  const wanted = wantedPictures(database, pictures.from, current.pictures)
  if (wanted.lost) {
    conflicts.push({ field: 'pictures', reason: 'lost' })
    return { changes: { values: back }, pictures: new Map(), conflicts }
  }
  const changes = { values: back, pictures: { from: pictures.to, to: pictures.from } }
  return { changes, pictures: wanted.pictures, conflicts }
}

/** The bytes of pictures that are not in the file any more. */
function wantedPictures(
  database: Database,
  wanted: readonly Picture[],
  present: readonly Picture[],
): { pictures: Map<string, Uint8Array>; lost: boolean } {
  const pictures = new Map<string, Uint8Array>()
  let lost = false
  for (const { hash } of wanted) {
    if (pictures.has(hash) || present.some((picture) => picture.hash === hash)) continue
    const bytes = readBlob(database, hash)
    if (bytes === undefined) lost = true
    else pictures.set(hash, bytes)
  }
  return { pictures, lost }
}
