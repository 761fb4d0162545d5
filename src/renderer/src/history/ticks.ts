import type { Request } from '../../../shared/ipc'
import type { OperationId, SavedFileId } from '../../../shared/model'

/**
 * Which files of an operation undo shall take along: all `but` these, or none `but` these. So one of 100,000 files is
 * chosen without knowing the others.
 */
export interface Ticks {
  readonly all: boolean
  readonly but: ReadonlySet<SavedFileId>
}

export const allTicked: Ticks = { all: true, but: new Set() }
export const noneTicked: Ticks = { all: false, but: new Set() }

export const isTicked = ({ all, but }: Ticks, file: SavedFileId): boolean => all !== but.has(file)

export function withTick(ticks: Ticks, file: SavedFileId, ticked: boolean): Ticks {
  const but = new Set(ticks.but)
  if (ticked === ticks.all) but.delete(file)
  else but.add(file)
  return { all: ticks.all, but }
}

/** How much of `left` files is ticked. */
export function tickedPart({ all, but }: Ticks, left: number): 'all' | 'some' | 'none' {
  const count = all ? left - but.size : but.size
  if (count <= 0) return 'none'
  return count >= left ? 'all' : 'some'
}

/** What is to be taken back. There must be something ticked. */
export function undoRequest({ all, but }: Ticks, operation: OperationId): Request<'history.undo'> {
  if (but.size === 0) return { operation }
  return all ? { operation, except: [...but] } : { operation, files: [...but] }
}
