import { applyPlan, type SavePlan } from '../../../shared/model'
import { accessBytes } from '../file-access'
import { MetadataWriter } from '../writer'

/** A file and a verified plan for it. */
export interface PlannedTitle {
  readonly bytes: Uint8Array
  readonly plan: SavePlan
}

/**
 * A title that fits into the room that a longer one left, one that is longer than any room, and one that goes back to
 * a short one, in a file of any writable format: what a person does. Undefined for a file that is not written to.
 */
export async function titlePlans(
  bytes: Uint8Array,
  name: string,
): Promise<{ fits: PlannedTitle; grows: PlannedTitle; shrinks: PlannedTitle } | undefined> {
  const roomy = await planned(bytes, 'x'.repeat(3000), name)
  if (roomy === undefined) return undefined
  const wide = applyPlan(roomy.bytes, roomy.plan)
  const fits = await planned(wide, 'Etwas kürzer', name)
  const grows = await planned(wide, 'y'.repeat(30_000), name)
  if (fits === undefined || grows === undefined) return undefined
  const shrinks = await planned(applyPlan(grows.bytes, grows.plan), 'z', name)
  return shrinks && { fits, grows, shrinks }
}

async function planned(bytes: Uint8Array, title: string, name: string): Promise<PlannedTitle | undefined> {
  const outcome = await new MetadataWriter().plan(accessBytes(bytes), { values: { title: [title] } }, name)
  return outcome.ok ? { bytes, plan: outcome.plan } : undefined
}
