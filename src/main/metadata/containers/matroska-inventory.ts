import type { FieldName } from '../../../shared/model'
import { concat, uint8 } from '../bytes'
import { isBare, type MatroskaTags, touchedInMatroskaTags } from '../tags/matroska-tags'
import { isTag } from '../tags/matroska-tags-tree'
import { entryKey } from '../tags/native-names'
import { type ElementHeader, ebmlId, parseElements, uintBytes } from './ebml'
import type { InventoryItem } from './layout'
import { moveCues } from './matroska-cues'
import { type Opened, titleEntry } from './matroska-open'
import { infoId } from './matroska-properties'
import { bodyOf, matroskaId, maxBodyBytes, parseSeekHead } from './matroska-segment'

/** Everything but room, sound, and what a change of these fields touches; what may move within the Segment last. */
export function inventory(
  opened: Opened,
  elements: readonly ElementHeader[],
  tags: MatroskaTags,
  except: { readonly fields: readonly FieldName[]; readonly pictures: boolean },
): InventoryItem[] {
  const { access, start, segment, infoAt, attachments } = opened
  const read = (at: number, end: number) => access.read(at, Math.min(end - at, maxBodyBytes))
  return [
    { name: 'EBML header', bytes: read(start, segment.sizeAt) },
    ...(infoAt === undefined ? [] : inventoryOfInfo(bodyOf(access, infoAt), except.fields)),
    ...elements.flatMap((element) => inventoryOfElement(opened, elements, element)),
    { name: 'SeekHead', bytes: indexOf(opened, elements) },
    ...inventoryOfTags(tags, touchedInMatroskaTags(except.fields), opened.info.title),
    ...attachments.flatMap(({ files, others }) => [
      ...others.map(({ at, end }) => ({ name: 'attachment', bytes: read(at, end) })),
      ...files
        .filter(({ isPicture }) => !isPicture || !except.pictures)
        .sort((a, b) => Number(a.isPicture) - Number(b.isPicture))
        .map(({ name, header }) => ({ name: `attachment ${name}`, bytes: read(header.at, header.end) })),
    ]),
    { name: 'bytes behind the Segment', bytes: read(segment.end, access.size) },
  ]
}

function inventoryOfInfo(body: Uint8Array, fields: readonly FieldName[]): InventoryItem[] {
  return parseElements(body)
    .elements.filter(({ id }) => id !== ebmlId.void && id !== ebmlId.crc32)
    .filter(({ id }) => id !== infoId.title || !fields.includes('title'))
    .map(({ id, raw }) => ({ name: `Info ${id.toString(16)}`, bytes: raw }))
}

/** Positions in Cues as the number of the Cluster that they mean, so that they compare wherever it moves. */
function inventoryOfElement(
  { access, segment }: Opened,
  elements: readonly ElementHeader[],
  element: ElementHeader,
): InventoryItem[] {
  const own: readonly number[] = [
    ebmlId.void,
    ebmlId.crc32,
    matroskaId.cluster,
    matroskaId.seekHead,
    matroskaId.info,
    matroskaId.tags,
    matroskaId.attachments,
  ]
  if (own.includes(element.id)) return []
  const body = bodyOf(access, element)
  if (element.id !== matroskaId.cues) return [{ name: `element ${element.id.toString(16)}`, bytes: body }]
  const clusters = elements.filter(({ id }) => id === matroskaId.cluster)
  const numbers = new Map(clusters.map(({ at }, index) => [at - segment.bodyAt, index]))
  const numbered = withoutCrc(moveCues(body, (position) => numbers.get(position) ?? position, 8))
  return [{ name: 'Cues', bytes: numbered ?? body }]
}

const withoutCrc = (body: Uint8Array | undefined): Uint8Array | undefined =>
  body !== undefined && body.length > 6 && uint8(body, 0) === ebmlId.crc32 ? body.subarray(6) : body

/** The ids that SeekHeads name rightly, but for what comes and goes with an edit; then how many names are wrong. */
function indexOf({ access, segment }: Opened, elements: readonly ElementHeader[]): Uint8Array {
  const entries = elements
    .filter(({ id }) => id === matroskaId.seekHead)
    .flatMap((seekHead) => parseSeekHead(bodyOf(access, seekHead)))
  const ids = new Map(elements.map(({ id, at }) => [at, id]))
  const isRight = ({ id, position }: { id: number; position: number }) =>
    ids.get(position + segment.bodyAt) === id
  const comesAndGoes: readonly number[] = [matroskaId.tags, matroskaId.attachments]
  const right = entries.filter((entry) => isRight(entry) && !comesAndGoes.includes(entry.id))
  const wrong = entries.filter((entry) => !isRight(entry)).length
  return concat([...right.map(({ id }) => uintBytes(id)), uintBytes(wrong, 4)])
}

function inventoryOfTags(
  { elements, entries }: MatroskaTags,
  touched: ReadonlySet<string>,
  title: string | undefined,
): InventoryItem[] {
  const mine = new Set(entries.map(({ tag }) => tag))
  const others = elements
    .flatMap(({ children }) => children)
    .filter((child) => !isTag(child) || !mine.has(child))
    .filter((child) => isTag(child) || (child.id !== ebmlId.crc32 && child.id !== ebmlId.void))
  const targetOf = ({ tag }: MatroskaTags['entries'][number]) =>
    Buffer.from(tag?.targets.raw ?? new Uint8Array()).toString('hex')
  return [
    ...others.map(({ raw }) => ({ name: 'Tag for something else', bytes: raw })),
    ...entries
      .filter((entry) => !touched.has(entryKey(entry.shadowOf ?? entry.name)) && !isBare(entry))
      .map((entry) => ({
        name: `Tag ${targetOf(entry)} ${entry.simpleTag?.name ?? ''}`,
        bytes: entry.raw,
        // The Segment's title moves into the Tags when it needs a sort name.
        ...(entryKey(entry.name) === titleEntry && entry.values[0] === title ? { mayAppear: true } : {}),
      })),
  ]
}
