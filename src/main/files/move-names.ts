import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { codeOf, FileChangedError, NameTakenError } from './errors'
import type { FileStat, FileSystem } from './file-system'
import { flushFolder } from './flush-folder'
import { keyOf } from './journal'
import type { Move } from './move-steps'

// One file, two names on one volume: how the second comes and the first goes without a moment in between.

/** A name that nobody looks for. Never swept like other temporaries, as it holds music: only its journal brings it back. */
export const hiddenBeside = (path: string): string =>
  join(dirname(path), `.tagwright-move-${randomBytes(8).toString('hex')}`)

/** What bears such a name is ours, however it looks. */
export const isHidden = (path: string): boolean => /^\.tagwright-move-[0-9a-f]{16}$/.test(basename(path))

const linksAreUnknown: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])

/** Gives a file its second name, which must be free. Answers whether the first one is still there. */
export function giveName({ from, to }: Move, files: FileSystem): boolean {
  try {
    files.link(from, to)
    return true
  } catch (error) {
    const code = codeOf(error)
    if (code === 'EEXIST') throw new NameTakenError(from, `${to} is there already`, { cause: error })
    if (!linksAreUnknown.has(code)) throw error
    renameOverPlaceholder(from, to, files)
    return false
  }
}

/** Takes the first name away, as long as it still means the file that has the second one. */
export function dropName({ from, to }: Move, files: FileSystem): void {
  const [first, second] = [statAt(from, files), statAt(to, files)]
  if (first === undefined || second === undefined || keyOf(first) !== keyOf(second)) {
    throw new FileChangedError(from, 'was replaced while it was moved')
  }
  files.remove(from)
}

/** On exFAT and the like: an empty file takes the name first, and only that one is replaced. */
function renameOverPlaceholder(from: string, to: string, files: FileSystem): void {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)
  try {
    files.close(files.open(to, flags, 0o600))
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    throw new NameTakenError(from, `${to} is there already`, { cause: error })
  }
  try {
    files.rename(from, to)
  } catch (error) {
    files.remove(to)
    throw error
  }
}

/** What `renameOverPlaceholder` leaves when it is stopped half-way. */
export const isPlaceholder = (stat: FileStat): boolean =>
  stat.isFile() && stat.size === 0n && (stat.mode & 0o777n) === 0o600n

/** Undefined when nothing is there. */
export function statAt(path: string, files: FileSystem): FileStat | undefined {
  try {
    return files.stat(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined
    throw error
  }
}

/** What happened to these names survives a power cut from here on. */
export function flushFoldersOf(paths: readonly string[], files: FileSystem): void {
  for (const folder of new Set(paths.map(dirname))) flushFolder(folder, files)
}
