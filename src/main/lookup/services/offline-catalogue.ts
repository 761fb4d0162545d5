import { ProblemError } from '../../../shared/model'
import { fold, foldBarcode, foldCode, foldedWords } from '../matching/fold'
import { similarity } from '../matching/similarity'
import type { Release } from '../release'
import type { AlbumQuery, CoverQuery, Service } from '../service'
import { notFound } from '../service-problem'
import { CatalogueFile } from './musicbrainz-json'
import { serviceTitles } from './titles'

const title = serviceTitles.catalogue
const mostHits = 25
/** Less than this is a shared word and nothing more. */
const leastRelevance = 0.2

/**
 * The releases of the sample library, without any network. Read at the first question, and then kept.
 * @param readFile reads a file of the catalogue by its name in it: `releases.json`, `covers/<release id>.jpg`
 */
export function createOfflineCatalogue(
  readFile: (name: string) => Promise<Uint8Array>,
): Required<Pick<Service, 'albums' | 'covers'>> & Service {
  let reading: Promise<readonly Release[]> | undefined

  async function read(): Promise<readonly Release[]> {
    try {
      return CatalogueFile.parse(JSON.parse(new TextDecoder().decode(await readFile('releases.json'))))
    } catch (error) {
      // Read again the next time: the file may be back by then.
      reading = undefined
      throw new ProblemError({ code: 'lookup.badReply', params: { service: title } }, { cause: error })
    }
  }
  const releases = (): Promise<readonly Release[]> => {
    reading ??= read()
    return reading
  }

  const known = async (id: string): Promise<boolean> =>
    (await releases()).some((release) => release.id === id)

  return {
    name: 'catalogue',

    albums: {
      name: 'catalogue',

      async search(query, { onState }) {
        onState({ state: 'asking' })
        const hits = (await releases()).map((release) => ({
          release,
          relevance: relevanceOf(release, query),
        }))
        return hits
          .filter(({ relevance }) => relevance >= leastRelevance)
          .sort((a, b) => b.relevance - a.relevance)
          .slice(0, mostHits)
          .map(({ release }) => release)
      },

      editions: async (groupId) => (await releases()).filter((release) => release.groupId === groupId),

      async findTracks({ tracks, recordingId }) {
        const wanted = new Set(tracks.map(({ title }) => fold(title)))
        return (await releases()).flatMap((release) =>
          release.media
            .flatMap((medium) => medium.tracks)
            .filter((track) =>
              recordingId === undefined ? wanted.has(fold(track.title)) : track.recordingId === recordingId,
            )
            .map(({ title, lengthMs, recordingId: id, artist }) => ({
              recordingId: id,
              title,
              artist: artist.display,
              lengthMs,
              releases: [release],
            })),
        )
      },

      async release(id, { onState }) {
        onState({ state: 'asking' })
        const found = (await releases()).find((release) => release.id === id)
        if (found === undefined) throw notFound(title)
        return found
      },
    },

    covers: {
      name: 'catalogue',

      async find(query, { onState }) {
        onState({ state: 'asking' })
        return (await releases())
          .filter(({ hasFrontCover }) => hasFrontCover === true)
          .flatMap((release) => {
            const certain = isMeant(release, query)
            if (!certain && (query.release?.service === 'catalogue' || !isNamesake(release, query))) return []
            return [{ id: release.id, certain, title: release.title, artist: release.artist.display }]
          })
          .sort((a, b) => Number(b.certain) - Number(a.certain))
      },

      async fetch(id) {
        // The id becomes a file name, so only one of ours may be used.
        if (!(await known(id))) return undefined
        return { bytes: await readFile(`covers/${id}.jpg`), mime: 'image/jpeg' }
      },
    },

    check: async () => {
      await releases()
    },
  }
}

/** Whether a cover of this release is the very one that is wanted. */
function isMeant(own: Release, { release, barcode = '' }: CoverQuery): boolean {
  if (release?.service === 'catalogue') return release.id === own.id
  return foldBarcode(barcode) !== '' && foldBarcode(barcode) === foldBarcode(own.barcode)
}

const isNamesake = (own: Release, { title, artist }: CoverQuery): boolean =>
  fold(title) !== '' && fold(own.title) === fold(title) && fold(own.artist.display) === fold(artist)

/** How well a release answers the query, 0…1: the best of what was asked by. */
function relevanceOf(release: Release, query: AlbumQuery): number {
  const { albumTitles, artists, trackTitles, barcode, catalogNumbers, freeText } = query
  if (query.releaseId === release.id) return 1
  if (freeText !== undefined) return overlap(foldedWords(freeText), wordsOf(release))
  if (
    barcode !== undefined &&
    foldBarcode(barcode) !== '' &&
    foldBarcode(barcode) === foldBarcode(release.barcode)
  )
    return 1
  if (
    catalogNumbers.some((wanted) => release.catalogNumbers.some((own) => foldCode(own) === foldCode(wanted)))
  )
    return 1
  const named = Math.max(
    0,
    ...albumTitles.map((title) =>
      Math.max(
        similarity(title, release.title),
        overlap(foldedWords(title), new Set(foldedWords(release.title))),
      ),
    ),
  )
  const credit = new Set(foldedWords(release.artist.display))
  const by = Math.max(0, ...artists.map((artist) => overlap(foldedWords(artist), credit)))
  const own = new Set(titlesOf(release).map(fold))
  const sung = trackTitles.filter((track) => own.has(fold(track))).length / Math.max(1, trackTitles.length)
  // A title alone is enough; an artist alone is not, but breaks ties.
  return Math.max(named > 0.5 ? named : 0, sung) * 0.8 + by * 0.2
}

const titlesOf = (release: Release): string[] =>
  release.media.flatMap((medium) => medium.tracks.map((track) => track.title))

function wordsOf(release: Release): ReadonlySet<string> {
  return new Set(
    [
      release.title,
      release.artist.display,
      release.barcode,
      ...release.catalogNumbers,
      ...titlesOf(release),
    ].flatMap(foldedWords),
  )
}

/** How many of the wanted words are there, 0…1. */
const overlap = (wanted: readonly string[], present: ReadonlySet<string>): number =>
  wanted.length === 0 ? 0 : wanted.filter((word) => present.has(word)).length / wanted.length
