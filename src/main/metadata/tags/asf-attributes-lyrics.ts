import { concat, fromUint32le, uint8, uint32le } from '../bytes'
import { fromUtf16le, utf16leUntilNul } from './asf-attributes-text'
import { linesOfLrc, timeInLrc } from './lrc'

/**
 * `WM/Lyrics_Synchronised` (Windows Media Format SDK, WM_SYNCHRONISED_LYRICS, flat as in ASF_FLAT_SYNCHRONISED_LYRICS):
 * a byte for the unit of time, a byte for the kind of text, four bytes for the length of the lines, a description
 * that ends in NUL, then each line as text, NUL and a time of four bytes.
 */
const milliseconds = 2
const songLyrics = 1
const fixedBytes = 6

/** Lines as LRC text; undefined when the bytes are something else than song lyrics in milliseconds. */
export function lyricsToLrc(bytes: Uint8Array): string | undefined {
  if (bytes.length < fixedBytes || uint8(bytes, 0) !== milliseconds || uint8(bytes, 1) !== songLyrics) {
    return undefined
  }
  const description = utf16leUntilNul(bytes, fixedBytes)
  let at = description.next
  const end = at + uint32le(bytes, 2)
  if (end > bytes.length) return undefined
  const lines: string[] = []
  while (at < end) {
    const { text, next } = utf16leUntilNul(bytes, at)
    if (next + 4 > end) return undefined
    lines.push(`[${timeInLrc(uint32le(bytes, next))}]${text}`)
    at = next + 4
  }
  return lines.join('\n')
}

/** LRC text as bytes. @throws NotStorableError when no line has a time */
export function lrcToLyrics(lrc: string): Uint8Array {
  const parts = linesOfLrc(lrc).flatMap(({ milliseconds, text }) => [
    fromUtf16le(`${text}\0`),
    fromUint32le(milliseconds),
  ])
  const lines = concat(parts)
  return concat([
    Uint8Array.of(milliseconds, songLyrics),
    fromUint32le(lines.length),
    fromUtf16le('\0'),
    lines,
  ])
}
