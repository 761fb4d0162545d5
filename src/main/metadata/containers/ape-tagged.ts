import {
  type AudioProperties,
  defaultWriteOptions,
  type FieldName,
  type FieldValue,
  type FieldValues,
  type Splice,
  type TrackFormat,
  type WriteOptions,
} from '../../../shared/model'
import type { FileAccess } from '../file-access'
import { emptyApe, patchApe, readApe, renderApe, valuesOfApe } from '../tags/apev2'
import { storedCoverType } from '../tags/apev2-pictures'
import { firstOf } from '../tags/entry'
import { emptyId3v2, formOf, type Id3v2Form, patchId3v2, pictureCountOfId3v2 } from '../tags/id3v2'
import { whatFits } from '../tags/in-step'
import { isConverted } from './id3v2-options'
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
import { planAtEnd, planNewApe, planShortTags } from './mpeg-behind'
import { withoutKinds } from './mpeg-find'
import { adaptMpeg } from './mpeg-options'
import { findStreamTags, planRemovals, planTags, type StreamTags, viewsOf } from './mpeg-tags'
import { rememberHead } from './remember-head'
import { structure } from './tag-parts'

/** What a container's own header says. */
export interface Sound {
  readonly container: string
  /** Nothing when the header makes no sense. */
  readonly properties: Partial<AudioProperties>
  /** That there is sound is sure, also when its header makes no sense. */
  readonly isSoundSure?: boolean
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
  const sound = readSound(fromHead, start, tags.end)
  const { container, properties } = sound
  const views = apeFirst(viewsOf(tags))
  return {
    format,
    container,
    tags: views,
    audio: start < tags.end ? [{ start, end: tags.end }] : [],
    notWritable: obstacle(access, tags, sound),
    properties,
    plan: (patch, options = defaultWriteOptions) => planAll(access, tags, views, patch, options),
    adapt: (patch, options) => adaptMpeg(tags, views, patch, options, { addsTags: false, main: 'APEv2' }),
    removableKinds: views.map(({ kind }) => kind),
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
  { properties, isSoundSure = false }: Sound,
): NotWritable | undefined {
  if (leading.some(({ at, size }) => at + size > access.size)) {
    return { code: 'metadata.truncated', reason: 'ID3v2' }
  }
  if (properties.sampleRate === undefined && !isSoundSure) return structure('no sound found')
  return ape?.tag.isDamaged === true ? structure('damaged APEv2') : undefined
}

function planAll(
  access: FileAccess,
  tags: StreamTags,
  views: readonly TagView[],
  patch: LayoutPatch,
  options: WriteOptions,
): readonly Splice[] {
  const { removes = [] } = patch
  const staying = withoutKinds(tags, removes)
  const said = firstOf(views.filter(({ kind }) => !removes.includes(kind)).map(({ values }) => values))
  const inFront = tags.leading.length > 0 && staying.leading.length === 0 ? tags.start : 0
  return [
    ...spliceOf(access, 0, inFront, new Uint8Array(0)),
    ...planApe(access, staying, said, patch),
    ...planId3v2(access, staying, patch, formOf(options)),
    ...planShortTags(access, staying, patch, options.id3v1, undefined),
    ...planRemovals(access, tags, removes),
  ].sort(bySplicePosition)
}

function planApe(
  access: FileAccess,
  tags: StreamTags,
  said: FieldValues,
  patch: LayoutPatch,
): readonly Splice[] {
  if (tags.ape !== undefined) {
    const { part, tag } = tags.ape
    const concerns = changedFields(patch).length > 0 || patch.pictures !== undefined
    if (!concerns) return []
    return spliceOf(access, part.at, part.size, renderApe(patchApe(tag, patch.values, patch.pictures)))
  }
  if (onlyRemoves(patch)) return []
  return planNewApe(access, tags, { ...carriedOver(said), ...patch.values }, patch.pictures)
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

/** ID3v2 in front or at the end, with what it can hold. Pictures go only where an old one would contradict. */
function planId3v2(
  access: FileAccess,
  tags: StreamTags,
  patch: LayoutPatch,
  form: Id3v2Form,
): readonly Splice[] {
  const values = whatFits(patch.values, (change) => patchId3v2(emptyId3v2, change, undefined))
  const atEnd = planAtEnd(access, tags, { ...patch, values }, form)
  if (tags.id3v2 === undefined) return atEnd
  const { part, tag } = tags.id3v2
  const pictures = pictureCountOfId3v2(tag) > 0 ? patch.pictures : undefined
  const concerns = changedFields(patch).length > 0 || pictures !== undefined || isConverted(tag, form)
  if (!concerns) return atEnd
  return [
    ...spliceOf(access, part.at, part.size, patchId3v2(tag, values, pictures, access.size, form)),
    ...atEnd,
  ]
}
