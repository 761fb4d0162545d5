/** Letters that have no decomposition but that people type without their stroke. */
const plain: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
}

const known = new Map<string, string>()
const mostKnown = 200_000

/** Text without case and accents, for filtering and sorting: “Nachtfähre” is found by “nachtfahre”. */
export function fold(text: string): string {
  let folded = known.get(text)
  if (folded === undefined) {
    folded = text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[ßæœøđðþłı]/g, (letter) => plain[letter] ?? letter)
    if (known.size >= mostKnown) known.clear()
    known.set(text, folded)
  }
  return folded
}

/** A key that sorts as people do: “track 2” before “track 10”. */
export const sortKey = (text: string): string =>
  fold(text).replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '').padStart(10, '0'))
