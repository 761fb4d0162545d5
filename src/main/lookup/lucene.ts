import { fold, foldBarcode, foldedWords } from './fold'
import type { AlbumQuery } from './service'

/** Everything with a meaning in Lucene's classic syntax; `&&` and `||` by their single characters. */
const special = /[+\-&|!(){}[\]^"~*?:\\/]/g

export const escapeLucene = (text: string): string => text.replace(special, '\\$&')

const phrase = (text: string): string => `"${escapeLucene(text)}"`

/** As one word, so that nothing in it is read as syntax. Operators only work in capitals, and folding lowers them. */
const allWords = (text: string): string => foldedWords(text).map(escapeLucene).join(' ')

/** Words of four letters or more also with one wrong letter, for less. */
const fuzzyWords = (text: string): string =>
  foldedWords(text)
    .flatMap((word) => ([...word].length >= 4 ? [word, `${word}~1^0.6`] : [word]))
    .join(' ')

/**
 * A release search in MusicBrainz' query language, strictest first; the next one is only asked when the one before
 * finds nothing. Three at most. Empty when the query holds nothing to search by.
 */
export function luceneQueries(query: AlbumQuery): string[] {
  const { albumTitle = '', artist = '', freeText, releaseGroupId } = query
  if (releaseGroupId !== undefined) return [`rgid:${releaseGroupId}`]
  if (freeText !== undefined) return distinct([allWords(freeText), fuzzyWords(freeText)])

  const codes = [
    ...keyed('barcode', foldBarcode(query.barcode ?? '')),
    ...keyed('catno', query.catalogNumber ?? ''),
  ]
  const title = fold(albumTitle) === '' ? [] : [`release:${phrase(albumTitle)}`]
  const by = fold(artist) === '' ? [] : [`artist:${phrase(artist)}`]
  // AND makes its neighbours necessary; what follows without it only moves the editions that have it up.
  const hints = [...(query.trackCount > 0 ? [`tracks:${query.trackCount}`] : []), ...codes]

  return distinct([
    title.length > 0 && by.length > 0 ? [`${title} AND ${by}`, ...hints].join(' ') : title.join(''),
    // Any word may be wrong.
    [
      ...(title.length > 0 ? [`release:(${fuzzyWords(albumTitle)})`] : []),
      ...(title.length > 0 && by.length > 0 ? [`artist:(${fuzzyWords(artist)})`] : []),
      ...codes,
    ].join(' '),
    // Title and artist may have changed places.
    title.length > 0 ? allWords(`${albumTitle} ${artist}`) : '',
  ])
}

const keyed = (field: string, value: string): string[] => (value === '' ? [] : [`${field}:${phrase(value)}`])

const distinct = (queries: readonly string[]): string[] => [
  ...new Set(queries.filter((query) => query !== '')),
]
