import type { FileSystem } from '../../files'
import { diskFiles, save } from '../../files'
import { MetadataWriter } from '../../metadata'
import type { SaveHistory } from '../recorded-save'
import { ownParts, type SaveTrackParts } from '../save-track'

/** The road of a save, on which something happens at one of its steps. */
export interface StoppingRoad {
  readonly parts: SaveTrackParts
  readonly history: (history: SaveHistory) => SaveHistory
}

type Call = (...args: readonly never[]) => unknown

/**
 * Calls `stop` right before step number `at` (from 1): `prepare`, every call that the save makes to the system, and
 * `done` are the steps. No second opinions: they come before the first one, and would be loaded each time.
 */
export function stoppingAt(at: number, stop: () => void): StoppingRoad {
  let step = 0
  /** All functions of an object, counted. */
  const counted = <Calls extends object>(calls: Calls): Calls => {
    const wrapped = Object.entries(calls).map(([name, call]: [string, Call]) => [
      name,
      (...args: readonly never[]) => {
        if (++step === at) stop()
        return call(...args)
      },
    ])
    return Object.fromEntries(wrapped) as Calls
  }
  const files: FileSystem = counted(diskFiles)
  return {
    parts: {
      ...ownParts(),
      writer: new MetadataWriter({ opinions: [] }),
      save: (path, plan, expected, _files, options) => save(path, plan, expected, files, options),
    },
    history: ({ prepare, done, failed }) => counted({ prepare, done, failed }),
  }
}
