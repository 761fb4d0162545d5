import { mistakenBytes, type ReadAs } from './mistaken-bytes'
import { isPossible } from './possible-bytes'

/** Encodings that titles are found in, by their names in the WHATWG Encoding standard. */
export type Encoding = 'utf-8' | 'windows-1251' | 'windows-1252' | 'shift_jis' | 'gbk' | 'big5' | 'euc-kr'

const misreadings = {
  'utf-8': { readAs: 'western', meant: 'utf-8' },
  'windows-1251': { readAs: 'western', meant: 'windows-1251' },
  shift_jis: { readAs: 'western', meant: 'shift_jis' },
  gbk: { readAs: 'western', meant: 'gbk' },
  big5: { readAs: 'western', meant: 'big5' },
  'euc-kr': { readAs: 'western', meant: 'euc-kr' },
  'cyrillic-utf-8': { readAs: 'cyrillic', meant: 'utf-8' },
  'cyrillic-western': { readAs: 'cyrillic', meant: 'windows-1252' },
} as const satisfies Record<string, { readonly readAs: ReadAs; readonly meant: Encoding }>

/** What was meant, where the text was read as Western European; with `cyrillic-` where as Windows-1251. */
export type RepairEncoding = keyof typeof misreadings
export const repairEncodings = Object.keys(misreadings) as readonly RepairEncoding[]

export const readAsOf = (encoding: RepairEncoding): ReadAs => misreadings[encoding].readAs

/** Private use, unassigned and control characters are nothing that people write. */
export const unwritten = /[\p{Co}\p{Cn}\uFFFD]|(?![\t\n\r])\p{Cc}/u

const nonAscii = /[^\0-\u007f]/
const nonAsciiRuns = /[^\0-\u007f]+/g

/** The fields of ID3v1 are this long, and the last character is cut in two by that. */
const cutLengths: ReadonlySet<number> = new Set([28, 30])

/** Text that was read wrongly, written, and read wrongly again; more often than this it is no accident. */
const mostTimes = 4

/** The text read again in one encoding; undefined when its bytes are none of that encoding. */
export function readAgain(text: string, encoding: RepairEncoding): string | undefined {
  const { readAs, meant } = misreadings[encoding]
  if (meant !== 'utf-8') return decoded(text, readAs, meant)
  let read = readUtf8(text, readAs)
  for (let times = 1; times < mostTimes && read !== undefined; times++) {
    const again = readUtf8(read, readAs)
    if (again === undefined || !isSurelyUtf8(read, again)) break
    read = again
  }
  return read
}

const newDecoder = (encoding: Encoding) => new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
const decoders = new Map<Encoding, TextDecoder>()

function decoderFor(encoding: Encoding): TextDecoder {
  const decoder = decoders.get(encoding) ?? newDecoder(encoding)
  decoders.set(encoding, decoder)
  return decoder
}

function decoded(text: string, readAs: ReadAs, meant: Encoding): string | undefined {
  if (!nonAscii.test(text)) return undefined
  const bytes = mistakenBytes(text, readAs)
  if (bytes === undefined) return undefined
  const mayBeCut = cutLengths.has(bytes.length)
  if (!mayBeCut && !isPossible(bytes, meant)) return undefined
  try {
    // `stream` lets a cut character at the end go, and keeps it in the decoder.
    return mayBeCut ? newDecoder(meant).decode(bytes, { stream: true }) : decoderFor(meant).decode(bytes)
  } catch {
    // These bytes are not text in that encoding: nothing to offer.
    return undefined
  }
}

/** Text of which only a part was read wrongly is put right in that part: a name was added to it later, or quotes. */
function readUtf8(text: string, readAs: ReadAs): string | undefined {
  const whole = decoded(text, readAs, 'utf-8')
  if (whole !== undefined || readAs === 'cyrillic') return whole
  const repaired = text.replace(nonAsciiRuns, (run, at: number) => {
    if (run.length < 2) return run
    const read = decoded(run, readAs, 'utf-8')
    const rest = text.slice(at + run.length, at + run.length + 1)
    return read !== undefined && isSurelyUtf8(run + rest, read + rest) ? read : run
  })
  return repaired === text ? undefined : repaired
}

/** A capital with an accent and a sign behind it at the end of a word: “CAFÉ…” is right, and happens to be UTF-8. */
const capitalAndSign = /[\u00c4-\u00de][‘’‚“”„•…–—™›»®°](?!\p{L})/gu

/** Letters that two bytes of UTF-8 may stand for but hardly any language uses. */
const rareLetter =
  /[\u0180-\u019f\u01a2-\u01ae\u01b1-\u01cc\u01dd-\u0217\u021c-\u0258\u025a-\u02ba\u02bd-\u02c5\u0700-\u08ff]/u

/** Whether text that is valid UTF-8 was meant to be: the rules for its bytes are strict, but two may follow by chance. */
export const isSurelyUtf8 = (text: string, read: string): boolean =>
  !unwritten.test(read) && !rareLetter.test(read) && nonAscii.test(text.replace(capitalAndSign, ''))
