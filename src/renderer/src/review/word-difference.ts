export interface Piece {
  readonly text: string
  /** Not in the other version. */
  readonly changed: boolean
}

/** Longer texts are shown without marks: nobody compares lyrics word by word in a cell. */
const mostWords = 200

const wordsOf = (text: string): string[] => text.match(/\s+|[^\s]+/gu) ?? []

/** The words of `text`, those marked that `other` does not have at that place (longest common subsequence). */
export function markChanges(text: string, other: string): readonly Piece[] {
  const words = wordsOf(text)
  const others = wordsOf(other)
  if (words.length > mostWords || others.length > mostWords) return [{ text, changed: true }]
  const width = others.length + 1
  const lengths = new Uint16Array((words.length + 1) * width)
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0
  for (let row = words.length - 1; row >= 0; row--) {
    for (let column = others.length - 1; column >= 0; column--) {
      lengths[row * width + column] =
        words[row] === others[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1))
    }
  }
  const pieces: { text: string; changed: boolean }[] = []
  const add = (word: string, changed: boolean) => {
    const last = pieces.at(-1)
    if (last?.changed === changed) last.text += word
    else pieces.push({ text: word, changed })
  }
  let column = 0
  for (const [row, word] of words.entries()) {
    while (column < others.length && others[column] !== word && at(row, column) === at(row, column + 1))
      column++
    const kept = column < others.length && others[column] === word
    add(word, !kept)
    if (kept) column++
  }
  return pieces
}
