import { concat } from '../bytes'
import { type Element, ebmlId, parseElements, renderChildren, renderElement, uintBytes, uintOf } from './ebml'
import { matroskaId } from './matroska-segment'

/** Cues and SeekHeads: the elements that say where others are (RFC 9559 §5.1.5, §5.1.1). */
const cueId = {
  point: 0xbb,
  trackPositions: 0xb7,
  clusterPosition: 0xf1,
  codecState: 0xea,
  reference: 0xdb,
  referenceCluster: 0x97,
} as const

/** The body of a SeekHead or Cues with each position changed; undefined when it cannot be followed. */
export type MovePosition = (position: number) => number | undefined

/**
 * Positions keep their width where it is enough, unless `width` says it (bytes). What a person cannot see in a list of positions is refused:
 * those of codec states (old, and never written) would be left behind.
 */
export function moveCues(body: Uint8Array, move: MovePosition, width?: number): Uint8Array | undefined {
  return moveIn(body, [cueId.point, cueId.trackPositions], move, width)
}

function moveIn(
  body: Uint8Array,
  path: readonly number[],
  move: MovePosition,
  width: number | undefined,
): Uint8Array | undefined {
  const { elements, isIntact } = parseElements(body)
  if (!isIntact) return undefined
  const parts: Uint8Array[] = []
  for (const element of elements) {
    const moved = moveElement(element, path, move, width)
    if (moved === undefined) return undefined
    parts.push(moved)
  }
  return renderChildren(parts)
}

function moveElement(
  element: Element,
  path: readonly number[],
  move: MovePosition,
  width: number | undefined,
): Uint8Array | undefined {
  const [next, ...rest] = path
  if (next === undefined) {
    if (element.id === cueId.codecState || element.id === cueId.reference) {
      // 0 is “the codec's state is that of the track's start”.
      return element.id === cueId.codecState && uintOf(element.body) === 0 ? element.raw : undefined
    }
    return element.id === cueId.clusterPosition ? movePosition(element, move, width) : element.raw
  }
  if (element.id !== next) return element.raw
  const body = moveIn(element.body, rest, move, width)
  return body === undefined ? undefined : keepsSize(element, body)
}

function movePosition(
  { id, raw, body }: Element,
  move: MovePosition,
  width = Math.max(1, body.length),
): Uint8Array | undefined {
  const before = uintOf(body)
  const after = move(before)
  if (after === undefined) return undefined
  if (after === before && width === body.length) return raw
  return renderElement(id, uintBytes(after, width))
}

/** The element with another body of the same length, its size written as it was; else written anew. */
function keepsSize(element: Element, body: Uint8Array): Uint8Array {
  if (body.length !== element.body.length) return renderElement(element.id, body)
  return concat([element.raw.subarray(0, element.raw.length - element.body.length), body])
}

/** An element that a SeekHead is to name. */
export interface SeekTarget {
  readonly id: number
  /** Counted from the body of the Segment. */
  readonly position: number
}

/**
 * The body of a SeekHead whose entries follow their elements: `move` answers where one went, undefined when it
 * is gone. `added` are named behind the others.
 */
export function moveSeekHead(body: Uint8Array, move: MovePosition, added: readonly SeekTarget[]): Uint8Array {
  const parts = parseElements(body)
    .elements.filter(({ id }) => id !== ebmlId.void)
    .flatMap((seek): Uint8Array[] => {
      if (seek.id !== matroskaId.seek) return [seek.raw]
      const children = parseElements(seek.body).elements
      const position = children.find(({ id }) => id === matroskaId.seekPosition)
      if (position === undefined) return [seek.raw]
      const before = uintOf(position.body)
      if (move(before) === before) return [seek.raw]
      const moved = movePosition(position, move)
      if (moved === undefined) return []
      const rest = children.map((child) => (child === position ? moved : child.raw))
      return [renderElement(matroskaId.seek, renderChildren(rest))]
    })
  const made = added.map(({ id, position }) =>
    renderElement(
      matroskaId.seek,
      concat([
        renderElement(matroskaId.seekId, uintBytes(id)),
        renderElement(matroskaId.seekPosition, uintBytes(position)),
      ]),
    ),
  )
  return renderChildren([...parts, ...made])
}
