import { constants } from 'node:fs'
import { dirname, join } from 'node:path'
import { flawOf, planChangesNothing, resultSize, type SavePlan } from '../../shared/model'
import {
  FileChangedError,
  FileNotFoundError,
  fileError,
  HardLinkedError,
  NotRegularError,
  NotWritableError,
  PlanError,
  VolumeGoneError,
} from './errors'
import { diskFiles, type FileSystem } from './file-system'
import { saveByRewriting, saveInPlace } from './in-place'
import { keyOf } from './journal'
import { lock } from './lock'
import type { Original, Unkept } from './original'
import { settleLeftovers } from './recover'
import { chooseRoute, type Route } from './route'
import { type Stamp, sameStamp, stampOf } from './stamp'
import { temporaryName } from './temporaries'
import { saveWholeFile } from './whole-file'

export interface SaveOptions {
  /**
   * The folder for journals, locks and the register of temporaries, `<data>/journal`; made when missing. Without it
   * (tools, tests) every file is replaced whole, nothing keeps two processes apart, files with several names are
   * refused, and what a killed save leaves is found by `sweepTemporaries` only.
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
    const real = files.realpath(path)
    const before = files.stat(real)
    if (!before.isFile()) throw new NotRegularError(path, 'is not a file')
    // Root may write to anything; a file that nobody may write to was protected by someone on purpose.
    if ((before.mode & anyoneMayWrite) === 0n) throw new NotWritableError(path, false)
    if (options.journal === undefined)
      return saveAlone(path, real, plan, expected, temporaryName(), files, options)

    files.makeFolder(options.journal)
    const temporary = temporaryName()
    const release = lock(
      options.journal,
      keyOf(before),
      { path: real, temporary: join(dirname(real), temporary) },
      files,
    )
    try {
      if (settleLeftovers(options.journal, keyOf(before), files)) {
        throw new FileChangedError(path, 'was put back to what it was before a save that was cut short')
      }
      return saveAlone(path, real, plan, expected, temporary, files, options)
    } finally {
      release()
    }
  } catch (error) {
    throw told(error, path, files)
  }
}

/** A file that is missing together with its folder has gone with its volume, or the folder was moved. */
function told(error: unknown, path: string, files: FileSystem): unknown {
  const known = fileError(error, path)
  if (!(known instanceof FileNotFoundError)) return known
  try {
    files.stat(dirname(path))
    return known
  } catch {
    return new VolumeGoneError(path, 'is gone, with its folder', { cause: error })
  }
}

/** Nobody else of ours saves this file meanwhile. */
function saveAlone(
  path: string,
  real: string,
  plan: SavePlan,
  expected: Stamp | undefined,
  temporary: string,
  files: FileSystem,
  { journal, keepModified = false }: SaveOptions,
): Saved {
  const fd = files.open(real, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  try {
    const stat = files.statOpen(fd)
    if (Number(stat.size) !== plan.size || (expected !== undefined && !sameStamp(stampOf(stat), expected))) {
      throw new FileChangedError(path, 'changed since it was read')
    }
    try {
      files.mayWrite(real)
    } catch (cause) {
      throw new NotWritableError(path, false, { cause })
    }
    return carryOut({ path, real, source: { fd, path }, stat, plan, journal, keepModified }, temporary, files)
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
