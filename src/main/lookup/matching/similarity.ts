import { fold } from './fold'
import { transliterate } from './transliterate'

/** What similarity looks at, worked out once per text. */
interface Phrase {
  readonly words: readonly string[]
  /** Letters and digits only, by code point. */
  readonly letters: Uint32Array
  readonly compact: string
  /** How often each of 32 kinds of letters occurs: bounds the number of edits from below. */
  readonly counts: Uint8Array
  /** Numbers and Roman numerals, which make another song of the same words. */
  readonly numbers: string
  /** Words that name another version. */
  readonly versions: string
  /** In Latin letters, where that is another text. */
  readonly latin: Phrase | undefined
}

/** In any language that has a word of its own for it; spellings of one meaning are one. */
const versionWords = new Map(
  (
    'live=live ライブ=live unplugged=live acoustic=acoustic demo=demo instrumental=instrumental inst=instrumental ' +
    'インスト=instrumental karaoke=instrumental カラオケ=instrumental remix=remix mix=remix rmx=remix リミックス=remix ' +
    'arrange=remix edit=edit reprise=reprise dub=dub rehearsal=rehearsal cover=cover tribute=cover piano=piano ' +
    'remaster=remaster remastered=remaster extended=extended vocal=vocal acapella=vocal'
  )
    .split(' ')
    .map((pair): [string, string] => {
      const [word = '', meaning = ''] = pair.split('=')
      return [fold(word), meaning]
    }),
)
/** `i`, `v` and `x` are left out: they are words, too. */
const romanNumeral = /^(ii|iii|iv|vi|vii|viii|ix|xi|xii)$/

const mostRemembered = 50_000
const phrases = new Map<string, Phrase>()
const pairs = new Map<string, number>()

function phrase(text: string): Phrase {
  const known = phrases.get(text)
  if (known !== undefined) return known
  const latin = transliterate(text)
  const made = makePhrase(text, latin === undefined ? undefined : makePhrase(latin, undefined))
  if (phrases.size >= mostRemembered) phrases.clear()
  phrases.set(text, made)
  return made
}

function makePhrase(text: string, latin: Phrase | undefined): Phrase {
  const folded = fold(text)
  const words = folded === '' ? [] : folded.split(' ')
  const compact = words.join('')
  const letters = Uint32Array.from(compact, (letter) => letter.codePointAt(0) ?? 0)
  const counts = new Uint8Array(32)
  for (const letter of letters) counts[letter & 31] = Math.min(255, (counts[letter & 31] ?? 0) + 1)
  const numbers = [
    ...(folded.match(/\d+/g) ?? []).map((digits) => digits.replace(/^0+(?=\d)/, '')),
    ...words.filter((word) => romanNumeral.test(word)),
  ]
  return {
    words,
    letters,
    compact,
    counts,
    numbers: numbers.sort().join(' '),
    versions: [...new Set(words.flatMap((word) => versionWords.get(word) ?? []))].sort().join(' '),
    latin,
  }
}

/** Titles that differ in these never count as the same one, however alike the rest is. */
const otherNumbers = 0.6
const otherVersion = 0.7

/**
 * How alike two names are, 0…1. 1 means the same letters and digits in the same order. Compares by edits, which
 * forgives typing errors and works without word breaks, by words, which forgives their order, and by whether one is
 * a part of the other; kana, Cyrillic and Greek also in Latin letters. Symmetric, and pure.
 */
export function similarity(a: string, b: string): number {
  if (a === b) return fold(a) === '' ? 0 : 1
  const key = a < b ? `${a}\n${b}` : `${b}\n${a}`
  const known = pairs.get(key)
  if (known !== undefined) return known
  const result = compare(a, b)
  if (pairs.size >= 4 * mostRemembered) pairs.clear()
  pairs.set(key, result)
  return result
}

function compare(a: string, b: string): number {
  const one = phrase(a)
  const two = phrase(b)
  const direct = alike(a, one, b, two)
  // Only where one of them is written in Latin letters and the other is not.
  if (direct > 0.5 || (one.latin === undefined) === (two.latin === undefined)) return direct
  return Math.max(direct, Math.min(0.97, alike(a, one.latin ?? one, b, two.latin ?? two)))
}

function alike(a: string, one: Phrase, b: string, two: Phrase): number {
  if (one.compact === '' || two.compact === '') return 0
  if (one.compact === two.compact) return 1
  const best = Math.max(
    editRatio(one, two),
    wordOverlap(one.words, two.words),
    cutOff(a, one, b, two),
    partOf(one, two),
  )
  if (one.numbers !== two.numbers) return Math.min(best, otherNumbers)
  if (one.versions !== two.versions) return Math.min(best, otherVersion)
  return Math.min(best, 0.99)
}

/** Words that name a version, such as `live remix`, which only one of the two has: another recording. */
export const versionsDiffer = (a: string, b: string): boolean => phrase(a).versions !== phrase(b).versions

/** `Vol. 3` is not `Vol. 13`. */
export const numbersDiffer = (a: string, b: string): boolean => phrase(a).numbers !== phrase(b).numbers

/** 1 minus edits per letter of the longer one; 0 where that is surely below a half. */
function editRatio(one: Phrase, two: Phrase): number {
  const [short, long] =
    one.letters.length <= two.letters.length ? [one.letters, two.letters] : [two.letters, one.letters]
  const n = short.length
  const m = long.length
  let apart = 0
  for (let kind = 0; kind < 32; kind++) apart += Math.abs((one.counts[kind] ?? 0) - (two.counts[kind] ?? 0))
  // A replacement accounts for two of the letters that are over.
  if (apart > m || n < m * 0.4) return 0
  const row = new Uint16Array(n + 1)
  for (let column = 0; column <= n; column++) row[column] = column
  for (let line = 1; line <= m; line++) {
    let diagonal = line - 1
    let left = line
    const letter = long[line - 1]
    row[0] = line
    for (let column = 1; column <= n; column++) {
      const above = row[column] ?? 0
      const best = Math.min(diagonal + (short[column - 1] === letter ? 0 : 1), above + 1, left + 1)
      diagonal = above
      left = best
      row[column] = best
    }
  }
  return 1 - (row[n] ?? 0) / m
}

/** Letters in shared words per letter in both (Dice), so that “the” says less than “lanterns”. */
function wordOverlap(a: readonly string[], b: readonly string[]): number {
  const rest = [...b]
  let shared = 0
  let total = 0
  for (const word of a) {
    total += word.length
    const place = rest.indexOf(word)
    if (place < 0) continue
    rest.splice(place, 1)
    shared += word.length
  }
  for (const word of b) total += word.length
  return total === 0 ? 0 : (2 * shared) / total
}

/** ID3v1 cuts at 30 characters: a text of just that length may be the beginning of the other. */
function cutOff(a: string, one: Phrase, b: string, two: Phrase): number {
  const cut = (text: string, short: Phrase, long: Phrase) =>
    text.length >= 28 && text.length <= 30 && long.compact.startsWith(short.compact)
  return cut(a, one, two) || cut(b, two, one) ? 0.95 : 0
}

/** One stands at the beginning or the end of the other: half of a name, or a name with something added. */
function partOf(one: Phrase, two: Phrase): number {
  const [short, long] = one.letters.length <= two.letters.length ? [one, two] : [two, one]
  const share = short.letters.length / long.letters.length
  if (short.letters.length < 4 || share < 0.2) return 0
  return long.compact.startsWith(short.compact) || long.compact.endsWith(short.compact)
    ? 0.6 + 0.3 * share
    : 0
}
