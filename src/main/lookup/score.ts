import type { Reason } from '../../shared/ipc'
import type { AlbumEvidence } from './album-evidence'
import { type EditionFact, editionFacts } from './edition'
import { foldedWords } from './fold'
import { hasTracks, isVariousArtists, type Release, trackCountOf } from './release'
import { similarity } from './similarity'
import type { TrackAgreement } from './track-agreement'

/** How much each fact says about which album it is. They add up to 1. */
const albumWeights = {
  /** What is sung: an album with other titles is another album, whatever it is called. */
  titles: 0.4,
  /** Tells covers, live versions and homonyms from the real thing. */
  lengths: 0.2,
  /** Files without a track and tracks without a file. A part of an album is still that album. */
  trackCount: 0.14,
  /** Found by it, so nearly every hit has it: it confirms little. */
  albumTitle: 0.14,
  /** As above; and compilations and guests make it unsure. */
  artist: 0.12,
} as const

/** How much each fact says about which edition of the album it is, for (agrees) or against (differs). */
const editionWeights = {
  /** Someone or some program has said so before. */
  releaseId: 4,
  /** Made to tell editions apart. */
  barcode: 3,
  /** The same, but labels reuse them over formats and countries. */
  catalogNumber: 2.5,
  /** Often filled in by the ripping program. */
  medium: 1.2,
  /** Often the original's date on a reissue. */
  date: 1.1,
  /** Most editions share it. */
  label: 1,
} as const

/** A fact that nobody knows counts neither for nor against. */
const neutral = 0.5

/** From the weighted mean of the album's facts to a probability: the point of no opinion, and how steeply it goes. */
const curve = { middle: 0.7, steepness: 14 } as const

/** What the edition can take away. Small, since hints must not outvote the track list. */
const editionShare = 0.1
/** Nothing is ever quite certain; and without a fact that decides between editions, less so. */
const surest = { decided: 0.995, undecided: 0.98 } as const
/** Nor is anything quite excluded: the search found it by something. */
const least = 0.01

export interface Score {
  /** How probable it is that the files are this release, 0…1. */
  readonly score: number
  /** What speaks for and against it, the weightiest first. */
  readonly reasons: Reason[]
  /** Whether something agrees that only this edition has. */
  readonly decided: boolean
}

/**
 * Weighs what the files say against a release. `agreement` is how they go with its tracks, or, for a search hit
 * whose tracks are not known, with those of an edition of the same length; then it counts but is no reason.
 */
export function scoreRelease(album: AlbumEvidence, release: Release, agreement: TrackAgreement): Score {
  const tracksKnown = hasTracks(release)
  const title = titleValue(album, release)
  const artist = artistValue(album, release)
  const values = {
    titles: agreement.titles.value,
    lengths: agreement.lengths.value,
    trackCount: countValue(album, release, agreement),
    albumTitle: title,
    artist,
  }
  let mean = 0
  for (const [fact, weight] of entries(albumWeights)) mean += weight * (values[fact] ?? neutral)

  const edition = editionFacts(album, release)
  let sum = 0
  for (const { fact, kind, strength } of edition) sum += editionWeights[fact] * signs[kind] * strength
  const decided = edition.some(({ fact, kind }) => deciding.has(fact) && kind === 'agrees')

  const probability = 1 / (1 + Math.exp(-curve.steepness * (mean - curve.middle)))
  const whole = probability * (1 - editionShare * (0.5 - 0.5 * Math.tanh(sum / 3)))
  return {
    score:
      Math.round(Math.max(least, Math.min(whole, decided ? surest.decided : surest.undecided)) * 1000) / 1000,
    reasons: [
      ...(tracksKnown ? trackReasons(album, agreement) : []),
      countReason(album, release),
      nameReason('albumTitle', title, release.title, album.typed || album.albumTitle),
      nameReason('artist', artist, release.artist.display, album.typed || album.artist),
      ...edition.map(({ fact, kind, value, found }) => ({ kind, code: fact, params: { value, found } })),
    ],
    decided,
  }
}

const signs = { agrees: 1, unknown: 0, differs: -1 } as const
const deciding = new Set<EditionFact['fact']>(['releaseId', 'barcode', 'catalogNumber'])

const entries = <Key extends string>(table: Readonly<Record<Key, number>>) =>
  Object.entries(table) as [Key, number][]

function countValue(album: AlbumEvidence, release: Release, { coverage }: TrackAgreement): number {
  // The tags may know that files are missing.
  const told =
    album.trackTotal !== undefined &&
    (album.trackTotal === trackCountOf(release) ||
      release.media.some((medium) => medium.trackCount === album.trackTotal))
  return told && coverage > 0 ? Math.max(coverage, 0.5 + 0.5 * coverage) : coverage
}

/** Words that come and go with the edition. */
const editionWords =
  /\s*[([{][^()[\]{}]*\b(edition|deluxe|remaster(ed)?|expanded|anniversary|bonus|disc|cd|reissue|version)\b[^()[\]{}]*[)\]}]|\s+(ep|lp|single|cd ?\d|disc ?\d)$/gi

function titleValue(album: AlbumEvidence, release: Release): number | undefined {
  if (release.title === '') return undefined
  if (album.typed !== '') {
    const value = shareOf(release.title, album.typed)
    // Perhaps only the artist was typed.
    return value === 0 && shareOf(release.artist.display, album.typed) > 0 ? undefined : value
  }
  if (album.albumTitle === '') return undefined
  const bare = (title: string) => title.replace(editionWords, '')
  return Math.max(
    similarity(album.albumTitle, release.title),
    0.95 * similarity(bare(album.albumTitle), bare(release.title)),
  )
}

function artistValue(album: AlbumEvidence, release: Release): number | undefined {
  const { display, sort, artists } = release.artist
  if (display === '') return undefined
  if (album.typed !== '') return shareOf(display, album.typed) || undefined
  if (album.artist === '') return undefined
  if (album.various) return isVariousArtists(release.artist) ? 1 : 0.3
  const names = [display, sort, ...artists.flatMap(({ name, sortName }) => [name, sortName])]
  const own = Math.max(...names.map((name) => similarity(album.artist, name)))
  if (!isVariousArtists(release.artist)) return own
  // A few files of a compilation look like their artist's own album.
  const onIt = release.media.some(({ tracks }) =>
    tracks.some((track) => similarity(album.artist, track.artist.display) > sameName),
  )
  return onIt ? Math.max(own, 0.8) : own
}

/** How many of the words of `name` are among the typed ones, 0…1. */
function shareOf(name: string, typed: string): number {
  const words = foldedWords(name)
  const given = new Set(foldedWords(typed))
  return words.length === 0 ? 0 : words.filter((word) => given.has(word)).length / words.length
}

/** From here on two names count as the same. */
const sameName = 0.85

function nameReason(
  code: 'albumTitle' | 'artist',
  alike: number | undefined,
  value: string,
  found: string,
): Reason {
  return {
    kind: alike === undefined ? 'unknown' : alike >= sameName ? 'agrees' : 'differs',
    code,
    params: { value, found },
  }
}

function countReason(album: AlbumEvidence, release: Release): Reason {
  const files = album.files.length
  const tracks = trackCountOf(release)
  return {
    kind: tracks === 0 ? 'unknown' : files === tracks ? 'agrees' : 'differs',
    code: 'trackCount',
    params: { files, tracks },
  }
}

function trackReasons(album: AlbumEvidence, { titles, lengths }: TrackAgreement): Reason[] {
  const total = album.files.length
  return [
    {
      kind:
        titles.value === undefined
          ? 'unknown'
          : titles.matching >= total - titles.unknown
            ? 'agrees'
            : 'differs',
      code: 'titles',
      params: { matching: titles.matching, total, unknown: titles.unknown },
    },
    {
      kind: lengths.compared === 0 ? 'unknown' : lengths.matching === lengths.compared ? 'agrees' : 'differs',
      code: 'lengths',
      params: {
        matching: lengths.matching,
        total: lengths.compared,
        withinSeconds: lengths.withinSeconds,
      },
    },
  ]
}
