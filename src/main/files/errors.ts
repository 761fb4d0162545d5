import { basename } from 'node:path'
import type { Problem, ProblemCode, Remedy } from '../../shared/model'

/** A file that could not be saved, and is as it was. `cause` is what the system said. */
export abstract class FileError extends Error {
  abstract override readonly name: string
  /** The problem that it is to the person. */
  abstract readonly code: ProblemCode
  readonly path: string

  constructor(path: string, what: string, options?: ErrorOptions) {
    super(`${path}: ${what}`, options)
    this.path = path
  }

  /** What the sentence says besides the file's name. */
  params(): Problem['params'] {
    return {}
  }
}

/** It is no longer what it was when it was read. */
export class FileChangedError extends FileError {
  override readonly name = 'FileChangedError'
  readonly code = 'file.changed'
}

export class FileNotFoundError extends FileError {
  override readonly name = 'FileNotFoundError'
  readonly code = 'file.notFound'
}

/** The volume went away: unplugged, unmounted, or its server does not answer. */
export class VolumeGoneError extends FileError {
  override readonly name = 'VolumeGoneError'
  readonly code = 'file.volumeGone'
}

/** Nobody may write there: a disc, a locked card, a volume that was mounted so. */
export class VolumeReadOnlyError extends FileError {
  override readonly name = 'VolumeReadOnlyError'
  readonly code = 'file.volumeReadOnly'
}

export class NotWritableError extends FileError {
  override readonly name = 'NotWritableError'
  readonly code: 'file.folderNotWritable' | 'file.notWritable'

  /** `folder`: whether it is the folder that may not be written to. */
  constructor(path: string, folder: boolean, options?: ErrorOptions) {
    super(path, folder ? 'its folder is read-only' : 'is read-only', options)
    this.code = folder ? 'file.folderNotWritable' : 'file.notWritable'
  }
}

/** It is read-only and belongs to somebody else, or the system keeps it so. */
export class StaysReadOnlyError extends FileError {
  override readonly name = 'StaysReadOnlyError'
  readonly code = 'file.staysReadOnly'
}

/** Our own folder of journals and locks may not be written to: without it no save is safe. */
export class JournalNotWritableError extends FileError {
  override readonly name = 'JournalNotWritableError'
  readonly code = 'file.journalNotWritable'
}

export class DiskFullError extends FileError {
  override readonly name = 'DiskFullError'
  readonly code = 'file.diskFull'
  /** Bytes that are missing, as far as is known. */
  readonly needBytes: number
  /** Where the full volume is mounted; empty when unknown. May be the one of the journal, not of the file. */
  readonly volume: string

  constructor(path: string, needBytes: number, volume = '', options?: ErrorOptions) {
    super(path, `needs ${needBytes} bytes more${volume && ` on ${volume}`}`, options)
    this.needBytes = needBytes
    this.volume = volume
  }

  override params(): Problem['params'] {
    return { needBytes: this.needBytes, volume: this.volume }
  }
}

/** The file has several names, and there is no journal to rewrite it safely under all of them. */
export class HardLinkedError extends FileError {
  override readonly name = 'HardLinkedError'
  readonly code = 'file.hardLinked'
}

/** Another program holds the file open and lets nobody replace it (Windows). */
export class FileInUseError extends FileError {
  override readonly name = 'FileInUseError'
  readonly code = 'file.inUse'
}

/** Another window, worker or command line of ours saves this very file. */
export class BeingSavedError extends FileError {
  override readonly name = 'BeingSavedError'
  readonly code = 'file.beingSaved'
}

/** The name that it should get belongs to another file. */
export class NameTakenError extends FileError {
  override readonly name = 'NameTakenError'
  readonly code = 'file.nameTaken'
}

/** A copy of it was to be put in its own place. */
export class OwnPlaceError extends FileError {
  override readonly name = 'OwnPlaceError'
  readonly code = 'file.ownPlace'
}

/** A copy that was flushed and read again is not what was written: the volume does not keep what it is given. */
export class CopyDiffersError extends FileError {
  override readonly name = 'CopyDiffersError'
  readonly code = 'file.ioError'

  override params(): Problem['params'] {
    return { reason: this.name }
  }
}

/** A folder, a FIFO or a device by now. */
export class NotRegularError extends FileError {
  override readonly name = 'NotRegularError'
  readonly code = 'file.notRegular'
}

/**
 * Writing failed halfway and so did putting the old bytes back: the one error after which the file is neither old nor
 * new. Its journal is kept; the next save of the file, or the next start, puts it back.
 */
export class HalfSavedError extends FileError {
  override readonly name = 'HalfSavedError'
  readonly code = 'file.halfSaved'
}

/** A plan that contradicts itself or the file's size: a fault of ours, caught before anything is written. */
export class PlanError extends FileError {
  override readonly name = 'PlanError'
  readonly code = 'metadata.notVerified'

  override params(): Problem['params'] {
    return { reason: 'plan' }
  }
}

/** The code of an error of the system: `ENOENT` and the like; empty for any other error. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

type Make = (path: string, options: ErrorOptions) => FileError

const gone: Make = (path, options) => new FileNotFoundError(path, 'is not there any more', options)
const volumeGone: Make = (path, options) => new VolumeGoneError(path, 'its volume is gone', options)
const full: Make = (path, options) => new DiskFullError(path, 1, '', options)
const readOnly: Make = (path, options) => new NotWritableError(path, false, options)
const inUse: Make = (path, options) => new FileInUseError(path, 'is in use', options)

/** What the system's codes mean for a file that is to be saved. */
const meanings: Readonly<Record<string, Make>> = {
  ENOENT: gone,
  ENOTDIR: gone,
  ENODEV: volumeGone,
  ENXIO: volumeGone,
  ENOMEDIUM: volumeGone,
  ESTALE: volumeGone,
  EHOSTDOWN: volumeGone,
  EHOSTUNREACH: volumeGone,
  ENOTCONN: volumeGone,
  ETIMEDOUT: volumeGone,
  ENOSPC: full,
  EDQUOT: full,
  EACCES: readOnly,
  EPERM: readOnly,
  EROFS: (path, options) => new VolumeReadOnlyError(path, 'its volume is read-only', options),
  EBUSY: inUse,
  ETXTBSY: inUse,
}

/** What the system said, as one of ours where it has a remedy of its own. */
export function fileError(error: unknown, path: string): unknown {
  const code = codeOf(error)
  return Object.hasOwn(meanings, code) ? meanings[code]?.(path, { cause: error }) : error
}

/** What can be done about it. Trying again is offered for every file that could not be saved. */
const remedies: { readonly [Code in ProblemCode]?: Remedy } = {
  'file.changed': 'reload',
  'file.volumeGone': 'retry',
  'file.volumeReadOnly': 'save-copy',
  'file.inUse': 'retry',
  'file.beingSaved': 'retry',
  'file.halfSaved': 'retry',
  'file.notWritable': 'make-writable',
  'file.staysReadOnly': 'save-copy',
  'file.folderNotWritable': 'save-copy',
  'file.journalNotWritable': 'retry',
  'file.diskFull': 'retry',
  'file.ownPlace': 'save-copy',
  'file.hardLinked': 'save-copy',
  'file.ioError': 'retry',
}

/** The problem that a failed save is to the person: always names the file, and what to do where we know. */
export function saveProblem(error: unknown, path: string): Problem {
  const code: ProblemCode = error instanceof FileError ? error.code : 'file.ioError'
  const more = error instanceof FileError ? error.params() : { reason: reasonOf(error) }
  const remedy = remedies[code]
  return { code, params: { file: basename(path), ...more }, ...(remedy && { remedy }) }
}

/** The system's code where it has one. */
const reasonOf = (error: unknown): string =>
  codeOf(error) || (error instanceof Error ? error.name : 'unknown')
