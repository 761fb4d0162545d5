import { type Metadata, type MetadataPatch, MetadataReader, MetadataWriter } from '../../src/main/metadata'
import { sameBytes } from '../../src/main/metadata/bytes'
import { movedBy } from '../../src/main/metadata/containers/layout'
import { accessBytes } from '../../src/main/metadata/file-access'
import { layoutOf } from '../../src/main/metadata/testing/layouts'
import {
  applyPlan,
  type FieldName,
  type FieldValue,
  type FieldValues,
  noValue,
  type SavePlan,
  samePictures,
  sameValue,
  valueEntries,
} from '../../src/shared/model'
import { everyField, largePicture, titleOnly } from './awkward'

/** What became of one round trip. */
export interface RoundTrip {
  readonly name: 'no change' | 'title' | 'every field' | 'removal' | 'picture'
  readonly outcome: 'done' | 'refused' | 'lost' | 'audio changed' | 'not restored'
  readonly reason: string
  /** The file after the change, for other readers. */
  readonly result?: Uint8Array
}

const reader = new MetadataReader()
const writer = new MetadataWriter()

async function metadataOf(bytes: Uint8Array, path: string): Promise<Metadata> {
  const outcome = await reader.readFrom(accessBytes(bytes), path)
  if (!outcome.ok) throw new Error(`unreadable after the save: ${JSON.stringify(outcome.problem)}`)
  return outcome.metadata
}

/** The reason is always in words: which piece, which field. */
type Verdict = Pick<RoundTrip, 'outcome' | 'reason'>

const done: Verdict = { outcome: 'done', reason: '' }

/** Compares everything that a change was not to touch. Knows nothing of what the writer checked itself. */
function judge(before: Uint8Array, after: Uint8Array, plan: SavePlan, patch: MetadataPatch): Verdict {
  const [old, now] = [layoutOf(before), layoutOf(after)]
  const except = {
    fields: Object.keys(patch.values) as FieldName[],
    pictures: patch.pictures !== undefined,
  }
  const kept = now.inventory(except)
  for (const item of old.inventory(except)) {
    const at = kept.findIndex(({ name, bytes }) => name === item.name && sameBytes(bytes, item.bytes))
    if (at < 0) return { outcome: 'lost', reason: item.name }
    kept.splice(at, 1)
  }
  for (const { start, end } of old.audio) {
    const moved = movedBy(plan.splices, start)
    if (!sameBytes(before.subarray(start, end), after.subarray(moved, moved + end - start))) {
      return { outcome: 'audio changed', reason: `${start}…${end}` }
    }
  }
  if (old.sameSound?.(now, plan.splices) === false) return { outcome: 'audio changed', reason: 'packets' }
  return done
}

function differing(wanted: FieldValues, found: FieldValues): FieldName | undefined {
  const names = new Set([...valueEntries(wanted), ...valueEntries(found)].map(([name]) => name))
  return [...names].find((name) => !sameValue(wanted[name] ?? noValue, found[name] ?? noValue))
}

/** The patch that takes a change back. */
function inverseOf(original: Metadata, now: Metadata): MetadataPatch {
  const gone: Record<string, FieldValue> = Object.fromEntries(
    valueEntries(now.values).map(([name]) => [name, noValue]),
  )
  return { values: { ...gone, ...original.values }, pictures: original.pictures }
}

async function roundTrip(
  name: RoundTrip['name'],
  before: Uint8Array,
  original: Metadata,
  patch: MetadataPatch,
  path: string,
): Promise<RoundTrip> {
  const outcome = await writer.plan(accessBytes(before), patch, path)
  if (!outcome.ok) return { name, outcome: 'refused', reason: JSON.stringify(outcome.problem) }
  const result = applyPlan(before, outcome.plan)
  const verdict = judge(before, result, outcome.plan, patch)
  if (verdict !== done) return { name, ...verdict }
  const now = await metadataOf(result, path)
  const back = await writer.plan(accessBytes(result), inverseOf(original, now), path)
  if (!back.ok) return { name, outcome: 'not restored', reason: JSON.stringify(back.problem), result }
  const restored = await metadataOf(applyPlan(result, back.plan), path)
  const wrong = differing(original.values, restored.values)
  if (wrong !== undefined || !samePictures(original.pictures, restored.pictures)) {
    return { name, outcome: 'not restored', reason: wrong ?? 'pictures', result }
  }
  return { name, outcome: 'done', reason: '', result }
}

/** Fields that this file has no place for are left out of the patch one by one, and named. */
async function everyFieldTrip(before: Uint8Array, original: Metadata, path: string): Promise<RoundTrip> {
  const values: { [Name in FieldName]?: FieldValue } = { ...everyField }
  const left: string[] = []
  for (let tries = 0; tries < 12; tries++) {
    const trip = await roundTrip('every field', before, original, { values }, path)
    if (trip.outcome !== 'refused')
      return left.length === 0 ? trip : { ...trip, reason: `${trip.reason} without ${left}`.trim() }
    const problem = JSON.parse(trip.reason) as { params: { field?: FieldName } }
    const { field } = problem.params
    if (field === undefined || values[field] === undefined) return trip
    delete values[field]
    left.push(field)
  }
  return { name: 'every field', outcome: 'refused', reason: `more than ${left}` }
}

export async function roundTrips(before: Uint8Array, original: Metadata, path: string): Promise<RoundTrip[]> {
  const trip = (name: RoundTrip['name'], patch: MetadataPatch) =>
    roundTrip(name, before, original, patch, path)
  const unchanged = await writer.plan(
    accessBytes(before),
    { values: original.values, pictures: original.pictures },
    path,
  )
  const noChange: RoundTrip = {
    name: 'no change',
    outcome: !unchanged.ok ? 'refused' : unchanged.plan.splices.length === 0 ? 'done' : 'lost',
    reason: unchanged.ok ? '' : JSON.stringify(unchanged.problem),
  }
  const nothing = Object.fromEntries(valueEntries(original.values).map(([field]) => [field, noValue]))
  return [
    noChange,
    await trip('title', { values: titleOnly }),
    await everyFieldTrip(before, original, path),
    await trip('removal', { values: nothing, pictures: [] }),
    await trip('picture', { values: {}, pictures: [...original.pictures, largePicture()] }),
  ]
}
