import type { ByteRange, Splice } from '../../../shared/model'
import { concat, fromLatin1, fromUint32, fromUint64, isZero, uint32, uint64 } from '../bytes'
import { type FileAccess, readExactly } from '../file-access'
import {
  type IlstEntry,
  ilstPictureLabel,
  parseIlst,
  patchIlst,
  patchIlstPictures,
  picturesOfIlst,
  renderIlst,
  storedInIlst,
  touchedInIlst,
  valuesOfIlst,
} from '../tags/ilst'
import { entryKey } from '../tags/native-names'
import {
  bySplicePosition,
  type InventoryItem,
  type Layout,
  movedBy,
  type NotWritable,
  onlyRemoves,
  spliceOf,
} from './layout'
import { type Atom, atomBodyAt, atomEnd, childOf, everyAtom, readAtoms } from './mp4-atoms'
import { readSound } from './mp4-sound'

/** Room left in a `free` box when the list must grow, so that the next save fits. */
const newFreeBytes = 2048
const maxIlstBytes = 256 * 1024 * 1024

const box = (type: string, ...body: readonly Uint8Array[]): Uint8Array => {
  const content = concat(body)
  return concat([fromUint32(content.length + 8), fromLatin1(type), content])
}

/** The handler that tells iTunes' lists from others (ISO 14496-12 §8.4.3 with Apple's `mdir`). */
const mdirHandler = (): Uint8Array =>
  box('hdlr', new Uint8Array(8), fromLatin1('mdirappl'), new Uint8Array(8), new Uint8Array(1))

/** Where the list of tags is, or would be. */
interface Place {
  readonly moov: Atom
  readonly udta: Atom | undefined
  readonly meta: Atom | undefined
  readonly ilst: Atom | undefined
  /** A `free` box right behind the list, whose room it may use. */
  readonly free: Atom | undefined
}

function placeOf(moov: Atom): Place {
  const udta = childOf(moov, 'udta')
  const meta =
    udta?.children.find((child) => child.type === 'meta' && childOf(child, 'ilst') !== undefined) ??
    childOf(udta, 'meta')
  const ilst = childOf(meta, 'ilst')
  const free =
    ilst === undefined
      ? undefined
      : meta?.children.find(({ type, at }) => type === 'free' && at === atomEnd(ilst))
  return { moov, udta, meta, ilst, free }
}

/** MP4, M4A, M4B: iTunes' list of tags in `moov/udta/meta/ilst`. Everything outside it stays as it is. */
export function openMp4(access: FileAccess): Layout {
  const { atoms, cut } = readAtoms(access)
  const moov = atoms.find(({ type }) => type === 'moov')
  if (moov === undefined) throw new RangeError('no moov box')
  const place = placeOf(moov)
  const list = readList(access, place.ilst)
  const entries = list ?? []

  const layout: Layout = {
    format: 'm4a',
    container: 'MP4',
    tags:
      place.ilst === undefined
        ? []
        : [{ kind: 'iTunes', values: valuesOfIlst(entries), pictures: picturesOfIlst(entries) }],
    audio: soundRanges(atoms),
    notWritable: cut
      ? { code: 'metadata.truncated', reason: 'MP4' }
      : list === undefined
        ? structure('damaged tag list')
        : obstacle(atoms, place),
    properties: readSound(access, atoms),
    plan: (patch) => {
      if (place.ilst === undefined && onlyRemoves(patch)) return []
      const withValues = patchIlst(entries, patch.values)
      const patched =
        patch.pictures === undefined ? withValues : patchIlstPictures(withValues, patch.pictures)
      return planList(access, atoms, place, renderIlst(patched))
    },
    inventory: ({ fields, pictures }) => {
      const touched = touchedInIlst(fields, pictures)
      return [
        ...inventoryOfAtoms(access, atoms, place, list !== undefined),
        ...entries
          .filter(({ name }) => !touched.has(entryKey(name)))
          .map(({ name, raw }) => ({ name: `atom ${name}`, bytes: raw })),
      ]
    },
    storedValue: storedInIlst,
    storedPicture: (picture) => ({ ...picture, ...ilstPictureLabel }),
    sameSound: (after, splices) => sameSamples(access, atoms, after, splices),
  }
  tablesOf.set(layout, () => chunkTables(atoms).map((table) => readTable(access, table).positions))
  return layout
}

const structure = (reason: string): NotWritable => ({ code: 'metadata.structureNotWritable', reason })

function readList(access: FileAccess, ilst: Atom | undefined): IlstEntry[] | undefined {
  if (ilst === undefined) return []
  if (ilst.size > maxIlstBytes) return undefined
  try {
    return parseIlst(readExactly(access, atomBodyAt(ilst), ilst.size - ilst.headerBytes))
  } catch {
    // Atoms that do not fill the list: shown without tags, and not written.
    return undefined
  }
}

function soundRanges(atoms: readonly Atom[]): ByteRange[] {
  return atoms
    .filter(({ type, size, headerBytes }) => type === 'mdat' && size > headerBytes)
    .map((atom) => ({ start: atomBodyAt(atom), end: atomEnd(atom) }))
}

/** What makes positions in the file matter in ways that we do not follow. */
function obstacle(atoms: readonly Atom[], place: Place): NotWritable | undefined {
  const has = (type: string) => [...everyAtom(atoms)].some(({ atom }) => atom.type === type)
  if (has('moof') || has('mvex') || has('sidx')) return structure('fragmented MP4')
  if (atoms.filter(({ type }) => type === 'moov').length > 1) return structure('two moov boxes')
  const way = [place.moov, place.udta, place.meta, place.ilst]
  if (way.some((atom) => atom?.isOpen === true)) return structure('a box without size')
  if (has('saio') || has('iloc')) return structure('positions in the file that would move')
  const many = place.moov.children.filter(({ type }) => type === 'udta').length > 1
  return many ? structure('two udta boxes') : undefined
}

/**
 * Splices for a list with this content. Where list and free box behind it have the room, nothing else changes;
 * else the sizes of the boxes around it grow, and positions of samples behind it move along.
 */
function planList(
  access: FileAccess,
  atoms: readonly Atom[],
  place: Place,
  content: Uint8Array,
): readonly Splice[] {
  const list = box('ilst', content)
  if (place.ilst === undefined) {
    const { at, insert, parents } = newList(place, list)
    return withSizes(access, atoms, parents, at, 0, insert)
  }
  const room = place.ilst.size + (place.free?.size ?? 0)
  const spare = room - list.length
  const fits = spare === 0 || spare >= 8
  const free = fits ? spare : newFreeBytes
  const insert = free === 0 ? list : concat([list, box('free', new Uint8Array(free - 8))])
  const parents = [place.moov, place.udta, place.meta].filter((atom) => atom !== undefined)
  return withSizes(access, atoms, parents, place.ilst.at, room, insert)
}

/** The boxes that are missing around a new list, and where they go: to the end of the ones that are there. */
function newList(
  place: Place,
  list: Uint8Array,
): { at: number; insert: Uint8Array; parents: readonly Atom[] } {
  const { moov, udta, meta } = place
  const withRoom = concat([list, box('free', new Uint8Array(newFreeBytes - 8))])
  if (udta !== undefined && meta !== undefined) {
    return { at: atomEnd(meta), insert: withRoom, parents: [moov, udta, meta] }
  }
  const newMeta = box('meta', new Uint8Array(4), mdirHandler(), withRoom)
  if (udta === undefined) return { at: atomEnd(moov), insert: box('udta', newMeta), parents: [moov] }
  // In front of the others: a user data list may end in four zero bytes.
  return { at: atomBodyAt(udta), insert: newMeta, parents: [moov, udta] }
}

function withSizes(
  access: FileAccess,
  atoms: readonly Atom[],
  parents: readonly Atom[],
  at: number,
  remove: number,
  insert: Uint8Array,
): readonly Splice[] {
  const change = insert.length - remove
  const region = spliceOf(access, at, remove, insert)
  if (change === 0) return region
  const sizes = parents.map((atom): Splice => {
    const size = atom.size + change
    if (!atom.isLong && size > 0xffffffff) throw new RangeError('a box grew past 4 GB')
    return atom.isLong
      ? { at: atom.at + 8, remove: 8, insert: fromUint64(size) }
      : { at: atom.at, remove: 4, insert: fromUint32(size) }
  })
  const moved = at + remove
  const tables = chunkTables(atoms).flatMap((table) => movedTable(access, table, moved, change))
  return [...sizes, ...region, ...tables].sort(bySplicePosition)
}

/** Tables of positions in the file: `stco` with 32 bits each, `co64` with 64 (ISO 14496-12 §8.7.5). */
function chunkTables(atoms: readonly Atom[]): Atom[] {
  return [...everyAtom(atoms)]
    .map(({ atom }) => atom)
    .filter(({ type }) => type === 'stco' || type === 'co64')
}

function readTable(
  access: FileAccess,
  table: Atom,
): { bytes: Uint8Array; positions: number[]; width: 4 | 8 } {
  const bytes = readExactly(access, atomBodyAt(table), table.size - table.headerBytes)
  const width = table.type === 'stco' ? 4 : 8
  const count = Math.min(uint32(bytes, 4), Math.floor((bytes.length - 8) / width))
  const positions = Array.from({ length: count }, (_, index) =>
    width === 4 ? uint32(bytes, 8 + index * 4) : uint64(bytes, 8 + index * 8),
  )
  return { bytes, positions, width }
}

function movedTable(access: FileAccess, table: Atom, from: number, change: number): readonly Splice[] {
  const { bytes, positions, width } = readTable(access, table)
  if (!positions.some((position) => position >= from)) return []
  const result = bytes.slice()
  positions.forEach((position, index) => {
    if (position < from) return
    const moved = position + change
    if (width === 4 && moved > 0xffffffff) throw new RangeError('a position past 4 GB')
    result.set(width === 4 ? fromUint32(moved) : fromUint64(moved), 8 + index * width)
  })
  return spliceOf(access, atomBodyAt(table), bytes.length, result)
}

/** Every chunk of samples lies where the bytes of it went. Together with untouched `mdat`s, the sound is the same. */
function sameSamples(
  access: FileAccess,
  before: readonly Atom[],
  after: Layout,
  splices: readonly Splice[],
): boolean {
  const afterTables = tablesOf.get(after)
  const beforeTables = chunkTables(before).map((table) => readTable(access, table).positions)
  if (afterTables === undefined) return false
  const moved = beforeTables.map((positions) => positions.map((position) => movedBy(splices, position)))
  return JSON.stringify(moved) === JSON.stringify(afterTables())
}

/** The tables of a layout, for comparing two of them without making them part of what a layout shows. */
const tablesOf = new WeakMap<Layout, () => number[][]>()

/** Boxes that change their bytes when others grow, or that hold nothing. */
const notCompared: ReadonlySet<string> = new Set(['mdat', 'free', 'skip', 'wide', 'stco', 'co64', 'ilst'])

const handlerPath = '/moov/udta/meta/hdlr'

function inventoryOfAtoms(
  access: FileAccess,
  atoms: readonly Atom[],
  place: Place,
  isListRead: boolean,
): InventoryItem[] {
  const items: InventoryItem[] = []
  for (const { path, atom } of everyAtom(atoms)) {
    if (atom.children.length > 0 || (notCompared.has(atom.type) && (atom !== place.ilst || isListRead)))
      continue
    const bytes = access.read(atomBodyAt(atom), atom.size - atom.headerBytes)
    // An empty box gets children with the first tag; four zero bytes end a QuickTime list.
    if (atom.type === 'udta' && isZero(bytes)) continue
    items.push({ name: path.slice(1), bytes, mayAppear: path === handlerPath })
  }
  return items
}
