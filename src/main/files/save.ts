import { constants } from 'node:fs'
import { flawOf, planChangesNothing, resultSize, type SavePlan } from '../../shared/model'
import { type Asked, alone } from './alone'
import { FileChangedError, HardLinkedError, NotRegularError, NotWritableError, PlanError } from './errors'
import { diskFiles, type FileSystem } from './file-system'
import { saveByRewriting, saveInPlace } from './in-place'
import type { Original, Unkept } from './original'
import { chooseRoute, type Route } from './route'
import { type Stamp, sameStamp, stampOf } from './stamp'
import { temporaryName } from './temporaries'
import { fileTrouble } from './trouble'
import { saveWholeFile } from './whole-file'

export interface SaveOptions {
  /**
   * The folder for journals, locks and the register of temporaries, `<data>/journal`; made when missing. Without it
   * (tools, tests) every file is replaced whole, nothing keeps two processes apart, files with several names are
   * refused, and what a killed save leaves is swept by nobody.
   */
  readonly journal?: string
  /** Whether the file shall seem as old as before. To a microsecond; the tenths that some disks keep are cut off. */
  readonly keepModified?: boolean
}

export interface Saved {
  readonly route: 'nothing' | Exclude<Route['kind'], 'refused'>
  /** What the new file has not got from the old one. */
  readonly unkept: readonly Unkept[]
}

const nothingDone: Saved = { route: 'nothing', unkept: [] }
const anyoneMayWrite = 0o222n

/**
 * Carries out a save plan, in place or by a new file (`chooseRoute`). Once it returns the new version survives a power
 * cut. When it throws, the file is the old version byte for byte, with two exceptions: a `HalfSavedError`, and an error
 * of the very last flush, after which it may be the new version. A crash or power cut in between leaves old or new
 * too, once `recover` has run. A symbolic link is followed and stays a link; mode, extended attributes and, where
 * allowed, owner are kept. `expected` is the file that the plan was made for; another one is never overwritten.
 * @throws FileError for what has a remedy, the system's error otherwise
 */
export function save(
  path: string,
  plan: SavePlan,
  expected: Stamp | undefined,
  files: FileSystem = diskFiles,
  options: SaveOptions = {},
): Saved {
  if (planChangesNothing(plan)) return nothingDone
  const flaw = flawOf(plan)
  if (flaw !== undefined) throw new PlanError(path, flaw)
  try {
    const file = askedFor(path, files)
    // Root may write to anything; a file that nobody may write to was protected by someone on purpose.
    if ((file.stat.mode & anyoneMayWrite) === 0n) throw new NotWritableError(path, false)
    const carry = (temporary: string): Saved => saveAlone(file, plan, expected, temporary, files, options)
    const { journal } = options
    return journal === undefined ? carry(temporaryName()) : alone(journal, file, files, carry)
  } catch (error) {
    throw fileTrouble(error, path, files)
  }
}

/** The file behind a name, links followed. */
export function askedFor(path: string, files: FileSystem): Asked {
  const real = files.realpath(path)
  const stat = files.stat(real)
  if (!stat.isFile()) throw new NotRegularError(path, 'is not a file')
  return { path, real, stat }
}

/** Nobody else of ours saves this file meanwhile. */
function saveAlone(
  { path, real }: Asked,
  plan: SavePlan,
  expected: Stamp | undefined,
  temporary: string,
  files: FileSystem,
  { journal, keepModified = false }: SaveOptions,
): Saved {
  return withOriginal({ path, real }, plan, expected, files, ({ source, stat }) => {
    files.mayWrite(real)
    return carryOut({ path, real, source, stat, plan, journal, keepModified }, temporary, files)
  })
}

/** Opens the file that the plan was made for, for reading; another one is refused. */
export function withOriginal<T>(
  { path, real }: Pick<Asked, 'path' | 'real'>,
  plan: SavePlan,
  expected: Stamp | undefined,
  files: FileSystem,
  use: (original: Pick<Original, 'source' | 'stat'>) => T,
): T {
  const fd = files.open(real, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  try {
    const stat = files.statOpen(fd)
    if (Number(stat.size) !== plan.size || (expected !== undefined && !sameStamp(stampOf(stat), expected))) {
      throw new FileChangedError(path, 'changed since it was read')
    }
    return use({ source: { fd, path }, stat })
  } finally {
    close(fd, files)
  }
}

/** Nothing was written through it, so there is nothing that closing could lose. */
function close(fd: number, files: FileSystem): void {
  try {
    files.close(fd)
  } catch {
    // See above.
  }
}

function carryOut(original: Original, temporary: string, files: FileSystem): Saved {
  const { path, plan, stat, journal } = original
  const route = chooseRoute(plan, { links: Number(stat.nlink), hasJournal: journal !== undefined })
  if (route.kind === 'refused' || (journal === undefined && route.kind !== 'whole-file')) {
    throw new HardLinkedError(path, 'has several names')
  }
  if (route.kind === 'whole-file' || journal === undefined) {
    return { route: 'whole-file', unkept: saveWholeFile(original, temporary, files) }
  }
  if (route.kind === 'rewrite') {
    saveByRewriting({ ...original, journal }, resultSize(plan), files)
    return { route: 'rewrite', unkept: [] }
  }
  return saveInPlace({ ...original, journal }, route.region, files)
    ? { route: 'in-place', unkept: [] }
    : nothingDone
}
