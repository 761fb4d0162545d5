import { type FieldName, type FieldValue, noValue } from '../../../shared/model'
import type { Element } from '../containers/ebml'
import { patchEntries, type ValueChanges } from './entry'
import {
  isBare,
  type MatroskaEntry,
  type MatroskaTags,
  ratingOut,
  touchedInMatroskaTags,
} from './matroska-tags'
import { flatSpelling, isStatistic, meaningOf, simpleTagsOf } from './matroska-tags-names'
import {
  isSimpleTag,
  isTag,
  newSimpleTag,
  newTag,
  type SimpleTag,
  type Tag,
  type TagsElement,
  tagId,
  withChildren,
  withNested,
  withText,
} from './matroska-tags-tree'
import { entryKey, nativeNames } from './native-names'
import { NotStorableError } from './not-storable'

/** What a patch does to the tree; SimpleTags and Tags are known by their identity. */
interface Edits {
  /** The texts that a SimpleTag gives way to; none removes it. */
  readonly texts: Map<SimpleTag, FieldValue>
  readonly nested: Map<SimpleTag, SimpleTag[]>
  readonly added: Map<Tag, SimpleTag[]>
  readonly newTags: Map<number, SimpleTag[]>
}

function encode(name: string, values: FieldValue): readonly MatroskaEntry[] {
  const [, level, native = ''] = /^(\d+):(.*)$/s.exec(name) ?? []
  // `TRACKNUMBER` as a name of one's own would be the track's number when it is read again.
  const isOwn = native.includes('/') || entryKey(meaningOf(Number(level), native).entry) === entryKey(name)
  if (native === '' || !isOwn) throw new NotStorableError(native, 'Matroska')
  return [{ name, values, raw: new Uint8Array() }]
}

/**
 * The Tags elements with these fields changed; those without a change are the same objects. Everything else stays
 * byte for byte. A changed value stays where it is, under the name it has; a new one goes into the Tag for its
 * level, or into the file's flat Tag.
 */
export function patchMatroskaTags(tags: MatroskaTags, changes: ValueChanges): readonly TagsElement[] {
  const native =
    changes.rating === undefined ? changes : { ...changes, rating: changes.rating.map(ratingOut) }
  const patched = patchEntries<MatroskaEntry>(tags.entries, native, 'matroska', encode)
  const touched = touchedInMatroskaTags(Object.keys(changes) as FieldName[])
  const kept = new Set(patched)
  const old = new Set(tags.entries)
  const made = joinTotals(
    tags,
    new Map(patched.filter((entry) => !old.has(entry)).map(({ name, values }) => [name, values])),
  )
  const removed = tags.entries.filter((entry) => !kept.has(entry))
  const edits: Edits = { texts: new Map(), nested: new Map(), added: new Map(), newTags: new Map() }

  for (const { simpleTag } of removed) if (simpleTag !== undefined) edits.texts.set(simpleTag, noValue)
  // A translation of a title that is gone would be the title.
  const madeKeys = new Set([...made.keys()].map(entryKey))
  for (const { simpleTag, shadowOf } of tags.entries) {
    const key = shadowOf === undefined ? '' : entryKey(shadowOf)
    if (simpleTag !== undefined && touched.has(key) && !madeKeys.has(key)) edits.texts.set(simpleTag, noValue)
  }
  // Outer names first: what is nested needs its parent.
  const names = [...made.keys()].sort((a, b) => a.split('/').length - b.split('/').length)
  for (const name of names) {
    const values = made.get(name) ?? noValue
    const inPlace = removed.filter(
      (entry) => entryKey(entry.name) === entryKey(name) && !isBare(entry) && entry.values.length > 0,
    )
    const bare = removed.filter((entry) => entryKey(entry.name) === entryKey(name) && isBare(entry))
    const places = inPlace.length > 0 ? inPlace : bare
    if (places.length > 0) replaceTexts(edits, places, values)
    else addTexts(tags, edits, name, values)
  }
  return apply(tags.elements, edits)
}

/** `3` and `12` go back into one `3/12` where the file has them so. */
function joinTotals(tags: MatroskaTags, made: ReadonlyMap<string, FieldValue>): Map<string, FieldValue> {
  const joined = new Map(made)
  const flat = tags.placed.find(({ isFlat }) => isFlat)?.tag
  for (const [number, total] of [
    ['30:PART_NUMBER', '50:TOTAL_PARTS'],
    ['50:PART_NUMBER', '60:TOTAL_PARTS'],
  ] as const) {
    const field = number === '30:PART_NUMBER' ? 'trackTotal' : 'discTotal'
    const isReadBack = nativeNames(field, 'matroska').some(
      ({ entry, half }) => entry === number && half === 2,
    )
    const hasOwn = tags.entries.some(({ name }) => entryKey(name) === total)
    const numbers = joined.get(number)
    const totals = joined.get(total)
    const place = tags.entries.find(({ name }) => entryKey(name) === number)?.tag ?? flat
    if (!isReadBack || hasOwn || numbers === undefined || totals === undefined || place !== flat || !flat)
      continue
    joined.set(number, [`${numbers[0] ?? ''}/${totals[0] ?? ''}`])
    joined.delete(total)
  }
  return joined
}

/** One text for each place; what is more goes behind the last. */
function replaceTexts(edits: Edits, places: readonly MatroskaEntry[], values: FieldValue): void {
  for (const [index, { simpleTag }] of places.entries()) {
    if (simpleTag === undefined) continue
    const isLast = index === places.length - 1
    edits.texts.set(simpleTag, values.slice(index, isLast ? undefined : index + 1))
  }
}

function addTexts(tags: MatroskaTags, edits: Edits, name: string, values: FieldValue): void {
  if (!isNestedName(name)) {
    const { list, native } = placeFor(tags, edits, name)
    list.push(...values.map((text) => newSimpleTag(native, text)))
    return
  }
  const slash = name.lastIndexOf('/')
  const parentName = name.slice(0, slash)
  const nested = values.map((text) => newSimpleTag(name.slice(slash + 1), text))
  const parent = tags.entries.find((entry) => entryKey(entry.name) === entryKey(parentName))?.simpleTag
  if (parent === undefined) nestInNew(placeFor(tags, edits, parentName), nested)
  else edits.nested.set(parent, [...(edits.nested.get(parent) ?? []), ...nested])
}

/** Into the SimpleTag that the same edit makes, or into one of only a name. */
function nestInNew({ list, native }: Place, nested: readonly SimpleTag[]): void {
  const at = list.findIndex(({ name }) => name === native)
  const parent = list[at] ?? newSimpleTag(native, undefined)
  list[at < 0 ? list.length : at] = withNested(parent, [...parent.nested, ...nested])
}

/** Only names of the registry are nested; a slash in a name that a person gave is a slash. */
const isNestedName = (name: string): boolean => /^\d+:[A-Z_]+\/SORT_WITH$/i.test(name)

/** Where new SimpleTags go, and what an entry is called there. */
interface Place {
  readonly list: SimpleTag[]
  readonly native: string
}

function placeFor(tags: MatroskaTags, edits: Edits, entry: string): Place {
  const level = Number.parseInt(entry, 10)
  const native = entry.slice(entry.indexOf(':') + 1)
  const ofLevel = tags.placed.filter(
    (place) => place.level === level && !place.isFlat && hasFields(place.tag),
  )
  const plain = ofLevel.find(({ tag }) => tag.targets.trackUids.length === 0)
  const flat = tags.placed.find(({ isFlat }) => isFlat)?.tag
  const flatName = flat === undefined ? undefined : flatSpelling(entry)
  if (plain !== undefined) return { list: listIn(edits.added, plain.tag), native }
  if (flat !== undefined && flatName !== undefined) {
    return { list: listIn(edits.added, flat), native: flatName }
  }
  const [ofTrack] = ofLevel
  if (ofTrack !== undefined) return { list: listIn(edits.added, ofTrack.tag), native }
  return { list: listIn(edits.newTags, level), native }
}

/** A Tag of only technical notes is no place for a field. */
const hasFields = (tag: Tag): boolean =>
  (tag.targets.isExplicit && tag.targets.trackUids.length === 0) ||
  simpleTagsOf(tag).some(({ name }) => name.toUpperCase() !== 'ENCODER' && !isStatistic(name))

function listIn<Key>(lists: Map<Key, SimpleTag[]>, key: Key): SimpleTag[] {
  const list = lists.get(key) ?? []
  lists.set(key, list)
  return list
}

function apply(elements: readonly TagsElement[], edits: Edits): readonly TagsElement[] {
  const changed = elements.map((element): TagsElement => {
    const children: (Tag | Element)[] = []
    for (const child of element.children) {
      const after = isTag(child) ? applyToTag(child, edits) : child
      if (after !== undefined) children.push(after)
    }
    return sameItems(children, element.children) ? element : { ...element, children }
  })
  if (edits.newTags.size === 0) return changed
  // Albums before tracks, as the specification's examples have it.
  const levels = [...edits.newTags.keys()].sort((a, b) => b - a)
  const made = levels.map((level) => newTag(level, edits.newTags.get(level) ?? []))
  const [first, ...others] = changed
  if (first === undefined) return [{ children: made, isIntact: true }]
  return [{ ...first, children: [...first.children, ...made] }, ...others]
}

const sameItems = <Item>(a: readonly Item[], b: readonly Item[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index])

/** The same Tag when nothing in it changes; undefined when nothing is left of it. */
function applyToTag(tag: Tag, edits: Edits): Tag | undefined {
  const children: (SimpleTag | Element)[] = []
  for (const child of tag.children) {
    if (isSimpleTag(child)) children.push(...applyToSimpleTag(child, edits))
    else children.push(child)
  }
  children.push(...(edits.added.get(tag) ?? []))
  if (sameItems(children, tag.children)) return tag
  const isEmpty = !children.some((child) => isSimpleTag(child) || child.id === tagId.simpleTag)
  return isEmpty ? undefined : withChildren(tag, children)
}

function applyToSimpleTag(simpleTag: SimpleTag, edits: Edits): readonly SimpleTag[] {
  const texts = edits.texts.get(simpleTag)
  const nested = [
    ...simpleTag.nested.flatMap((child) => applyToSimpleTag(child, edits)),
    ...(edits.nested.get(simpleTag) ?? []),
  ]
  const withItsNested = (tag: SimpleTag) =>
    sameItems(nested, simpleTag.nested) ? tag : withNested(tag, nested)
  if (texts === undefined) {
    const isLeft = nested.length > 0 || simpleTag.text !== undefined || simpleTag.hasBinary
    return isLeft || simpleTag.nested.length === 0 ? [withItsNested(simpleTag)] : []
  }
  const [first, ...others] = texts
  // A sort name outlives the name: a SimpleTag may be without a value of its own.
  if (first === undefined) return nested.length === 0 ? [] : [withItsNested(withText(simpleTag, undefined))]
  const own = first === simpleTag.text ? simpleTag : withText(simpleTag, first)
  return [withItsNested(own), ...others.map((text) => withNested(withText(simpleTag, text), []))]
}
