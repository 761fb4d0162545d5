import { dirname } from 'node:path'
import { codeOf } from './errors'
import type { FileSystem } from './file-system'
import { flushFolder } from './flush-folder'
import { keyOf } from './journal'
import { isCompleteName, looksLike, type MovePlan, type MoveStep, readMoveJournal } from './move-journal'
import { dropName, flushFoldersOf, giveName, isHidden, isPlaceholder, statAt } from './move-names'
import type { Move } from './move-steps'

/** What became of a set of moves that was cut short; paths are those the files have now. */
export interface SettledMoves {
  /** `waiting`: a file is nowhere, perhaps with its volume; nothing is touched and the journal kept for later. */
  readonly outcome: 'taken-back' | 'completed' | 'waiting' | 'busy' | 'damaged'
  readonly paths: readonly string[]
}

/** Takes a set back that was cut short, or brings it to its end where everything has its name already. */
export function settleMoves(path: string, files: FileSystem): SettledMoves {
  const journal = readMoveJournal(path, files)
  if (journal === undefined) {
    files.remove(path)
    return { outcome: 'damaged', paths: [] }
  }
  if (files.isRunning(journal.process)) return { outcome: 'busy', paths: [] }
  const journeys = journeysOf(journal.steps)
  const ends = (at: 0 | -1) =>
    journeys.flatMap(({ places }) => places.at(at) ?? []).filter((place) => !isHidden(place))
  const isMarked = isCompleteName(path)
  if (
    isAnyAway(journal, files) ||
    (isMarked ? isAnyCopyAway(journal, files) : isAnyFileAway(journal, journeys, files))
  ) {
    return { outcome: 'waiting', paths: ends(0) }
  }
  if (isMarked || hasLastName(journal, files)) {
    // The mark, or the last name, may not be on the disk yet.
    flushFolder(dirname(path), files)
    flushSteps(journal, files)
    finish(journal, files)
    files.remove(path)
    return { outcome: 'completed', paths: ends(-1) }
  }
  takeBack(journal, files)
  files.remove(path)
  return { outcome: 'taken-back', paths: ends(0) }
}

function hasLastName({ steps, leaving }: MovePlan, files: FileSystem): boolean {
  const last = steps.at(-1)
  if (last === undefined || leaving.length > 0) return false
  const arrived = statAt(last.to, files)
  return arrived !== undefined && looksLike(last, arrived) && statAt(last.from, files) === undefined
}

/**
 * Removes the originals of copies. One that somebody wrote to since the copy was made gets its name back instead. May
 * be stopped anywhere and done again.
 */
export function finish({ leaving }: MovePlan, files: FileSystem): void {
  for (const { from, path, ...looks } of leaving) {
    const stat = statAt(path, files)
    if (stat === undefined) continue
    if (looksLike(looks, stat)) files.remove(path)
    else rename({ from: path, to: from }, files)
  }
  flushFoldersOf(
    leaving.map(({ path }) => path),
    files,
  )
}

function rename(move: Move, files: FileSystem): void {
  const hasBoth = giveName(move, files)
  flushFolder(dirname(move.to), files)
  if (hasBoth) dropName(move, files)
}

/** Every step that was done, the last one first. May be stopped anywhere and done again. */
export function takeBack(plan: MovePlan, files: FileSystem): void {
  for (const step of [...plan.steps].reverse()) takeStepBack(step, files)
  flushSteps(plan, files)
  // Now that every original has its name for good.
  const made = plan.copies.map(({ temporary }) => temporary)
  const copies = made.filter((temporary) => statAt(temporary, files) !== undefined)
  for (const copy of copies) files.remove(copy)
  flushFoldersOf(copies, files)
  for (const folder of [...plan.folders].reverse()) removeIfEmpty(folder, files)
}

function takeStepBack({ from, to, ...looks }: MoveStep, files: FileSystem): void {
  const [first, second] = [statAt(from, files), statAt(to, files)]
  if (second === undefined) return
  if (first === undefined) {
    if (isHidden(to) || looksLike(looks, second)) rename({ from: to, to: from }, files)
  } else if (keyOf(first) === keyOf(second)) {
    // Stopped between the two halves of a step.
    flushFolder(dirname(from), files)
    dropName({ from: to, to: from }, files)
  } else if (looksLike(looks, first) && isPlaceholder(second)) files.remove(to)
}

function removeIfEmpty(folder: string, files: FileSystem): void {
  try {
    files.removeFolder(folder)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    // Somebody uses it by now.
    if (codeOf(error) !== 'ENOTEMPTY' && codeOf(error) !== 'EEXIST') throw error
  }
  flushFolder(dirname(folder), files)
}

/** All names that one file goes by in the course of a set, and how it looks. */
interface Journey {
  readonly places: string[]
  readonly step: MoveStep
}

function journeysOf(steps: readonly MoveStep[]): readonly Journey[] {
  const at = new Map<string, Journey>()
  for (const step of steps) {
    const journey = at.get(step.from) ?? { places: [step.from], step }
    at.delete(step.from)
    journey.places.push(step.to)
    at.set(step.to, journey)
  }
  return [...at.values()]
}

/** Whether a folder of the set is not there, though it is none that was to be made. */
function isAnyAway({ folders, steps }: MovePlan, files: FileSystem): boolean {
  const made = new Set(folders)
  const all = new Set(steps.flatMap(({ from, to }) => [dirname(from), dirname(to)]))
  return [...all].some((folder) => !made.has(folder) && statAt(folder, files) === undefined)
}

/** Whether an original is still there and its copy is not. */
const isAnyCopyAway = ({ leaving }: MovePlan, files: FileSystem): boolean =>
  leaving.some((one) => statAt(one.path, files) !== undefined && statAt(one.copy, files) === undefined)

/** Whether a file bears none of its names where nothing else of the set is: an empty folder may wait for its volume. */
function isAnyFileAway({ copies }: MovePlan, journeys: readonly Journey[], files: FileSystem): boolean {
  const originals = new Map(copies.map(({ from, temporary }) => [temporary, from]))
  const inhabited = new Set<string>()
  const lost: Journey[] = []
  for (const { places, step } of journeys) {
    const there = places.filter((place) => {
      const stat = statAt(place, files)
      return stat !== undefined && (isHidden(place) || looksLike(step, stat))
    })
    for (const place of there) inhabited.add(dirname(place))
    if (there.length > 0) continue
    // A copy may not have been made yet: its original has its first name until then.
    const original = originals.get(places[0] ?? '')
    if (original === undefined || statAt(original, files) === undefined) lost.push({ places, step })
  }
  return lost.some(({ places }) => !places.some((place) => inhabited.has(dirname(place))))
}

/** A folder that was to be made may not be there. */
function flushSteps({ folders, steps }: MovePlan, files: FileSystem): void {
  const missing = new Set(folders.filter((folder) => statAt(folder, files) === undefined))
  flushFoldersOf(
    steps.flatMap(({ from, to }) => [from, to]).filter((path) => !missing.has(dirname(path))),
    files,
  )
}
