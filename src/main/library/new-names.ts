import { basename, dirname, join } from 'node:path'
import { flawOfName, type Outcome, type Problem, type Track, type TrackId } from '../../shared/model'
import { foldPath } from '../files'
import type { Moved } from './companions'
import type { RenameOrder } from './library'
import type { Pool } from './pool'
import { readFiles } from './read-files'
import type { Session } from './session'

/** What the system takes for a whole path: PATH_MAX without its end; on Windows, where Node uses long paths, less some. */
const maxPathBytes = process.platform === 'darwin' ? 1023 : process.platform === 'win32' ? 32_000 : 4095

/** The moves that an order means; refused when one of its names cannot be, or is given twice. */
export function plannedNames(
  names: RenameOrder['names'],
  pathOf: (id: TrackId) => string | undefined,
): Outcome<{ moves: readonly Moved[] }> {
  const moves: Moved[] = []
  const taken = new Set<string>()
  for (const { id, fileName } of names) {
    const from = pathOf(id)
    if (from === undefined) return refused({ code: 'file.notFound', params: { file: '' } })
    const file = basename(from)
    const flaw = flawOfName(fileName)
    if (flaw !== undefined) return refused({ code: 'file.nameNotAllowed', params: { file, reason: flaw } })
    const to = join(dirname(from), fileName)
    if (Buffer.byteLength(to) > maxPathBytes) {
      return refused({ code: 'file.nameNotAllowed', params: { file, reason: 'tooLong' } })
    }
    if (taken.has(foldPath(to))) return refused({ code: 'file.nameTaken', params: { file } })
    taken.add(foldPath(to))
    if (to !== from) moves.push({ from, to })
  }
  return { ok: true, moves }
}

const refused = (problem: Problem): { ok: false; problem: Problem } => ({ ok: false, problem })

/** The rows of what moved, under the ids that they had. All change places at once: names may have been swapped. */
export async function movedTracks(
  moved: readonly Moved[],
  { session, pool }: { readonly session: Session; readonly pool: Pool },
): Promise<Track[]> {
  const ids = session.moveAll(moved)
  const paths = [...ids.keys()]
  const outcomes = paths.length === 0 ? [] : await readFiles(pool, paths)
  return outcomes.flatMap((outcome, index) => {
    const id = ids.get(paths[index] ?? '')
    return outcome.ok && id !== undefined ? (session.update(id, outcome.reading) ?? []) : []
  })
}
