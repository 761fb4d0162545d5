import { fourCc, uint32, uint64 } from '../bytes'
import type { FileAccess } from '../file-access'

/** A box of an MP4 file (ISO 14496-12 §4.2), with those of its children that we walk into. */
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
  readonly children: readonly Atom[]
}

export const atomEnd = (atom: Atom): number => atom.at + atom.size
export const atomBodyAt = (atom: Atom): number => atom.at + atom.headerBytes

/** The box at the end of a path of types below `atom`. */
export const descendantOf = (atom: Atom, path: readonly string[]): Atom | undefined =>
  path.reduce<Atom | undefined>((found, type) => childOf(found, type), atom)

export const childOf = (atom: Atom | undefined, type: string): Atom | undefined =>
  atom?.children.find((child) => child.type === type)

/** A box does not fit into what holds it. */
export class Mp4StructureError extends Error {
  override readonly name = 'Mp4StructureError'
}

/** Boxes whose children matter to us: the way to the tags, and to the tables of positions. */
const walkedInto: ReadonlySet<string> = new Set([
  'moov',
  'udta',
  'meta',
  'trak',
  'mdia',
  'minf',
  'stbl',
  'dinf',
  'edts',
])
const maxAtoms = 100_000

/**
 * All boxes of the file. A last box that reaches past the end is cut short and reported: the file was not copied
 * as a whole. @throws Mp4StructureError where sizes inside contradict each other
 */
export function readAtoms(access: FileAccess): { atoms: Atom[]; cut: boolean } {
  const budget = { left: maxAtoms }
  const atoms = atomsIn(access, 0, access.size, 0, budget)
  const last = atoms[atoms.length - 1]
  const cut = last !== undefined && declaredSize(access, last) > last.size
  return { atoms, cut }
}

function declaredSize(access: FileAccess, atom: Atom): number {
  if (atom.isOpen) return atom.size
  const header = access.read(atom.at, 16)
  return atom.isLong ? uint64(header, 8) : uint32(header, 0)
}

function atomsIn(
  access: FileAccess,
  start: number,
  end: number,
  depth: number,
  budget: { left: number },
): Atom[] {
  const atoms: Atom[] = []
  for (let at = start; at + 8 <= end; ) {
    if (budget.left-- <= 0) throw new Mp4StructureError('too many boxes')
    const header = access.read(at, 16)
    const shortSize = uint32(header, 0)
    const type = fourCc(header, 4)
    // Four zero bytes end a QuickTime user data list.
    if (shortSize === 0 && depth > 0) break
    const isLong = shortSize === 1
    const isOpen = shortSize === 0
    const declared = isOpen ? end - at : isLong ? uint64(header, 8) : shortSize
    const size = depth === 0 ? Math.min(declared, end - at) : declared
    const boxHeader = isLong ? 16 : 8
    if (size < boxHeader || at + size > end) {
      throw new Mp4StructureError(`box “${type}” of ${size} bytes at ${at}`)
    }
    const headerBytes = boxHeader + (type === 'meta' ? metaExtra(access, at + boxHeader, at + size) : 0)
    const children = walkedInto.has(type)
      ? atomsIn(access, at + headerBytes, at + size, depth + 1, budget)
      : []
    atoms.push({ type, at, size, headerBytes, isLong, isOpen, children })
    at += size
  }
  return atoms
}

/** In MP4 `meta` has version and flags before its children; in QuickTime it has not. */
function metaExtra(access: FileAccess, at: number, end: number): number {
  if (end - at < 8) return Math.max(0, Math.min(4, end - at))
  return fourCc(access.read(at + 4, 4), 0) === 'hdlr' ? 0 : 4
}

export function* everyAtom(atoms: readonly Atom[], path = ''): Generator<{ path: string; atom: Atom }> {
  for (const atom of atoms) {
    const own = `${path}/${atom.type}`
    yield { path: own, atom }
    yield* everyAtom(atom.children, own)
  }
}
