import { accessBytes, type FileAccess } from '../file-access'

/** Bytes in memory as a file that keeps the length of each read: what is cheap is told by it, not by a clock. */
export function countingAccess(bytes: Uint8Array): { readonly access: FileAccess; readonly reads: number[] } {
  const whole = accessBytes(bytes)
  const reads: number[] = []
  const read = (at: number, length: number) => {
    reads.push(length)
    return whole.read(at, length)
  }
  return { access: { size: bytes.length, read }, reads }
}
