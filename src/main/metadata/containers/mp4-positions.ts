import type { Splice } from '../../../shared/model'
import { fromUint32, fromUint64, uint8, uint16, uint32, uint64 } from '../bytes'
import { type FileAccess, readExactly } from '../file-access'
import { movedBy, NotMovableError, spliceOf } from './layout'
import { type Atom, atomBodyAt, atomEnd, bodyOf, everyAtom } from './mp4-atoms'
import { randomAccessEntryBytes, referencesAt, segmentReferences } from './mp4-fragments'

/**
 * Everything in an MP4 file that says where something else in the file lies. When bytes move, all of it must be put
 * right; everything else (`trun`, `saio` in fragments, `ssix` …) counts from a box that moves along.
 */
export interface PositionBox {
  readonly atom: Atom
  /** The body of the box. */
  readonly body: Uint8Array
  readonly numbers: readonly PositionNumber[]
}

interface PositionNumber {
  /** Where in the body. */
  readonly at: number
  readonly width: 4 | 8
  /** In the file, absolute. */
  readonly position: number
  /** What is stored when `position` has become `moved`; by itself `moved`, for indexes a distance. */
  readonly stored: (moved: (position: number) => number) => number
}

const itself =
  (position: number) =>
  (moved: (position: number) => number): number =>
    moved(position)

const number = (body: Uint8Array, at: number, width: 4 | 8): number =>
  width === 4 ? uint32(body, at) : uint64(body, at)

type Finder = (body: Uint8Array, atom: Atom) => readonly PositionNumber[]

/** Chunk offsets (ISO 14496-12 §8.7.5). Spare bytes behind the last are left alone; a count that lies is cut. */
const chunkOffsets =
  (width: 4 | 8): Finder =>
  (body) => {
    if (body.length < 8) return []
    const count = Math.min(uint32(body, 4), Math.floor((body.length - 8) / width))
    return Array.from({ length: count }, (_, index) => plain(body, 8 + index * width, width))
  }

function plain(body: Uint8Array, at: number, width: 4 | 8): PositionNumber {
  const position = number(body, at, width)
  return { at, width, position, stored: itself(position) }
}

/** The base of a track fragment's data, where it has one of its own (§8.8.7). */
const fragmentBase: Finder = (body) =>
  body.length >= 16 && (uint32(body, 0) & 1) !== 0 ? [plain(body, 8, 8)] : []

/** Auxiliary information of a sample table (§8.7.9); in a fragment it counts from the fragment. */
const auxiliaryOffsets: Finder = (body) => {
  const width = uint8(body, 0) === 0 ? 4 : 8
  const start = (uint32(body, 0) & 1) === 0 ? 4 : 12
  if (body.length < start + 4) return []
  const count = Math.min(uint32(body, start), Math.floor((body.length - start - 4) / width))
  return Array.from({ length: count }, (_, index) => plain(body, start + 4 + index * width, width))
}

/** Where fragments begin (track fragment random access, §8.8.10). */
const randomAccess: Finder = (body) => {
  if (body.length < 16) return []
  const width = uint8(body, 0) === 1 ? 8 : 4
  const entry = randomAccessEntryBytes(body)
  const count = Math.min(uint32(body, 12), Math.floor((body.length - 16) / entry))
  return Array.from({ length: count }, (_, index) => plain(body, 16 + index * entry + width, width))
}

/** A segment index counts from its own end (§8.16.3): the first offset, then sizes one after the other. */
const segmentIndex: Finder = (body, atom) => {
  const references = segmentReferences(body)
  if (references === undefined) return []
  const start = referencesAt(body)
  const width = start === 20 ? 4 : 8
  const offset = number(body, start - width, width)
  const anchor = atomEnd(atom)
  let from = anchor + offset
  const first: PositionNumber = {
    at: start - width,
    width,
    position: from,
    stored: (moved) => moved(anchor + offset) - moved(anchor),
  }
  const rest = references.map(({ at, isIndex, size }): PositionNumber => {
    const begin = from
    const end = begin + size
    from = end
    const kind = isIndex ? 0x8000_0000 : 0
    return { at, width: 4, position: end, stored: (moved) => kind + moved(end) - moved(begin) }
  })
  return [first, ...rest]
}

/** Items in the file (§8.11.3), each extent by itself; with a common base only that moves. */
const itemLocations: Finder = (body) => {
  const version = uint8(body, 0)
  const sizes = uint16(body, 4)
  const [offsetBytes, lengthBytes, baseBytes] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15]
  const indexBytes = version === 0 ? 0 : sizes & 15
  const wide = version < 2 ? 2 : 4
  const found: PositionNumber[] = []
  let at = 6 + wide
  const items = wide === 2 ? uint16(body, 6) : uint32(body, 6)
  for (let item = 0; item < items; item++) {
    at += wide
    const method = version === 0 ? 0 : uint16(body, at) & 15
    at += version === 0 ? 0 : 2
    const isHere = method === 0 && uint16(body, at) === 0
    const baseAt = at + 2
    const base = sized(body, baseAt, baseBytes)
    const extents = uint16(body, baseAt + baseBytes)
    at = baseAt + baseBytes + 2
    if (isHere && base > 0) found.push(itemNumber(body, baseAt, baseBytes))
    for (let extent = 0; extent < extents; extent++) {
      at += indexBytes
      if (isHere && base === 0 && offsetBytes > 0) found.push(itemNumber(body, at, offsetBytes))
      at += offsetBytes + lengthBytes
      if (at > body.length) throw new NotMovableError('item locations that do not fit')
    }
  }
  return found
}

function sized(body: Uint8Array, at: number, bytes: number): number {
  if (bytes === 0) return 0
  if (bytes !== 4 && bytes !== 8) throw new NotMovableError('item locations of an odd size')
  return number(body, at, bytes)
}

function itemNumber(body: Uint8Array, at: number, bytes: number): PositionNumber {
  if (bytes !== 4 && bytes !== 8) throw new NotMovableError('item locations of an odd size')
  return plain(body, at, bytes)
}

const finders: Readonly<Record<string, Finder>> = {
  stco: chunkOffsets(4),
  co64: chunkOffsets(8),
  tfhd: fragmentBase,
  saio: auxiliaryOffsets,
  tfra: randomAccess,
  sidx: segmentIndex,
  iloc: itemLocations,
}

/** The finder for a box, if it holds positions at all. */
function finderOf(path: string, type: string): Finder | undefined {
  if (type === 'saio' && !path.includes('/stbl/')) return undefined
  return Object.hasOwn(finders, type) ? finders[type] : undefined
}

/** All positions of the file. @throws NotMovableError, TruncatedError for tables that cannot be followed */
export function positionBoxes(access: FileAccess, atoms: readonly Atom[]): PositionBox[] {
  const boxes: PositionBox[] = []
  for (const { path, atom } of everyAtom(atoms)) {
    const find = finderOf(path, atom.type)
    if (find === undefined) continue
    const body = bodyOf(access, atom)
    if (body.length < 4) continue
    boxes.push({ atom, body, numbers: find(body, atom) })
  }
  return boxes
}

/** Splices that put all positions right after these. */
export function movedPositions(
  access: FileAccess,
  boxes: readonly PositionBox[],
  splices: readonly Splice[],
): readonly Splice[] {
  const moved = (position: number) => movedBy(splices, position)
  return boxes.flatMap(({ atom, body, numbers }) => {
    const result = body.slice()
    for (const { at, width, stored } of numbers) {
      const value = stored(moved)
      const limit = atom.type === 'sidx' && at >= referencesAt(body) ? 2 ** 32 - 1 : 2 ** (width * 8) - 1
      if (value === number(body, at, width) || !Number.isFinite(value)) continue
      if (value < 0 || value > limit) throw new NotMovableError('a position past 4 GB')
      result.set(width === 4 ? fromUint32(value) : fromUint64(value), at)
    }
    return spliceOf(access, atomBodyAt(atom), body.length, result)
  })
}

/** The body without its positions: what must be the same after any save. */
export function maskedBody(access: FileAccess, path: string, atom: Atom): Uint8Array | undefined {
  const find = finderOf(path, atom.type)
  if (find === undefined) return undefined
  const body = readExactly(access, atomBodyAt(atom), atom.size - atom.headerBytes).slice()
  if (body.length < 4) return body
  for (const { at, width } of find(body, atom)) body.fill(0, at, at + width)
  return body
}
