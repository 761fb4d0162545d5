import { basename, join } from 'node:path'
import type { Problem, ProblemCode } from '../../shared/model'
import { type Recovery, recover } from '../files'

/** Where saves keep their journals, locks and the folders that may hold temporaries (decisions.md 8). */
export const journalFolder = (dataDir: string): string => join(dataDir, 'journal')

/**
 * Puts right what a save that was cut short left behind: at start, before any file is opened. What a person should
 * know comes back as problems; the rest is for the log.
 */
export function recoverSaves(
  dataDir: string,
  onRecovered: (recovery: Recovery) => void,
  recoverFrom: (folder: string) => Recovery = recover,
): readonly Problem[] {
  const recovery = recoverFrom(journalFolder(dataDir))
  onRecovered(recovery)
  const { restored, completed, movedBack, foreign, damagedJournals } = recovery
  const said = (code: ProblemCode, paths: readonly string[], count = paths.length): readonly Problem[] =>
    count === 0 ? [] : [{ code, params: { file: basename(paths[0] ?? ''), count } }]
  return [
    ...said('recovery.restored', restored),
    ...said('recovery.completed', completed),
    ...said('recovery.movedBack', movedBack),
    ...said('recovery.unclear', foreign, foreign.length + damagedJournals),
  ]
}
