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
  /** The whole name, where its parts are a guess. */
  readonly whole?: string
}

const discFolder = /^(?:disc|disk|cd|dvd|part|side|lp|vinyl|medium)\s*[-_#.]?\s*(\d{1,2})\b/i
/** Folders that hold anything: their names are no album's and no artist's. */
const generic = new Set(
  (
    'downloads download music musik musique musica my music unsorted various misc audio mp3 flac new neu folder ' +
    'neuer ordner desktop temp tmp incoming albums artists library media home users mnt volumes tagwright sample ' +
    'from phone rips torrents usb rip stick files songs tracks sd card'
  ).split(' '),
)
/** Folders of compilations stand where an artist would. */
const anybody = /^(compilations?|samplers?|various( artists)?|va|v a|soundtracks?|diverse)$/
const year = /(?<![\p{L}\p{N}])((?:19|20)\d\d)(?:[.-]\d\d){0,2}(?![\p{L}\p{N}])/u
/** `KLP 014`, `STEP-05`, `PRH-15`, `APHR 355` */
const catalogNumber = /^[A-Z][A-Z&.]{1,9}[\s_-]?\d{1,6}(?:[\s-]?[A-Z]{1,3})?$/
/** `Artist-Album-(CAT 1)-WEB-2009-GRP` */
const scene = /^(.+?)-(.+?)-(?:\((.+)\)-)?(?:[A-Z0-9]{2,6}-)?((?:19|20)\d\d)-[A-Za-z0-9]+$/

/**
 * Reads `Artist - Album (Year)`, `Artist - Year - Album`, `Artist/Album`, `Album [CAT 001]`, the scene's names and a
 * disc's folder inside. The folder above counts as the artist only where nothing else names one.
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
  return { ...inDisc, ...(readScene(name) ?? readName(name, path)) }
}

function readScene(name: string): FolderReading | undefined {
  const spaces = name.replace(/\([^)]*\)/g, '').includes(' ')
  const [, artist, album, number, released] = spaces ? [] : (scene.exec(name) ?? [])
  if (artist === undefined || album === undefined) return undefined
  const words = (text: string) => text.replaceAll('_', ' ').replace(/^[\s-]+|[\s-]+$/g, '')
  return {
    artist: words(artist),
    album: words(album),
    ...(released === undefined ? {} : { year: released }),
    ...(number === undefined ? {} : { catalogNumber: words(number), hints: [words(number)] }),
  }
}

function readName(name: string, path: readonly string[]): FolderReading {
  let number: string | undefined
  let released: string | undefined
  let circle: string | undefined
  const hints: string[] = []
  const dense = !name.includes(' ')
  const bare = name
    .replaceAll('_', ' ')
    .replace(/\s*[([{]([^()[\]{}]*)[)\]}]\s*/g, (bracket, inside: string, offset: number) => {
      const dated = year.exec(inside)
      if (dated) {
        released ??= dated[1]
        return ' '
      }
      hints.push(inside)
      if (catalogNumber.test(inside)) number ??= inside
      else if (offset === 0 && bracket.trim().startsWith('[')) {
        circle = inside
        return ' '
      }
      // What is left in brackets may be part of the title: “(deluxe)”. Nobody writes a title in braces.
      else if (!bracket.includes('{')) return bracket
      return ' '
    })
    .replace(/^((?:19|20)\d\d)(?:[.-]\d\d){1,2}\s+/, (_, first: string) => {
      released ??= first
      return ''
    })
  const columns: string[] = []
  const separator = dense && !bare.includes(' - ') ? /-/ : /\s[-–—]\s/
  for (const column of bare.split(separator).map((text) => text.trim())) {
    if (column === '') continue
    const dated = year.exec(column)
    if (dated && dated[0] === column) released ??= dated[1]
    else columns.push(column)
  }
  const parent = path.at(-1)?.replace(/^\[(.+)\]$/, '$1')
  const [first, ...rest] = columns
  // `Various-Artists-The-Silent-Ballet`: every space is a hyphen, and where the artist ends is anyone's guess.
  const joined = dense && columns.length > 2
  const album = joined ? columns.join(' ') : rest.length > 0 ? rest.join(' - ') : (first ?? circle)
  const artist = joined
    ? columns.join(' ')
    : rest.length > 0
      ? first
      : (circle ?? (path.length > 0 && parent !== undefined && !isGeneric(parent) ? parent : undefined))
  return {
    ...(album === undefined ? {} : { album }),
    ...(artist === undefined ? {} : { artist: anybody.test(fold(artist)) ? 'Various Artists' : artist }),
    ...(released === undefined ? {} : { year: released }),
    ...(number === undefined ? {} : { catalogNumber: number }),
    ...(hints.length === 0 ? {} : { hints }),
    ...(columns.length > 1 || hints.length > 0 ? { whole: name.replaceAll('_', ' ') } : {}),
  }
}

const isGeneric = (name: string): boolean =>
  fold(name)
    .split(' ')
    .every((word) => generic.has(word) || /^\d+$/.test(word))
