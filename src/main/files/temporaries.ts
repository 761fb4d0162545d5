import { readdirSync, statSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { isTemporaryName } from './save'

/** A save that is under way in another process must not lose its file. */
const minAgeMs = 60 * 60 * 1000

/**
 * Removes what a killed process left in this folder, once it is an hour old. Answers the names removed. A folder
 * or file that cannot be read is passed over: the sweep is a courtesy, never a reason to stop.
 */
export function sweepTemporaries(folder: string, now = Date.now()): string[] {
  const removed: string[] = []
  for (const name of namesIn(folder)) {
    const path = join(folder, name)
    try {
      if (now - statSync(path).mtimeMs < minAgeMs) continue
      unlinkSync(path)
      removed.push(name)
    } catch {
      // Gone meanwhile, or not ours to remove.
    }
  }
  return removed
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter(isTemporaryName)
  } catch {
    return []
  }
}
