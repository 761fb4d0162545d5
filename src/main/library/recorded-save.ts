import { realpathSync } from 'node:fs'
import { basename } from 'node:path'
import type { FieldChangesMessage } from '../../shared/ipc'
import {
  type Picture,
  type Problem,
  ProblemError,
  planChangesNothing,
  type SavedFileId,
  type SavePlan,
} from '../../shared/model'
import type { SaveOptions, Stamp, save, Unkept } from '../files'
import {
  type History,
  HistoryError,
  type Inverse,
  invertPlan,
  type Operation,
  sideOf,
  type TakesBack,
} from '../history'
import type { OpenForReading } from '../metadata'

/** What a save is part of, and what it takes back where it is an undo. */
export interface Recording {
  readonly operation: Operation
  readonly takesBack?: TakesBack | undefined
}

export type SaveHistory = Pick<History, 'prepare' | 'done' | 'failed'>

/** What carrying out a plan needs of its neighbours. */
export interface RecordedSaveParts {
  readonly open: OpenForReading
  readonly save: typeof save
  readonly stamp: (path: string) => Stamp
}

export interface PlannedSave {
  readonly path: string
  readonly plan: SavePlan
  /** The file that the plan was made for. */
  readonly stamp: Stamp
  /** What the plan amounts to. */
  readonly changes: FieldChangesMessage
  /** Bytes, by hash, of pictures that the file loses. */
  readonly leaving: ReadonlyMap<string, Uint8Array>
  readonly options: SaveOptions
}

/** A save that came through: told what the file says now, once that is known. */
export interface Carried {
  readonly stamp: Stamp
  /** What the file had and has not got any more. */
  readonly unkept: readonly Unkept[]
  note(holds?: Holds): void
}

type Holds = Parameters<History['done']>[1]['holds']

/**
 * Carries a verified plan out with its way back stored first (decisions.md 2): `prepare`, flushed, then the save, then
 * `done`. Killed in between, the file itself tells at the next start on which side of the save it is. Without a
 * history nothing is recorded: a tool without one, or a person who said so.
 * @throws ProblemError `history.notRecorded` when the way back could not be stored: nothing is written then
 * @throws FileError or the system's error when writing failed
 */
export function saveRecorded(
  planned: PlannedSave,
  recording: { readonly history: SaveHistory; readonly as: Recording } | undefined,
  parts: RecordedSaveParts,
): Carried {
  const { path, plan, stamp, options } = planned
  if (recording === undefined || planChangesNothing(plan)) {
    const { unkept } = parts.save(path, plan, stamp, undefined, options)
    return { stamp: parts.stamp(path), unkept, note: () => {} }
  }
  const { history, as } = recording
  const inverse = wayBack(planned, parts.open)
  const file = prepared(planned, inverse, history, as)
  let unkept: Carried['unkept']
  try {
    unkept = parts.save(path, plan, stamp, undefined, options).unkept
  } catch (error) {
    // Anything but the old version stays unsettled: the next start looks at the file again.
    if (isOld(path, inverse, parts.open)) history.failed(file)
    throw error
  }
  // Taken before the file is read back: what changes it meanwhile is seen as a change at the next save.
  const saved = parts.stamp(path)
  return { stamp: saved, unkept, note: (holds) => void history.done(file, { stamp: saved, holds }) }
}

function wayBack({ path, plan }: PlannedSave, open: OpenForReading): Inverse {
  const original = open(path)
  try {
    return invertPlan(original, plan)
  } finally {
    original.close()
  }
}

function prepared(
  { path, stamp, changes, leaving }: PlannedSave,
  inverse: Inverse,
  history: SaveHistory,
  { operation, takesBack }: Recording,
): SavedFileId {
  try {
    const real = realpathSync(path)
    return history.prepare(operation, { path: real, stamp, inverse, changes, pictures: leaving, takesBack })
  } catch (cause) {
    if (!(cause instanceof HistoryError)) throw cause
    throw new ProblemError(notRecorded(cause, path), { cause })
  }
}

/** The way back cannot be stored, so nothing is written unless the person wants it without (decisions.md 9). */
export const notRecorded = ({ trouble }: HistoryError, path: string): Problem => ({
  code: 'history.notRecorded',
  params: { file: basename(path), reason: trouble },
  remedy: 'save-without-undo',
})

function isOld(path: string, inverse: Inverse, open: OpenForReading): boolean {
  try {
    const file = open(path)
    try {
      return sideOf(file, inverse) === 'old'
    } finally {
      file.close()
    }
  } catch {
    return false
  }
}

/** Bytes of those pictures that the file holds and will not hold any more. */
export function leavingPictures(
  present: readonly (Picture & { readonly bytes: Uint8Array })[],
  change: FieldChangesMessage['pictures'],
): ReadonlyMap<string, Uint8Array> {
  if (change === undefined) return new Map()
  const staying = new Set(change.to.map(({ hash }) => hash))
  return new Map(present.filter(({ hash }) => !staying.has(hash)).map(({ hash, bytes }) => [hash, bytes]))
}
