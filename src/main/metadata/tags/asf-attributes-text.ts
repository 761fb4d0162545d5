/** UTF-16LE text as ASF keeps it (§1.2): ends in NUL, which some writers leave out and others double. */

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength & ~1)

/** Without the NULs at either end. An odd last byte is no text. */
export const utf16le = (bytes: Uint8Array): string => {
  const text = asBuffer(bytes).toString('utf16le')
  let start = 0
  let end = text.length
  while (end > start && text.charCodeAt(end - 1) === 0) end--
  while (start < end && text.charCodeAt(start) === 0) start++
  return text.slice(start, end)
}

export const fromUtf16le = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le'))

/** The text from `at` to the next NUL, or to the end where there is none, and where it goes on behind that. */
export function utf16leUntilNul(bytes: Uint8Array, at: number): { text: string; next: number } {
  let end = at
  while (end + 1 < bytes.length && (bytes[end] !== 0 || bytes[end + 1] !== 0)) end += 2
  return {
    text: asBuffer(bytes.subarray(at, end)).toString('utf16le'),
    next: Math.min(end + 2, bytes.length),
  }
}
