/**
 * Text whose bytes were read in the wrong encoding: ID3v1 and ISO-8859-1 frames filled with whatever the writer's
 * system used, or a tag that a program on a Russian system once read and wrote again. The bytes are still there;
 * they only have to be read again.
 */

/** How the bytes were read by mistake: as ISO-8859-1 or Windows-1252, or as Windows-1251. */
export type ReadAs = 'western' | 'cyrillic'

/** Windows-1252 where it differs from ISO-8859-1; five bytes stand for nothing (WHATWG Encoding, §9). */
const windows1252 = new Map(
  [...'€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ'].map((character, index) => [character, 0x80 + index] as const),
)
windows1252.delete('\0')

const windows1251 = new Map(
  [
    ...new TextDecoder('windows-1251').decode(Uint8Array.from({ length: 128 }, (_, index) => 0x80 + index)),
  ].map((character, index) => [character, 0x80 + index] as const),
)

function byteOf(text: string, at: number, readAs: ReadAs): number | undefined {
  const code = text.charCodeAt(at)
  if (code < 0x80) return code
  if (readAs === 'cyrillic') return windows1251.get(text.charAt(at))
  return code < 0x100 ? code : windows1252.get(text.charAt(at))
}

/** The bytes that this text was made of when they were read so; undefined when no such bytes exist. */
export function mistakenBytes(text: string, readAs: ReadAs): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) {
    const byte = byteOf(text, at, readAs)
    if (byte === undefined) return undefined
    bytes[at] = byte
  }
  return bytes
}
