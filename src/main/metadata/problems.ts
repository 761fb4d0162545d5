import { basename } from 'node:path'
import type { Problem } from '../../shared/model'
import { TruncatedError } from './bytes'
import type { NotWritable } from './containers/layout'
import { NotRegularFileError } from './file-access'

/** The code of an error of the operating system, `ENOENT` and the like. */
const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 200)

/** Why a file could not be opened or read, in the words of the catalogue. */
export function readProblem(error: unknown, path: string): Problem {
  const file = basename(path)
  if (error instanceof NotRegularFileError) return { code: 'file.notRegular', params: { file } }
  switch (systemCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { code: 'file.notFound', params: { file }, remedy: 'reload' }
    case 'EACCES':
    case 'EPERM':
      return { code: 'file.notReadable', params: { file }, remedy: 'retry' }
    // A socket, or a device that nobody serves.
    case 'ENXIO':
    case 'ENODEV':
    case 'EISDIR':
      return { code: 'file.notRegular', params: { file } }
    case 'EIO':
    case 'ESTALE':
    case 'EBUSY':
      return { code: 'file.ioError', params: { file, reason: reasonOf(error) }, remedy: 'retry' }
  }
  if (error instanceof TruncatedError) return { code: 'metadata.truncated', params: { file } }
  return { code: 'metadata.unreadable', params: { file, reason: reasonOf(error) } }
}

export const notWritableProblem = ({ code, reason }: NotWritable, path: string): Problem => ({
  code,
  params: { file: basename(path), reason, format: reason },
})
