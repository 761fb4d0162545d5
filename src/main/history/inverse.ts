import { createHash } from 'node:crypto'
import { type ByteRange, flawOf, resultSize, type SavePlan, type Splice } from '../../shared/model'
import type { FileAccess } from '../metadata'

/** The way back from a save, and how to tell which side of it a file is on. */
export interface Inverse {
  /** Applied to the saved file it gives the original, byte for byte. */
  readonly plan: SavePlan
  /** SHA-256 over all that the save put in, one splice after the other: what `plan` takes out again. */
  readonly inserted: string
}

/**
 * The inverse of a plan: every splice at its place in the new file, giving back the bytes that it removes.
 * Reads only those bytes. @throws when the file is shorter than the plan says
 */
export function invertPlan(original: FileAccess, plan: SavePlan): Inverse {
  const inserted = createHash('sha256')
  const splices: Splice[] = []
  let shift = 0
  for (const { at, remove, insert } of plan.splices) {
    inserted.update(insert)
    splices.push({ at: at + shift, remove: insert.length, insert: exactly(original, at, remove) })
    shift += insert.length - remove
  }
  return {
    plan: { size: resultSize(plan), splices, audio: moved(plan.audio, plan.splices) },
    inserted: inserted.digest('hex'),
  }
}

function exactly(access: FileAccess, at: number, length: number): Uint8Array {
  const bytes = access.read(at, length)
  if (bytes.length !== length) throw new RangeError(`${length} bytes at ${at}: got ${bytes.length}`)
  return bytes
}

/** Ranges that no splice touches, where they are afterwards. Both lists are sorted. */
function moved(ranges: readonly ByteRange[], splices: readonly Splice[]): ByteRange[] {
  let index = 0
  let shift = 0
  return [...ranges]
    .sort((a, b) => a.start - b.start)
    .map(({ start, end }) => {
      for (
        let splice = splices[index];
        splice !== undefined && splice.at <= start;
        splice = splices[++index]
      ) {
        shift += splice.insert.length - splice.remove
      }
      return { start: start + shift, end: end + shift }
    })
}

/** What a file holds where a save was to change it. */
export type Side = 'old' | 'new' | 'neither'

/** Whether the save came through: only the regions that it changes are read and compared. */
export function sideOf(file: FileAccess, { plan, inserted }: Inverse): Side {
  if (flawOf(plan) !== undefined) return 'neither'
  if (file.size === plan.size && holdsNew(file, plan, inserted)) return 'new'
  if (file.size === resultSize(plan) && holdsOld(file, plan)) return 'old'
  return 'neither'
}

function holdsNew(file: FileAccess, plan: SavePlan, inserted: string): boolean {
  const hash = createHash('sha256')
  for (const { at, remove } of plan.splices) hash.update(file.read(at, remove))
  return hash.digest('hex') === inserted
}

function holdsOld(file: FileAccess, plan: SavePlan): boolean {
  let shift = 0
  for (const { at, remove, insert } of plan.splices) {
    if (Buffer.compare(file.read(at + shift, insert.length), insert) !== 0) return false
    shift += insert.length - remove
  }
  return true
}
