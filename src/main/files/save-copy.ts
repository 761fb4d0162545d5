import { dirname } from 'node:path'
import { flawOf, type SavePlan } from '../../shared/model'
import { alone } from './alone'
import { fileError, OwnPlaceError, PlanError } from './errors'
import { diskFiles, type FileSystem } from './file-system'
import { keyOf } from './journal'
import { askedFor, withOriginal } from './save'
import type { Stamp } from './stamp'
import { fileTrouble } from './trouble'
import { writeBeside } from './whole-file'

/**
 * Writes what a plan makes of a file to another place, for a file that cannot be written to where it lies; it is only
 * read. A file at `to` is replaced in one step. Once it returns, the copy survives a power cut; when it throws, what
 * was at `to` is as it was. Links, mode, owner and attributes stay with the original.
 * @throws FileError for what has a remedy, the system's error otherwise
 */
export function saveCopy(
  path: string,
  plan: SavePlan,
  expected: Stamp | undefined,
  { to, journal }: { readonly to: string; readonly journal: string },
  files: FileSystem = diskFiles,
): void {
  const flaw = flawOf(plan)
  if (flaw !== undefined) throw new PlanError(path, flaw)
  const folder = dirname(to)
  try {
    const file = askedFor(path, files)
    if (lies(to, keyOf(file.stat), files)) throw new OwnPlaceError(path, 'would be its own copy')
    alone(
      journal,
      file,
      files,
      (temporary) =>
        withOriginal(file, plan, expected, files, ({ source }) => {
          try {
            writeBeside({ path: to, real: to, source, plan, journal }, temporary, files)
          } catch (error) {
            throw fileError(error, to)
          }
        }),
      folder,
    )
  } catch (error) {
    throw fileTrouble(error, path, files)
  }
}

/** Whether this very file lies there, under whatever name. */
function lies(at: string, key: string, files: FileSystem): boolean {
  try {
    return keyOf(files.stat(at)) === key
  } catch {
    return false
  }
}
