/** Han and kana, which are written without spaces: each pair of neighbours stands for a word. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+/gu
const word = /[\p{L}\p{N}]+/gu

/** Text as the search index has it: no case, accents or punctuation, one entry a word, in their order. */
export function analyse(text: string): string[] {
  const folded = text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/['’ʼ`]/g, '')
    .replaceAll('&', ' and ')
  return (folded.match(word) ?? []).flatMap(pieces)
}

function pieces(whole: string): string[] {
  const found: string[] = []
  let at = 0
  for (const match of whole.matchAll(unspaced)) {
    if (match.index > at) found.push(whole.slice(at, match.index))
    const letters = [...match[0]]
    if (letters.length === 1) found.push(match[0])
    for (let n = 0; n + 1 < letters.length; n += 1) found.push(letters.slice(n, n + 2).join(''))
    at = match.index + match[0].length
  }
  if (at < whole.length) found.push(whole.slice(at))
  return found
}

/** A key is compared as a whole, without white space and case. */
export const analyseKey = (value: string): string => value.toLowerCase().replace(/\s+/g, '')
