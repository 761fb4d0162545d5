import { type FileAccess, readExactly } from '../file-access'
import {
  type ElementHeader,
  ebmlId,
  findElement,
  parseElements,
  readElementHeader,
  textOf,
  uintOf,
} from './ebml'

/** The level-1 elements of a Segment and what is needed of their children (RFC 9559 §5.1). */
export const matroskaId = {
  docType: 0x4282,
  docTypeReadVersion: 0x4285,
  ebmlReadVersion: 0x42f7,
  segment: 0x18538067,
  seekHead: 0x114d9b74,
  seek: 0x4dbb,
  seekId: 0x53ab,
  seekPosition: 0x53ac,
  info: 0x1549a966,
  tracks: 0x1654ae6b,
  cluster: 0x1f43b675,
  cues: 0x1c53bb6b,
  attachments: 0x1941a469,
  chapters: 0x1043a770,
  tags: 0x1254c367,
} as const

const levelOneIds: ReadonlySet<number> = new Set([
  matroskaId.seekHead,
  matroskaId.info,
  matroskaId.tracks,
  matroskaId.cluster,
  matroskaId.cues,
  matroskaId.attachments,
  matroskaId.chapters,
  matroskaId.tags,
  // An element of the next Segment, or the next Segment itself, ends one of unknown size as well.
  matroskaId.segment,
  ebmlId.header,
])

/** A Segment and what was found in it. Positions are the file's; a SeekHead counts from `bodyAt`. */
export interface Segment {
  readonly docType: string
  /** The highest of the versions that a reader must know. */
  readonly readVersion: number
  /** Where the size field of the Segment is, and its bytes. */
  readonly sizeAt: number
  readonly sizeWidth: number
  readonly bodyAt: number
  /** Where it ends, within the file. */
  readonly end: number
  readonly hasUnknownSize: boolean
  /** The file ends before the Segment does. */
  readonly isCut: boolean
  /** Elements of level 1 that were found without walking all clusters, in file order; of clusters the first. */
  readonly elements: readonly ElementHeader[]
}

/** A file has a dozen elements beside its clusters. More than this is none of music. */
const maxElements = 20_000
const maxWalkedElements = 100_000
/** Blocks in Clusters of unknown size: ten hours of 20 ms each. */
const maxWalkedBlocks = 2_000_000
const maxSeekHeadBytes = 1024 * 1024
/** The largest element that is read into memory. */
export const maxBodyBytes = 256 * 1024 * 1024

/** Opens the first Segment behind the EBML header (RFC 8794 §8, RFC 9559 §5). Undefined when there is none. */
export function openSegment(access: FileAccess, start: number): Segment | undefined {
  const header = readElementHeader(access, start)
  if (header?.id !== ebmlId.header || header.end > access.size || header.end - header.bodyAt > 4096) {
    return undefined
  }
  const { elements } = parseElements(readExactly(access, header.bodyAt, header.end - header.bodyAt))
  const number = (id: number) => uintOf(findElement(elements, id)?.body ?? Uint8Array.of(1))
  const segment = skipVoids(access, header.end)
  if (segment?.id !== matroskaId.segment) return undefined
  const end = Math.min(segment.end, access.size)
  return {
    docType: textOf(findElement(elements, matroskaId.docType)?.body ?? new Uint8Array()),
    readVersion: Math.max(number(matroskaId.docTypeReadVersion), number(matroskaId.ebmlReadVersion)),
    sizeAt: segment.at + 4,
    sizeWidth: segment.bodyAt - segment.at - 4,
    bodyAt: segment.bodyAt,
    end,
    hasUnknownSize: segment.end === Number.POSITIVE_INFINITY,
    isCut: segment.end !== Number.POSITIVE_INFINITY && segment.end > access.size,
    elements: findElements(access, segment.bodyAt, end),
  }
}

function skipVoids(access: FileAccess, at: number): ElementHeader | undefined {
  let element = readElementHeader(access, at)
  for (let count = 0; count < 16 && element?.id === ebmlId.void; count++) {
    element = readElementHeader(access, element.end)
  }
  return element
}

/** One entry of a SeekHead (RFC 9559 §5.1.1). */
export interface SeekEntry {
  readonly id: number
  /** Counted from the body of the Segment. */
  readonly position: number
  /** Bytes of the position as it is written. */
  readonly width: number
}

export function parseSeekHead(body: Uint8Array): SeekEntry[] {
  return parseElements(body)
    .elements.filter(({ id }) => id === matroskaId.seek)
    .flatMap((seek) => {
      const parts = parseElements(seek.body).elements
      const id = findElement(parts, matroskaId.seekId)
      const position = findElement(parts, matroskaId.seekPosition)
      if (id === undefined || position === undefined) return []
      return [{ id: uintOf(id.body), position: uintOf(position.body), width: position.body.length }]
    })
}

export const bodyOf = (access: FileAccess, { bodyAt, end }: ElementHeader): Uint8Array =>
  readExactly(access, bodyAt, Math.min(end - bodyAt, maxBodyBytes))

/**
 * The elements in front of the first Cluster, those that a SeekHead points to, and what follows these. Without a
 * SeekHead all elements are walked over, as long as their sizes are known.
 */
function findElements(access: FileAccess, bodyAt: number, end: number): ElementHeader[] {
  const found = new Map<number, ElementHeader>()
  const seekHeads: ElementHeader[] = []
  const walk = (from: number, stopsAtCluster: boolean): void => {
    let at = from
    while (at < end && !found.has(at) && found.size < maxElements) {
      const element = readElementHeader(access, at)
      if (element === undefined) return
      if (!levelOneIds.has(element.id) && element.id !== ebmlId.void && element.id !== ebmlId.crc32) return
      found.set(at, element)
      if (element.id === matroskaId.seekHead) seekHeads.push(element)
      if (element.id === matroskaId.cluster && stopsAtCluster) return
      at = element.end
    }
  }
  walk(bodyAt, true)
  for (let index = 0; index < seekHeads.length; index++) {
    const seekHead = seekHeads[index]
    if (seekHead === undefined || seekHead.end > Math.min(end, seekHead.bodyAt + maxSeekHeadBytes)) continue
    for (const { id, position } of parseSeekHead(bodyOf(access, seekHead))) {
      const at = bodyAt + position
      // An index of clusters, which old versions of mkvmerge wrote, says nothing that is needed.
      if (id === matroskaId.cluster || at >= end || found.has(at)) continue
      if (readElementHeader(access, at)?.id === id) walk(at, true)
    }
  }
  const elements = [...found.values()].sort((a, b) => a.at - b.at)
  const [firstCluster] = elements.filter(({ id }) => id === matroskaId.cluster)
  const last = elements[elements.length - 1]
  // Nothing behind the clusters is known: look there.
  if (firstCluster !== undefined && last === firstCluster && seekHeads.length === 0) {
    found.delete(firstCluster.at)
    walk(firstCluster.at, false)
  }
  return [...found.values()].sort((a, b) => a.at - b.at)
}

/** The children that a Cluster may have, by which one of unknown size is walked through (RFC 9559 §5.1.3). */
const clusterChildren: ReadonlySet<number> = new Set([
  0xe7,
  0x5854,
  0xa7,
  0xab,
  0xa3,
  0xa0,
  0xaf,
  ebmlId.void,
  ebmlId.crc32,
])

/**
 * All elements of level 1, one after the other, so that each byte of the Segment belongs to one; those of unknown
 * size with the end that they turn out to have. Undefined when it is not so.
 */
export function walkSegment(access: FileAccess, { bodyAt, end }: Segment): ElementHeader[] | undefined {
  const elements: ElementHeader[] = []
  let blocks = maxWalkedBlocks
  let at = bodyAt
  while (at < end) {
    const element = readElementHeader(access, at)
    if (element === undefined || elements.length >= maxWalkedElements) return undefined
    let elementEnd = element.end
    if (elementEnd === Number.POSITIVE_INFINITY) {
      if (element.id !== matroskaId.cluster) return undefined
      elementEnd = element.bodyAt
      while (elementEnd < end) {
        const child = readElementHeader(access, elementEnd)
        if (child === undefined || blocks-- === 0) return undefined
        if (levelOneIds.has(child.id)) break
        if (!clusterChildren.has(child.id)) return undefined
        // Its last block may be cut off: it is sound all the same, up to the end.
        elementEnd = Math.min(child.end, end)
      }
    }
    if (elementEnd > end) return undefined
    if (element.id === matroskaId.segment || element.id === ebmlId.header) return undefined
    elements.push({ ...element, end: elementEnd })
    at = elementEnd
  }
  return elements
}
