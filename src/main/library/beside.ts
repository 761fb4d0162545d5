import { readdirSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { foldName, type Outcome } from '../../shared/model'
import { FileError, moveFiles, readStamp, saveProblem, writeNewFile } from '../files'

/** A file that is to lie beside music: a cover, a text. */
export interface BesideTask {
  readonly folder: string
  readonly name: string
  readonly bytes: Uint8Array
  /** What has its name is to get another one; else nothing is written where something has it. */
  readonly replaces: boolean
  readonly journal: string
}

export type Beside =
  /** `aside`: what had its name before, under the name it has now. */
  | { readonly kind: 'written'; readonly file: string; readonly aside: readonly string[] }
  /** Nothing was written. */
  | { readonly kind: 'taken'; readonly by: string }

const pictureEndings: ReadonlySet<string> = new Set(['.jpg', '.jpeg', '.png', '.gif', '.webp', '.bmp'])

const stemOf = (name: string): string => name.slice(0, name.length - extname(name).length)
const familyOf = (name: string): string => {
  const ending = extname(name).toLowerCase()
  return pictureEndings.has(ending) ? 'picture' : ending
}

/** What a player may take for the same: of that name in whatever case, and for pictures whatever their kind. */
export const namesTaken = (name: string, present: readonly string[]): readonly string[] =>
  present.filter(
    (other) => foldName(stemOf(other)) === foldName(stemOf(name)) && familyOf(other) === familyOf(name),
  )

/** `cover (2).jpg`: the first such name that nobody has. */
export function nameAside(name: string, present: readonly string[]): string {
  const taken = new Set(present.map(foldName))
  for (let number = 2; ; number++) {
    const aside = `${stemOf(name)} (${number})${extname(name)}`
    if (!taken.has(foldName(aside))) return aside
  }
}

/** Writes a file beside music. What lies there is never written over and never lost: asked to, it makes room. */
export async function keepBesideTask(task: BesideTask): Promise<Outcome<{ beside: Beside }>> {
  const { folder, name, replaces } = task
  const path = join(folder, name)
  try {
    const present = readdirSync(folder)
    const taken = namesTaken(name, present)
    const [first] = taken
    if (first !== undefined && !replaces) return { ok: true, beside: { kind: 'taken', by: first } }
    return {
      ok: true,
      beside: { kind: 'written', file: name, aside: makeRoomAndWrite(task, taken, present) },
    }
  } catch (error) {
    return { ok: false, problem: saveProblem(error, error instanceof FileError ? error.path : path) }
  }
}

/** Answers the names that those in the way have now. They get their old ones back when the file cannot be written. */
function makeRoomAndWrite(
  { folder, name, bytes, journal }: BesideTask,
  taken: readonly string[],
  present: readonly string[],
): readonly string[] {
  const names = [...present]
  const moves = taken.map((from) => {
    const to = nameAside(from, names)
    names.push(to)
    return { from: join(folder, from), to: join(folder, to) }
  })
  const move = (all: readonly { readonly from: string; readonly to: string }[]) =>
    moveFiles(
      journal,
      all.map((each) => ({ ...each, expected: readStamp(each.from) })),
    )
  move(moves)
  try {
    writeNewFile(join(folder, name), bytes, { journal })
  } catch (error) {
    move(moves.map(({ from, to }) => ({ from: to, to: from })))
    throw error
  }
  return moves.map(({ to }) => basename(to))
}

/** What a picture is called that stands for all music of its folder; undefined for what is no picture. */
export function coverName(mime: string): string | undefined {
  const endings: Readonly<Record<string, string>> = {
    'image/jpeg': '.jpg',
    'image/png': '.png',
    'image/gif': '.gif',
    'image/webp': '.webp',
    'image/bmp': '.bmp',
  }
  return endings[mime] && `cover${endings[mime]}`
}

/** Where the lyrics of a music file lie: its name with the ending of their kind. */
export const lyricsPath = (path: string, form: 'lrc' | 'txt'): string =>
  join(dirname(path), `${stemOf(basename(path))}.${form}`)
