import { stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { Track, TrackId } from '../../shared/model'
import { isMusicName, type Stamp, sameStamp, stampOf, walk } from '../files'
import { liesBelow } from './lies-below'
import type { Pool } from './pool'
import { readFiles } from './read-files'
import type { Listed, Session } from './session'
import type { Happening } from './watch'

/** What other programs did to the open folders. */
export interface OutsideChanges {
  /** Rows with their new truth: changed, renamed, or there again. */
  readonly tracks: readonly Track[]
  readonly added: readonly Track[]
  /** Their files are not there any more. */
  readonly gone: readonly TrackId[]
}

export interface LookParts {
  readonly session: Session
  readonly pool: Pool
  /** Told in parts: the first rows do not wait for the last. */
  readonly tell: (changes: OutsideChanges) => void
}

/** Few enough to leave the workers to what the person asked for. */
const readAtOnce = 16
const statAtOnce = 32

/**
 * Looks at the files where something happened. What we did ourselves is no change: the row has the file's state
 * already. A file that vanished and lies elsewhere under the same inode was renamed, and keeps its row.
 */
export async function lookOutside(
  happenings: readonly Happening[],
  roots: ReadonlySet<string>,
  { session, pool, tell }: LookParts,
): Promise<void> {
  const stamps = await stampsOf([...(await filesAt(happenings, roots, session))])
  const gone = new Map<string, TrackId>()
  const changed: string[] = []
  const fresh: string[] = []
  const isOpen = openBelow(roots, session)
  for (const [path, stamp] of stamps) {
    const id = session.idAt(path)
    const known = id === undefined ? undefined : session.listed(id)
    if (id === undefined || known === undefined) {
      if (stamp !== undefined && !session.wasTakenOff(path) && isOpen(path)) fresh.push(path)
    } else if (stamp === undefined) {
      if (!session.isMissing(id)) gone.set(path, id)
    } else if (!sameStamp(stamp, known.stamp) || session.isMissing(id)) changed.push(path)
  }

  const moved = renamedAmong(gone, fresh, stamps, session)
  session.moveAll(moved)
  for (const { from } of moved) gone.delete(from)
  const movedTo = new Set(moved.map(({ to }) => to))
  const isNew = new Set(fresh.filter((path) => !movedTo.has(path)))
  session.markMissing([...gone.values()])
  if (gone.size > 0) tell({ tracks: [], added: [], gone: [...gone.values()] })

  const toRead = [...changed, ...fresh]
  for (let at = 0; at < toRead.length; at += readAtOnce) {
    const part = toRead.slice(at, at + readAtOnce)
    const before = part.map((path) => listedAt(path, session))
    const outcomes = await readFiles(pool, part)
    const tracks: Track[] = []
    const added: Track[] = []
    for (const [index, outcome] of outcomes.entries()) {
      const path = part[index] ?? ''
      // Saved, moved or taken off the list while it was read: that says more than this reading.
      if (!outcome.ok || listedAt(path, session) !== before[index]) continue
      const rows = isNew.has(path) ? added : tracks
      rows.push(session.list(outcome.reading))
    }
    if (tracks.length + added.length > 0) tell({ tracks, added, gone: [] })
  }
}

function listedAt(path: string, session: Session): Listed | undefined {
  const id = session.idAt(path)
  return id === undefined ? undefined : session.listed(id)
}

/** The files that something may have happened to. */
async function filesAt(
  happenings: readonly Happening[],
  roots: ReadonlySet<string>,
  session: Session,
): Promise<ReadonlySet<string>> {
  const files = new Set<string>()
  const folders = new Set<string>()
  const toWalk: string[] = []
  const isOpen = openBelow(roots, session)
  for (const { path, kind } of happenings) {
    if (session.isListed(path) || (kind !== 'unsure' && isMusicName(basename(path)))) {
      files.add(path)
      continue
    }
    if (kind !== 'there') folders.add(path)
    if (kind !== 'deleted' && isOpen(path)) toWalk.push(path)
  }
  if (folders.size > 0) for (const path of listedIn(folders, session)) files.add(path)
  for (const path of toWalk) for (const file of await musicIn(path)) files.add(file)
  return files
}

/** The listed files in these folders and below. Folder by folder: there may be a hundred thousand files. */
function listedIn(folders: ReadonlySet<string>, session: Session): string[] {
  const inside = new Set<string>()
  for (const folder of session.folders()) {
    if (folders.has(folder) || liesBelow(folder, folders)) inside.add(folder)
  }
  return inside.size === 0 ? [] : [...session.paths()].filter((path) => inside.has(dirname(path)))
}

/** A folder that came: what lies in it already may never be told of by itself. */
async function musicIn(path: string): Promise<string[]> {
  const found: string[] = []
  if (!(await isFolder(path))) return found
  for await (const one of walk([path], { signal: new AbortController().signal })) {
    if (one.kind === 'file') found.push(one.path)
  }
  return found
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false
  }
}

async function stampsOf(paths: readonly string[]): Promise<ReadonlyMap<string, Stamp | undefined>> {
  const stamps = new Map<string, Stamp | undefined>()
  for (let at = 0; at < paths.length; at += statAtOnce) {
    const part = paths.slice(at, at + statAtOnce)
    const found = await Promise.all(part.map(stampAt))
    for (const [index, path] of part.entries()) stamps.set(path, found[index])
  }
  return stamps
}

async function stampAt(path: string): Promise<Stamp | undefined> {
  try {
    const found = await stat(path, { bigint: true })
    return found.isFile() ? stampOf(found) : undefined
  } catch {
    return undefined
  }
}

/** Whether a path lies in an open folder. A folder counts as open while something of it is listed. */
function openBelow(roots: ReadonlySet<string>, session: Session): (path: string) => boolean {
  let open: ReadonlySet<string> | undefined
  return (path) => {
    if (!roots.has(path) && !liesBelow(path, roots)) return false
    open ??= rootsInUse(roots, session.folders())
    return open.has(path) || liesBelow(path, open)
  }
}

/** Those of `roots` that hold one of these folders, or are one. */
export function rootsInUse(roots: ReadonlySet<string>, folders: ReadonlySet<string>): ReadonlySet<string> {
  const used = new Set<string>()
  for (const root of roots) {
    const only = new Set([root])
    for (const folder of folders) {
      if (folder !== root && !liesBelow(folder, only)) continue
      used.add(root)
      break
    }
  }
  return used
}

function renamedAmong(
  gone: ReadonlyMap<string, TrackId>,
  fresh: readonly string[],
  stamps: ReadonlyMap<string, Stamp | undefined>,
  session: Session,
): { from: string; to: string }[] {
  const byInode = new Map<string, string>()
  for (const [path, id] of gone) {
    const stamp = session.listed(id)?.stamp
    if (stamp !== undefined) byInode.set(inodeOf(stamp), path)
  }
  return fresh.flatMap((to) => {
    const stamp = stamps.get(to)
    const from = stamp === undefined ? undefined : byInode.get(inodeOf(stamp))
    return from === undefined ? [] : [{ from, to }]
  })
}

const inodeOf = ({ device, inode }: Stamp): string => `${device}-${inode}`
