import type { SoundContainer, SoundSource } from '../source'

/** Bytes in memory as a source. */
export const sourceOf = (bytes: Uint8Array, container: SoundContainer, start = 0): SoundSource => ({
  bytes: { size: bytes.length, read: (at, length) => bytes.subarray(at, at + length) },
  container,
  start,
})
