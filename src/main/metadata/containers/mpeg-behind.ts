import type { FieldName, FieldValue, FieldValues, Splice, WriteOptions } from '../../../shared/model'
import type { FileAccess } from '../file-access'
import type { PictureWithBytes } from '../metadata'
import { emptyApe, patchApe, patchApeInStep, pictureCountOfApe, renderApe } from '../tags/apev2'
import type { ValueChanges } from '../tags/entry'
import { emptyId3v1, patchExtendedId3v1, patchId3v1, touchesId3v1 } from '../tags/id3v1'
import { formAtEnd, type Id3v2Form, patchAppendedId3v2, pictureCountOfId3v2 } from '../tags/id3v2'
import { patchLyrics3, renderLyrics3, touchesLyrics3 } from '../tags/lyrics3'
import { isConverted } from './id3v2-options'
import { changedFields, type LayoutPatch, spliceOf } from './layout'
import type { Found, StreamTags } from './mpeg-find'
import type { Part } from './tag-parts'

/**
 * Tags behind the sound follow the main one. Pictures go only to those that hold some: there an old one would
 * contradict.
 */
const replace = (access: FileAccess, { part }: Found<unknown>, bytes: Uint8Array): readonly Splice[] =>
  spliceOf(access, part.at, part.size, bytes)

export function planAtEnd(
  access: FileAccess,
  { atEnd }: StreamTags,
  { values, pictures }: LayoutPatch,
  form: Id3v2Form,
): readonly Splice[] {
  if (atEnd === undefined) return []
  const held = pictureCountOfId3v2(atEnd.tag) > 0 ? pictures : undefined
  const concerns =
    Object.keys(values).length > 0 || held !== undefined || isConverted(atEnd.tag, formAtEnd(form))
  return concerns ? replace(access, atEnd, patchAppendedId3v2(atEnd.tag, values, held, form)) : []
}

/** What of a change must reach a tag that is to stay as it is: removals, or the value would come back. */
const removalsOf = (values: ValueChanges): ValueChanges =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value?.length === 0)) as {
    [Name in FieldName]?: FieldValue
  }

export function planApeInStep(
  access: FileAccess,
  { ape }: StreamTags,
  { values, pictures }: LayoutPatch,
  mode: WriteOptions['apeOnMp3'],
): readonly Splice[] {
  if (ape === undefined) return []
  const stays = mode === 'keep'
  const changes = stays ? removalsOf(values) : values
  const contradicts = pictureCountOfApe(ape.tag) > 0 && (!stays || pictures?.length === 0)
  const held = contradicts ? pictures : undefined
  if (Object.keys(changes).length === 0 && held === undefined) return []
  return replace(access, ape, renderApe(patchApeInStep(ape.tag, changes, held)))
}

/** A tag for a file that has none. */
export function planNewApe(
  access: FileAccess,
  { trailing }: StreamTags,
  values: FieldValues,
  pictures: readonly PictureWithBytes[] | undefined,
): readonly Splice[] {
  const insert = renderApe(patchApe(emptyApe, values, pictures))
  return [{ at: newApeAt(access, trailing), remove: 0, insert }]
}

/** Before the ID3v1 and Lyrics3 tags that end the file: the specification's place, where every reader looks. */
function newApeAt(access: FileAccess, trailing: readonly Part[]): number {
  let at = access.size
  for (const part of trailing.toReversed()) {
    if (!['ID3v1', 'ID3v1 extended', 'Lyrics3'].includes(part.what)) break
    at = part.at
  }
  return at
}

/** Lyrics3 and ID3v1. `added` is what an ID3v1 tag that is made anew says. */
export function planShortTags(
  access: FileAccess,
  { lyrics, id3v1, extended }: StreamTags,
  { values }: LayoutPatch,
  mode: WriteOptions['id3v1'],
  added: FieldValues | undefined,
): readonly Splice[] {
  const splices: Splice[] = []
  if (lyrics !== undefined && touchesLyrics3(changedFields({ values, pictures: undefined }))) {
    splices.push(...replace(access, lyrics, renderLyrics3(patchLyrics3(lyrics.tag, values))))
  }
  const changes = mode === 'keep' ? removalsOf(values) : values
  if (touchesId3v1(Object.keys(changes) as FieldName[])) {
    if (extended !== undefined)
      splices.push(...replace(access, extended, patchExtendedId3v1(extended.tag, changes)))
    if (id3v1 !== undefined) splices.push(...replace(access, id3v1, patchId3v1(id3v1.tag, changes)))
  }
  if (added !== undefined) {
    splices.push({ at: access.size, remove: 0, insert: patchId3v1(emptyId3v1(), added) })
  }
  return splices
}
