import { constants } from 'node:fs'
import type { FileSystem } from './file-system'

/** What was made, renamed or removed in a folder is safe from a power cut only after this. Windows does it by itself. */
export function flushFolder(folder: string, files: FileSystem): void {
  if (process.platform === 'win32') return
  const fd = files.open(folder, constants.O_RDONLY)
  try {
    files.flush(fd)
  } finally {
    files.close(fd)
  }
}
