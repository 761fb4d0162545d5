import { dirname } from 'node:path'

/** Whether a path lies somewhere below one of these folders. As long as the path is deep, however many folders. */
export function liesBelow(path: string, folders: ReadonlySet<string>): boolean {
  let folder = dirname(path)
  for (let inside = path; folder !== inside; inside = folder, folder = dirname(folder)) {
    if (folders.has(folder)) return true
  }
  return false
}
