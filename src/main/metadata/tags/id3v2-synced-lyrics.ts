import { concat, fromLatin1, fromUint32, latin1, uint32 } from '../bytes'
import type { Id3v2Version } from './id3v2-frames'
import {
  decodeOne,
  type Encoding,
  encodeOne,
  encodingFor,
  isEncoding,
  terminator,
  textEnd,
} from './id3v2-text'
import { linesOfLrc, millisecondsOf, type TimedText, timeInLrc } from './lrc'

export interface SyncedLyrics {
  readonly encoding: Encoding
  readonly language: string
  /** Content type: 1 is lyrics. */
  readonly type: number
  readonly description: string
  /** Lines, or syllables where a line break begins each new line (ID3v2.4 §4.9). */
  readonly pieces: readonly TimedText[]
}

const byMilliseconds = 2
const lyricsType = 1

/** Undefined when times are counted in MPEG frames, or the frame is damaged: it is kept as it is then. */
export function decodeSyncedLyrics(body: Uint8Array): SyncedLyrics | undefined {
  const encoding = body[0]
  if (!isEncoding(encoding) || body.length < 7 || body[4] !== byMilliseconds) return undefined
  const { end, next } = textEnd(body, 6, encoding)
  const pieces = timedTexts(body, next, encoding)
  if (pieces.length === 0 || pieces.length === maxPieces) return undefined
  return {
    encoding,
    language: latin1(body.subarray(1, 4)),
    type: body[5] ?? lyricsType,
    description: decodeOne(body.subarray(6, end), encoding, false),
    pieces,
  }
}

/** An opera has fewer syllables. What has more is not lyrics, and is not shown. */
const maxPieces = 20_000

function timedTexts(body: Uint8Array, from: number, encoding: Encoding): TimedText[] {
  const pieces: TimedText[] = []
  const bigEndian = body[from] === 0xfe && body[from + 1] === 0xff
  for (let at = from; at < body.length; ) {
    const { end, next } = textEnd(body, at, encoding)
    if (next + 4 > body.length || pieces.length >= maxPieces) break
    const text = decodeOne(body.subarray(at, end), encoding, bigEndian)
    pieces.push({ text, milliseconds: uint32(body, next) })
    at = next + 4
  }
  return pieces
}

export function encodeSyncedLyrics(
  {
    language,
    type,
    description,
    pieces,
    encoding: had,
  }: Omit<SyncedLyrics, 'encoding'> & { encoding?: Encoding },
  version: Id3v2Version,
): Uint8Array {
  const all = description + pieces.map(({ text }) => text).join('')
  const encoding = encodingFor(all, version, had)
  const terminated = (text: string) => concat([encodeOne(text, encoding), terminator(encoding)])
  return concat([
    Uint8Array.of(encoding),
    fromLatin1(language),
    Uint8Array.of(byMilliseconds, type),
    terminated(description),
    ...pieces.map(({ text, milliseconds }) => concat([terminated(text), fromUint32(milliseconds)])),
  ])
}

/** SYLT as LRC: a line each, `<mm:ss.xx>` before the later syllables of a line. */
export function lrcOf(pieces: readonly TimedText[]): string {
  const bySyllables = pieces.slice(1).some(({ text }) => /^[\r\n]/.test(text))
  let lrc = ''
  for (const [index, { text, milliseconds }] of pieces.entries()) {
    const startsLine = index === 0 || !bySyllables || /^[\r\n]/.test(text)
    const time = timeInLrc(milliseconds)
    const words = bySyllables ? text.replace(/^(\r\n|\r|\n)/, '') : text
    if (startsLine) lrc += `${index === 0 ? '' : '\n'}[${time}]${words}`
    else lrc += `<${time}>${words}`
  }
  return lrc
}

const syllableTime = /<(\d+):(\d\d(?:[.:]\d{1,3})?)>/

/** LRC as pieces of SYLT. @throws NotStorableError when nothing has a time */
export function piecesOfLrc(lrc: string): readonly TimedText[] {
  const lines = linesOfLrc(lrc).map(({ text, milliseconds }) => syllables(text, milliseconds))
  const bySyllables = lines.some((line) => line.length > 1)
  return lines.flatMap((line, index) =>
    line.map((piece, part) =>
      bySyllables && part === 0 && index > 0 ? { ...piece, text: `\n${piece.text}` } : piece,
    ),
  )
}

function syllables(line: string, milliseconds: number): TimedText[] {
  const [first = '', ...rest] = line.split(new RegExp(syllableTime, 'g'))
  const pieces: TimedText[] = [{ text: first, milliseconds }]
  for (let at = 0; at + 2 < rest.length; at += 3) {
    pieces.push({
      text: rest[at + 2] ?? '',
      milliseconds: millisecondsOf(rest[at] ?? '', rest[at + 1] ?? ''),
    })
  }
  return pieces
}

/** LRC as it comes back from SYLT. */
export const storedLrc = (lrc: string): string => lrcOf(piecesOfLrc(lrc))

/** What new synced lyrics are labelled with. */
export const newSyncedLyrics = { language: 'eng', type: lyricsType, description: '' } as const
