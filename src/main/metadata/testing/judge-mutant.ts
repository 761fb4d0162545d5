import { applyPlan, type Problem } from '../../../shared/model'
import { sameBytes } from '../bytes'
import { movedBy } from '../containers/layout'
import { accessBytes } from '../file-access'
import { layoutOf } from '../open-layout'
import { MetadataReader } from '../reader'
import { MetadataWriter } from '../writer'

export interface Verdict {
  readonly read: boolean
  readonly saved: boolean
  /** What went wrong that must never go wrong. */
  readonly flaw?: string
  readonly problem?: Problem
}

const title = 'Mutant ✓'

/**
 * Reads a damaged file and saves another title into it. An answer of any kind is fine; a throw, another title than
 * the one saved, or changed sound is a flaw. The libraries have no vote: they hang on such files (formats.md A7).
 */
export async function judgeMutant(bytes: Uint8Array, path: string): Promise<Verdict> {
  const reader = new MetadataReader()
  const access = accessBytes(bytes)
  const outcome = await reader.readFrom(access, path)
  if (!outcome.ok) return { read: false, saved: false, problem: outcome.problem }
  const writer = new MetadataWriter({ opinions: [] })
  const planned = await writer.plan(access, { values: { title: [title] } }, path)
  if (!planned.ok) return { read: true, saved: false, problem: planned.problem }
  const result = applyPlan(bytes, planned.plan)
  const after = await reader.readFrom(accessBytes(result), path)
  const flaw = !after.ok
    ? 'unreadable after the save'
    : after.metadata.values.title?.[0] !== title
      ? 'another title than the one saved'
      : soundFlaw(bytes, result, planned.plan.splices)
  return { read: true, saved: true, ...(flaw === undefined ? {} : { flaw }) }
}

function soundFlaw(
  before: Uint8Array,
  after: Uint8Array,
  splices: Parameters<typeof movedBy>[0],
): string | undefined {
  const layout = layoutOf(accessBytes(before))
  const changed = layout?.audio.find(({ start, end }) => {
    const moved = movedBy(splices, start)
    return !sameBytes(before.subarray(start, end), after.subarray(moved, moved + end - start))
  })
  return changed === undefined ? undefined : `changed sound at ${changed.start}`
}
