import type { Splice } from '../../../shared/model'
import { concat, sameBytes } from '../bytes'
import type { FileAccess } from '../file-access'
import {
  type ElementHeader,
  ebmlId,
  readElementHeader,
  renderElement,
  renderVoid,
  sizeBytes,
  sizeWidth,
} from './ebml'
import { bySplicePosition, NotMovableError, spliceOf } from './layout'
import { moveCues, moveSeekHead, type SeekTarget } from './matroska-cues'
import {
  arrange,
  type ElementChange,
  type Item,
  isCluster,
  isSeekHead,
  type Mode,
  made,
  place,
} from './matroska-items'
import { bodyOf, matroskaId, parseSeekHead, type Segment } from './matroska-segment'

const maxRounds = 8

/**
 * The splices that change these elements. What fits stays where it is and uses the Void beside it; what does not
 * goes to the end of the Segment, and SeekHeads follow. Where they have no room, or there are none, the Clusters
 * move instead, and all SeekHeads and Cues with them. Clusters keep their bytes either way.
 * @throws NotMovableError
 */
export function relayout(
  access: FileAccess,
  segment: Segment,
  elements: readonly ElementHeader[],
  changes: readonly ElementChange[],
): readonly Splice[] {
  if (changes.length === 0) return []
  const originals = new Set(elements.filter(({ id }) => id !== ebmlId.void).map(({ at }) => at))
  const items = arrange(elements, changes, 'end')
  const atEnd = items === undefined ? undefined : settle(access, segment, originals, items, 'end')
  if (atEnd !== undefined) return splicesOf(access, segment, atEnd)
  const shifted = arrange(elements, changes, 'shift')
  const settled = shifted === undefined ? undefined : settle(access, segment, originals, shifted, 'shift')
  if (settled === undefined) throw new NotMovableError('Matroska: positions that cannot be moved')
  return splicesOf(access, segment, settled)
}

/** Positions of items, counted from the body of the Segment; of old elements by where they were in the file. */
function positionsOf(items: readonly Item[]): {
  starts: readonly number[]
  byOld: ReadonlyMap<number, number>
} {
  const starts: number[] = []
  const byOld = new Map<number, number>()
  let at = 0
  for (const item of items) {
    starts.push(at)
    if (item.old !== undefined) byOld.set(item.old.at, at)
    at += item.size
  }
  return { starts, byOld }
}

/** SeekHeads and Cues made right for where everything is; undefined when they cannot be in this mode. */
function settle(
  access: FileAccess,
  segment: Segment,
  originals: ReadonlySet<number>,
  arranged: readonly Item[],
  mode: Mode,
): Item[] | undefined {
  const items = [...arranged]
  const bodies = new Map<number, Uint8Array>()
  const oldBody = (old: ElementHeader): Uint8Array => {
    const body = bodies.get(old.at) ?? bodyOf(access, old)
    bodies.set(old.at, body)
    return body
  }
  for (let round = 0; round < maxRounds; round++) {
    const { starts, byOld } = positionsOf(items)
    const clustersMove = items.some(
      (item) => isCluster(item) && byOld.get(item.old?.at ?? 0) !== (item.old?.at ?? 0) - segment.bodyAt,
    )
    if (clustersMove && (mode === 'end' || hasOwnPositions(access, items))) return undefined
    const targets = newTargets(access, items, starts, segment)
    // An element that is gone loses its entry; an entry that led nowhere is left as it is.
    const move = (position: number): number | undefined => {
      const old = position + segment.bodyAt
      return byOld.get(old) ?? (originals.has(old) ? undefined : position)
    }
    const moveCluster = (position: number): number | undefined => byOld.get(position + segment.bodyAt)
    let isSettled = true
    let addTo = items.findIndex(isSeekHead)
    for (let index = 0; index < items.length; index++) {
      const item = items[index]
      if (item?.old === undefined) continue
      if (isSeekHead(item)) {
        const added = index === addTo ? targets : []
        if (index === addTo) addTo = -1
        const body = moveSeekHead(oldBody(item.old), move, added)
        if (
          sameBytes(
            body,
            moveSeekHead(oldBody(item.old), (position) => position, []),
          )
        )
          continue
        const changed = resize(items, index, item.old, body, mode)
        if (changed === undefined) return undefined
        isSettled &&= !changed
      } else if (item.old.id === matroskaId.cues && clustersMove) {
        const body = moveCues(oldBody(item.old), moveCluster)
        if (body === undefined) return undefined
        const bytes = renderElement(matroskaId.cues, body)
        isSettled &&= bytes.length === item.size
        items[index] = made(matroskaId.cues, bytes, item.old)
      }
    }
    if (isSettled) return items
  }
  return undefined
}

/** Puts a SeekHead into its place and the room behind it. Answers whether others move by it; undefined: no room. */
function resize(
  items: Item[],
  index: number,
  old: ElementHeader,
  body: Uint8Array,
  mode: Mode,
): boolean | undefined {
  const item = items[index]
  const after = items[index + 1]
  const room = (item?.size ?? 0) + (after?.kind === 'void' ? after.size : 0)
  const count = after?.kind === 'void' ? 2 : 1
  const placed = place(matroskaId.seekHead, body, room, old)
  if (placed !== undefined) {
    items.splice(index, count, ...placed)
    return false
  }
  const isBehindClusters = !items.some((other, at) => at > index && isCluster(other))
  if (mode === 'end' && !isBehindClusters) return undefined
  items.splice(index, count, made(matroskaId.seekHead, renderElement(matroskaId.seekHead, body), old))
  return true
}

/** The elements that no SeekHead names yet though one should: new ones. */
function newTargets(
  access: FileAccess,
  items: readonly Item[],
  starts: readonly number[],
  segment: Segment,
): SeekTarget[] {
  const listed = new Set(
    items.flatMap((item) =>
      isSeekHead(item) && item.old !== undefined
        ? parseSeekHead(bodyOf(access, item.old)).map(({ position }) => position + segment.bodyAt)
        : [],
    ),
  )
  return items.flatMap((item, index) =>
    item.kind === 'made' &&
    item.id !== matroskaId.seekHead &&
    item.id !== matroskaId.cues &&
    (item.old === undefined || !listed.has(item.old.at))
      ? [{ id: item.id, position: starts[index] ?? 0 }]
      : [],
  )
}

const positionId = 0xa7

/** Whether a Cluster says where it is (RFC 9559 §5.1.3.2): it would be wrong after a move. */
function hasOwnPositions(access: FileAccess, items: readonly Item[]): boolean {
  return items.some((item) => {
    if (!isCluster(item) || item.old === undefined) return false
    let at = item.old.bodyAt
    for (let count = 0; count < 6 && at < item.old.end; count++) {
      const child = readElementHeader(access, at)
      if (child === undefined) return false
      if (child.id === positionId) return true
      at = child.end
    }
    return false
  })
}

function splicesOf(access: FileAccess, segment: Segment, items: readonly Item[]): readonly Splice[] {
  const splices: Splice[] = []
  let from = segment.bodyAt
  let pending: Uint8Array[] = []
  const flush = (until: number) => {
    splices.push(...spliceOf(access, from, until - from, concat(pending)))
    pending = []
  }
  for (const item of items) {
    const at = item.kind === 'kept' ? item.old.at : item.kind === 'void' ? item.at : undefined
    if (at !== undefined) {
      flush(at)
      from = at + item.size
    } else pending.push(item.kind === 'made' ? item.bytes : renderVoid(item.size))
  }
  flush(segment.end)
  const size = items.reduce((sum, item) => sum + item.size, 0)
  return [...sizeSplice(access, segment, size), ...splices].sort(bySplicePosition)
}

/** The Segment's size, in as many bytes as before where that is enough; an unknown size stays unknown. */
function sizeSplice(access: FileAccess, segment: Segment, size: number): readonly Splice[] {
  if (segment.hasUnknownSize) return []
  const width = Math.max(segment.sizeWidth, sizeWidth(size))
  return spliceOf(access, segment.sizeAt, segment.sizeWidth, sizeBytes(size, width))
}
