/**
 * Text whose bytes were read in the wrong encoding: ID3v1 and ISO-8859-1 frames filled with whatever the writer's
 * system used. The bytes are still there; they only have to be read again.
 */

/** Windows-1252 where it differs from ISO-8859-1; five bytes stand for nothing (WHATWG Encoding, §9). */
const windows1252 = new Map(
  [...'€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ'].map((character, index) => [character, 0x80 + index] as const),
)
windows1252.delete('\0')

/** The bytes that ISO-8859-1 or Windows-1252 made this text of; undefined when no such bytes exist. */
export function mistakenBytes(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const byte = code < 0x100 ? code : windows1252.get(text.charAt(at))
    if (byte === undefined) return undefined
    bytes[at] = byte
  }
  return bytes
}
