import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface CommandLine {
  readonly argv: readonly string[]
  /** What relative paths start from. */
  readonly folder: string
  /** The app's own folder when it was started as `electron FOLDER …`; undefined in a package. */
  readonly appFolder: string | undefined
}

/**
 * Absolute paths of what a command line asks to open. Switches are passed over, everything behind `--` is a path.
 * Whether a path exists is for the scan to say, so that a typing error gets its sentence.
 */
export function askedPaths({ argv, folder, appFolder }: CommandLine): string[] {
  const paths: string[] = []
  let onlyPaths = false
  let ownFolder = appFolder
  for (const argument of argv.slice(1)) {
    if (!onlyPaths && argument === '--') {
      onlyPaths = true
      continue
    }
    if (argument === '' || (!onlyPaths && argument.startsWith('-'))) continue
    const path = asPath(argument, folder)
    if (path === undefined) continue
    if (ownFolder !== undefined && path === resolve(ownFolder)) {
      // The first time it is the app itself; a second time the person means it.
      ownFolder = undefined
      continue
    }
    paths.push(path)
  }
  return [...new Set(paths)]
}

/** File managers may hand over addresses. One on another host is no path of this machine and is left out. */
function asPath(argument: string, folder: string): string | undefined {
  if (!/^file:/i.test(argument)) return resolve(folder, argument)
  try {
    return fileURLToPath(argument)
  } catch {
    return undefined
  }
}
