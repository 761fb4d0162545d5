/** Where `remove` bytes give way to `insert`. Positions count bytes in the original file. */
export interface Splice {
  readonly at: number
  readonly remove: number
  readonly insert: Uint8Array
}

/** A range of bytes: `start` inclusive, `end` exclusive. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/**
 * How a file becomes its new version: pure data between `metadata`, which makes it, and `files`, which carries
 * it out and knows nothing of tags. Splices are sorted and disjoint; none may touch an `audio` range.
 */
export interface SavePlan {
  /** Size in bytes of the original that the plan was made for. */
  readonly size: number
  readonly splices: readonly Splice[]
  readonly audio: readonly ByteRange[]
}

export const planChangesNothing = (plan: SavePlan): boolean => plan.splices.length === 0

/** Size in bytes of the file after the plan. */
export function resultSize(plan: SavePlan): number {
  return plan.splices.reduce((size, splice) => size - splice.remove + splice.insert.length, plan.size)
}

/**
 * The first thing wrong with a plan, or undefined. Checked again right before writing: a plan that lies about
 * its order or cuts into the sound must never reach the disk.
 */
export function flawOf(plan: SavePlan): string | undefined {
  let end = 0
  for (const splice of plan.splices) {
    if (splice.at < end || splice.remove < 0) return 'splices overlap or are not sorted'
    end = splice.at + splice.remove
    if (end > plan.size) return 'a splice reaches past the end of the file'
    for (const range of plan.audio) {
      const inside = splice.at > range.start && splice.at < range.end
      const overlaps = splice.remove > 0 && splice.at < range.end && end > range.start
      if (inside || overlaps) return 'a splice touches the audio'
    }
  }
  return undefined
}

/** The new file in memory, for checks and tests. */
export function applyPlan(original: Uint8Array, plan: SavePlan): Uint8Array {
  const result = new Uint8Array(resultSize(plan))
  let from = 0
  let to = 0
  for (const splice of plan.splices) {
    result.set(original.subarray(from, splice.at), to)
    to += splice.at - from
    result.set(splice.insert, to)
    to += splice.insert.length
    from = splice.at + splice.remove
  }
  result.set(original.subarray(from), to)
  return result
}

/** The one splice that turns `before` into `after`: common start and end cut off. */
export function spliceBetween(before: Uint8Array, after: Uint8Array): Splice | undefined {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start++
  if (start === shorter && before.length === after.length) return undefined
  let tail = 0
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  return {
    at: start,
    remove: before.length - tail - start,
    insert: after.slice(start, after.length - tail),
  }
}
