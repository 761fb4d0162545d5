import { dirname } from 'node:path'
import { FileNotFoundError, fileError, VolumeGoneError } from './errors'
import { diskFiles, type FileSystem } from './file-system'

/** What went wrong with a file. One that is missing together with its folder has gone with its volume. */
export function fileTrouble(error: unknown, path: string, files: FileSystem = diskFiles): unknown {
  const known = fileError(error, path)
  if (!(known instanceof FileNotFoundError)) return known
  try {
    files.stat(dirname(path))
    return known
  } catch {
    return new VolumeGoneError(path, 'is gone, with its folder', { cause: error })
  }
}
