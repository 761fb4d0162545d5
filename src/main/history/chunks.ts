/** Bytes. A piece of text is one chunk; a picture of 200 kB about twelve. */
const minChunk = 4 * 1024
const maxChunk = 64 * 1024
/** 14 bits: a cut every 16 kB behind the smallest chunk, on average. */
const cutMask = 0x3fff << 18

/** 256 fixed numbers without pattern (xorshift32). Changing them only costs what is stored already its twins. */
const gear = (() => {
  const table = new Int32Array(256)
  let state = 0x9e3779b9
  for (let index = 0; index < 256; index++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    table[index] = state
  }
  return table
})()

/**
 * Cuts bytes where their own content says so (a gear hash over the last 32 bytes), so that the same picture is cut
 * the same way whatever stands before it: twelve tracks of an album share its chunks although their titles differ,
 * whether it lies there as it is or, in Ogg, as text between page headers.
 */
export function chunksOf(bytes: Uint8Array): Uint8Array[] {
  const chunks: Uint8Array[] = []
  let start = 0
  while (start < bytes.length) {
    const end = cutBehind(bytes, start)
    chunks.push(bytes.subarray(start, end))
    start = end
  }
  return chunks
}

function cutBehind(bytes: Uint8Array, start: number): number {
  const last = Math.min(bytes.length, start + maxChunk)
  let hash = 0
  for (let at = start + minChunk; at < last; at++) {
    hash = ((hash << 1) + (gear[bytes[at] ?? 0] ?? 0)) | 0
    if ((hash & cutMask) === 0) return at + 1
  }
  return last
}
