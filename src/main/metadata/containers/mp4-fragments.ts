import { fourCc, uint8, uint16, uint32, uint64 } from '../bytes'
import type { FileAccess } from '../file-access'
import { type Atom, atomEnd, atomsBetween, bodyOf, childOf, newBudget } from './mp4-atoms'

/** The track whose length is wanted, with the movie header's scale. */
export interface FragmentedTrack {
  readonly id: number
  readonly timescale: number
  readonly movie: { readonly timescale: number }
}

interface FragmentedFile {
  /** The boxes at the top one by one, so that an index in front spares the walk through all of them. */
  readonly atom: (index: number) => Atom | undefined
  readonly atoms: () => readonly Atom[]
  readonly extends: Atom
}

/** Runs of samples in one box; more are rubbish. */
const maxSamples = 1_000_000

/**
 * The length of a track whose sound is in fragments, in milliseconds: as the movie extends header says it (ISO
 * 14496-12 §8.8.2), as a segment index over all of it says (§8.16.3), as the last fragment says, or the sum of all
 * runs of samples (§8.8.8).
 */
export function fragmentsLength(access: FileAccess, file: FragmentedFile, track: FragmentedTrack): number {
  const header = childOf(file.extends, 'mehd')
  const declared = header === undefined ? 0 : numberAt(bodyOf(access, header, 12), 4)
  if (declared > 0 && track.movie.timescale > 0) return (declared * 1000) / track.movie.timescale
  const indexed = indexedLength(access, file)
  if (indexed > 0) return indexed
  if (track.timescale === 0) return 0
  const usual = usualDuration(access, file.extends, track.id)
  const units = lengthByLast(access, track.id, usual) ?? summedLength(access, file.atoms(), track.id, usual)
  return (units * 1000) / track.timescale
}

function summedLength(access: FileAccess, atoms: readonly Atom[], id: number, usual: number): number {
  return atoms
    .filter(({ type }) => type === 'moof')
    .reduce((sum, fragment) => sum + fragmentDuration(access, fragment, id, usual), 0)
}

const fragmentDuration = (access: FileAccess, fragment: Atom, id: number, usual: number): number =>
  fragment.children
    .filter(({ type }) => type === 'traf')
    .reduce((sum, run) => sum + durationOf(access, run, id, usual), 0)

/** Bytes that are worth reading for the last entry of a random access table. */
const maxTableBytes = 1 << 20

/**
 * Where the last fragment begins in time, from the table at the end of the file (§8.8.9–11), and how long it is.
 * Undefined where there is no such table, or it says something that is not there.
 */
function lengthByLast(access: FileAccess, id: number, usual: number): number | undefined {
  const tail = access.read(access.size - 16, 16)
  if (tail.length < 16 || fourCc(tail, 4) !== 'mfro') return undefined
  const length = uint32(tail, 12)
  if (length > Math.min(access.size, maxTableBytes)) return undefined
  const [table] = atomsBetween(access, access.size - length, access.size, newBudget())
  const bodies = (table?.children ?? [])
    .filter(({ type }) => type === 'tfra')
    .map((atom) => bodyOf(access, atom))
  const entries = bodies.find((body) => body.length >= 16 && uint32(body, 4) === id)
  const last = entries === undefined ? undefined : lastEntry(entries)
  if (last === undefined) return undefined
  const [fragment] = atomsBetween(access, last.position, access.size, newBudget())
  if (fragment?.type !== 'moof') return undefined
  const duration = fragmentDuration(access, fragment, id, usual)
  return duration === 0 ? undefined : last.time + duration
}

function lastEntry(body: Uint8Array): { readonly time: number; readonly position: number } | undefined {
  const width = uint8(body, 0) === 1 ? 8 : 4
  const at = 16 + (uint32(body, 12) - 1) * randomAccessEntryBytes(body)
  if (at < 16 || at + 2 * width > body.length) return undefined
  const number = (place: number) => (width === 8 ? uint64(body, place) : uint32(body, place))
  return { time: number(at), position: number(at + width) }
}

/** Bytes of one entry of `tfra` (§8.8.10): time and place, then numbers of three declared widths. */
export function randomAccessEntryBytes(body: Uint8Array): number {
  const sizes = uint32(body, 8)
  return (uint8(body, 0) === 1 ? 16 : 8) + ((sizes >> 4) & 3) + ((sizes >> 2) & 3) + (sizes & 3) + 3
}

/** A number of 32 bits, or of 64 where the box's version is 1. */
function numberAt(body: Uint8Array, at: number): number {
  if (body.length < at + 4) return 0
  if (uint8(body, 0) !== 1) return uint32(body, at)
  return body.length < at + 8 ? 0 : uint64(body, at)
}

/** What an index in front of the fragments says, when what it lists reaches to the end of them. */
function indexedLength(access: FileAccess, file: FragmentedFile): number {
  for (let at = 0; ; at++) {
    const atom = file.atom(at)
    if (atom === undefined || atom.type === 'moof') return 0
    if (atom.type !== 'sidx') continue
    const body = bodyOf(access, atom)
    const references = segmentReferences(body)
    if (references === undefined || references.some(({ isIndex }) => isIndex)) return 0
    const firstOffset = numberAt(body, referencesAt(body) - (uint8(body, 0) === 0 ? 4 : 8))
    const end = references.reduce((sum, { size }) => sum + size, atomEnd(atom) + firstOffset)
    const behind = access.read(end, 8)
    if (behind.length === 8 && fourCc(behind, 4) !== 'mfra') return 0
    const timescale = uint32(body, 8)
    const units = references.reduce((sum, { duration }) => sum + duration, 0)
    return timescale === 0 ? 0 : (units * 1000) / timescale
  }
}

export interface SegmentReference {
  /** Where its size lies in the body, with the highest bit for its kind. */
  readonly at: number
  readonly isIndex: boolean
  readonly size: number
  readonly duration: number
}

/** Where the references of a segment index begin: the earliest time and the first offset have two widths. */
export const referencesAt = (body: Uint8Array): number => (uint8(body, 0) === 0 ? 20 : 28)

/** The references of a segment index (§8.16.3); undefined when the box is too short for them. */
export function segmentReferences(body: Uint8Array): SegmentReference[] | undefined {
  if (body.length < 24) return undefined
  const start = referencesAt(body)
  if (body.length < start + 4) return undefined
  const count = uint16(body, start + 2)
  if (body.length < start + 4 + count * 12) return undefined
  return Array.from({ length: count }, (_, index) => {
    const at = start + 4 + index * 12
    const packed = uint32(body, at)
    return {
      at,
      isIndex: packed >= 0x8000_0000,
      size: packed % 0x8000_0000,
      duration: uint32(body, at + 4),
    }
  })
}

/** The duration of a sample that says none itself (§8.8.3). */
function usualDuration(access: FileAccess, extends_: Atom, id: number): number {
  for (const child of extends_.children) {
    if (child.type !== 'trex') continue
    const body = bodyOf(access, child, 24)
    if (body.length >= 16 && uint32(body, 4) === id) return uint32(body, 12)
  }
  return 0
}

/** The units of time in one track fragment (§8.8.7, §8.8.8). */
function durationOf(access: FileAccess, fragment: Atom, id: number, usual: number): number {
  const header = childOf(fragment, 'tfhd')
  const body = header === undefined ? new Uint8Array(0) : bodyOf(access, header, 40)
  if (body.length < 8 || uint32(body, 4) !== id) return 0
  const flags = uint32(body, 0)
  const durationAt = 8 + ((flags & 1) === 0 ? 0 : 8) + ((flags & 2) === 0 ? 0 : 4)
  const own = (flags & 8) !== 0 && body.length >= durationAt + 4 ? uint32(body, durationAt) : usual
  return fragment.children
    .filter(({ type }) => type === 'trun')
    .reduce((sum, run) => sum + runDuration(access, run, own), 0)
}

function runDuration(access: FileAccess, run: Atom, usual: number): number {
  const head = bodyOf(access, run, 8)
  if (head.length < 8) return 0
  const flags = uint32(head, 0)
  const fields = [0x100, 0x200, 0x400, 0x800].filter((flag) => (flags & flag) !== 0).length
  const count = Math.min(uint32(head, 4), maxSamples)
  if ((flags & 0x100) === 0) return count * usual
  const start = 8 + ((flags & 1) === 0 ? 0 : 4) + ((flags & 4) === 0 ? 0 : 4)
  const body = bodyOf(access, run, start + count * fields * 4)
  let sum = 0
  for (let at = start; at + 4 <= body.length; at += fields * 4) sum += uint32(body, at)
  return sum
}
