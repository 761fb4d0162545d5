import { dirname, join } from 'node:path'
import { FileChangedError } from './errors'
import type { FileStat, FileSystem } from './file-system'
import { type FileKey, journalError, keyOf } from './journal'
import { type Holder, lock } from './lock'
import { settleLeftovers } from './recover'
import { temporaryName } from './temporaries'

/** A file that is to be read and perhaps written: the name it was asked for by, and with all links resolved. */
export interface Asked {
  readonly path: string
  readonly real: string
  readonly stat: FileStat
}

/**
 * Runs `work` while nobody else of ours saves this file, in whatever process; what an earlier save left of it is
 * settled first. `work` may make one temporary file, of the given name, in `temporaryFolder`.
 * @throws BeingSavedError, FileChangedError when there was something to settle, or what `work` throws
 */
export function alone<T>(
  journal: string,
  { path, real, stat }: Asked,
  files: FileSystem,
  work: (temporary: string) => T,
  temporaryFolder = dirname(real),
): T {
  const temporary = temporaryName()
  const holder = { path: real, temporary: join(temporaryFolder, temporary) }
  const release = hold(journal, keyOf(stat), holder, files)
  try {
    if (settleLeftovers(journal, keyOf(stat), files)) {
      throw new FileChangedError(path, 'was put back to what it was before a save that was cut short')
    }
    return work(temporary)
  } finally {
    release()
  }
}

function hold(
  journal: string,
  key: FileKey,
  holder: Pick<Holder, 'path' | 'temporary'>,
  files: FileSystem,
): () => void {
  try {
    files.makeFolder(journal)
    return lock(journal, key, holder, files)
  } catch (error) {
    throw journalError(error, journal, 0, holder.path, files)
  }
}
