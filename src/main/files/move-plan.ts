import { basename, dirname, join } from 'node:path'
import { codeOf, FileChangedError, fileError, NameTakenError, NotRegularError } from './errors'
import type { FileSystem } from './file-system'
import { keyOf } from './journal'
import type { MovePlan } from './move-journal'
import { hiddenBeside, statAt } from './move-names'
import { foldPath, type Move, stepsOf } from './move-steps'
import { type Stamp, sameStamp, stampOf } from './stamp'
import { requireRoom } from './volume'

/** A file that is to get another path. Both are absolute; folders that are missing on the way to `to` are made. */
export interface PlannedMove extends Move {
  /** The file that was meant; another one is not moved. */
  readonly expected: Stamp
}

/**
 * How a set is carried out, and every reason against it that can be known before anything is touched.
 * @throws FileError for what has a remedy, the system's error otherwise
 */
export function planMoves(moves: readonly PlannedMove[], files: FileSystem): MovePlan {
  const folders = new Folders(files)
  const keys = new Map<string, string>()
  for (const { from, to, expected } of moves) {
    keys.set(from, checked(from, expected, files))
    if (dirname(from) !== dirname(to)) refuseLink(from, files)
  }
  for (const { from, to } of moves) {
    const inTheWay = folders.namesBeside(to).filter((path) => foldPath(path) !== foldPath(from))
    // One file under two names: whose step was done could not be told afterwards.
    const leaves = (path: string) => keys.has(path) && keys.get(path) !== keys.get(from)
    if (!inTheWay.every(leaves)) throw new NameTakenError(from, `${to} is there already`)
  }

  const looks = new Map<string, { sizeBytes: number; modifiedNs: string }>()
  const names: Move[] = []
  const copies: MovePlan['copies'] = []
  const leaving: MovePlan['leaving'] = []
  for (const { from, to, expected } of moves) {
    if (from === to) continue
    const look = { sizeBytes: expected.sizeBytes, modifiedNs: String(expected.modifiedNs) }
    looks.set(from, look)
    if (folders.volumeOf(from) === folders.volumeOf(to)) {
      names.push({ from, to })
      continue
    }
    const temporary = hiddenBeside(to)
    const aside = hiddenBeside(from)
    looks.set(temporary, look)
    copies.push({ from, temporary })
    leaving.push({ ...look, from, path: aside, copy: to })
    names.push({ from: temporary, to }, { from, to: aside })
    folders.willTake(to, expected.sizeBytes)
  }
  folders.requireRoomForAll()

  const steps: MovePlan['steps'] = []
  for (const { from, to } of stepsOf(names, hiddenBeside)) {
    const look = looks.get(from)
    if (look === undefined) throw new Error(`${from} has no looks`)
    looks.set(to, look)
    steps.push({ ...look, from, to })
  }
  return { folders: folders.missing(names.map(({ to }) => to)), copies, steps, leaving }
}

/** Answers the key of the file that is to be moved. */
function checked(from: string, expected: Stamp, files: FileSystem): string {
  try {
    const stat = files.stat(from)
    if (!stat.isFile()) throw new NotRegularError(from, 'is not a file')
    if (!sameStamp(stampOf(stat), expected)) throw new FileChangedError(from, 'changed since it was read')
    return keyOf(stat)
  } catch (error) {
    throw fileError(error, from)
  }
}

/** A link that leads somewhere from here may lead nowhere from there. */
function refuseLink(from: string, files: FileSystem): void {
  if (files.realpath(from) !== join(files.realpath(dirname(from)), basename(from))) {
    throw new NotRegularError(from, 'is a symbolic link')
  }
}

/** What the set needs to know of the folders that it touches, each looked at once. */
class Folders {
  private readonly names = new Map<string, ReadonlyMap<string, readonly string[]>>()
  private readonly existing = new Map<string, string>()
  private readonly volumes = new Map<string, bigint>()
  private readonly needs = new Map<
    bigint,
    { readonly folder: string; readonly path: string; bytes: number }
  >()

  constructor(private readonly files: FileSystem) {}

  /** What lies in the folder of this path under its name, or under one that some system takes for the same. */
  namesBeside(path: string): readonly string[] {
    const folder = dirname(path)
    let folded = this.names.get(folder)
    if (folded === undefined) {
      const all = this.listed(folder).map((name) => join(folder, name))
      const grouped = new Map<string, string[]>()
      for (const one of all) grouped.set(foldPath(one), [...(grouped.get(foldPath(one)) ?? []), one])
      folded = grouped
      this.names.set(folder, folded)
    }
    return folded.get(foldPath(path)) ?? []
  }

  private listed(folder: string): readonly string[] {
    try {
      return this.files.list(folder)
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return []
      throw fileError(error, folder)
    }
  }

  /** The folder of this path, or the nearest one above it that is there. */
  private existingFor(path: string): string {
    const folder = dirname(path)
    let found = this.existing.get(folder)
    if (found === undefined) {
      found =
        statAt(folder, this.files) === undefined && dirname(folder) !== folder
          ? this.existingFor(folder)
          : folder
      this.existing.set(folder, found)
    }
    return found
  }

  /** By the folder, not the file: a link may lead to another volume. */
  volumeOf(path: string): bigint {
    const folder = this.existingFor(path)
    let volume = this.volumes.get(folder)
    if (volume === undefined) {
      volume = this.files.stat(folder).dev
      this.volumes.set(folder, volume)
    }
    return volume
  }

  willTake(to: string, bytes: number): void {
    const volume = this.volumeOf(to)
    const need = this.needs.get(volume) ?? { folder: this.existingFor(to), path: to, bytes: 0 }
    need.bytes += bytes
    this.needs.set(volume, need)
  }

  requireRoomForAll(): void {
    for (const { folder, path, bytes } of this.needs.values()) requireRoom(folder, bytes, path, this.files)
  }

  /** Folders on the way to these paths that are to be made, outer ones first. */
  missing(paths: readonly string[]): string[] {
    const missing = new Set<string>()
    for (const path of paths) {
      const existing = this.existingFor(path)
      for (let folder = dirname(path); folder !== existing; folder = dirname(folder)) missing.add(folder)
    }
    return [...missing].sort((a, b) => a.length - b.length)
  }
}
