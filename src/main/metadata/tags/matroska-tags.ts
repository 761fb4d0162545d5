import type { FieldName, FieldValue, FieldValues } from '../../../shared/model'
import { concat } from '../bytes'
import { type TagEntry, touchedKeys, valuesByKey } from './entry'
import { isStatistic, meaningOf, type PlacedTag, placeTags, simpleTagsOf } from './matroska-tags-names'
import type { SimpleTag, Tag, TagsElement } from './matroska-tags-tree'
import { entryKey, readFields } from './native-names'

/** A SimpleTag as an entry, under the name that the field registry has for it. `raw` is it without what is nested. */
export interface MatroskaEntry extends TagEntry {
  /** Absent for what an edit makes. */
  readonly simpleTag?: SimpleTag
  readonly tag?: Tag
  /** The entry that it would be, were another one not better: a translation, another Tag that says otherwise. */
  readonly shadowOf?: string
}

/** All Tags elements of a file, and what they say about the music in it. */
export interface MatroskaTags {
  readonly elements: readonly TagsElement[]
  readonly placed: readonly PlacedTag[]
  /** In file order. Those without values belong to no field: binary, translations, contradictions. */
  readonly entries: readonly MatroskaEntry[]
}

/** Reads what the Tags elements say of the tracks with these UIDs. */
export function readMatroskaTags(
  elements: readonly TagsElement[],
  trackUids: readonly number[],
): MatroskaTags {
  const placed = placeTags(elements, trackUids)
  return { elements, placed, entries: entriesOf(placed) }
}

/** What a SimpleTag says. Reading does without its bytes. */
class SimpleTagEntry implements MatroskaEntry {
  readonly name: string
  readonly values: readonly string[]
  readonly simpleTag: SimpleTag
  readonly tag: Tag
  readonly shadowOf?: string

  constructor(name: string, values: readonly string[], simpleTag: SimpleTag, tag: Tag, shadowOf?: string) {
    this.name = name
    this.values = values
    this.simpleTag = simpleTag
    this.tag = tag
    if (shadowOf !== undefined) this.shadowOf = shadowOf
  }

  get raw(): Uint8Array {
    return concat(this.simpleTag.own.map(({ raw }) => raw))
  }
}

/** Where a Tag stands when two say different things: what names its level first, what is about one track last. */
const precedence = ({ tag: { targets } }: PlacedTag): number =>
  targets.trackUids.length > 0 ? 2 : targets.isExplicit ? 0 : 1

function entriesOf(placed: readonly PlacedTag[]): MatroskaEntry[] {
  const telling = placed.filter(({ tag }) => tag.children.length > 0)
  const candidates = telling.flatMap((place) =>
    simpleTagsOf(place.tag).map((simpleTag) => ({
      place,
      simpleTag,
      ...meaningOf(place.level, simpleTag.name),
    })),
  )
  type Candidate = (typeof candidates)[number]
  const wins = new Map<string, Candidate>()
  const isField = ({ place, simpleTag }: Candidate) =>
    simpleTag.text !== undefined && !(place.tag.targets.trackUids.length > 0 && isStatistic(simpleTag.name))
  const order = (a: Candidate, b: Candidate) => a.rank - b.rank || precedence(a.place) - precedence(b.place)
  for (const candidate of candidates.filter(isField).sort(order)) {
    const key = entryKey(candidate.entry)
    const winner = wins.get(key)
    // The original language, where one of several is marked so.
    const isBetter = winner !== undefined && sameSource(winner, candidate) && !winner.simpleTag.isDefault
    if (winner === undefined || (isBetter && candidate.simpleTag.isDefault)) wins.set(key, candidate)
  }
  return candidates.flatMap((candidate) => {
    const { place, simpleTag, entry } = candidate
    const winner = wins.get(entryKey(entry))
    const means =
      simpleTag.text === undefined && !simpleTag.hasBinary
        ? (winner?.place.tag ?? place.tag) === place.tag
        : isField(candidate) &&
          winner !== undefined &&
          sameSource(winner, candidate) &&
          winner.simpleTag.isDefault === simpleTag.isDefault
    if (means) return entriesFor(simpleTag, place.tag, entry, true)
    // Says the same once more: belongs to the field, and goes with it.
    if (isField(candidate) && winner?.simpleTag.text === simpleTag.text) {
      return entriesFor(simpleTag, place.tag, entry, false)
    }
    const [hidden, ...nested] = entriesFor(simpleTag, place.tag, hiddenName(place, simpleTag), false)
    if (hidden === undefined || !isField(candidate)) return hidden === undefined ? [] : [hidden, ...nested]
    return [new SimpleTagEntry(hidden.name, hidden.values, simpleTag, place.tag, entry), ...nested]
  })
}

const sameSource = (
  a: { place: PlacedTag; simpleTag: SimpleTag },
  b: { place: PlacedTag; simpleTag: SimpleTag },
): boolean => a.place.tag === b.place.tag && entryKey(a.simpleTag.name) === entryKey(b.simpleTag.name)

/** A name that no field has. */
const hiddenName = ({ level }: PlacedTag, { name, language }: SimpleTag): string =>
  `${level} ${name} [${language}]`

function entriesFor(simpleTag: SimpleTag, tag: Tag, name: string, isField: boolean): MatroskaEntry[] {
  const { text, nested } = simpleTag
  const own = new SimpleTagEntry(name, isField && text !== undefined ? [text] : [], simpleTag, tag)
  if (nested.length === 0) return [own]
  const inner = nested.flatMap((child) =>
    entriesFor(child, tag, `${name}/${child.name}`, isField && !child.hasBinary),
  )
  return [own, ...inner]
}

/** Stars of 0 to 5 in the file, decimals allowed (Matroska tags, RATING); 0 to 100 in the model. */
function ratingIn(text: string): string {
  const stars = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN
  return stars <= 5 ? String(Math.round(stars * 20)) : text
}
export function ratingOut(text: string): string {
  const percent = /^\d+$/.test(text) ? Number(text) : Number.NaN
  return percent <= 100 ? String(percent / 20) : text
}

export function valuesOfMatroskaTags({ entries }: MatroskaTags): FieldValues {
  const values = readFields(valuesByKey(entries), 'matroska')
  return values.rating === undefined ? values : { ...values, rating: values.rating.map(ratingIn) }
}

/** A rating comes back in steps of its scale. */
export const storedInMatroskaTags = (field: FieldName, value: FieldValue): FieldValue =>
  field === 'rating' ? value.map((text) => ratingIn(ratingOut(text))) : value

export const touchedInMatroskaTags = (fields: readonly FieldName[]): Set<string> =>
  touchedKeys(fields, 'matroska')

/** A SimpleTag of nothing but a name only holds what is nested in it, and comes and goes with that. */
export const isBare = ({ simpleTag }: MatroskaEntry): boolean =>
  simpleTag !== undefined && simpleTag.text === undefined && !simpleTag.hasBinary
