import { basename } from 'node:path'
import type { Problem } from '../../shared/model'

/** A file that could not be saved, and is as it was. `cause` is what the system said. */
export abstract class FileError extends Error {
  abstract override readonly name: string
  readonly path: string

  constructor(path: string, what: string, options?: ErrorOptions) {
    super(`${path}: ${what}`, options)
    this.path = path
  }
}

/** It is no longer what it was when it was read. */
export class FileChangedError extends FileError {
  override readonly name = 'FileChangedError'
}

export class FileNotFoundError extends FileError {
  override readonly name = 'FileNotFoundError'
}

/** The volume went away: unplugged, unmounted, or its server does not answer. */
export class VolumeGoneError extends FileError {
  override readonly name = 'VolumeGoneError'
}

export class NotWritableError extends FileError {
  override readonly name = 'NotWritableError'
  /** Whether it is the folder that may not be written to. */
  readonly folder: boolean

  constructor(path: string, folder: boolean, options?: ErrorOptions) {
    super(path, folder ? 'its folder is read-only' : 'is read-only', options)
    this.folder = folder
  }
}

export class DiskFullError extends FileError {
  override readonly name = 'DiskFullError'
  /** Bytes that are missing, as far as is known. */
  readonly needBytes: number
  /** Where the full volume is mounted; empty when unknown. May be the one of the journal, not of the file. */
  readonly volume: string

  constructor(path: string, needBytes: number, volume = '', options?: ErrorOptions) {
    super(path, `needs ${needBytes} bytes more${volume && ` on ${volume}`}`, options)
    this.needBytes = needBytes
    this.volume = volume
  }
}

/** The file has several names, and there is no journal to rewrite it safely under all of them. */
export class HardLinkedError extends FileError {
  override readonly name = 'HardLinkedError'
}

/** Another program holds the file open and lets nobody replace it (Windows). */
export class FileInUseError extends FileError {
  override readonly name = 'FileInUseError'
}

/** Another window, worker or command line of ours saves this very file. */
export class BeingSavedError extends FileError {
  override readonly name = 'BeingSavedError'
}

/** The name that it should get belongs to another file. */
export class NameTakenError extends FileError {
  override readonly name = 'NameTakenError'
}

/** A folder, a FIFO or a device by now. */
export class NotRegularError extends FileError {
  override readonly name = 'NotRegularError'
}

/**
 * Writing failed halfway and so did putting the old bytes back: the one error after which the file is neither old nor
 * new. Its journal is kept; the next save of the file, or the next start, puts it back.
 */
export class HalfSavedError extends FileError {
  override readonly name = 'HalfSavedError'
}

/** A plan that contradicts itself or the file's size: a fault of ours, caught before anything is written. */
export class PlanError extends FileError {
  override readonly name = 'PlanError'
}

/** The code of an error of the system: `ENOENT` and the like; empty for any other error. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** What the system said, as one of ours where it has a remedy of its own. */
export function fileError(error: unknown, path: string): unknown {
  switch (codeOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new FileNotFoundError(path, 'is not there any more', { cause: error })
    case 'ENODEV':
    case 'ENXIO':
    case 'ENOMEDIUM':
    case 'ESTALE':
    case 'EHOSTDOWN':
    case 'EHOSTUNREACH':
    case 'ENOTCONN':
    case 'ETIMEDOUT':
      return new VolumeGoneError(path, 'its volume is gone', { cause: error })
    case 'ENOSPC':
    case 'EDQUOT':
      return new DiskFullError(path, 1, '', { cause: error })
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new NotWritableError(path, false, { cause: error })
    case 'EBUSY':
    case 'ETXTBSY':
      return new FileInUseError(path, 'is in use', { cause: error })
    default:
      return error
  }
}

/** The problem that a failed save is to the person: always names the file, and what to do where we know. */
export function saveProblem(error: unknown, path: string): Problem {
  const file = basename(path)
  if (error instanceof FileChangedError) return { code: 'file.changed', params: { file }, remedy: 'reload' }
  if (error instanceof FileNotFoundError) return { code: 'file.notFound', params: { file } }
  if (error instanceof VolumeGoneError) return { code: 'file.volumeGone', params: { file }, remedy: 'retry' }
  if (error instanceof FileInUseError) return { code: 'file.inUse', params: { file }, remedy: 'retry' }
  if (error instanceof BeingSavedError) return { code: 'file.beingSaved', params: { file }, remedy: 'retry' }
  if (error instanceof HalfSavedError) return { code: 'file.halfSaved', params: { file }, remedy: 'retry' }
  if (error instanceof NameTakenError) return { code: 'file.nameTaken', params: { file } }
  if (error instanceof NotRegularError) return { code: 'file.notRegular', params: { file } }
  if (error instanceof NotWritableError) {
    return {
      code: error.folder ? 'file.folderNotWritable' : 'file.notWritable',
      params: { file },
      remedy: 'retry',
    }
  }
  if (error instanceof DiskFullError) {
    const { needBytes, volume } = error
    return { code: 'file.diskFull', params: { file, needBytes, volume }, remedy: 'retry' }
  }
  if (error instanceof HardLinkedError) return { code: 'file.hardLinked', params: { file } }
  return { code: 'file.ioError', params: { file, reason: reasonOf(error) }, remedy: 'retry' }
}

/** The system's code where it has one; of ours the name, `FileInUse` and the like. */
function reasonOf(error: unknown): string {
  if (error instanceof FileError) return error.name.replace(/Error$/, '')
  return codeOf(error) || (error instanceof Error ? error.name : 'unknown')
}
