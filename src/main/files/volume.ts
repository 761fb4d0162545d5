import { dirname, parse } from 'node:path'
import { codeOf, DiskFullError } from './errors'
import type { FileSystem } from './file-system'

/** What a file system may need for itself beside a file. */
const spareBytes = 64 * 1024

/** Where the volume of this folder is mounted: the topmost folder that is still on the same device. */
export function volumeOf(folder: string, files: FileSystem): string {
  try {
    const { dev } = files.stat(folder)
    let top = folder
    for (let up = dirname(top); up !== top && files.stat(up).dev === dev; up = dirname(top)) top = up
    return top
  } catch {
    return parse(folder).root
  }
}

/** @throws DiskFullError when `folder`'s volume cannot take this many bytes more; `path` is the file to be saved */
export function requireRoom(folder: string, bytes: number, path: string, files: FileSystem): void {
  const missing = bytes + spareBytes - files.freeBytes(folder)
  if (missing > 0) throw new DiskFullError(path, missing, volumeOf(folder, files))
}

/** What failed while writing into `folder`, which was to take `bytes`: no room is told with volume and size. */
export function nameVolume(
  error: unknown,
  folder: string,
  bytes: number,
  path: string,
  files: FileSystem,
): unknown {
  const isFull = error instanceof DiskFullError || ['ENOSPC', 'EDQUOT'].includes(codeOf(error))
  if (!isFull) return error
  return new DiskFullError(path, Math.max(1, missing(folder, bytes, files)), volumeOf(folder, files), {
    cause: error,
  })
}

function missing(folder: string, bytes: number, files: FileSystem): number {
  try {
    return bytes + spareBytes - files.freeBytes(folder)
  } catch {
    return bytes
  }
}
