import { fold } from './fold'

/** What the names of one folder's files have in common, and what is left of each. */
export interface FolderColumns {
  /** Per file, the likeliest first; empty where nothing is left. */
  readonly files: readonly ColumnReading[]
  /** What stands in the same place in most names, in that order: an artist, an album, a catalogue number. */
  readonly shared: readonly string[]
  /** Hyphens and underscores stand for spaces, so that a column may be only a part of a name. */
  readonly isDense: boolean
}

export interface ColumnReading {
  readonly titles: readonly string[]
  /** Differs from file to file: the artist of a track. */
  readonly artist: string | undefined
  readonly track: number | undefined
  readonly disc: number | undefined
}

/** As many of the names must agree before it is a column. */
const most = 0.6

const spacedColumn = /^(.+?)\s+[-–—]\s+(?=\S)/
const denseColumn = /^([^-]+)-(?=[^-])/
const bracketColumn = /^\[([^\]]+)\]\s*(?=\S)/
const number = /^[([]?(?:(\d)[-.])?([A-H]?\d{1,3})[)\]]?(?:\s*[-._)]+\s*|\s+)(?=\S)/
const onlyNumber = /^[([]?(?:(\d)[-.])?([A-H]?\d{1,3})[)\]]?$/
const year = /^[([]?(?:19|20)\d\d[)\]]?$/
/** `Track 01`: what is counted, and nobody's name. */
const counter = /^(audio ?)?(track|titel|title|piste|pista|spur)$/i
const firstWord = /^(\S+)\s+(?=[([]?\d)/

/**
 * Reads all the names of a folder at once: a column that is the same in most of them is no title, one that counts is
 * the track. Understands ` - `, the scene's `-` and `_`, and `[Artist]` in front.
 */
export function readFolderColumns(fileNames: readonly string[]): FolderColumns {
  const stems = fileNames.map((name) => name.replace(/\.[a-z0-9]{2,4}$/i, ''))
  const dense = stems.filter((stem) => !stem.includes(' ')).length >= stems.length * 0.8
  let rests = stems.map((stem) => (dense ? stem.replaceAll('_', ' ') : stem).trim())
  const numbers: (string | undefined)[] = rests.map(() => undefined)
  const discs: (number | undefined)[] = rests.map(() => undefined)
  const shared: string[] = []

  for (let round = 0; round < 6; round++) {
    const next =
      numbersOf(rests, numbers, discs) ??
      sharedOf(rests, shared, bracketColumn) ??
      sharedOf(rests, shared, spacedColumn) ??
      (dense ? sharedOf(rests, shared, denseColumn) : undefined) ??
      sharedOf(rests, shared, firstWord)
    if (next === undefined) break
    rests = next
  }
  rests = withoutSharedEnd(rests)
  const hundreds = numbers.filter((text) => text !== undefined && Number(text) > 100).length
  const inDiscs = hundreds > 0 && hundreds === numbers.filter((text) => text !== undefined).length
  return {
    shared,
    isDense: dense,
    files: rests.map((rest, index) => {
      const counted = Number(numbers[index])
      const known = Number.isInteger(counted) && counted > 0
      const columns = rest.split(dense ? /\s*-\s*/ : /\s[-–—]\s/)
      return {
        titles: titlesOf(rest, columns),
        artist: columns.length > 1 ? columns[0]?.trim() : undefined,
        track: !known ? undefined : inDiscs ? counted % 100 : counted,
        disc: discs[index] ?? (known && inDiscs ? Math.floor(counted / 100) : undefined),
      }
    }),
  }
}

function titlesOf(rest: string, columns: readonly string[]): string[] {
  const texts = [columns.length > 1 ? columns.slice(1).join(' - ') : rest, rest, columns.at(-1) ?? '']
  return [...new Set(texts.map((text) => text.trim()).filter((text) => text !== ''))]
}

/** Takes the number off the front of each name, where most have one and they differ. */
function numbersOf(
  rests: readonly string[],
  numbers: (string | undefined)[],
  discs: (number | undefined)[],
): string[] | undefined {
  if (numbers.some((known) => known !== undefined)) return undefined
  const matches = rests.map((rest) => number.exec(rest) ?? onlyNumber.exec(rest))
  const found = matches.flatMap((match) => (match === null ? [] : [`${match[1] ?? ''} ${match[2]}`]))
  if (found.length < rests.length * most || new Set(found).size < found.length * most) return undefined
  return rests.map((rest, index) => {
    const match = matches[index]
    if (!match) return rest
    numbers[index] = match[2]
    if (match[1] !== undefined) discs[index] = Number(match[1])
    return rest.slice(match[0].length)
  })
}

/** Takes off the first column where most names share it. Of a single name nothing can be shared. */
function sharedOf(rests: readonly string[], shared: string[], column: RegExp): string[] | undefined {
  if (rests.length < 2) return undefined
  const heads = rests.map((rest) => column.exec(rest))
  const votes = new Map<string, number>()
  for (const head of heads) {
    if (head?.[1] === undefined) continue
    const key = fold(head[1]) || head[1]
    votes.set(key, (votes.get(key) ?? 0) + 1)
  }
  const [winner] = [...votes].sort(([, a], [, b]) => b - a)
  if (winner === undefined || winner[1] < Math.max(2, rests.length * most)) return undefined
  let spelling: string | undefined
  const left = rests.map((rest, index) => {
    const head = heads[index]
    if (head?.[1] === undefined || (fold(head[1]) || head[1]) !== winner[0]) return rest
    spelling ??= head[1].trim()
    return rest.slice(head[0].length)
  })
  if (spelling !== undefined && !year.test(spelling) && !counter.test(spelling)) shared.push(spelling)
  return left
}

/** `01_Immortal-b2r`, `02_Closure-b2r`: the group that made them, not the title. */
function withoutSharedEnd(rests: readonly string[]): string[] {
  const ends = rests.map((rest) => /\s*[-([](?:[^-([]+)$/.exec(rest)?.[0])
  const [first] = ends
  const all = rests.length > 2 && first !== undefined && ends.every((end) => end === first)
  return all ? rests.map((rest) => rest.slice(0, -first.length)) : [...rests]
}
