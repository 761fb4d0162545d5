import { isLikely } from './common-characters'
import { mistakenBytes } from './mistaken-bytes'
import {
  isSurelyUtf8,
  type RepairEncoding,
  readAgain,
  readAsOf,
  repairEncodings,
  unwritten,
} from './read-again'

/** An encoding that texts may have been meant in. */
export interface Repair {
  readonly encoding: RepairEncoding
  /** 0…1: how much they look like something that people write when they are read in it. */
  readonly likelihood: number
}

/** Below this a repair is only an idea. */
export const sureLikelihood = 0.6

/** From this many characters on, what fits is no accident. */
const enoughCharacters = 4

/** Long texts are judged by their beginning. */
const judgedLength = 2000

const nonAscii = /[^\0-\u007f]/u
const foreignOf = (text: string): string[] => [...text].filter((character) => character > '\u007f')

/** “GrцЯe”: a word of two scripts is a word read wrongly. */
const mixedWord = /[A-Za-z]\p{Script=Cyrillic}|\p{Script=Cyrillic}[A-Za-z]/u

/** Letters with accents that stand alone between others, as in “Café” and “Größe”: no bytes of other scripts. */
const looksWestern = (text: string): boolean => !/[^\0-\u007f]{2}|[\u0080-\u009f\u0192\u201a]/.test(text)

/**
 * What a text becomes when its album was meant in this encoding. Undefined when it stays as it is: its bytes are none
 * of that encoding, or it is right already.
 */
export function repairedText(text: string, encoding: RepairEncoding): string | undefined {
  if (encoding === 'cyrillic-western' && !mixedWord.test(text)) return undefined
  const read = readAgain(text, encoding)
  if (read === undefined || read === text || unwritten.test(read)) return undefined
  if (encoding === 'windows-1251' && mixedWord.test(read)) return undefined
  const foreign = foreignOf(read)
  if (foreign.length === 0) return undefined
  // Without its accent and the letter behind it, “naïve” is Chinese.
  if (looksWestern(text) && !foreign.some((character) => isLikely(character, encoding))) return undefined
  return read
}

/** How the texts of an album read in one encoding. */
interface Reading {
  readonly encoding: RepairEncoding
  /** Texts that are read otherwise in it. */
  readonly texts: number
  readonly likelihood: number
}

/**
 * The encodings that these texts may have been meant in, the likeliest first. They are judged together, since an album
 * is written in one encoding and a single word says little. Texts that are right among them speak against it and
 * stay as they are. Encodings that change none of them are not among the answers.
 */
export function repairs(texts: readonly string[]): Repair[] {
  const foreign = [...new Set(texts.filter((text) => nonAscii.test(text)))].map((text) =>
    text.slice(0, judgedLength),
  )
  const readings = repairEncodings.map((encoding) => readingOf(foreign, encoding))
  return readings
    .filter((reading) => reading.texts > 0)
    .map((reading): Repair => ({ encoding: reading.encoding, likelihood: doubted(reading, readings) }))
    .sort((a, b) => b.likelihood - a.likelihood)
}

/** Whether these texts are almost certainly in another encoding than they were read in. */
export const looksMistaken = (texts: readonly string[]): boolean =>
  (repairs(texts)[0]?.likelihood ?? 0) >= sureLikelihood

function readingOf(texts: readonly string[], encoding: RepairEncoding): Reading {
  const readable = texts.filter((text) => mistakenBytes(text, readAsOf(encoding)) !== undefined)
  // Only parts of them may be wrong where UTF-8 was meant.
  const judged = encoding === 'utf-8' ? texts : readable
  const read = judged.flatMap((text) => {
    const repaired = repairedText(text, encoding)
    return repaired === undefined ? [] : [{ text, repaired }]
  })
  const likelihood = () => {
    if (read.length === 0) return 0
    if (encoding === 'utf-8' || encoding === 'cyrillic-utf-8')
      return read.some(({ text, repaired }) => isSurelyUtf8(text, repaired)) ? 1 : 0.5
    const repaired = new Set(read.map(({ text }) => text))
    const rest = judged.filter((text) => !repaired.has(text))
    // Russian titles beside a “GrцЯe” are no reason for it.
    const right = encoding === 'cyrillic-western' ? 0 : rest.flatMap(foreignOf).length
    const foreign = read.flatMap((text) => foreignOf(text.repaired)).length
    const likely = read.reduce((sum, text) => sum + likelyIn(text.repaired, encoding), 0)
    // A letter or two fit somewhere by chance.
    return (likely / (foreign + right)) * Math.min(1, foreign / enoughCharacters)
  }
  return { encoding, texts: read.length, likelihood: likelihood() }
}

/** A few texts of another encoding are valid UTF-8 by chance: then that encoding explains the others too. */
function doubted({ encoding, texts, likelihood }: Reading, readings: readonly Reading[]): number {
  if (encoding !== 'utf-8') return likelihood
  const better = readings.some((other) => other.likelihood >= sureLikelihood && other.texts > texts)
  return better ? likelihood / 2 : likelihood
}

const cyrillicWords = /[\p{Script=Cyrillic}]{3,}/gu
const cyrillicVowel = /[аеёиоуыэюяіїє]/iu

/** How many of the characters are common in texts of this encoding. */
function likelyIn(text: string, encoding: RepairEncoding): number {
  const words =
    encoding === 'windows-1251'
      ? // Words without a vowel, and capitals inside of words, are what it makes of other encodings' letters.
        text
          .replace(cyrillicWords, (word) => (cyrillicVowel.test(word) ? word : ''))
          .replace(/(?<=\p{Ll})\p{Lu}/gu, '')
      : text
  return foreignOf(words).filter((character) => isLikely(character, encoding)).length
}

/** “Größe”, “Aïe”: small letters beside plain ones. */
const westernRun = /(?<=[A-Za-z])[ß-öø-ÿ]{2,3}|[ß-öø-ÿ]{2,3}(?=[A-Za-z])/g

/** Right Western European and Russian text that need not be looked at more closely. */
export function isSuspect(text: string): boolean {
  if (!nonAscii.test(text)) return false
  if (/\p{Script=Cyrillic}/u.test(text)) return mixedWord.test(text) || mistakenCyrillic.test(text)
  return !looksWestern(text.replace(westernRun, ''))
}

/** Р or С and a letter that Russian does not use, or a sign: two bytes of UTF-8 in Windows-1251. */
const mistakenCyrillic =
  /[РСЃГ][\u00a0-\u00bf\u0402-\u040f\u0452-\u045f\u0490\u0491\u2013-\u203a\u20ac\u2116\u2122]/u
