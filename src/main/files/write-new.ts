import { constants } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { alone } from './alone'
import { codeOf, fileError, NameTakenError, NotWritableError } from './errors'
import { diskFiles, type FileSystem } from './file-system'
import { flushFolder } from './flush-folder'
import { dropName, giveName } from './move-names'
import { foldPath } from './move-steps'
import { registerFolder } from './temporaries'
import { writeAll } from './transfer'
import { fileTrouble } from './trouble'
import { nameVolume, requireRoom } from './volume'

/**
 * Writes a file that is not there yet, whole or not at all. Once it returns, the file survives a power cut.
 * @throws NameTakenError when something has its name, also in the eyes of a system that does not mind case; FileError for
 * what else has a remedy, the system's error otherwise
 */
export function writeNewFile(
  path: string,
  bytes: Uint8Array,
  { journal }: { readonly journal: string },
  files: FileSystem = diskFiles,
): void {
  const folder = dirname(path)
  try {
    const real = files.realpath(folder)
    const target = join(real, basename(path))
    if (files.list(real).some((name) => foldPath(join(real, name)) === foldPath(target)))
      throw new NameTakenError(path, 'is there already')
    // The folder stands for the file that is not there yet: two of ours never make it at once.
    alone(
      journal,
      { path, real, stat: files.stat(real) },
      files,
      (temporary) => {
        registerFolder(journal, real, files)
        writeUnderNewName({ path, target, temporary: join(real, temporary) }, bytes, files)
      },
      real,
    )
  } catch (error) {
    throw fileTrouble(error, path, files)
  }
}

function writeUnderNewName(
  { path, target, temporary }: { readonly path: string; readonly target: string; readonly temporary: string },
  bytes: Uint8Array,
  files: FileSystem,
): void {
  const folder = dirname(target)
  try {
    files.mayWrite(folder)
  } catch (error) {
    if (codeOf(error) !== 'EACCES' && codeOf(error) !== 'EPERM') throw error
    throw new NotWritableError(path, true, { cause: error })
  }
  requireRoom(folder, bytes.length, path, files)
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)
  try {
    const fd = files.open(temporary, flags, 0o666)
    let open = true
    try {
      writeAll({ fd, path }, bytes, 0, files)
      files.flush(fd)
      // Closing can report a write that was lost, so it belongs to what may fail.
      open = false
      files.close(fd)
    } finally {
      if (open) files.close(fd)
    }
    if (giveName({ from: temporary, to: target }, files)) dropName({ from: temporary, to: target }, files)
  } catch (error) {
    removeQuietly(temporary, files)
    if (error instanceof NameTakenError) throw new NameTakenError(path, 'is there already', { cause: error })
    throw nameVolume(fileError(error, path), folder, bytes.length, path, files)
  }
  flushFolder(folder, files)
}

/** What cannot be removed now is swept at the next start. */
function removeQuietly(path: string, files: FileSystem): void {
  try {
    files.remove(path)
  } catch {
    // See above.
  }
}
