import type { Medium, Release, ReleaseTrack } from '../release'
import type { FoundTrack } from '../service'
import type { FileEvidence } from './evidence'
import { bestAssignment } from './hungarian'
import { type Features, logOdds, probabilityOf } from './linear-model'
import { numbersDiffer, similarity, versionsDiffer } from './similarity'
import { withoutJunk } from './title-readings'
import weights from './weights.json'

/** A track where it stands in its release. */
export interface PlacedTrack {
  readonly medium: Medium
  readonly track: ReleaseTrack
}

/** How one file and one track go together. Each part 0…1, undefined where one side does not know. */
export interface Fit {
  readonly title: number | undefined
  readonly length: number | undefined
  readonly position: number | undefined
  /** Undefined unless the track has an artist of its own. */
  readonly artist: number | undefined
  /** Milliseconds between the two lengths. */
  readonly apartMs: number | undefined
  /** The titles name different versions, or other numbers. */
  readonly otherVersion: boolean
  readonly otherNumber: boolean
  /** How probable it is that they are the same track, 0…1. */
  readonly probability: number
}

export interface Match extends PlacedTrack {
  readonly fit: Fit
}

export interface Alignment {
  /** Per file, in their order; undefined where no track fits. */
  readonly matches: readonly (Match | undefined)[]
  /** Tracks that no file was found for. */
  readonly missing: readonly PlacedTrack[]
}

/** A pair less probable than this is never made: rather no track than a wrong one. */
const leastProbable = 0.15

/**
 * Each file to at most one track and each track to at most one file, so that all of them together are most probable:
 * the sum of the log-odds is greatest. Pure.
 */
export function align(files: readonly FileEvidence[], release: Release): Alignment {
  const pairs = pairFits(files, release)
  const least = Math.log(leastProbable / (1 - leastProbable))
  const columns = bestAssignment(
    pairs.map((row) =>
      row.map(({ fit: { probability } }) => Math.log(probability / (1 - probability)) - least),
    ),
  )
  const taken = new Set(columns)
  return {
    matches: columns.map((column, row) => pairs[row]?.[column]),
    missing: placedTracks(release).filter((_, column) => !taken.has(column)),
  }
}

/** Every file beside every track, in their orders. */
export function pairFits(files: readonly FileEvidence[], release: Release): Match[][] {
  const tracks = placedTracks(release)
  return files.map((file) =>
    tracks.map((placed) => ({ medium: placed.medium, track: placed.track, fit: fitOf(file, placed) })),
  )
}

interface RunningTrack extends PlacedTrack {
  /** Over all media, from 1. */
  readonly running: number
  readonly titles: readonly string[]
  /** '' where it is the release's. */
  readonly ownArtist: string
}

/** All tracks of a release in its order. */
export function placedTracks(release: Release): RunningTrack[] {
  let running = 0
  return release.media.flatMap((medium) =>
    medium.tracks.map((track) => {
      running += 1
      const ownArtist = track.artist.display === release.artist.display ? '' : track.artist.display
      return {
        medium,
        track,
        running,
        titles: titlesOf(track.title),
        ownArtist,
      }
    }),
  )
}

const titlesOf = (title: string): string[] => [...new Set([title, withoutJunk(title)])]

const fitOf = (file: FileEvidence, { track, medium, running, titles, ownArtist }: RunningTrack): Fit =>
  fitBeside(file, {
    titles,
    title: track.title,
    lengthMs: track.lengthMs,
    artist: ownArtist,
    position: positionFit(file, track.position, medium.position, running),
  })

/** How a file goes with a recording, wherever that stands. */
export const recordingFit = (
  file: FileEvidence,
  { title, lengthMs, artist }: Pick<FoundTrack, 'title' | 'lengthMs' | 'artist'>,
): Fit => fitBeside(file, { titles: titlesOf(title), title, lengthMs, artist, position: undefined })

interface Beside {
  readonly titles: readonly string[]
  readonly title: string
  readonly lengthMs: number | undefined
  readonly artist: string
  readonly position: number | undefined
}

function fitBeside(file: FileEvidence, { titles, title: name, lengthMs, artist, position }: Beside): Fit {
  const title = titleFit(file.titles, titles)
  const known = file.lengthMs !== undefined && lengthMs !== undefined
  const fit = {
    title: title?.value,
    length: lengthFit(file.lengthMs, lengthMs),
    apartMs: known ? Math.abs((file.lengthMs ?? 0) - (lengthMs ?? 0)) : undefined,
    position,
    artist: artist === '' || file.artist === '' ? undefined : similarity(file.artist, artist),
    otherVersion: title !== undefined && title.value < 1 && versionsDiffer(title.reading, name),
    otherNumber: title !== undefined && title.value < 1 && numbersDiffer(title.reading, name),
  }
  return { ...fit, probability: clamped(probabilityOf(logOdds(weights.pair, pairFeatures(fit)))) }
}

/** Log-odds stay finite. */
const clamped = (probability: number): number => Math.min(1 - 1e-6, Math.max(1e-6, probability))

/** What the pair's weights are for. A part that is not known is neutral: it has a weight of its own. */
export function pairFeatures(fit: Omit<Fit, 'probability'>): Features {
  const { title, length, position, artist, apartMs } = fit
  return {
    title: title ?? 0,
    titleSquared: (title ?? 0) ** 2,
    titleEqual: Number(title === 1),
    titleUnknown: Number(title === undefined),
    length: length ?? 0,
    lengthEqual: Number(apartMs !== undefined && apartMs < 1000),
    lengthFar: Number(apartMs !== undefined && apartMs > 15_000),
    lengthUnknown: Number(length === undefined),
    position: position ?? 0,
    positionUnknown: Number(position === undefined),
    artist: artist === undefined ? 0 : artist - 0.5,
    otherVersion: Number(fit.otherVersion),
    otherNumber: Number(fit.otherNumber),
    titleAndLength: (title ?? 0) * (length ?? 0),
    lengthWithoutTitle: title === undefined ? (length ?? 0) : 0,
    positionWithoutTitle: title === undefined ? (position ?? 0) : 0,
  }
}

function titleFit(
  candidates: readonly string[],
  titles: readonly string[],
): { readonly value: number; readonly reading: string } | undefined {
  if (candidates.length === 0 || titles.every((title) => title === '')) return undefined
  let best = { value: -1, reading: '' }
  for (const reading of candidates) {
    for (const title of titles) {
      if (best.value >= 1) return best
      const value = similarity(reading, title)
      if (value > best.value) best = { value, reading }
    }
  }
  return best
}

/**
 * 1 up to 1.5 s apart, 0 from 7.5 s on: encoders pad and sources round to seconds. Of a piece of a few seconds
 * these would say nothing, so both shrink with the length. An unknown length is neutral.
 */
export function lengthFit(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return undefined
  const longer = Math.max(a, b)
  const full = Math.min(1500, longer * 0.08)
  const none = Math.min(7500, longer * 0.4)
  return Math.min(1, Math.max(0, (none - Math.abs(a - b)) / (none - full)))
}

function positionFit(
  file: FileEvidence,
  position: number,
  disc: number,
  running: number,
): number | undefined {
  if (file.track === undefined) return undefined
  if (file.track === position && (file.disc === undefined || file.disc === disc)) return 1
  // Two discs in one folder, numbered through.
  if (file.track === running && file.disc === undefined) return 0.9
  return file.track === position ? 0.3 : 0
}
