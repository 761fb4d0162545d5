import { stat } from 'node:fs/promises'
import { sep } from 'node:path'
import type { Track, TrackId } from '../../shared/model'
import { isAudioName, type Stamp, sameStamp, stampOf, walk } from '../files'
import type { Pool } from './pool'
import { readFiles } from './read-files'
import type { Session } from './session'
import type { Happening } from './watch'

/** What other programs did to the open folders. */
export interface OutsideChanges {
  /** Rows with their new truth: changed, renamed, or there again. */
  readonly tracks: readonly Track[]
  readonly added: readonly Track[]
  /** Their files are not there any more. */
  readonly gone: readonly TrackId[]
}

/**
 * Looks at the files where something happened. What we did ourselves is no change: the row has the file's state
 * already. A file that vanished and lies elsewhere under the same inode was renamed, and keeps its row.
 */
export async function lookOutside(
  happenings: readonly Happening[],
  roots: readonly string[],
  { session, pool }: { readonly session: Session; readonly pool: Pool },
): Promise<OutsideChanges> {
  const paths = new Set<string>()
  for (const { path, deleted } of happenings) {
    if (session.isListed(path) || isAudioName(path)) paths.add(path)
    else if (deleted) for (const listed of session.pathsBelow(path + sep)) paths.add(listed)
    else for (const inside of await musicIn(path)) paths.add(inside)
  }
  const stamps = new Map<string, Stamp | undefined>()
  for (const path of paths) stamps.set(path, await stampAt(path))

  const isOpen = openRoots(roots, session)
  const gone = new Map<string, TrackId>()
  const changed: string[] = []
  const fresh: string[] = []
  for (const [path, stamp] of stamps) {
    const id = session.idAt(path)
    const known = id === undefined ? undefined : session.listed(id)
    if (id === undefined || known === undefined) {
      if (stamp !== undefined && !session.wasTakenOff(path) && isOpen(path)) fresh.push(path)
    } else if (stamp === undefined) gone.set(path, id)
    else if (!sameStamp(stamp, known.stamp) || session.isMissing(id)) changed.push(path)
  }

  const moved = renamedAmong(gone, fresh, stamps, session)
  session.moveAll(moved)
  for (const { from } of moved) gone.delete(from)
  const movedTo = new Set(moved.map(({ to }) => to))
  const isNew = new Set(fresh.filter((path) => !movedTo.has(path)))
  session.markMissing([...gone.values()])

  const tracks: Track[] = []
  const added: Track[] = []
  const toRead = [...changed, ...fresh]
  for (let at = 0; at < toRead.length; at += filesAtOnce) {
    const part = toRead.slice(at, at + filesAtOnce)
    const outcomes = await readFiles(pool, part)
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.ok) (isNew.has(part[index] ?? '') ? added : tracks).push(session.list(outcome.reading))
    }
  }
  return { tracks, added, gone: [...gone.values()] }
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

const filesAtOnce = 16

async function stampAt(path: string): Promise<Stamp | undefined> {
  try {
    const found = await stat(path, { bigint: true })
    return found.isFile() ? stampOf(found) : undefined
  } catch {
    return undefined
  }
}

/** A folder counts as open while something of it is listed. */
function openRoots(roots: readonly string[], session: Session): (path: string) => boolean {
  const open = roots.map((root) => root + sep).filter((below) => session.pathsBelow(below).length > 0)
  return (path) => open.some((below) => path.startsWith(below))
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
