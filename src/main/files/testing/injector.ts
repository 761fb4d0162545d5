import { recover } from '../recover'
import { diskOf, firstPid, type SaveCase, saveAs } from './cases'
import { type Fault, inject } from './faults'
import { contentOf, filesOf, journalFolder, type MemoryDisk, musicFolder, namesIn, song } from './memory-disk'

export interface Tried {
  readonly disk: MemoryDisk
  /** The name of the call that the fault hit; empty when it hit none. */
  readonly call: string
  readonly calls: number
  readonly error: unknown
}

/** Saves while call number `at` (from 1; with `onwards` every later one too) meets the fault. */
export function trySave(one: SaveCase, at: number, fault: Fault, onwards: boolean): Tried {
  const disk = diskOf(one)
  const calm = filesOf(disk, firstPid)
  const injection = inject(calm, at, fault, onwards)
  let error: unknown
  try {
    saveAs(one, injection.files, calm)
  } catch (thrown) {
    error = thrown
  }
  return { disk, call: injection.hit(), calls: injection.calls(), error }
}

/** How many calls a save makes that meets no fault. */
export const callsOf = (one: SaveCase): number => trySave(one, 0, { kind: 'short' }, false).calls

/** A new process finds the disk as the old one left it. */
export function restart(disk: MemoryDisk): MemoryDisk {
  disk.running.clear()
  return disk
}

export const recovered = (disk: MemoryDisk) => recover(journalFolder, filesOf(restart(disk), firstPid + 1))

const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0

/** Which version of the file the disk holds. */
export function versionOf(one: SaveCase, disk: MemoryDisk): 'old' | 'new' | 'damaged' {
  const now = contentOf(disk, song)
  if (same(now, one.next)) return 'new'
  return same(now, one.old) ? 'old' : 'damaged'
}

/** Whether nothing but the music is left: no temporary, journal, lock or entry. */
export const isClean = (one: SaveCase, disk: MemoryDisk): boolean =>
  namesIn(disk, musicFolder).join() === one.names.join() && namesIn(disk, journalFolder).join() === 'keep'

/** What a fault came to, recovery included. */
export type Outcome = 'old' | 'new' | 'damaged' | 'left over'

export function outcomeOf(one: SaveCase, { disk, error }: Tried): Outcome {
  const { failed, foreign, damagedJournals } = recovered(disk)
  const version = versionOf(one, disk)
  // What was said to be saved is saved.
  if (version === 'damaged' || (error === undefined && version !== 'new')) return 'damaged'
  const isSettled = failed.length === 0 && foreign.length === 0 && damagedJournals === 0
  return isSettled && isClean(one, disk) ? version : 'left over'
}
