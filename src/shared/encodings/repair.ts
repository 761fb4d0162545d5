import { isLikely } from './common-characters'
import { mistakenBytes } from './mistaken-bytes'

/** Encodings that titles are found in, by their names in the WHATWG Encoding standard. */
export const repairEncodings = ['utf-8', 'windows-1251', 'shift_jis', 'gbk', 'big5', 'euc-kr'] as const
export type RepairEncoding = (typeof repairEncodings)[number]

/** What a text would be in another encoding. */
export interface Repair {
  readonly encoding: RepairEncoding
  readonly text: string
  /** 0…1: how much it looks like something that people write. */
  readonly likelihood: number
}

/** Below this a repair is only an idea. */
export const sureLikelihood = 0.6

/** From this many characters on, what fits is no accident. */
const enoughCharacters = 4

/** The text read again in one encoding; undefined when its bytes are none of that encoding. */
export function readAgain(text: string, encoding: RepairEncoding): string | undefined {
  const bytes = mistakenBytes(text)
  if (bytes === undefined || bytes.every((byte) => byte < 0x80)) return undefined
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    // These bytes are not text in that encoding: nothing to offer.
    return undefined
  }
}

/**
 * What these texts could have been, the likeliest first. They are judged together, since an album is written in one
 * encoding and a single word says little. Empty when they look right as they are.
 */
export function repairs(texts: readonly string[]): Repair[] {
  const suspect = texts.filter((text) => [...text].some((character) => character > '\u007f'))
  if (suspect.length === 0 || suspect.some((text) => mistakenBytes(text) === undefined)) return []
  return repairEncodings
    .flatMap((encoding): Repair[] => {
      const read = suspect.map((text) => readAgain(text, encoding))
      if (read.some((text) => text === undefined)) return []
      const text = read.join('\n')
      return [{ encoding, text, likelihood: likelihoodOf(text, encoding) }]
    })
    .filter(({ likelihood }) => likelihood > 0)
    .sort((a, b) => b.likelihood - a.likelihood)
}

/** Whether these texts are almost certainly in another encoding than they were read in. */
export const looksMistaken = (texts: readonly string[]): boolean =>
  (repairs(texts)[0]?.likelihood ?? 0) >= sureLikelihood

// Private use, unassigned and control characters are nothing that people write.
const unwritten = /[\p{Co}\p{Cn}\p{Cc}]/u

function likelihoodOf(text: string, encoding: RepairEncoding): number {
  const characters = [...text.replaceAll('\n', '')]
  const foreign = characters.filter((character) => character > '\u007f')
  if (foreign.length === 0 || foreign.some((character) => unwritten.test(character))) return 0
  // Text that happens to be valid UTF-8 was meant to be: the rules for its bytes are that strict.
  if (encoding === 'utf-8') return 1
  // A word of two scripts is a word read wrongly: “Größe” in Windows-1251 is “GrцЯe”.
  if (encoding === 'windows-1251' && /[A-Za-z]\p{Script=Cyrillic}|\p{Script=Cyrillic}[A-Za-z]/u.test(text))
    return 0
  const likely = foreign.filter((character) => isLikely(character, encoding)).length
  // A letter or two fit somewhere by chance.
  return (likely / foreign.length) * Math.min(1, foreign.length / enoughCharacters)
}
