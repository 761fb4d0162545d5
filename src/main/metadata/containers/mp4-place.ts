import { fourCc, uint32 } from '../bytes'
import type { FileAccess } from '../file-access'
import { NotMovableError } from './layout'
import {
  type Atom,
  type AtomBudget,
  atomBodyAt,
  atomEnd,
  atomsBetween,
  bodyOf,
  childOf,
  isFilled,
  isFree,
  isWalkedInto,
  widen,
} from './mp4-atoms'
import { readSoundTrack, type SoundTrack } from './mp4-sound'

/** Where the list of tags is, or would be: `moov/udta/meta/ilst`. */
export interface Place {
  readonly moov: Atom
  readonly udta: Atom | undefined
  readonly meta: Atom | undefined
  readonly ilst: Atom | undefined
  /** The `free` boxes right behind `moov`, with nothing else between. */
  readonly behind: () => readonly Atom[]
}

/** What one pass over the front of a file finds. */
export interface Mp4File {
  /** All boxes at the top, read when first asked for: a film in fragments has thousands. */
  readonly atoms: () => readonly Atom[]
  /** One of them, with no more of the file read than needed. */
  readonly atom: (index: number) => Atom | undefined
  readonly moov: Atom
  readonly sound: SoundTrack | undefined
  readonly trackCount: number
}

/** Walks to `moov` and through it in file order, so that a window over the file moves forward only. */
export function readMp4(access: FileAccess, start: number, budget: AtomBudget): Mp4File | undefined {
  const walk = atomsBetween(access, start, access.size, budget)
  const seen: Atom[] = []
  for (let step = walk.next(); !step.done; step = walk.next()) {
    const atom = step.value
    if (atom.type !== 'moov') {
      seen.push(atom)
      continue
    }
    const { moov, sound, trackCount } = readMovie(access, atom, budget)
    seen.push(moov)
    const next = (index: number) => {
      while (seen.length <= index) {
        const more = walk.next()
        if (more.done) return undefined
        seen.push(more.value)
      }
      return seen[index]
    }
    let isWhole = false
    const atoms = () => {
      if (!isWhole) {
        isWhole = true
        widen(budget)
        for (const more of walk) seen.push(more)
      }
      return seen
    }
    return { atom: next, atoms, moov, sound, trackCount }
  }
  return undefined
}

function readMovie(
  access: FileAccess,
  atom: Atom,
  budget: AtomBudget,
): Pick<Mp4File, 'moov' | 'sound' | 'trackCount'> {
  const children: Atom[] = []
  let sound: SoundTrack | undefined
  let trackCount = 0
  for (const child of atomsBetween(access, atomBodyAt(atom), atomEnd(atom), budget, 1)) {
    children.push(child)
    if (child.type !== 'trak') continue
    trackCount++
    sound ??= readSoundTrack(access, child)
  }
  const { type, at, size, headerBytes, isLong, isOpen, isCut } = atom
  return { moov: { type, at, size, headerBytes, isLong, isOpen, isCut, children }, sound, trackCount }
}

/** The handler type of a `meta` box: `mdir` for iTunes' list, `mdta` for QuickTime's keys; '' without one. */
export function handlerOf(access: FileAccess, meta: Atom): string {
  const handler = childOf(meta, 'hdlr')
  return handler === undefined ? '' : fourCc(bodyOf(access, handler, 12), 8)
}

/** More keys than any file has; names of four letters are larger numbers. */
export const maxKeys = 10_000

/**
 * Whether the items of a list are named by numbers of keys, as QuickTime does it. TagLib and mutagen put iTunes' list
 * in the place of one that FFmpeg made so, and leave the keys.
 */
export function hasNumbers(access: FileAccess, meta: Atom): boolean {
  if (childOf(meta, 'keys') === undefined) return false
  const ilst = childOf(meta, 'ilst')
  const first = ilst === undefined ? undefined : access.read(atomBodyAt(ilst) + 4, 4)
  return first === undefined || first.length < 4 || uint32(first, 0) <= maxKeys
}

/** The first list is the one that other readers see; where none is, the first place that could hold one. */
export function placeOf(access: FileAccess, file: Mp4File): Place {
  const { moov } = file
  const places = moov.children
    .filter(({ type }) => type === 'udta')
    .flatMap((udta) =>
      udta.children
        .filter((child) => child.type === 'meta' && !hasNumbers(access, child))
        .map((meta) => ({ udta, meta, ilst: childOf(meta, 'ilst') })),
    )
  const found = places.find(({ ilst }) => ilst !== undefined) ?? places[0]
  const udta = found?.udta ?? childOf(moov, 'udta')
  return {
    moov,
    udta,
    meta: found?.meta,
    ilst: found?.ilst,
    behind: () => {
      const atoms = file.atoms()
      const index = atoms.indexOf(moov) + 1
      const end = atoms.findIndex((atom, at) => at >= index && !isFree(atom))
      return atoms.slice(index, end < 0 ? undefined : end)
    },
  }
}

/** Why the boxes around the list cannot be changed; undefined when they can. */
export function obstacleAround(access: FileAccess, { moov, udta, meta, ilst }: Place): string | undefined {
  if (childOf(moov, 'cmov') !== undefined) return 'compressed moov'
  if ([udta, meta, ilst].some((atom) => atom?.isCut === true)) return 'a box that is larger than its parent'
  if (!isFilled(access, moov)) return 'damaged moov'
  // Behind rubbish nobody would find a new list.
  return meta !== undefined && ilst === undefined && !isFilled(access, meta) ? 'damaged meta' : undefined
}

/** @throws NotMovableError when a box that may hold positions cannot be read to its end */
export function checkFollowed(access: FileAccess, atoms: readonly Atom[]): void {
  for (const atom of atoms) {
    if (!isWalkedInto(atom) || atom.type === 'udta' || atom.type === 'meta') continue
    if (!isFilled(access, atom)) throw new NotMovableError(`damaged ${atom.type}`)
    checkFollowed(access, atom.children)
  }
}
