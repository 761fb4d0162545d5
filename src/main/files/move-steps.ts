import { basename, dirname, join } from 'node:path'
import { foldName } from '../../shared/model'

/** A file that gets another path. Both are real paths on one volume. */
export interface Move {
  readonly from: string
  readonly to: string
}

/** The path as it is where case does not count: two that are equal here may be one file. */
export const foldPath = (path: string): string => join(foldName(dirname(path)), foldName(basename(path)))

/**
 * The moves one after the other, so that none ever stands in the way of another: whoever has to make room goes first,
 * circles are opened by a temporary name, and so is a change of nothing but case, which some systems take for no
 * change. Moves to where a file is already are left out.
 */
export function stepsOf(moves: readonly Move[], temporaryBeside: (path: string) => string): readonly Move[] {
  const steps: Move[] = []
  const waiting = new Waiters()
  const all = moves.flatMap(({ from, to }): Waiting[] => (from === to ? [] : [{ from, to, state: 'new' }]))
  for (const move of all) waiting.add(move)

  for (const first of all) {
    const chain = [first]
    for (let move = chain.at(-1); move !== undefined; move = chain.at(-1)) {
      if (move.state === 'done') {
        chain.pop()
        continue
      }
      move.state = 'visited'
      const blocker = waiting.at(move.to)
      if (blocker === undefined) {
        steps.push({ from: move.from, to: move.to })
        waiting.remove(move)
        move.state = 'done'
      } else if (blocker.state === 'visited') {
        // A circle, or a name that is the same but for its case: out of the way first.
        const aside = temporaryBeside(blocker.from)
        steps.push({ from: blocker.from, to: aside })
        waiting.remove(blocker)
        blocker.from = aside
      } else chain.push(blocker)
    }
  }
  return steps
}

/** Moves by the name that they will free. Where case counts, several files may bear what is one name elsewhere. */
class Waiters {
  private readonly byName = new Map<string, Waiting[]>()

  add(move: Waiting): void {
    const name = foldPath(move.from)
    this.byName.set(name, [...(this.byName.get(name) ?? []), move])
  }

  /** Those that can still leave by themselves come first. */
  at(path: string): Waiting | undefined {
    const there = this.byName.get(foldPath(path)) ?? []
    return there.find(({ state }) => state === 'new') ?? there[0]
  }

  remove(move: Waiting): void {
    const name = foldPath(move.from)
    this.byName.set(
      name,
      (this.byName.get(name) ?? []).filter((one) => one !== move),
    )
  }
}

interface Waiting {
  from: string
  readonly to: string
  state: 'new' | 'visited' | 'done'
}
