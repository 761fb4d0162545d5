import {
  defaultWriteOptions,
  type FieldName,
  type FieldValue,
  type FieldValues,
  type Splice,
  type WriteOptions,
} from '../../../shared/model'
import type { FileAccess } from '../file-access'
import { emptyApe, inventoryOfApe, patchApe } from '../tags/apev2'
import { firstOf } from '../tags/entry'
import { touchesId3v1 } from '../tags/id3v1'
import { emptyId3v2, formOf, type Id3v2Form, patchId3v2, storedInForm } from '../tags/id3v2'
import { whatFits } from '../tags/in-step'
import { touchesLyrics3 } from '../tags/lyrics3'
import { inventoryOfTag } from './id3v2-inventory'
import { isConverted } from './id3v2-options'
import {
  bySplicePosition,
  type InventoryExcept,
  type InventoryItem,
  type Layout,
  type LayoutPatch,
  onlyRemoves,
  spliceOf,
  type TagView,
} from './layout'
import { planApeInStep, planAtEnd, planNewApe, planShortTags } from './mpeg-behind'
import { type Found, partsOfKind, type StreamTags, withoutKinds } from './mpeg-find'
import { adaptMpeg } from './mpeg-options'
import { maxTagBytes, type Part } from './tag-parts'

export { findStreamTags, type StreamTags, viewsOf } from './mpeg-find'

/** What a stream that is tagged so may get besides. */
export interface StreamHabits {
  /** ID3v1 and APEv2 may be added: only MP3 is known for having them. */
  readonly addsTags: boolean
}

/** What a save of these tags changes, and what it must leave alone. */
export function planTags(
  access: FileAccess,
  tags: StreamTags,
  views: readonly TagView[],
  { addsTags }: StreamHabits = { addsTags: false },
): Pick<Layout, 'plan' | 'adapt' | 'removableKinds' | 'inventory' | 'storedValue'> {
  return {
    plan: (patch, options = defaultWriteOptions) => planStream(access, tags, views, patch, options),
    adapt: (patch, options) => adaptMpeg(tags, views, patch, options, { addsTags, main: 'ID3v2' }),
    removableKinds: views.map(({ kind }) => kind),
    inventory: (except) => inventory(access, tags, except),
    storedValue: (field, value, options = defaultWriteOptions) =>
      storedInForm(field, value, tags.id3v2?.tag, formOf(options)),
  }
}

function planStream(
  access: FileAccess,
  tags: StreamTags,
  views: readonly TagView[],
  patch: LayoutPatch,
  options: WriteOptions,
): readonly Splice[] {
  const { removes = [], adds = [] } = patch
  const staying = withoutKinds(tags, removes)
  const said = firstOf(views.filter(({ kind }) => !removes.includes(kind)).map(({ values }) => values))
  const after = { ...said, ...patch.values }
  return [
    ...planFront(access, tags, staying, said, patch, options),
    ...planAtEnd(access, staying, patch, formOf(options)),
    ...(adds.includes('APEv2') ? planNewApe(access, staying, carriedIntoApe(after), undefined) : []),
    ...planApeInStep(access, staying, patch, options.apeOnMp3),
    ...planShortTags(access, staying, patch, options.id3v1, adds.includes('ID3v1') ? after : undefined),
    ...planRemovals(access, tags, removes),
  ].sort(bySplicePosition)
}

/** Tags that go from behind the sound. What stands in front of it is one region, and `planFront`'s. */
export function planRemovals(
  access: FileAccess,
  tags: StreamTags,
  kinds: readonly string[],
): readonly Splice[] {
  const parts = kinds
    .flatMap((kind) => partsOfKind(tags, kind))
    .filter((part) => !tags.leading.includes(part))
  return parts.flatMap(({ at, size }) => spliceOf(access, at, size, new Uint8Array(0)))
}

/** The ID3v2 tag in front: changed, made, or gone. */
function planFront(
  access: FileAccess,
  { leading: before, start }: StreamTags,
  { id3v2, leading }: StreamTags,
  said: FieldValues,
  { values, pictures }: LayoutPatch,
  options: WriteOptions,
): readonly Splice[] {
  const form = formOf(options)
  if (id3v2 !== undefined) {
    const { part, tag } = id3v2
    const concerns = Object.keys(values).length > 0 || pictures !== undefined || isConverted(tag, form)
    return concerns
      ? spliceOf(access, part.at, part.size, patchId3v2(tag, values, pictures, access.size, form))
      : []
  }
  // Tags of a version that nobody knows.
  if (leading.length > 0) return []
  const room = before.length > 0 ? start : 0
  if (onlyRemoves({ values, pictures })) return spliceOf(access, 0, room, new Uint8Array(0))
  const all = { ...carriedIntoId3v2(said, form), ...values }
  return spliceOf(access, 0, room, patchId3v2(emptyId3v2, all, pictures, access.size, form))
}

/**
 * Most programs read only the best tag that they find: a new one holds all that the others say, as far as it gives
 * it back.
 */
function carriedIntoId3v2(values: FieldValues, form: Id3v2Form): FieldValues {
  const fitting = whatFits(values, (change) => patchId3v2(emptyId3v2, change, undefined))
  return thatComeBack(fitting, (field, value) => storedInForm(field, value, undefined, form))
}

function carriedIntoApe(values: FieldValues): FieldValues {
  return whatFits(values, (change) => patchApe(emptyApe, change))
}

function thatComeBack(
  values: FieldValues,
  stored: (field: FieldName, value: FieldValue) => FieldValue,
): FieldValues {
  const carried: { [Name in FieldName]?: FieldValue } = {}
  for (const [field, value] of Object.entries(values) as [FieldName, FieldValue][]) {
    if (value.length > 0 && stored(field, value).join('\0') === value.join('\0')) carried[field] = value
  }
  return carried
}

function inventory(access: FileAccess, tags: StreamTags, except: InventoryExcept): InventoryItem[] {
  const { id3v2, atEnd, ape, lyrics, id3v1, extended, others } = withoutKinds(tags, except.kinds ?? [])
  const whole = ({ what, at, size }: Part): InventoryItem => ({
    name: what,
    bytes: access.read(at, Math.min(size, maxTagBytes)),
  })
  const unless = (isTouched: boolean, found: Found<unknown> | undefined): InventoryItem[] =>
    isTouched || found === undefined ? [] : [whole(found.part)]
  return [
    ...(id3v2 === undefined ? [] : inventoryOfTag(id3v2.tag, except)),
    ...(atEnd === undefined
      ? []
      : inventoryOfTag(atEnd.tag, except).map((item) => ({ ...item, name: `${item.name} at the end` }))),
    ...(ape === undefined ? [] : inventoryOfApe(ape.tag, except)),
    ...unless(touchesLyrics3(except.fields), lyrics),
    ...unless(touchesId3v1(except.fields), extended),
    ...unless(touchesId3v1(except.fields), id3v1),
    ...others.map(whole),
  ]
}
