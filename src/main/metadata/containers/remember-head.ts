import type { FileAccess } from '../file-access'

/** Headers lie in here, as a rule. */
const headBytes = 2048

/**
 * The file with the bytes from `start` on read at once, before the tags at its end are looked for: going back to
 * the header then would be another read from the disk.
 */
export function rememberHead(access: FileAccess, start: number): FileAccess {
  const head = access.read(start, headBytes)
  return {
    size: access.size,
    read: (at, length) => {
      const offset = at - start
      const isInside = offset >= 0 && offset + length <= head.length
      return isInside ? head.slice(offset, offset + length) : access.read(at, length)
    },
  }
}
