import type { TrackId } from '../../../shared/model'

const pauseMs = 800

/**
 * Finds the next row whose text starts with what was typed. Letters that follow each other quickly are one word; the
 * same letter again goes to the next row with it. Texts and letters come folded.
 */
export function createTypeAhead(now: () => number) {
  let word = ''
  let last = Number.NEGATIVE_INFINITY
  return (
    letter: string,
    shown: readonly TrackId[],
    from: TrackId | undefined,
    textOf: (id: TrackId) => string,
  ): TrackId | undefined => {
    const goesOn = now() - last < pauseMs
    last = now()
    word = goesOn ? word + letter : letter
    const repeated = [...word].every((each) => each === letter)
    const wanted = repeated ? letter : word
    const at = from === undefined ? -1 : shown.indexOf(from)
    // A longer word may still fit the row it led to.
    const start = repeated ? at + 1 : Math.max(0, at)
    for (let step = 0; step < shown.length; step++) {
      const id = shown[(start + step) % shown.length]
      if (id !== undefined && textOf(id).startsWith(wanted)) return id
    }
    return undefined
  }
}
