import type { FieldName, FieldValue, FieldValues, Splice } from '../../../shared/model'
import type { FileAccess } from '../file-access'
import {
  type ApeTag,
  inventoryOfApe,
  kindOfApe,
  patchApeInStep,
  pictureCountOfApe,
  picturesOfApe,
  readApe,
  renderApe,
  valuesOfApe,
} from '../tags/apev2'
import { firstOf } from '../tags/entry'
import { patchExtendedId3v1, patchId3v1, touchesId3v1, valuesOfId3v1 } from '../tags/id3v1'
import {
  emptyId3v2,
  type Id3v2Tag,
  inventoryOfId3v2,
  patchAppendedId3v2,
  patchId3v2,
  pictureCountOfId3v2,
  picturesOfId3v2,
  readId3v2From,
  storedInId3v2,
  touchedInId3v2,
  valuesOfId3v2,
} from '../tags/id3v2'
import { whatFits } from '../tags/in-step'
import {
  type Lyrics3,
  parseLyrics3,
  patchLyrics3,
  renderLyrics3,
  touchesLyrics3,
  valuesOfLyrics3,
} from '../tags/lyrics3'
import {
  bySplicePosition,
  changedFields,
  type InventoryItem,
  type Layout,
  type LayoutPatch,
  onlyRemoves,
  spliceOf,
  type TagView,
  tagView,
} from './layout'
import { leadingParts, maxTagBytes, type Part, trailingParts } from './tag-parts'

/** A tag and where it lies. */
interface Found<Tag> {
  readonly part: Part
  readonly tag: Tag
}

/** The tags of a stream of frames: MP3 and the like, AAC. All but the first ID3v2 are only kept in step. */
export interface StreamTags {
  readonly leading: readonly Part[]
  readonly trailing: readonly Part[]
  readonly id3v2: Found<Id3v2Tag> | undefined
  readonly atEnd: Found<Id3v2Tag> | undefined
  readonly ape: Found<ApeTag> | undefined
  readonly lyrics: Found<Lyrics3> | undefined
  readonly id3v1: Found<Uint8Array> | undefined
  readonly extended: Found<Uint8Array> | undefined
  /** Tags that are not understood, or stand behind another of their kind: kept as they are. */
  readonly others: readonly Part[]
  /** Where the sound begins, and ends. */
  readonly start: number
  readonly end: number
}

/** Of several tags of a kind, the first ID3v2 and the last APEv2 and ID3v1 count, as for every other reader. */
export function findStreamTags(access: FileAccess): StreamTags {
  const leading = leadingParts(access)
  const last = leading.at(-1)
  const start = last === undefined ? 0 : last.at + last.size
  const trailing = start < access.size ? trailingParts(access, start) : []
  const found = <Tag>(
    part: Part | undefined,
    read: (part: Part) => Tag | undefined,
  ): Found<Tag> | undefined => {
    const tag = part === undefined ? undefined : read(part)
    return part === undefined || tag === undefined ? undefined : { part, tag }
  }
  const bytesOf = ({ at, size }: Part) => access.read(at, size)
  const id3v2Of = ({ at }: Part) => readId3v2From(access, at)
  const lastOf = (what: Part['what']) => trailing.findLast((part) => part.what === what)
  const tags = {
    id3v2: found(leading[0], id3v2Of),
    atEnd: found(lastOf('ID3v2 at the end'), id3v2Of),
    ape: found(lastOf('APEv2'), ({ at, size }) => readApe(access, at, size)),
    lyrics: found(lastOf('Lyrics3'), (part) => parseLyrics3(bytesOf(part))),
    id3v1: found(lastOf('ID3v1'), bytesOf),
    extended: found(lastOf('ID3v1 extended'), bytesOf),
  }
  const known = Object.values(tags).map((tag) => tag?.part)
  return {
    ...tags,
    leading,
    trailing,
    others: [...leading, ...trailing].filter((part) => !known.includes(part)),
    start,
    end: trailing[0]?.at ?? Math.max(start, access.size),
  }
}

/** All tags of a stream, the best first. */
export function viewsOf({ id3v2, atEnd, ape, id3v1, extended, lyrics }: StreamTags): TagView[] {
  const views: TagView[] = []
  for (const found of [id3v2, atEnd]) {
    if (found === undefined) continue
    const { tag } = found
    views.push(tagView(tag.kind, valuesOfId3v2(tag), pictureCountOfId3v2(tag), () => picturesOfId3v2(tag)))
  }
  if (ape !== undefined) {
    const { tag } = ape
    views.push(tagView(kindOfApe(tag), valuesOfApe(tag), pictureCountOfApe(tag), () => picturesOfApe(tag)))
  }
  if (id3v1 !== undefined) {
    views.push(tagView('ID3v1', valuesOfId3v1(id3v1.tag, extended?.tag), 0, () => []))
  }
  if (lyrics !== undefined) views.push(tagView('Lyrics3', valuesOfLyrics3(lyrics.tag), 0, () => []))
  return views
}

/** What a save of these tags changes, and what it must leave alone. */
export function planTags(
  access: FileAccess,
  tags: StreamTags,
  views: readonly TagView[],
): Pick<Layout, 'plan' | 'inventory' | 'storedValue'> {
  return {
    plan: (patch) =>
      [...planId3v2(access, tags, views, patch), ...planOthers(access, tags, patch)].sort(bySplicePosition),
    inventory: (except) => inventory(access, tags, except),
    storedValue: storedInId3v2,
  }
}

function planId3v2(
  access: FileAccess,
  { id3v2, leading }: StreamTags,
  views: readonly TagView[],
  { values, pictures }: LayoutPatch,
): readonly Splice[] {
  if (id3v2 !== undefined) {
    const { part, tag } = id3v2
    return spliceOf(access, part.at, part.size, patchId3v2(tag, values, pictures, access.size))
  }
  if (leading.length > 0 || onlyRemoves({ values, pictures })) return []
  const all = { ...carriedOver(firstOf(views.map((view) => view.values))), ...values }
  return [{ at: 0, remove: 0, insert: patchId3v2(emptyId3v2, all, pictures, access.size) }]
}

/**
 * Most programs read only the best tag that they find: a new one holds all that the others say, as far as it gives
 * it back.
 */
function carriedOver(values: FieldValues): FieldValues {
  const carried: { [Name in FieldName]?: FieldValue } = {}
  const fitting = whatFits(values, (change) => patchId3v2(emptyId3v2, change, undefined))
  for (const [field, value] of Object.entries(fitting) as [FieldName, FieldValue][]) {
    const stored = storedInId3v2(field, value)
    if (value.length > 0 && stored.join('\0') === value.join('\0')) carried[field] = value
  }
  return carried
}

/** Tags behind the sound. Pictures go only to those that hold some: there an old one would contradict. */
function planOthers(
  access: FileAccess,
  { atEnd, ape, lyrics, id3v1, extended }: StreamTags,
  { values, pictures }: LayoutPatch,
): readonly Splice[] {
  const fields = changedFields({ values, pictures })
  const replace = ({ part }: Found<unknown>, bytes: Uint8Array): readonly Splice[] =>
    spliceOf(access, part.at, part.size, bytes)
  const splices: Splice[] = []
  if (atEnd !== undefined) {
    const held = pictureCountOfId3v2(atEnd.tag) > 0 ? pictures : undefined
    if (fields.length > 0 || held !== undefined) {
      splices.push(...replace(atEnd, patchAppendedId3v2(atEnd.tag, values, held)))
    }
  }
  if (ape !== undefined) {
    const held = pictureCountOfApe(ape.tag) > 0 ? pictures : undefined
    if (fields.length > 0 || held !== undefined) {
      splices.push(...replace(ape, renderApe(patchApeInStep(ape.tag, values, held))))
    }
  }
  if (lyrics !== undefined && touchesLyrics3(fields)) {
    splices.push(...replace(lyrics, renderLyrics3(patchLyrics3(lyrics.tag, values))))
  }
  if (touchesId3v1(fields)) {
    if (extended !== undefined) splices.push(...replace(extended, patchExtendedId3v1(extended.tag, values)))
    if (id3v1 !== undefined) splices.push(...replace(id3v1, patchId3v1(id3v1.tag, values)))
  }
  return splices
}

function inventory(
  access: FileAccess,
  { id3v2, atEnd, ape, lyrics, id3v1, extended, others }: StreamTags,
  except: { readonly fields: readonly FieldName[]; readonly pictures: boolean },
): InventoryItem[] {
  const touched = touchedInId3v2(except.fields, except.pictures)
  const whole = ({ what, at, size }: Part): InventoryItem => ({
    name: what,
    bytes: access.read(at, Math.min(size, maxTagBytes)),
  })
  const unless = (isTouched: boolean, found: Found<unknown> | undefined): InventoryItem[] =>
    isTouched || found === undefined ? [] : [whole(found.part)]
  return [
    ...(id3v2 === undefined ? [] : inventoryOfId3v2(id3v2.tag, touched)),
    ...(atEnd === undefined
      ? []
      : inventoryOfId3v2(atEnd.tag, touched).map((item) => ({ ...item, name: `${item.name} at the end` }))),
    ...(ape === undefined ? [] : inventoryOfApe(ape.tag, except)),
    ...unless(touchesLyrics3(except.fields), lyrics),
    ...unless(touchesId3v1(except.fields), extended),
    ...unless(touchesId3v1(except.fields), id3v1),
    ...others.map(whole),
  ]
}
