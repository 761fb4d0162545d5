import { constants } from 'node:fs'
import { codeOf, StaysReadOnlyError } from './errors'
import { diskFiles, type FileSystem } from './file-system'
import { askedFor } from './save'
import { fileTrouble } from './trouble'

const ownerMayWrite = 0o200n

/** Lets its owner write to a file again; nothing else about it changes. A link is followed.
 *  @throws StaysReadOnlyError when it still may not be written to */
export function makeWritable(path: string, files: FileSystem = diskFiles): void {
  try {
    const { real } = askedFor(path, files)
    const fd = files.open(
      real,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    )
    try {
      files.changeMode(fd, Number((files.statOpen(fd).mode & 0o7777n) | ownerMayWrite))
    } finally {
      files.close(fd)
    }
    files.mayWrite(real)
  } catch (error) {
    if (['EACCES', 'EPERM'].includes(codeOf(error))) {
      throw new StaysReadOnlyError(path, 'stays read-only', { cause: error })
    }
    throw fileTrouble(error, path, files)
  }
}
