import { basename, dirname, extname, join } from 'node:path'
import { foldName } from '../../shared/model'
import { foldPath, isAudioName } from '../files'

/** Where a file went. */
export interface Moved {
  readonly from: string
  readonly to: string
}

/** Files that belong to the one music file whose name they bear: lyrics, cue sheet, log of the ripper, notes. */
const companionExtensions: ReadonlySet<string> = new Set(['.lrc', '.cue', '.log', '.txt'])

/** Pictures that belong to all music of their folder. */
const isFolderPicture = (name: string): boolean =>
  /^(cover|folder|front|back)\.(jpe?g|png|gif|webp)$/i.test(name)

const stemOf = (name: string): string => name.slice(0, name.length - extname(name).length)

/**
 * What moves along with music files: what bears their name gets their new one; pictures of a folder go where all its
 * music goes. Whatever would meet another file there stays. `namesIn` lists a folder, and nothing where there is none.
 */
export function companionsOf(
  moves: readonly Moved[],
  namesIn: (folder: string) => readonly string[],
): readonly Moved[] {
  const listings = new Map<string, readonly string[]>()
  const listed = (folder: string): readonly string[] => {
    const names = listings.get(folder) ?? namesIn(folder)
    listings.set(folder, names)
    return names
  }
  const found = [...grouped(moves, ({ from }) => dirname(from))].flatMap(([folder, leaving]) =>
    companionsIn(folder, leaving, listed(folder)),
  )
  return withRoom(found, moves, listed)
}

function companionsIn(folder: string, leaving: readonly Moved[], names: readonly string[]): readonly Moved[] {
  const byStem = grouped(names, (name) => foldName(stemOf(name)))
  const own = leaving.flatMap(({ from, to }) => {
    const same = byStem.get(foldName(stemOf(basename(from)))) ?? []
    // Two recordings of one stem: it cannot be told whose they are.
    if (same.filter(isAudioName).length > 1) return []
    return same
      .filter((name) => companionExtensions.has(extname(name).toLowerCase()))
      .map((name) => ({
        from: join(folder, name),
        to: join(dirname(to), stemOf(basename(to)) + extname(name)),
      }))
  })
  const [target, ...others] = new Set(leaving.map(({ to }) => dirname(to)))
  const left = new Set(leaving.map(({ from }) => basename(from)))
  const isWhole = names.filter(isAudioName).every((name) => left.has(name))
  if (target === undefined || target === folder || others.length > 0 || !isWhole) return own
  const pictures = names.filter(isFolderPicture)
  return [...own, ...pictures.map((name) => ({ from: join(folder, name), to: join(target, name) }))]
}

/** Those whose new name is free once all have left; one that stays may keep others from coming. */
function withRoom(
  found: readonly Moved[],
  moves: readonly Moved[],
  listed: (folder: string) => readonly string[],
): readonly Moved[] {
  const leaving = new Set([...moves, ...found].map(({ from }) => from))
  const given = new Set(moves.map(({ to }) => foldPath(to)))
  const staying = grouped(
    [...new Set(found.map(({ to }) => dirname(to)))].flatMap((folder) =>
      listed(folder).flatMap((name) => {
        const path = join(folder, name)
        return leaving.has(path) ? [] : [path]
      }),
    ),
    foldPath,
  )
  const going = found.filter(({ to }) => {
    const name = foldPath(to)
    if (staying.has(name) || given.has(name)) return false
    given.add(name)
    return true
  })
  return going.length === found.length ? going : withRoom(going, moves, listed)
}

function grouped<Value>(values: readonly Value[], keyOf: (value: Value) => string): Map<string, Value[]> {
  const groups = new Map<string, Value[]>()
  for (const value of values) {
    const group = groups.get(keyOf(value))
    if (group === undefined) groups.set(keyOf(value), [value])
    else group.push(value)
  }
  return groups
}
