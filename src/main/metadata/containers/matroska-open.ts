import { type FileAccess, readExactly } from '../file-access'
import { type MatroskaTags, readMatroskaTags, valuesOfMatroskaTags } from '../tags/matroska-tags'
import { parseTags, type TagsElement } from '../tags/matroska-tags-tree'
import type { ElementHeader } from './ebml'
import { type NotWritable, type TagView, tagView } from './layout'
import { type AttachedFile, type Attachments, readAttachments, readPicture } from './matroska-attachments'
import { audioTrackOf, parseInfo, parseTracks, type SegmentInfo, type Track } from './matroska-properties'
import { bodyOf, matroskaId, openSegment, type Segment } from './matroska-segment'

/** A file taken apart, as far as its index leads. */
export interface Opened {
  readonly access: FileAccess
  readonly start: number
  readonly segment: Segment
  readonly infoAt: ElementHeader | undefined
  readonly info: SegmentInfo
  readonly tracks: readonly Track[]
  readonly tagsAt: readonly ElementHeader[]
  readonly tags: MatroskaTags
  readonly attachmentsAt: readonly ElementHeader[]
  readonly attachments: readonly Attachments[]
}

/** Larger Tags, Info or Tracks are none of music. */
export const maxTagsBytes = 16 * 1024 * 1024

export function open(access: FileAccess, start: number): Opened {
  const segment = openSegment(access, start)
  if (segment === undefined) throw new RangeError('Matroska without a Segment')
  const all = (id: number) => segment.elements.filter((element) => element.id === id)
  const isWhole = ({ end }: ElementHeader) => end <= segment.end
  const isSmall = ({ bodyAt, end }: ElementHeader) => end - bodyAt <= maxTagsBytes
  const [infoAt] = all(matroskaId.info).filter(isWhole).filter(isSmall)
  const [tracksAt] = all(matroskaId.tracks).filter(isWhole).filter(isSmall)
  const tracks = tracksAt === undefined ? [] : parseTracks(bodyOf(access, tracksAt))
  const tagsAt = all(matroskaId.tags).filter(isWhole)
  const track = audioTrackOf(tracks)
  const elements = tagsAt.map(({ bodyAt, end }): TagsElement => {
    const isTooLarge = end - bodyAt > maxTagsBytes
    return isTooLarge
      ? { children: [], isIntact: false }
      : parseTags(readExactly(access, bodyAt, end - bodyAt))
  })
  const attachmentsAt = all(matroskaId.attachments).filter(isWhole)
  return {
    access,
    start,
    segment,
    infoAt,
    info: parseInfo(infoAt === undefined ? new Uint8Array() : bodyOf(access, infoAt)),
    tracks,
    tagsAt,
    tags: readMatroskaTags(elements, track === undefined ? [] : [track.uid]),
    attachmentsAt,
    attachments: attachmentsAt.map((header) => readAttachments(access, header)),
  }
}

export function obstacle({ segment, infoAt, tracks, tags, attachments }: Opened): NotWritable | undefined {
  const structure = (reason: string): NotWritable => ({ code: 'metadata.structureNotWritable', reason })
  const { docType, readVersion, isCut, elements } = segment
  if (isCut) return { code: 'metadata.truncated', reason: 'Matroska' }
  if (docType !== 'matroska' && docType !== 'webm') return structure(`EBML document “${docType}”`)
  if (readVersion > 4) return structure(`Matroska version ${readVersion}`)
  if (infoAt === undefined || tracks.length === 0) return structure('Matroska without Info or Tracks')
  if (tags.elements.some(({ isIntact }) => !isIntact)) return structure('damaged Matroska tags')
  if (attachments.some(({ isIntact }) => !isIntact)) return structure('damaged attachments')
  const isOut = ({ id, end }: ElementHeader) => end > segment.end && id !== matroskaId.cluster
  return elements.some(isOut) ? structure('an element of unknown size') : undefined
}

export const picturesIn = ({ attachments }: Opened): AttachedFile[] =>
  attachments.flatMap(({ files }) => files.filter(({ isPicture }) => isPicture))

export const tagsKind = 'Matroska'
const titleKind = 'Matroska segment title'
export const titleEntry = '30:TITLE'

export function viewsOf(
  { access, info, tags, tagsAt }: Opened,
  pictures: readonly AttachedFile[],
): TagView[] {
  const views: TagView[] = []
  if (tagsAt.length > 0 || pictures.length > 0) {
    const read = () => pictures.map((file) => readPicture(access, file))
    views.push(tagView(tagsKind, valuesOfMatroskaTags(tags), pictures.length, read))
  }
  if (info.title) views.push(tagView(titleKind, { title: [info.title] }, 0, () => []))
  return views
}
