import { foldLetters } from '../../../shared/model'

const known = new Map<string, string>()
const mostKnown = 200_000

/** Text without case and accents, for filtering and sorting: “Nachtfähre” is found by “nachtfahre”. */
export function fold(text: string): string {
  let folded = known.get(text)
  if (folded === undefined) {
    folded = foldLetters(text)
    if (known.size >= mostKnown) known.clear()
    known.set(text, folded)
  }
  return folded
}

/** A key that sorts as people do: “track 2” before “track 10”. */
export const sortKey = (text: string): string =>
  fold(text).replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '').padStart(10, '0'))
