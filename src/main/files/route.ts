import { resultSize, type SavePlan } from '../../shared/model'

/** Largest region that is held in memory and written in one go. */
const maxRegionBytes = 16 * 1024 * 1024
/** A region costs its size twice, once in the journal; a small one is worth that in any file. */
const alwaysWorthBytes = 1024 * 1024

/** Bytes of the original, in place of which as many others come. */
export interface Region {
  readonly at: number
  readonly length: number
}

export type Route =
  | { readonly kind: 'in-place'; readonly region: Region }
  | { readonly kind: 'whole-file' }
  /** Under its own inode, so that its other names see it too. */
  | { readonly kind: 'rewrite' }
  | { readonly kind: 'refused' }

/**
 * How a plan is carried out. In place when all that changes lies in one region that keeps its length and holds no
 * sound; by a new file otherwise. A file with several names must keep its inode. Both of the ways that write into the
 * file need a journal: without one, every file is replaced whole.
 */
export function chooseRoute(
  plan: SavePlan,
  { links, hasJournal }: { readonly links: number; readonly hasJournal: boolean },
): Route {
  if (!hasJournal) return links > 1 ? { kind: 'refused' } : { kind: 'whole-file' }
  const region = regionOf(plan)
  if (region !== undefined && region.length <= maxRegionBytes) {
    const cheap = region.length <= alwaysWorthBytes || region.length * 2 <= plan.size
    if (links > 1 || (cheap && !holdsAudio(plan, region))) return { kind: 'in-place', region }
  }
  return { kind: links > 1 ? 'rewrite' : 'whole-file' }
}

function regionOf(plan: SavePlan): Region | undefined {
  const first = plan.splices[0]
  const last = plan.splices.at(-1)
  if (first === undefined || last === undefined || resultSize(plan) !== plan.size) return undefined
  return { at: first.at, length: last.at + last.remove - first.at }
}

const holdsAudio = ({ audio }: SavePlan, { at, length }: Region): boolean =>
  audio.some(({ start, end }) => start < at + length && end > at)

/** The region after the plan, given the region before it. */
export function regionAfter(plan: SavePlan, { at }: Region, before: Uint8Array): Uint8Array {
  const after = new Uint8Array(before.length)
  let from = 0
  let to = 0
  for (const splice of plan.splices) {
    const kept = before.subarray(from, splice.at - at)
    after.set(kept, to)
    after.set(splice.insert, to + kept.length)
    to += kept.length + splice.insert.length
    from = splice.at - at + splice.remove
  }
  after.set(before.subarray(from), to)
  return after
}

/** What of a region really differs: a title that was changed and padding that was not. Undefined when nothing does. */
export function trimmed(before: Uint8Array, after: Uint8Array): { start: number; end: number } | undefined {
  let start = 0
  while (start < before.length && before[start] === after[start]) start++
  if (start === before.length) return undefined
  let end = before.length
  while (before[end - 1] === after[end - 1]) end--
  return { start, end }
}
