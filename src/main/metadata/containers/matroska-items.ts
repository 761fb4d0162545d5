import { type ElementHeader, ebmlId, fitElement, renderElement } from './ebml'
import { matroskaId } from './matroska-segment'

/** An element of level 1 that gets another body (none: it goes), or that is new (no `old`). */
export interface ElementChange {
  readonly id: number
  readonly old: ElementHeader | undefined
  readonly body: Uint8Array | undefined
}

/** One piece of the Segment as it will be. `old` is the element that it was or comes from. */
export type Item =
  | { readonly kind: 'kept'; readonly old: ElementHeader; readonly size: number }
  | {
      readonly kind: 'made'
      readonly old?: ElementHeader
      readonly id: number
      readonly bytes: Uint8Array
      readonly size: number
    }
  /** Room; `at` is where it was in the file as long as nobody used of it. */
  | { readonly kind: 'void'; readonly old?: undefined; readonly at?: number; readonly size: number }

/**
 * Where an element goes that does not fit its place: to the end of the Segment, so that no Cluster moves; or it
 * stays, and everything behind it moves.
 */
export type Mode = 'end' | 'shift'

/** Left behind an element that had to grow, so that the next save fits. */
const newRoomBytes = 1024
/** A SeekHead keeps this much to grow in, three entries. */
const seekHeadRoomBytes = 48

export const made = (id: number, bytes: Uint8Array, old?: ElementHeader): Item => ({
  kind: 'made',
  id,
  bytes,
  size: bytes.length,
  ...(old === undefined ? {} : { old }),
})
const emptyRoom = (size: number): Item[] => (size === 0 ? [] : [{ kind: 'void', size }])

export const isCluster = (item: Item): boolean => item.old?.id === matroskaId.cluster
export const isSeekHead = (item: Item | undefined): boolean => item?.old?.id === matroskaId.seekHead

/** Void elements side by side are one room. A CRC-32 of the whole Segment would be wrong: it becomes room too. */
function itemsOf(elements: readonly ElementHeader[]): Item[] {
  const items: Item[] = []
  for (const element of elements) {
    const size = element.end - element.at
    const last = items[items.length - 1]
    const isRoom = element.id === ebmlId.void || element.id === ebmlId.crc32
    const at = element.id === ebmlId.void ? { at: element.at } : {}
    if (!isRoom) items.push({ kind: 'kept', old: element, size })
    else if (last?.kind !== 'void') items.push({ kind: 'void', size, ...at })
    else {
      const keeps = last.at !== undefined && element.id === ebmlId.void ? { at: last.at } : {}
      items[items.length - 1] = { kind: 'void', size: last.size + size, ...keeps }
    }
  }
  return items
}

/** Undefined when `mode` has no place for a change. */
export function arrange(
  elements: readonly ElementHeader[],
  changes: readonly ElementChange[],
  mode: Mode,
): Item[] | undefined {
  const items = itemsOf(elements)
  const hasSeekHead = items.some(isSeekHead)
  for (const { id, old, body } of changes) {
    const at = items.findIndex((item) => item.old !== undefined && item.old.at === old?.at)
    if (old !== undefined && at < 0) return undefined
    if (body === undefined) {
      removeItem(items, at)
      continue
    }
    if (old === undefined ? takeRoom(items, id, body) : refit(items, at, id, body, old)) continue
    const element = [made(id, renderElement(id, body), old), ...emptyRoom(newRoomBytes)]
    const isBehindClusters = !items.some((item, index) => index > at && isCluster(item))
    if (old !== undefined && (mode === 'shift' || isBehindClusters)) {
      items.splice(at, items[at + 1]?.kind === 'void' ? 2 : 1, ...element)
    } else if (mode === 'shift') {
      const firstCluster = items.findIndex(isCluster)
      items.splice(firstCluster < 0 ? items.length : firstCluster, 0, ...element)
    } else {
      // Nobody would find it there without a SeekHead.
      if (!hasSeekHead) return undefined
      if (old !== undefined) removeItem(items, at)
      items.push(...element)
    }
  }
  return items
}

/** Leaves a room, merged with the rooms beside it; nothing at the end of the Segment. */
function removeItem(items: Item[], at: number): void {
  const from = items[at - 1]?.kind === 'void' ? at - 1 : at
  const to = items[at + 1]?.kind === 'void' ? at + 2 : at + 1
  const size = items.slice(from, to).reduce((sum, item) => sum + item.size, 0)
  items.splice(from, to - from, ...(to === items.length ? [] : emptyRoom(size)))
}

/** Into the place that the element has, with the room behind it, then with the room before it. */
function refit(items: Item[], at: number, id: number, body: Uint8Array, old: ElementHeader): boolean {
  const before = items[at - 1]
  const after = items[at + 1]
  const afterSize = after?.kind === 'void' ? after.size : 0
  const size = (items[at]?.size ?? 0) + afterSize
  const count = afterSize > 0 ? 2 : 1
  const placed = place(id, body, size, old)
  if (placed !== undefined) {
    items.splice(at, count, ...placed)
    return true
  }
  if (before?.kind !== 'void') return false
  const element = renderElement(id, body)
  const rest = before.size + size - element.length
  const keep = isSeekHead(items[at - 2]) ? seekHeadRoomBytes : 2
  if (rest !== 0 && rest < keep) return false
  items.splice(at - 1, count + 1, ...emptyRoom(rest), made(id, element, old))
  return true
}

/** A new element in the first room that is large enough, the SeekHead's own left out. */
function takeRoom(items: Item[], id: number, body: Uint8Array): boolean {
  for (const [index, item] of items.entries()) {
    if (item.kind !== 'void' || isSeekHead(items[index - 1])) continue
    const placed = place(id, body, item.size)
    if (placed === undefined) continue
    items.splice(index, 1, ...placed)
    return true
  }
  return false
}

/** The element, and the room that is left of `size`. */
export function place(id: number, body: Uint8Array, size: number, old?: ElementHeader): Item[] | undefined {
  const fitted = fitElement(id, body, size)
  if (fitted === undefined) return undefined
  const rest = size - renderElement(id, body).length
  return rest < 2
    ? [made(id, fitted, old)]
    : [made(id, fitted.subarray(0, size - rest), old), ...emptyRoom(rest)]
}
