import { basename } from 'node:path'
import {
  type FieldName,
  type FieldValue,
  type FieldValues,
  flawOf,
  noValue,
  type Picture,
  type Problem,
  type SavePlan,
  samePictures,
  sameValue,
  valueEntries,
} from '../../shared/model'
import { sameBytes } from './bytes'
import { type InventoryItem, type Layout, movedBy, type TagView } from './containers/layout'
import { accessPlanned, type FileAccess } from './file-access'
import { openLayout } from './open-layout'
import { disagreement, doubts, type Opinion } from './second-opinion'
import { type ContainerKind, sniff } from './sniff'
import { firstOf } from './tags/entry'

/** What the file must say after the save. */
export interface Expectation {
  readonly fields: readonly FieldName[]
  readonly values: FieldValues
  readonly pictures: readonly Picture[]
  readonly picturesChange: boolean
  /** Kinds of tag that go, and that come. */
  readonly removes?: readonly string[]
  readonly adds?: readonly string[]
  /** An ID3v2 tag gets another version. */
  readonly converts?: boolean
  /** A tag that stays as it was says something else, which other readers may show. */
  readonly contradicts?: boolean
}

interface Checked {
  readonly access: FileAccess
  readonly kind: ContainerKind
  readonly layout: Layout
  readonly path: string
}

/**
 * Reads the result of a plan, laid over the original in memory, and says what is wrong with it; undefined when
 * nothing is. Edited fields must read as wanted, everything else must be there byte for byte, the sound must be
 * the same, and no other reader that understood the original may see something else (decisions.md 3, 4).
 */
export async function verifyPlan(
  original: Checked,
  plan: SavePlan,
  expected: Expectation,
  opinions: readonly Opinion[],
): Promise<Problem | undefined> {
  const file = basename(original.path)
  const notVerified = (reason: string): Problem => ({
    code: 'metadata.notVerified',
    params: { file, reason },
  })

  const flaw = flawOf(plan)
  if (flaw !== undefined) return notVerified(flaw)
  const access = accessPlanned(original.access, plan)
  const result = reopen(access, original.kind)
  if (typeof result === 'string') return notVerified(result)

  const values = firstOf(result.tags.map((tag) => tag.values))
  const fields = new Set([...valueEntries(values), ...valueEntries(expected.values)].map(([field]) => field))
  const wrong = [...fields].find(
    (field) =>
      !sameValue(values[field] ?? noValue, expected.values[field] ?? noValue) &&
      !isOnlyNamed(field, values[field] ?? noValue, expected),
  )
  if (wrong !== undefined) return lackedPlace(wrong, values, expected, file) ?? notVerified(wrong)
  const pictures = result.tags.find((tag) => tag.pictures.length > 0)?.pictures ?? []
  if (!samePictures(pictures, expected.pictures)) return notVerified('pictures')

  const { removes = [], adds = [] } = expected
  const kinds = result.tags.map(({ kind }) => kind)
  const wrongKind =
    removes.find((kind) => !adds.includes(kind) && kinds.includes(kind)) ??
    adds.find((kind) => !kinds.includes(kind))
  if (wrongKind !== undefined) return notVerified(wrongKind)

  const except = {
    fields: expected.fields,
    pictures: expected.picturesChange,
    kinds: [...removes, ...adds],
    byMeaning: expected.converts === true,
  }
  const lost =
    lostItem(original.layout.inventory(except), result.inventory(except)) ??
    lostKind(original.layout, kinds, expected)
  if (lost !== undefined) return { code: 'metadata.wouldLose', params: { file, reason: lost } }
  const soundFlaw = soundDiffers(original.layout, result, plan)
  if (soundFlaw) return notVerified('sound')

  if (expected.contradicts === true) return undefined
  const vote = await voteAgainst(original, access, expected.fields, values, opinions)
  return vote === undefined ? undefined : notVerified(vote)
}

/**
 * What another reader has against the result. The original is read only by one that doubts the result, or cannot open
 * it: for most saves that halves what the libraries cost. One that opens the original and not the result counts when
 * there is none that opens the result: the libraries stumble over files that are whole.
 */
async function voteAgainst(
  original: Checked,
  access: FileAccess,
  fields: readonly FieldName[],
  values: FieldValues,
  opinions: readonly Opinion[],
): Promise<string | undefined> {
  if (original.layout.readersDiffer === true) return undefined
  const { kind, path } = original
  let closed: string | undefined
  let isOpened = false
  for (const opinion of opinions) {
    const before = () => opinion.read(original.access, kind, path)
    const after = await opinion.read(access, kind, path)
    if (after === undefined) {
      if ((await before()) !== undefined) closed = opinion.name
      continue
    }
    isOpened = true
    const result = { ours: values, theirs: after }
    const doubted = doubts(kind, fields, result)
    const theirs = doubted.length === 0 ? undefined : await before()
    if (theirs === undefined) continue
    const ours = firstOf(original.layout.tags.map((tag) => tag.values))
    const field = disagreement(doubted, { ours, theirs }, result)
    if (field !== undefined) return `${opinion.name}: ${field}`
  }
  return isOpened ? undefined : closed
}

/**
 * ID3v2.3 has one frame for all people, where ID3v2.4 tells performers from others: who had a role of their own there
 * is a performer here. That the pairs are all there is seen in the inventory.
 */
const isOnlyNamed = (field: FieldName, value: FieldValue, { converts, values }: Expectation): boolean =>
  converts === true &&
  field === 'performer' &&
  (values[field] ?? noValue).every((performer) => value.includes(performer))

/** A value that came to nothing: this file's kinds of tag have no name for the field. */
function lackedPlace(
  field: FieldName,
  values: FieldValues,
  { fields, values: wanted }: Expectation,
  file: string,
): Problem | undefined {
  const [value] = wanted[field] ?? noValue
  return value === undefined || values[field] !== undefined || !fields.includes(field)
    ? undefined
    : { code: 'metadata.notStorable', params: { file, field, value: value.slice(0, 200) } }
}

/** The result's layout, or why it has none. */
function reopen(access: FileAccess, kind: ContainerKind): Layout | string {
  try {
    const sniffed = sniff(access)
    if (sniffed?.kind !== kind) return 'another kind of file'
    const layout = openLayout(access, sniffed)
    return layout === undefined ? 'another kind of file' : (layout.notWritable?.reason ?? layout)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/**
 * A tag that nobody asked to go; whatever version it has now. One that is empty may go with its last value, as chunks
 * and atoms do.
 */
function lostKind(
  before: Layout,
  after: readonly string[],
  { fields, removes = [] }: Expectation,
): string | undefined {
  const family = (kind: string) => (/^(ID3v2|APE)/.exec(kind) ?? [kind])[0]
  const families = after.map(family)
  const isEmptied = ({ values }: TagView) => valueEntries(values).every(([field]) => fields.includes(field))
  return before.tags.find(
    (tag) => !removes.includes(tag.kind) && !families.includes(family(tag.kind)) && !isEmptied(tag),
  )?.kind
}

/**
 * The first piece of the original that is missing, changed or out of order in the result. What comes with a new
 * tag, like the vendor of a Vorbis comment, may appear.
 */
function lostItem(before: readonly InventoryItem[], after: readonly InventoryItem[]): string | undefined {
  const known = new Set(before.map(({ name }) => name))
  const kept = after.filter(({ name, mayAppear }) => mayAppear !== true || known.has(name))
  for (const [index, item] of before.entries()) {
    const same = kept[index]
    if (same === undefined || same.name !== item.name || !sameBytes(same.bytes, item.bytes)) return item.name
  }
  return kept[before.length]?.name
}

/** Same ranges of sound, each where the plan moves it; and the container's own proof where it has one. */
function soundDiffers(before: Layout, after: Layout, plan: SavePlan): boolean {
  const rangesDiffer =
    before.audio.length !== after.audio.length ||
    before.audio.some((range, index) => {
      const moved = after.audio[index]
      return (
        moved === undefined ||
        moved.start !== movedBy(plan.splices, range.start) ||
        moved.end - moved.start !== range.end - range.start
      )
    })
  const propertiesDiffer =
    before.properties.sampleRate !== after.properties.sampleRate ||
    before.properties.channels !== after.properties.channels ||
    before.properties.durationMs !== after.properties.durationMs
  return rangesDiffer || propertiesDiffer || before.sameSound?.(after, plan.splices) === false
}
