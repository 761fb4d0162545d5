import type {
  AudioProperties,
  FieldName,
  FieldValue,
  FieldValues,
  Splice,
  TrackFormat,
} from '../../../shared/model'
import type { FileAccess } from '../file-access'
import { emptyApe, patchApe, readApe, renderApe, valuesOfApe } from '../tags/apev2'
import { storedCoverType } from '../tags/apev2-pictures'
import { firstOf } from '../tags/entry'
import { patchExtendedId3v1, patchId3v1, touchesId3v1 } from '../tags/id3v1'
import { emptyId3v2, type Id3v2Tag, patchAppendedId3v2, patchId3v2, pictureCountOfId3v2 } from '../tags/id3v2'
import { whatFits } from '../tags/in-step'
import { patchLyrics3, renderLyrics3, touchesLyrics3 } from '../tags/lyrics3'
import {
  bySplicePosition,
  changedFields,
  type Layout,
  type LayoutPatch,
  type NotWritable,
  onlyRemoves,
  spliceOf,
  type TagView,
} from './layout'
import { findStreamTags, planTags, type StreamTags, viewsOf } from './mpeg-tags'
import { rememberHead } from './remember-head'
import { type Part, structure } from './tag-parts'

/** What a container's own header says. */
export interface Sound {
  readonly container: string
  /** Nothing when the header makes no sense. */
  readonly properties: Partial<AudioProperties>
}

/** Reads the header at `start`; the tags behind the sound begin at `end`. */
export type ReadSound = (access: FileAccess, start: number, end: number) => Sound

/**
 * Containers without a place for tags of their own, which end in an APEv2 tag: Monkey's Audio, WavPack, Musepack,
 * OptimFROG, TAK. Other kinds of tag, in front or behind, are kept in step where they exist.
 */
export function openApeTagged(
  access: FileAccess,
  start: number,
  format: TrackFormat,
  readSound: ReadSound,
): Layout {
  const fromHead = rememberHead(access, start)
  const tags = withDamagedApe(access, findStreamTags(access))
  const { container, properties } = readSound(fromHead, start, tags.end)
  const views = apeFirst(viewsOf(tags))
  return {
    format,
    container,
    tags: views,
    audio: start < tags.end ? [{ start, end: tags.end }] : [],
    notWritable: obstacle(access, tags, properties),
    properties,
    plan: (patch) =>
      [
        ...planApe(access, tags, views, patch),
        ...planId3v2(access, tags, patch),
        ...planBehind(access, tags, patch),
      ].sort(bySplicePosition),
    inventory: planTags(access, tags, views).inventory,
    storedPicture: (picture) => ({ ...picture, type: storedCoverType(picture.type) }),
  }
}

/** A damaged tag is shown as far as it goes. */
function withDamagedApe(access: FileAccess, tags: StreamTags): StreamTags {
  const part = tags.trailing.findLast(({ what }) => what === 'damaged APEv2')
  if (part === undefined || (tags.ape !== undefined && tags.ape.part.at > part.at)) return tags
  return {
    ...tags,
    ape: { part, tag: readApe(access, part.at, part.size) },
    others: tags.others.filter((other) => other !== part),
  }
}

const isApe = ({ kind }: TagView): boolean => kind.startsWith('APE')

const apeFirst = (views: readonly TagView[]): readonly TagView[] => [
  ...views.filter(isApe),
  ...views.filter((view) => !isApe(view)),
]

function obstacle(
  access: FileAccess,
  { ape, leading }: StreamTags,
  properties: Partial<AudioProperties>,
): NotWritable | undefined {
  if (leading.some(({ at, size }) => at + size > access.size)) {
    return { code: 'metadata.truncated', reason: 'ID3v2' }
  }
  if (properties.sampleRate === undefined) return structure('no sound found')
  return ape?.tag.isDamaged === true ? structure('damaged APEv2') : undefined
}

function planApe(
  access: FileAccess,
  { ape, trailing }: StreamTags,
  views: readonly TagView[],
  patch: LayoutPatch,
): readonly Splice[] {
  if (ape !== undefined) {
    const { part, tag } = ape
    return spliceOf(access, part.at, part.size, renderApe(patchApe(tag, patch.values, patch.pictures)))
  }
  if (onlyRemoves(patch)) return []
  const values = { ...carriedOver(firstOf(views.map((view) => view.values))), ...patch.values }
  const insert = renderApe(patchApe(emptyApe, values, patch.pictures))
  return [{ at: newApeAt(access, trailing), remove: 0, insert }]
}

/**
 * Most programs read only the best tag that they find: a new one holds all that the others say, as far as it gives
 * it back.
 */
function carriedOver(values: FieldValues): FieldValues {
  const carried: { [Name in FieldName]?: FieldValue } = {}
  const fitting = whatFits(values, (change) => patchApe(emptyApe, change))
  for (const [field, value] of Object.entries(fitting) as [FieldName, FieldValue][]) {
    const stored = valuesOfApe(patchApe(emptyApe, { [field]: value }))[field] ?? []
    if (value.length > 0 && stored.join('\0') === value.join('\0')) carried[field] = value
  }
  return carried
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

/** ID3v2 in front or at the end, with what it can hold. Pictures go only where an old one would contradict. */
function planId3v2(access: FileAccess, { id3v2, atEnd }: StreamTags, patch: LayoutPatch): readonly Splice[] {
  const values = whatFits(patch.values, (change) => patchId3v2(emptyId3v2, change, undefined))
  const picturesFor = (tag: Id3v2Tag) => (pictureCountOfId3v2(tag) > 0 ? patch.pictures : undefined)
  const concerns = (tag: Id3v2Tag) => changedFields(patch).length > 0 || picturesFor(tag) !== undefined
  const splices: Splice[] = []
  if (id3v2 !== undefined && concerns(id3v2.tag)) {
    const { part, tag } = id3v2
    const bytes = patchId3v2(tag, values, picturesFor(tag), access.size)
    splices.push(...spliceOf(access, part.at, part.size, bytes))
  }
  if (atEnd !== undefined && concerns(atEnd.tag)) {
    const { part, tag } = atEnd
    splices.push(...spliceOf(access, part.at, part.size, patchAppendedId3v2(tag, values, picturesFor(tag))))
  }
  return splices
}

/** The short tags that end a file. */
function planBehind(
  access: FileAccess,
  { lyrics, id3v1, extended }: StreamTags,
  patch: LayoutPatch,
): readonly Splice[] {
  const fields = changedFields(patch)
  const replace = (part: Part, bytes: Uint8Array) => spliceOf(access, part.at, part.size, bytes)
  const splices: Splice[] = []
  if (lyrics !== undefined && touchesLyrics3(fields)) {
    splices.push(...replace(lyrics.part, renderLyrics3(patchLyrics3(lyrics.tag, patch.values))))
  }
  if (!touchesId3v1(fields)) return splices
  if (extended !== undefined) {
    splices.push(...replace(extended.part, patchExtendedId3v1(extended.tag, patch.values)))
  }
  if (id3v1 !== undefined) splices.push(...replace(id3v1.part, patchId3v1(id3v1.tag, patch.values)))
  return splices
}
