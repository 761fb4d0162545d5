import { fold } from './fold'

/** What similarity looks at, worked out once per text. */
interface Phrase {
  readonly words: readonly string[]
  /** Letters and digits only, by code point. */
  readonly letters: readonly string[]
  readonly compact: string
  /** Numbers and Roman numerals, which make another song of the same words. */
  readonly numbers: string
  /** Words that name another version. */
  readonly versions: string
}

const versionWords = new Set(
  'live demo instrumental karaoke remix mix acoustic unplugged edit reprise dub rehearsal cover'.split(' '),
)
/** `i`, `v` and `x` are left out: they are words, too. */
const romanNumeral = /^(ii|iii|iv|vi|vii|viii|ix|xi|xii)$/

const phrases = new Map<string, Phrase>()
const mostPhrases = 20_000

function phrase(text: string): Phrase {
  const known = phrases.get(text)
  if (known !== undefined) return known
  const folded = fold(text)
  const words = folded === '' ? [] : folded.split(' ')
  const compact = words.join('')
  const numbers = [
    ...(folded.match(/\d+/g) ?? []).map((digits) => digits.replace(/^0+(?=\d)/, '')),
    ...words.filter((word) => romanNumeral.test(word)),
  ]
  const made: Phrase = {
    words,
    letters: [...compact],
    compact,
    numbers: numbers.sort().join(' '),
    versions: words
      .filter((word) => versionWords.has(word))
      .sort()
      .join(' '),
  }
  if (phrases.size >= mostPhrases) phrases.clear()
  phrases.set(text, made)
  return made
}

/** Titles that differ in these never count as the same one, however alike the rest is. */
const otherNumbers = 0.6
const otherVersion = 0.7

/**
 * How alike two names are, 0…1. 1 means the same letters and digits in the same order. Compares by edits, which
 * forgives typing errors and works without word breaks, and by words, which forgives their order.
 * Symmetric, and pure.
 */
export function similarity(a: string, b: string): number {
  const one = phrase(a)
  const two = phrase(b)
  if (one.compact === '' || two.compact === '') return 0
  if (one.compact === two.compact) return 1
  const alike = Math.max(
    editRatio(one.letters, two.letters),
    wordOverlap(one.words, two.words),
    cutOff(a, one, b, two),
  )
  if (one.numbers !== two.numbers) return Math.min(alike, otherNumbers)
  if (one.versions !== two.versions) return Math.min(alike, otherVersion)
  return Math.min(alike, 0.99)
}

/** 1 minus edits per letter of the longer one. */
function editRatio(a: readonly string[], b: readonly string[]): number {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  // Lengths alone make it hopeless: the answer is too low to matter either way.
  if (short.length < long.length * 0.4) return 0
  let previous = Array.from({ length: short.length + 1 }, (_, n) => n)
  for (const [row, letter] of long.entries()) {
    const current = [row + 1]
    let left = row + 1
    for (let column = 0; column < short.length; column++) {
      const kept = (previous[column] ?? 0) + (short[column] === letter ? 0 : 1)
      left = Math.min(kept, (previous[column + 1] ?? 0) + 1, left + 1)
      current.push(left)
    }
    previous = current
  }
  return 1 - (previous[short.length] ?? 0) / long.length
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
