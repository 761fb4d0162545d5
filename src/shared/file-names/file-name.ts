/** What a file's name says, where it follows one of the usual patterns. */
export interface NameReading {
  /** The last column. Empty when the name is only a number. */
  readonly title: string
  readonly artist?: string
  readonly album?: string
  readonly track?: number
  readonly disc?: number
  readonly year?: string
}

/** `1-02 Title`, `1.02 - Title` */
const discAndTrack = /^(\d)\s?[-.]\s?(\d{2})(?:\s*[-._)]\s*|\s+)(?=\D)/
/** `01 Title`, `01. Title`, `(01) Title`, `101 Title` (disc 1) */
const trackFirst = /^[([]?(\d{1,3})[)\]]?(?:\s*[-._]\s*|\s+)(?=\S)/
/** `track01`, `Track 01` */
const numberedTrack = /^(?:audio ?)?(?:track|titel|piste|pista|spur)\s*(\d{1,3})$/i
const year = /^[([]?((?:19|20)\d\d)[)\]]?$/
const number = /^\d{1,3}$/

/**
 * Reads `01 Title`, `Artist - Title`, `Artist - Album - 01 - Title`, `Artist - 2015 - Album - 06 - Title` and their
 * like, with spaces or underscores. A guess: a tag knows better.
 */
export function readFileName(fileName: string): NameReading {
  const stem = fileName.replace(/\.[a-z0-9]{2,4}$/i, '')
  let text = stem
  let track: number | undefined
  let disc: number | undefined

  const placed = discAndTrack.exec(text)
  if (placed) {
    disc = Number(placed[1])
    track = Number(placed[2])
    text = text.slice(placed[0].length)
  }
  const columns = columnsOf(text)
  const words: string[] = []
  let released: string | undefined
  for (const [place, column] of columns.entries()) {
    const numbered = numberedTrack.exec(column)
    const dated = year.exec(column)
    if (dated && columns.length > 1) released = dated[1]
    else if (numbered || number.test(column)) track ??= Number(numbered?.[1] ?? column)
    else {
      // In the first column a number stands before a title, in a later one it may begin with it.
      const first = track === undefined && place === 0 ? trackFirst.exec(column) : null
      if (first) track = Number(first[1])
      words.push(first ? column.slice(first[0].length) : column)
    }
  }
  if (track !== undefined && track > 100 && disc === undefined) {
    disc = Math.floor(track / 100)
    track %= 100
  }
  const [artist, album] = words.length > 1 ? words.slice(0, -1) : []
  return {
    title: words.at(-1) ?? '',
    ...(artist === undefined ? {} : { artist }),
    ...(album === undefined ? {} : { album }),
    ...(track === undefined || track === 0 ? {} : { track }),
    ...(disc === undefined ? {} : { disc }),
    ...(released === undefined ? {} : { year: released }),
  }
}

function columnsOf(text: string): string[] {
  // Names from the scene have no spaces: underscores stand for them and bare hyphens between the columns.
  const scene = !text.includes(' ') && text.includes('_') && text.includes('-')
  const columns = scene ? text.split('-') : text.split(/\s[-–—]\s/)
  const spaced = columns.map((column) => column.replaceAll('_', ' ').trim()).filter((column) => column !== '')
  const last = spaced.at(-1)
  // `night band-(radio edit)`: a bracket belongs to the title before it.
  if (scene && last?.startsWith('(') && spaced.length > 1)
    return [...spaced.slice(0, -2), `${spaced.at(-2)} ${last}`]
  return spaced
}
