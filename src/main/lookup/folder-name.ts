import { fold } from './fold'

/** What the folders above a file say of its album. */
export interface FolderReading {
  readonly album?: string
  readonly artist?: string
  readonly year?: string
  readonly catalogNumber?: string
  /** What stands in brackets and is no year: a label, a number, a country, an edition. */
  readonly hints?: readonly string[]
  /** From a folder `Disc 2` inside the album's own. */
  readonly disc?: number
}

const discFolder = /^(?:disc|disk|cd|dvd|part|side|lp|vinyl|medium)\s*[-_#.]?\s*(\d{1,2})\b/i
/** Folders that hold anything: their names are no album's and no artist's. */
const generic = new Set(
  (
    'downloads download music musik musique musica my music unsorted various misc audio mp3 flac new folder ' +
    'neuer ordner desktop temp tmp incoming albums artists library media home users mnt volumes tagwright sample'
  ).split(' '),
)
const year = /(?<![\p{L}\p{N}])((?:19|20)\d\d)(?:[.-]\d\d){0,2}(?![\p{L}\p{N}])/u
/** `KLP 014`, `STEP-05`, `PRH-15`, `APHR 355` */
const catalogNumber = /^[A-Z][A-Z&.]{1,9}[\s_-]?\d{1,6}(?:[\s-]?[A-Z]{1,3})?$/

/**
 * Reads `Artist - Album (Year)`, `Artist - Year - Album`, `Artist/Album`, `Album [CAT 001]` and a disc's folder
 * inside. The folder above counts as the artist only where nothing else names one.
 */
export function readFolder(folder: string): FolderReading {
  const path = folder.split(/[\\/]+/).filter((name) => name !== '')
  let disc: number | undefined
  let name = path.pop()
  const own = name === undefined ? null : discFolder.exec(name)
  if (own && path.length > 0) {
    disc = Number(own[1])
    name = path.pop()
  }
  const inDisc = disc === undefined ? {} : { disc }
  if (name === undefined || isGeneric(name)) return inDisc

  let number: string | undefined
  let released: string | undefined
  const hints: string[] = []
  const bare = name
    .replaceAll('_', ' ')
    .replace(/\s*[([{]([^()[\]{}]*)[)\]}]\s*/g, (bracket, inside: string) => {
      const dated = year.exec(inside)
      if (dated) {
        released ??= dated[1]
        return ' '
      }
      hints.push(inside)
      if (catalogNumber.test(inside)) number ??= inside
      // What is left in brackets may be part of the title: “(deluxe)”. Nobody writes a title in braces.
      else if (!bracket.includes('{')) return bracket
      return ' '
    })
  const columns: string[] = []
  for (const column of bare.split(/\s[-–—]\s/).map((text) => text.trim())) {
    if (column === '') continue
    const dated = year.exec(column)
    if (dated && dated[0] === column) released ??= dated[1]
    else columns.push(column)
  }
  const parent = path.at(-1)
  const [first, ...rest] = columns
  const album = rest.length > 0 ? rest.join(' - ') : first
  const artist =
    rest.length > 0
      ? first
      : path.length > 1 && parent !== undefined && !isGeneric(parent)
        ? parent
        : undefined
  return {
    ...inDisc,
    ...(album === undefined ? {} : { album }),
    ...(artist === undefined ? {} : { artist }),
    ...(released === undefined ? {} : { year: released }),
    ...(number === undefined ? {} : { catalogNumber: number }),
    ...(hints.length === 0 ? {} : { hints }),
  }
}

const isGeneric = (name: string): boolean =>
  fold(name)
    .split(' ')
    .every((word) => generic.has(word) || /^\d+$/.test(word))
