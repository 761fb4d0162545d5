import { basename, join } from 'node:path'
import type { Problem } from '../../shared/model'
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
  const { restored, completed, foreign, damagedJournals } = recovery
  const [file = ''] = restored
  return [
    ...(restored.length === 0
      ? []
      : [{ code: 'recovery.restored' as const, params: { file: basename(file), count: restored.length } }]),
    ...(completed.length === 0
      ? []
      : [
          {
            code: 'recovery.completed' as const,
            params: { file: basename(completed[0] ?? ''), count: completed.length },
          },
        ]),
    ...(foreign.length + damagedJournals === 0
      ? []
      : [
          {
            code: 'recovery.unclear' as const,
            params: { file: basename(foreign[0] ?? ''), count: foreign.length + damagedJournals },
          },
        ]),
  ]
}
