import { fourCc, isZero, uint32, uint64 } from '../bytes'
import type { FileAccess } from '../file-access'
import { NotMovableError } from './layout'

/** A box of an MP4 file (ISO 14496-12 §4.2). */
export interface Atom {
  readonly type: string
  readonly at: number
  readonly size: number
  /** 8, or 16 with a 64-bit size; for `meta` also the four bytes of version and flags. */
  readonly headerBytes: number
  /** The size field holds 64 bits. */
  readonly isLong: boolean
  /** The size field is 0: the box reaches to the end of the file. */
  readonly isOpen: boolean
  /** The box says that it is larger than what holds it; `size` is what there is. */
  readonly isCut: boolean
  /** Read when first asked for, and only in boxes whose children matter to us. */
  readonly children: readonly Atom[]
}

export const atomEnd = (atom: Atom): number => atom.at + atom.size
export const atomBodyAt = (atom: Atom): number => atom.at + atom.headerBytes

export const childOf = (atom: Atom | undefined, type: string): Atom | undefined =>
  atom?.children.find((child) => child.type === type)

/** The box at the end of a path of types below `atom`. */
export const descendantOf = (atom: Atom, path: readonly string[]): Atom | undefined =>
  path.reduce<Atom | undefined>((found, type) => childOf(found, type), atom)

/** Everything in the box behind its header; never more than there is. */
export const bodyOf = (access: FileAccess, atom: Atom, most = Number.POSITIVE_INFINITY): Uint8Array =>
  access.read(atomBodyAt(atom), Math.min(most, Math.max(0, atom.size - atom.headerBytes)))

/** Boxes whose children matter: the way to the tags, and to everything that holds positions in the file. */
const walkedInto: ReadonlySet<string> = new Set([
  'moov',
  'udta',
  'meta',
  'trak',
  'mdia',
  'minf',
  'stbl',
  'mvex',
  'moof',
  'traf',
  'mfra',
])
/** `moov/trak/mdia/minf/stbl` are five. Boxes nested deeper than this are someone's joke, and are not opened. */
const maxDepth = 8
/** An hour in fragments of one second has 7,200 top-level boxes. */
const maxAtoms = 200_000

/** How many boxes may still be read: one budget for a file, so that no nesting multiplies it. */
export interface AtomBudget {
  left: number
}

/** As many as a film needs until its `moov` has been read: what is worth more is asked for when somebody saves. */
const atomsToRead = 20_000

export const newBudget = (): AtomBudget => ({ left: atomsToRead })

export const widen = (budget: AtomBudget): void => {
  budget.left += maxAtoms - atomsToRead
}

/** Where boxes may lie, and how deep. */
interface Room {
  readonly access: FileAccess
  readonly end: number
  readonly budget: AtomBudget
  readonly depth: number
}

/**
 * The boxes between two positions, in file order, each read when asked for. Ends before what is no box: fewer than
 * 8 bytes, the four zero bytes behind a QuickTime user data list, a size below 8. A box that reaches past `end` is
 * the last, and is cut to fit.
 */
export function* atomsBetween(
  access: FileAccess,
  start: number,
  end: number,
  budget: AtomBudget,
  depth = 0,
): Generator<Atom> {
  const room = { access, end, budget, depth }
  for (let atom = atomAt(room, start); atom !== undefined; atom = atomAt(room, atomEnd(atom))) yield atom
}

function atomAt(room: Room, at: number): Atom | undefined {
  const { access, end, budget, depth } = room
  if (at + 8 > end) return undefined
  if (budget.left-- <= 0) throw new NotMovableError('too many boxes')
  const header = access.read(at, 16)
  const shortSize = uint32(header, 0)
  if (shortSize === 0 && depth > 0) return undefined
  const isLong = shortSize === 1
  if (isLong && header.length < 16) return undefined
  const isOpen = shortSize === 0
  const declared = isOpen ? end - at : isLong ? uint64(header, 8) : shortSize
  const boxHeader = isLong ? 16 : 8
  if (declared < boxHeader) return undefined
  const size = Math.min(declared, end - at)
  const type = fourCc(header, 4)
  const headerBytes = boxHeader + (type === 'meta' ? metaExtra(access, at + boxHeader, at + size) : 0)
  return new Box(type, at, size, headerBytes, isLong, isOpen, declared > size, room)
}

const noAtoms: readonly Atom[] = []

class Box implements Atom {
  readonly type: string
  readonly at: number
  readonly size: number
  readonly headerBytes: number
  readonly isLong: boolean
  readonly isOpen: boolean
  readonly isCut: boolean
  readonly #room: Room
  #children: readonly Atom[] | undefined

  constructor(
    type: string,
    at: number,
    size: number,
    headerBytes: number,
    isLong: boolean,
    isOpen: boolean,
    isCut: boolean,
    room: Room,
  ) {
    this.type = type
    this.at = at
    this.size = size
    this.headerBytes = headerBytes
    this.isLong = isLong
    this.isOpen = isOpen
    this.isCut = isCut
    this.#room = room
  }

  get children(): readonly Atom[] {
    this.#children ??= this.#readChildren()
    return this.#children
  }

  #readChildren(): readonly Atom[] {
    const { access, budget, depth } = this.#room
    if (!walkedInto.has(this.type) || depth >= maxDepth) return noAtoms
    const room = { access, end: atomEnd(this), budget, depth: depth + 1 }
    const children: Atom[] = []
    for (let atom = atomAt(room, atomBodyAt(this)); atom !== undefined; atom = atomAt(room, atomEnd(atom))) {
      children.push(atom)
    }
    return children
  }
}

/** In MP4 `meta` has version and flags before its children; in QuickTime it has not. */
function metaExtra(access: FileAccess, at: number, end: number): number {
  if (end - at < 8) return Math.max(0, Math.min(4, end - at))
  return fourCc(access.read(at + 4, 4), 0) === 'hdlr' ? 0 : 4
}

/** Zero bytes behind the last box end a QuickTime list; more of them than this are rubbish. */
const maxZeros = 4096

/** Whether boxes fill this one to its end, but for zeros. */
export function isFilled(access: FileAccess, atom: Atom): boolean {
  if (atom.isCut || atom.children.some(({ isCut }) => isCut)) return false
  const left = atomEnd(atom) - restAt(atom)
  return left <= maxZeros && isZero(access.read(restAt(atom), left))
}

/** Where the children of a box end. */
export function restAt(atom: Atom): number {
  const last = atom.children[atom.children.length - 1]
  return last === undefined ? atomBodyAt(atom) : atomEnd(last)
}

export const isWalkedInto = (atom: Atom): boolean => walkedInto.has(atom.type)

/** All boxes with the path to each, parents before children. */
export function* everyAtom(atoms: readonly Atom[], path = ''): Generator<{ path: string; atom: Atom }> {
  for (const atom of atoms) {
    const own = `${path}/${atom.type}`
    yield { path: own, atom }
    yield* everyAtom(atom.children, own)
  }
}

/** Boxes without content of their own, that a save may use as room. */
export const isFree = ({ type }: Atom): boolean => type === 'free' || type === 'skip' || type === 'wide'
