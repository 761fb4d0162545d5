import { applyPlan, type SavePlan, type Splice } from '../../../shared/model'
import type { FileSystem } from '../file-system'
import { chooseRoute } from '../route'
import { type Saved, save } from '../save'
import { stampOf } from '../stamp'
import { createDisk, journalFolder, type MemoryDisk, place, placeFile, song } from './memory-disk'

/** One way in which a save can go; together they cover every route. */
export interface SaveCase {
  readonly name: string
  readonly route: Saved['route']
  readonly plan: SavePlan
  readonly old: Uint8Array
  readonly next: Uint8Array
  /** Names of the music folder, before and after. */
  readonly names: readonly string[]
  /** The name that is saved. */
  readonly path: string
  readonly keepModified: boolean
}

const size = 20_000
const old = Uint8Array.from({ length: size }, (_, index) => (index * 31 + (index >> 8) * 7) & 255)
const filled = (length: number, salt: number) =>
  Uint8Array.from({ length }, (_, index) => (index * 17 + salt + (index >> 8)) & 255)
const splice = (at: number, remove: number, insert: number): Splice => ({
  at,
  remove,
  insert: filled(insert, at + 99),
})
const otherName = '/music/another name.flac'
const linkName = '/music/link.flac'

export interface CaseOptions {
  readonly hardLinked?: boolean
  readonly path?: string
  readonly keepModified?: boolean
}

/** A save of this plan, by the route that it takes. */
export function caseOf(
  name: string,
  before: Uint8Array,
  plan: SavePlan,
  { hardLinked = false, path = song, keepModified = false }: CaseOptions = {},
): SaveCase {
  const names = ['link.flac', 'song.flac', ...(hardLinked ? ['another name.flac'] : [])].sort()
  const route = chooseRoute(plan, { links: hardLinked ? 2 : 1, hasJournal: true }).kind
  if (route === 'refused') throw new Error(`${name} is refused`)
  return { name, route, plan, old: before, next: applyPlan(before, plan), names, path, keepModified }
}

function saveCase(
  name: string,
  route: Saved['route'],
  splices: readonly Splice[],
  options: CaseOptions = {},
): SaveCase {
  const made = caseOf(name, old, { size, splices, audio: [] }, options)
  if (made.route !== route) throw new Error(`${name} goes by ${made.route}`)
  return made
}

export const cases: readonly SaveCase[] = [
  saveCase('a title of the same length', 'in-place', [splice(1000, 40, 40)]),
  saveCase('a tag that fits its padding', 'in-place', [splice(500, 900, 1400), splice(6000, 1500, 1000)]),
  saveCase('a tag of more than a page', 'in-place', [splice(300, 9000, 9000)], { keepModified: true }),
  saveCase('a tag that grows', 'whole-file', [splice(100, 500, 2600)]),
  saveCase('a tag that shrinks', 'whole-file', [splice(100, 2600, 500), splice(19_000, 128, 0)], {
    keepModified: true,
  }),
  saveCase('through a symbolic link, growing', 'whole-file', [splice(0, 0, 700)], { path: linkName }),
  saveCase('through a symbolic link, in place', 'in-place', [splice(40, 600, 600)], { path: linkName }),
  saveCase('two names, same length', 'in-place', [splice(1000, 40, 40)], { hardLinked: true }),
  saveCase('two names, growing', 'rewrite', [splice(100, 500, 2600)], { hardLinked: true }),
  saveCase('two names, shrinking', 'rewrite', [splice(100, 2600, 500), splice(19_000, 128, 0)], {
    hardLinked: true,
  }),
]

export const firstPid = 100

/** A disk with the file in its old version. */
export function diskOf({ names, old: before }: SaveCase): MemoryDisk {
  const disk = createDisk()
  const inode = placeFile(disk, song, before)
  place(disk, linkName, { kind: 'link', to: song })
  if (names.includes('another name.flac')) place(disk, otherName, inode)
  placeFile(disk, `${journalFolder}/keep`, new Uint8Array(0))
  return disk
}

export function saveAs({ path, plan, keepModified }: SaveCase, files: FileSystem, calm: FileSystem): Saved {
  const expected = stampOf(calm.stat(path))
  return save(path, plan, expected, files, { journal: journalFolder, keepModified })
}
