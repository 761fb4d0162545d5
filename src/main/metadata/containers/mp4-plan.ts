import type { Splice } from '../../../shared/model'
import { concat, fromUint32, fromUint64 } from '../bytes'
import type { FileAccess } from '../file-access'
import { atomOf } from '../tags/ilst-values'
import { NotMovableError, spliceOf } from './layout'
import { type Atom, atomBodyAt, atomEnd, childOf, isFree } from './mp4-atoms'
import { checkFollowed, type Place } from './mp4-place'
import { movedPositions, positionBoxes } from './mp4-positions'

/** Room left in a `free` box when the list must grow, so that the next saves fit. */
const newFreeBytes = 4096
/** A list that shrinks by more than this (a cover that went) gives the room back. */
const maxSpareBytes = 64 * 1024
/** One write in place may copy this much of what lies between its parts. */
const maxRegionBytes = 4 * 1024 * 1024

/** Bytes that give way to others, and the boxes around them, whose sizes change with it. */
export interface Edit {
  readonly at: number
  readonly remove: number
  readonly insert: Uint8Array
  readonly parents: readonly Atom[]
}

const changeOf = ({ insert, remove }: Edit): number => insert.length - remove

const freeHeaderBytes = 8

const freeBox = (bytes: number): Uint8Array =>
  bytes === 0 ? new Uint8Array(0) : atomOf('free', new Uint8Array(bytes - freeHeaderBytes))

/** New room behind a list, in a `free` box of its own. */
const newRoom = (padding: number | undefined): Uint8Array =>
  padding === undefined ? freeBox(newFreeBytes) : freeBox(padding === 0 ? 0 : padding + freeHeaderBytes)

/** The file with this list in it, and with `others` changed too; `padding`: bytes to leave empty where that is asked for. */
export function planList(
  access: FileAccess,
  atoms: () => readonly Atom[],
  place: Place,
  content: Uint8Array,
  others: readonly Edit[],
  padding: number | undefined,
): readonly Splice[] {
  const list = atomOf('ilst', content)
  const change = others.reduce((sum, edit) => sum + changeOf(edit), 0)
  const edits =
    place.ilst === undefined
      ? newList(place, list, change, padding)
      : replacedList(place, place.ilst, list, change, padding)
  return splicesOf(access, atoms, [...edits, ...others])
}

/** Splices for edits of other boxes alone. */
export const planEdits = (
  access: FileAccess,
  atoms: () => readonly Atom[],
  place: Place,
  edits: readonly Edit[],
): readonly Splice[] => {
  const change = edits.reduce((sum, edit) => sum + changeOf(edit), 0)
  return splicesOf(access, atoms, [...edits, ...(change === 0 ? [] : (roomAround(place, change) ?? []))])
}

/** The list in its old place, using `free` boxes beside it, then any behind it, before anything has to move. */
function replacedList(
  place: Place,
  ilst: Atom,
  list: Uint8Array,
  change: number,
  padding: number | undefined,
): readonly Edit[] {
  const parents = parentsOf(place)
  const { before, after } = freeBeside(place, ilst)
  const regions = [
    { at: ilst.at, end: after },
    { at: before, end: after },
  ]
  const shrinks = ilst.size - list.length > maxSpareBytes
  const isTooRoomy = (spare: number) =>
    padding === undefined ? shrinks && spare > maxSpareBytes : spare > padding + freeHeaderBytes
  for (const { at, end } of regions) {
    const spare = end - at - list.length - change
    if ((spare === 0 || spare >= freeHeaderBytes) && !isTooRoomy(spare)) {
      return [{ at, remove: end - at, insert: concat([list, freeBox(spare)]), parents }]
    }
  }
  const whole = { at: before, remove: after - before, parents }
  const tight: Edit = { ...whole, insert: list }
  const givesBack = padding === undefined ? shrinks : isTooRoomy(after - before - list.length - change)
  const room = givesBack ? undefined : roomAround(place, changeOf(tight) + change, after)
  if (room !== undefined) return [tight, ...room]
  return [{ ...whole, insert: concat([list, newRoom(padding)]) }]
}

/** The boxes that are missing around a new list, and where they go. */
function newList(
  place: Place,
  list: Uint8Array,
  change: number,
  padding: number | undefined,
): readonly Edit[] {
  const tight = addedList(place, list)
  const room = roomAround(place, changeOf(tight) + change)
  return room === undefined ? [addedList(place, concat([list, newRoom(padding)]))] : [tight, ...room]
}

/** The handler that tells iTunes' lists from others (ISO 14496-12 §8.4.3 with Apple's `mdir`). */
const mdirHandler = (): Uint8Array =>
  atomOf('hdlr', new Uint8Array(8), Buffer.from('mdirappl'), new Uint8Array(9))

function addedList({ moov, udta, meta }: Place, list: Uint8Array): Edit {
  if (udta !== undefined && meta !== undefined) {
    return { at: atomEnd(meta), remove: 0, insert: list, parents: [moov, udta, meta] }
  }
  const newMeta = atomOf('meta', new Uint8Array(4), mdirHandler(), list)
  // In front of the others: a user data list may end in four zero bytes, and readers look at the first list only.
  if (udta !== undefined) return { at: atomBodyAt(udta), remove: 0, insert: newMeta, parents: [moov, udta] }
  // In front of QuickTime's `meta`, which some readers cannot get past.
  const at = childOf(moov, 'meta')?.at ?? atomEnd(moov)
  return { at, remove: 0, insert: atomOf('udta', newMeta), parents: [moov] }
}

const parentsOf = ({ moov, udta, meta }: Place): readonly Atom[] =>
  [moov, udta, meta].filter((atom) => atom !== undefined)

/** Where the `free` boxes right before and right behind the list begin and end. */
function freeBeside({ meta }: Place, ilst: Atom): { before: number; after: number } {
  const siblings = meta?.children ?? []
  const index = siblings.indexOf(ilst)
  let first = index
  while (first > 0 && isFree(siblings[first - 1] ?? ilst)) first--
  let last = index
  while (isFree(siblings[last + 1] ?? ilst)) last++
  return { before: (siblings[first] ?? ilst).at, after: atomEnd(siblings[last] ?? ilst) }
}

/**
 * A `free` box behind the list that takes up the whole change: in `meta`, then in `udta`, in `moov`, and right behind
 * `moov`. What lies between moves within boxes that nothing points into. `from`: where what is used already ends.
 */
function roomAround(place: Place, change: number, from = 0): readonly Edit[] | undefined {
  const { moov, udta, meta, behind } = place
  const levels = [
    { siblings: meta?.children ?? [], parents: [moov, udta, meta] },
    { siblings: udta?.children ?? [], parents: [moov, udta] },
    { siblings: moov.children, parents: [moov] },
    { siblings: behind(), parents: [] },
  ]
  for (const { siblings, parents } of levels) {
    for (const free of siblings) {
      if (!isFree(free) || free.isLong || free.isOpen || free.isCut) continue
      if (free.at < from) continue
      const left = free.size - change
      if (left !== 0 && left < freeHeaderBytes) continue
      const around = parents.filter((atom) => atom !== undefined)
      return [{ at: free.at, remove: free.size, insert: freeBox(left), parents: around }]
    }
  }
  return undefined
}

/** In file order; what is put in front of a box comes before a change of the box's size. */
const inOrder = (a: Splice, b: Splice): number => a.at - b.at || a.remove - b.remove

/** The edits as splices, with the sizes of the boxes around them, and all positions behind them, put right. */
function splicesOf(
  access: FileAccess,
  atoms: () => readonly Atom[],
  edits: readonly Edit[],
): readonly Splice[] {
  const changes = new Map<Atom, number>()
  for (const edit of edits) {
    for (const parent of edit.parents) changes.set(parent, (changes.get(parent) ?? 0) + changeOf(edit))
  }
  const sizes = [...changes].flatMap(([atom, change]) => sizeSplice(atom, change))
  const regions = edits.flatMap(({ at, remove, insert }) => spliceOf(access, at, remove, insert))
  const splices = [...sizes, ...regions].sort(inOrder)
  const total = splices.reduce((sum, { insert, remove }) => sum + insert.length - remove, 0)
  if (total === 0) return oneRegion(access, splices)
  checkFollowed(access, atoms())
  const positions = movedPositions(access, positionBoxes(access, atoms()), splices)
  return [...splices, ...positions].sort(inOrder)
}

function sizeSplice(atom: Atom, change: number): readonly Splice[] {
  // An open box reaches to the end of the file, whatever its content.
  if (change === 0 || atom.isOpen) return []
  const size = atom.size + change
  if (!atom.isLong && size > 0xffff_ffff) throw new NotMovableError('a box grew past 4 GB')
  return [
    atom.isLong
      ? { at: atom.at + 8, remove: 8, insert: fromUint64(size) }
      : { at: atom.at, remove: 4, insert: fromUint32(size) },
  ]
}

/** Splices that move nothing as one of unchanged length, which a saver can write in place. */
function oneRegion(access: FileAccess, splices: readonly Splice[]): readonly Splice[] {
  const first = splices[0]
  const last = splices[splices.length - 1]
  if (first === undefined || last === undefined) return splices
  const length = last.at + last.remove - first.at
  if (length > maxRegionBytes) return splices
  const parts: Uint8Array[] = []
  let at = first.at
  for (const splice of splices) {
    parts.push(access.read(at, splice.at - at), splice.insert)
    at = splice.at + splice.remove
  }
  return spliceOf(access, first.at, length, concat(parts))
}
