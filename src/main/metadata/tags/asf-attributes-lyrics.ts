import { concat, fromUint32le, uint8, uint32le } from '../bytes'
import { fromUtf16le, utf16leUntilNul } from './asf-attributes-text'
import { NotStorableError } from './entry'
import { timeInLrc } from './lrc-time'

/**
 * `WM/Lyrics_Synchronised` (Windows Media Format SDK, WM_SYNCHRONISED_LYRICS, flat as in ASF_FLAT_SYNCHRONISED_LYRICS):
 * a byte for the unit of time, a byte for the kind of text, four bytes for the length of the lines, a description
 * that ends in NUL, then each line as text, NUL and a time of four bytes.
 */
const milliseconds = 2
const songLyrics = 1
const fixedBytes = 6
const stamp = /^\[(\d{1,4}):(\d{1,2})(?:[.:](\d{1,3}))?\]/
/** `[ar:Somebody]`: says something about the text, and has no place here. */
const idTag = /^\[[a-z#]+:.*\]$/i

interface Line {
  readonly timeMs: number
  readonly text: string
}

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

/**
 * LRC text as bytes. A line without a time goes with the one before it; a line with several times is sung several
 * times; what LRC says about itself (`[ar:…]`) is left out.
 * @throws NotStorableError when no line has a time
 */
export function lrcToLyrics(lrc: string): Uint8Array {
  const parts = parseLrc(lrc).flatMap(({ timeMs, text }) => [fromUtf16le(`${text}\0`), fromUint32le(timeMs)])
  const lines = concat(parts)
  return concat([
    Uint8Array.of(milliseconds, songLyrics),
    fromUint32le(lines.length),
    fromUtf16le('\0'),
    lines,
  ])
}

function parseLrc(lrc: string): readonly Line[] {
  const lines: Line[] = []
  for (const line of lrc.split(/\r\n|\r|\n/)) {
    const { times, text } = timesOf(line)
    if (times.length > 0) {
      lines.push(...times.map((timeMs) => ({ timeMs, text })))
      continue
    }
    const last = lines.pop()
    if (last !== undefined) lines.push({ ...last, text: `${last.text}\n${line}` })
    else if (line.trim() !== '' && !idTag.test(line.trim())) {
      throw new NotStorableError(line, 'WM/Lyrics_Synchronised')
    }
  }
  if (lines.length === 0) throw new NotStorableError(lrc, 'WM/Lyrics_Synchronised')
  return lines.sort((a, b) => a.timeMs - b.timeMs)
}

function timesOf(line: string): { times: number[]; text: string } {
  const times: number[] = []
  let text = line
  for (let found = stamp.exec(text); found !== null; found = stamp.exec(text)) {
    const [whole, minutes = '0', seconds = '0', fraction = '0'] = found
    times.push(Number(minutes) * 60_000 + Number(seconds) * 1000 + Number(fraction.padEnd(3, '0')))
    text = text.slice(whole.length)
  }
  return { times, text }
}
