import { creditLine, type Release, trackCount } from './release'

/** One condition of a query. Without a field it looks at title and artist together. */
interface Clause {
  readonly field: string
  readonly value: string
  readonly required: boolean
}

/** A query that the real service would answer with 400. */
export class QueryError extends Error {
  override readonly name = 'QueryError'
}

/** `[field:] "quoted words" or one word`, or one of the joints between them. */
const piece = /\s*(?:([()])|(?:([\w-]+):)?(?:"((?:[^"\\]|\\.)*)"|((?:[^\s()"\\]|\\.)+)))/y

/**
 * Reads the part of Lucene's query language that Tagwright writes: `field:word`, `field:"several words"`, bare
 * words, `AND` and `OR` between them. Brackets are skipped; AND makes both of its neighbours necessary.
 */
export function parseQuery(query: string): readonly Clause[] {
  const clauses: Clause[] = []
  let joined = false
  let at = 0
  while (query.slice(at).trim() !== '') {
    piece.lastIndex = at
    const match = piece.exec(query)
    if (!match) throw new QueryError(`Cannot parse '${query}' at ${at}`)
    at = piece.lastIndex
    const [, bracket, field = '', quoted, bare] = match
    if (bracket) continue
    if (!field && bare === 'AND') {
      const last = clauses.pop()
      if (!last) throw new QueryError(`Cannot parse '${query}': nothing before AND`)
      clauses.push({ ...last, required: true })
      joined = true
    } else if (!field && bare === 'OR') {
      joined = false
    } else {
      const value = (quoted ?? bare ?? '').replace(/\\(.)/g, '$1')
      clauses.push({ field, value, required: joined })
      joined = false
    }
  }
  if (clauses.length === 0) throw new QueryError('The query is empty')
  return clauses
}

export interface Hit {
  readonly release: Release
  /** 1 to 100. */
  readonly score: number
}

/** The releases that fit, best first. The score is the mean overlap of words over the query's clauses. */
export function search(catalogue: readonly Release[], query: string): readonly Hit[] {
  const clauses = parseQuery(query)
  const hits: Hit[] = []
  for (const release of catalogue) {
    const fits = clauses.map((clause) => ({ ...clause, fit: fitOf(clause, release) }))
    if (fits.some(({ required, fit }) => required && fit === 0)) continue
    const score = Math.round((100 * fits.reduce((sum, { fit }) => sum + fit, 0)) / fits.length)
    if (score > 0) hits.push({ release, score })
  }
  return hits.sort((a, b) => b.score - a.score)
}

/** How well one clause fits, from 0 to 1. */
function fitOf({ field, value }: Clause, release: Release): number {
  const artist = creditLine(release['artist-credit'])
  switch (field) {
    case 'release':
    case 'releaseaccent':
      return overlap(value, release.title)
    case 'artist':
    case 'artistname':
    case 'creditname':
      return overlap(value, artist)
    case 'tracks':
      return Number(value) === trackCount(release) ? 1 : 0
    case 'barcode':
      return value !== '' && value === release.barcode ? 1 : 0
    case 'date':
      return release.date?.startsWith(value) ? 1 : 0
    case 'country':
      return release.country?.toLowerCase() === value.toLowerCase() ? 1 : 0
    case 'status':
      return release.status?.toLowerCase() === value.toLowerCase() ? 1 : 0
    case 'reid':
      return release.id === value.toLowerCase() ? 1 : 0
    case 'rgid':
      return release['release-group']?.id === value.toLowerCase() ? 1 : 0
    case 'arid':
      return release['artist-credit']?.some((credit) => credit.artist?.id === value.toLowerCase()) ? 1 : 0
    case 'catno':
      return JSON.stringify(release['label-info'] ?? []).includes(JSON.stringify(value)) ? 1 : 0
    case '':
      return share(value, `${release.title} ${artist}`)
    default:
      return 0
  }
}

/** Words that two texts have in common, as a share of the words of both (Dice). */
function overlap(a: string, b: string): number {
  const [left, right] = [words(a), words(b)]
  const common = [...left].filter((word) => right.has(word)).length
  return left.size + right.size === 0 ? 0 : (2 * common) / (left.size + right.size)
}

/** The share of the words asked for that occur in a text. */
function share(asked: string, text: string): number {
  const [left, right] = [words(asked), words(text)]
  return left.size === 0 ? 0 : [...left].filter((word) => right.has(word)).length / left.size
}

/** Without case, accents and punctuation, much as the service's index has them. */
function words(text: string): Set<string> {
  const folded = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return new Set(folded.match(/[\p{L}\p{N}]+/gu) ?? [])
}
