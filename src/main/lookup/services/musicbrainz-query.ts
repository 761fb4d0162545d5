import { fold, foldBarcode, foldedWords } from '../matching/fold'
import type { AlbumQuery, TrackQuery } from '../service'

/** Everything with a meaning in Lucene's classic syntax; `&&` and `||` by their single characters. */
const special = /[+\-&|!(){}[\]^"~*?:\\/]/g

export const escapeLucene = (text: string): string => text.replace(special, '\\$&')

const phrase = (text: string): string => `"${escapeLucene(text)}"`

/** As one word, so that nothing in it is read as syntax. Operators only work in capitals, and folding lowers them. */
const allWords = (text: string): string => foldedWords(text).map(escapeLucene).join(' ')

/** Each word once; those of four letters or more also with one wrong letter, for less. */
const fuzzyWords = (texts: readonly string[]): string =>
  [...new Set(texts.flatMap(foldedWords))]
    .flatMap((word) => ([...word].length >= 4 ? [word, `${word}~1^0.6`] : [word]))
    .join(' ')

/** Readings beyond these add more noise than chances. */
const mostReadings = 2

/**
 * A release search in MusicBrainz' query language; where there are several, the next one is only asked when the one
 * before finds nothing. Empty when the query holds nothing to search by. Words are ORed: what the matcher makes of a
 * hit counts, not the service's score, so a wrong letter or a wrong reading costs no request.
 */
export function luceneQueries(query: AlbumQuery): string[] {
  const { albumTitles, artists, freeText } = query
  if (freeText !== undefined) {
    return [...new Set([allWords(freeText), fuzzyWords([freeText])])].filter((text) => text !== '')
  }
  const words = (field: string, texts: readonly string[]) => {
    const fuzzy = fuzzyWords(texts.slice(0, mostReadings))
    return fuzzy === '' ? [] : [`${field}:(${fuzzy})`]
  }
  const clauses = [
    ...words('release', albumTitles),
    ...keyed('barcode', foldBarcode(query.barcode ?? ''), 3),
    ...query.catalogNumbers.flatMap((number) => keyed('catno', number, 2)),
  ]
  // An artist alone brings all that they ever made.
  if (clauses.length === 0) return []
  clauses.push(...words('artist', artists))
  return [[...clauses, ...(query.trackCount > 0 ? [`tracks:${query.trackCount}`] : [])].join(' ')]
}

const keyed = (field: string, value: string, boost: number): string[] =>
  value === '' ? [] : [`${field}:${phrase(value)}^${boost}`]

/** More words of a title make the query longer, not better. */
const mostWords = 6

/**
 * A recording search for any of the tracks: by words, by length in the service's steps of two seconds, and by who made
 * them, which lifts their own above all others of that name.
 */
export function luceneTrackQuery({ tracks, artists, recordingId }: TrackQuery): string {
  if (recordingId !== undefined) return `rid:${recordingId}`
  const by = fuzzyWords(artists.slice(0, mostReadings))
  const wanted = tracks
    .filter(({ title, isrc }) => fold(title) !== '' || isrc !== undefined)
    .map(({ title, lengthMs, isrc }) => {
      const words = fuzzyWords([foldedWords(title).slice(0, mostWords).join(' ')])
      const named = words === '' ? [] : [`recording:(${words})`]
      const step = lengthMs === undefined ? [] : [`qdur:${Math.floor(lengthMs / 2000)}`]
      return `(${[...named, ...step, ...keyed('isrc', isrc ?? '', 3)].join(' ')})`
    })
  return wanted.length === 0 ? '' : [...wanted, ...(by === '' ? [] : [`artist:(${by})`])].join(' OR ')
}
