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

  constructor(path: string, needBytes: number, options?: ErrorOptions) {
    super(path, `needs ${needBytes} bytes more`, options)
    this.needBytes = needBytes
  }
}

/** The file has several names. Putting a new file under one of them would part it from the others. */
export class HardLinkedError extends FileError {
  override readonly name = 'HardLinkedError'
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
    case 'ENOSPC':
    case 'EDQUOT':
      return new DiskFullError(path, 1, { cause: error })
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new NotWritableError(path, false, { cause: error })
    default:
      return error
  }
}

/** The problem that a failed save is to the person: always names the file, and what to do where we know. */
export function saveProblem(error: unknown, path: string): Problem {
  const file = basename(path)
  if (error instanceof FileChangedError) return { code: 'file.changed', params: { file }, remedy: 'reload' }
  if (error instanceof FileNotFoundError) return { code: 'file.notFound', params: { file } }
  if (error instanceof NotWritableError) {
    return {
      code: error.folder ? 'file.folderNotWritable' : 'file.notWritable',
      params: { file },
      remedy: 'retry',
    }
  }
  if (error instanceof DiskFullError) {
    return { code: 'file.diskFull', params: { file, needBytes: error.needBytes }, remedy: 'retry' }
  }
  if (error instanceof HardLinkedError) return { code: 'file.hardLinked', params: { file } }
  const reason = codeOf(error) || (error instanceof Error ? error.name : 'unknown')
  return { code: 'file.ioError', params: { file, reason }, remedy: 'retry' }
}
