import { isVariousArtists, type Release, trackCountOf } from '../release'
import type { Alignment } from './align'
import { totalAgreement } from './edition'
import { type AlbumEvidence, isVarious } from './evidence'
import { foldBarcode, foldCode, foldedWords } from './fold'
import type { Features } from './linear-model'
import { numbersDiffer, similarity, versionsDiffer } from './similarity'

/** Words that come and go with the edition. */
const editionWords =
  /\s*[([{][^()[\]{}]*\b(edition|deluxe|remaster(ed)?|expanded|anniversary|bonus|disc|cd|reissue|version|full album|mp3|flac|\d+ ?kbps)\b[^()[\]{}]*[)\]}]|\s+(ep|lp|single|cd ?\d|disc ?\d)$/gi

const withoutEdition = (title: string): string => title.replace(editionWords, '')

/** A reading of the album's name and how alike it and the release's title are, 0…1. */
interface NamedAgreement {
  readonly value: number
  readonly reading: string
}

/** The best of all readings; undefined where one side is not known. */
export function titleAgreement(album: AlbumEvidence, release: Release): NamedAgreement | undefined {
  if (release.title === '') return undefined
  if (album.typed !== '') {
    const value = shareOf(release.title, album.typed)
    // Perhaps only the artist was typed.
    return value === 0 && shareOf(release.artist.display, album.typed) > 0
      ? undefined
      : { value, reading: album.typed }
  }
  const joined = foldCode(release.artist.display + release.title)
  return best(album.albums, (reading) =>
    // `Artist-Album`, every space a hyphen.
    foldCode(reading) === joined
      ? 1
      : Math.max(
          similarity(reading, release.title),
          0.95 * similarity(withoutEdition(reading), withoutEdition(release.title)),
          // The title is a part of what is known.
          foldCode(release.title).length >= 4 ? 0.9 * shareOf(release.title, reading) : 0,
        ),
  )
}

/** How alike who made the files and who made the release are, 0…1; undefined where one is not known. */
export function artistAgreement(album: AlbumEvidence, release: Release): NamedAgreement | undefined {
  const { display, sort, artists } = release.artist
  if (display === '') return undefined
  if (album.typed !== '') {
    const value = shareOf(display, album.typed)
    return value === 0 ? undefined : { value, reading: album.typed }
  }
  const joined = foldCode(display + release.title)
  const names = [display, sort, ...artists.flatMap(({ name, sortName }) => [name, sortName])]
  return best(album.artists, (reading) => {
    if (isVarious(reading)) return isVariousArtists(release.artist) ? 1 : 0.3
    return Math.max(
      foldCode(reading) === joined ? 1 : 0,
      ...names.map((name) => similarity(reading, name)),
      foldCode(display).length >= 4 ? 0.9 * shareOf(display, reading) : 0,
      isOnIt(reading, release) ? 0.8 : 0,
    )
  })
}

function best(
  readings: readonly string[],
  agreement: (reading: string) => number,
): NamedAgreement | undefined {
  let found: NamedAgreement | undefined
  for (const reading of readings) {
    const value = agreement(reading)
    if (found === undefined || value > found.value) found = { value, reading }
  }
  return found
}

/** An album by many of which one is known. */
const isOnIt = (name: string, release: Release): boolean =>
  release.media.some(({ tracks }) =>
    tracks.some(
      ({ artist }) =>
        artist.display !== release.artist.display && similarity(name, artist.display) >= sameName,
    ),
  )

/** From here on two names count as the same. */
export const sameName = 0.85

/** How many of the words of `name` are among the typed ones, 0…1. */
function shareOf(name: string, typed: string): number {
  const words = foldedWords(name)
  const given = new Set(foldedWords(typed))
  return words.length === 0 ? 0 : words.filter((word) => given.has(word)).length / words.length
}

/** What can be told of a search hit, whose tracks are not known: is it worth a request? */
export function hitFeatures(album: AlbumEvidence, hit: Release): Features {
  const titled = titleAgreement(album, hit)
  const title = titled?.value
  const artist = artistAgreement(album, hit)?.value
  const files = album.files.length
  const tracks = trackCountOf(hit)
  return {
    title: title ?? 0,
    titleSquared: (title ?? 0) ** 2,
    titleEqual: Number(title === 1),
    titleUnknown: Number(title === undefined),
    artist: artist ?? 0,
    artistEqual: Number(artist === 1),
    artistUnknown: Number(artist === undefined),
    both: (title ?? 0) * (artist ?? 0),
    sameCount: Number(files === tracks || album.trackTotal === tracks),
    countRatio: tracks === 0 ? 0.5 : Math.min(files, tracks) / Math.max(files, tracks),
    otherNumber: Number(titled !== undefined && titled.value < 1 && numbersDiffer(titled.reading, hit.title)),
    barcode: Number(
      foldBarcode(album.barcode) !== '' && foldBarcode(album.barcode) === foldBarcode(hit.barcode),
    ),
    catalogNumber: Number(
      [album.catalogNumber, ...album.hints].some(
        (own) =>
          foldCode(own) !== '' && hit.catalogNumbers.some((number) => foldCode(number) === foldCode(own)),
      ),
    ),
    year: Number(album.date !== '' && album.date.slice(0, 4) === hit.date.slice(0, 4)),
  }
}

/** How the files and the tracks of an edition go together, in numbers that reasons can be made of. */
export interface TrackAgreement {
  readonly files: number
  readonly tracks: number
  /** Files that were given a track. */
  readonly placed: number
  /** Files whose title is their track's; those without a title to compare. */
  readonly titlesAlike: number
  readonly titlesUnknown: number
  /** Files whose length is their track's, of those where both are known. */
  readonly lengthsAlike: number
  readonly lengthsKnown: number
  /** The greatest difference, in whole seconds, at least 1. */
  readonly withinSeconds: number
  /** Files whose title names another version than its track's. */
  readonly otherVersions: number
}

/** From here on two titles count as the same, and two lengths. */
export const sameTitle = 0.85
export const sameLength = 0.5

export function trackAgreement(
  album: AlbumEvidence,
  release: Release,
  { matches }: Alignment,
): TrackAgreement {
  const fits = matches.flatMap((match) => (match === undefined ? [] : [match.fit]))
  const furthest = Math.max(0, ...fits.map(({ apartMs }) => apartMs ?? 0))
  const count = (holds: (fit: (typeof fits)[number]) => boolean) => fits.filter(holds).length
  return {
    files: album.files.length,
    tracks: trackCountOf(release),
    placed: fits.length,
    titlesAlike: count(({ title }) => title !== undefined && title >= sameTitle),
    titlesUnknown: album.files.filter(({ titles }) => titles.length === 0).length,
    lengthsAlike: count(({ length }) => length !== undefined && length >= sameLength),
    lengthsKnown: count(({ length }) => length !== undefined),
    withinSeconds: Math.max(1, Math.ceil(furthest / 1000)),
    otherVersions: count(({ otherVersion }) => otherVersion),
  }
}

/** An edition with the files laid over it. */
export interface LaidEdition {
  readonly release: Release
  readonly alignment: Alignment
  readonly agreement: TrackAgreement
}

/**
 * What tells whether the files are this album, whatever the edition. `rival` is how probable the best other album is
 * by its search hit, 0…1.
 */
export function albumFeatures(
  album: AlbumEvidence,
  { release, alignment, agreement: told }: LaidEdition,
  rival: number,
): Features {
  const { matches } = alignment
  const files = Math.max(1, told.files)
  const placed = Math.max(1, told.placed)
  const fits = matches.flatMap((match) => (match === undefined ? [] : [match.fit]))
  const mean = (value: (fit: (typeof fits)[number]) => number | undefined, otherwise: number) =>
    fits.length === 0
      ? otherwise
      : fits.reduce((sum, fit) => sum + (value(fit) ?? otherwise), 0) / fits.length
  const titled = titleAgreement(album, release)
  const title = titled?.value
  const credited = artistAgreement(album, release)
  const artist = credited?.value
  const covered = told.placed / files
  const used = told.tracks === 0 ? 0 : told.placed / told.tracks
  const titles = mean(({ title: fit }) => fit, 0)
  const lengths = mean(({ length }) => length, 0)
  const lengthsKnown = told.lengthsKnown / placed
  return {
    covered,
    used,
    allCovered: Number(told.placed === told.files),
    allUsed: Number(told.placed === told.tracks),
    total: totalAgreement(album, release),
    agreement: mean(({ probability }) => probability, 0),
    titles,
    titlesEqual: mean(({ title: fit }) => Number(fit === 1), 0),
    titlesUnknown: told.titlesUnknown / files,
    lengths,
    lengthsEqual: mean(({ apartMs }) => Number(apartMs !== undefined && apartMs < 1100), 0),
    lengthsOff: mean(({ length }) => Number(length !== undefined && length < sameLength), 0),
    lengthsFar: mean(({ apartMs }) => Number(apartMs !== undefined && apartMs > 10_000), 0),
    lengthsUnknown: 1 - lengthsKnown,
    titlesAndLengths: titles * lengths,
    titlesWithoutLengths: titles * (1 - lengthsKnown),
    positions: mean(({ position }) => position, 0.5),
    otherVersions: told.otherVersions / files,
    otherVersion: Number(told.otherVersions > 0),
    // `Piano Covers of …`, `The … Tribute Band`.
    otherVersionNamed: Number(
      namesOther(titled, release.title) || namesOther(credited, release.artist.display),
    ),
    albumTitle: title ?? 0.5,
    albumTitleEqual: Number(title === 1),
    albumTitleUnknown: Number(title === undefined),
    albumTitleOtherNumber: Number(
      titled !== undefined && titled.value < 1 && numbersDiffer(titled.reading, release.title),
    ),
    artist: artist ?? 0.5,
    artistEqual: Number(artist === 1),
    artistUnknown: Number(artist === undefined),
    otherArtist: Number(artist !== undefined && artist < 0.6),
    otherArtistWithoutLengths: Number(artist !== undefined && artist < 0.6) * (1 - lengthsKnown),
    otherArtistAndTitle: Number(artist !== undefined && artist < 0.6 && title !== undefined && title < 0.6),
    namedWithoutLengths: (title ?? 0.5) * (artist ?? 0.5) * (1 - lengthsKnown),
    namedAndLengths: (title ?? 0.5) * (artist ?? 0.5) * lengths,
    few: 1 / files,
    rival,
  }
}

const namesOther = (named: NamedAgreement | undefined, text: string): boolean =>
  named !== undefined && named.value < 1 && versionsDiffer(named.reading, text)
