import type { FileEvidence } from './album-evidence'
import { bestAssignment } from './hungarian'
import type { Medium, Release, ReleaseTrack } from './release'
import { similarity } from './similarity'
import { withoutJunk } from './title-readings'

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
}

export interface Match extends PlacedTrack {
  readonly fit: Fit
}

export interface Assignment {
  /** Per file, in their order; undefined where no track fits. */
  readonly matches: readonly (Match | undefined)[]
  /** Tracks that no file was found for. */
  readonly missing: readonly PlacedTrack[]
}

/** What a pair's parts count for. */
const weights = {
  /** The strongest: says which song it is, unless it is missing or a placeholder. */
  title: 0.62,
  /** Tells versions apart and stands in for lost titles. */
  length: 0.28,
  /** Often wrong in untidy files, so it decides only between equals. */
  position: 0.1,
} as const

/** What an unknown part counts as: neither for nor against. */
const neutral = 0.5

/** Each file to at most one track and each track to at most one file, the best for all of them together. Pure. */
export function assign(files: readonly FileEvidence[], release: Release): Assignment {
  const tracks = placedTracks(release)
  const fits = files.map((file) => tracks.map((track) => fitOf(file, track)))
  const columns = bestAssignment(fits.map((row) => row.map(benefitOf)))
  const taken = new Set(columns)
  return {
    matches: columns.map((column, row) => {
      const placed = tracks[column]
      const fit = fits[row]?.[column]
      return placed === undefined || fit === undefined ? undefined : { ...placed, fit }
    }),
    missing: tracks.filter((_, column) => !taken.has(column)),
  }
}

interface RunningTrack extends PlacedTrack {
  /** Over all media, from 1. */
  readonly running: number
  readonly titles: readonly string[]
}

function placedTracks(release: Release): RunningTrack[] {
  let running = 0
  return release.media.flatMap((medium) =>
    medium.tracks.map((track) => {
      running += 1
      return { medium, track, running, titles: [...new Set([track.title, withoutJunk(track.title)])] }
    }),
  )
}

function fitOf(file: FileEvidence, { track, medium, running, titles }: RunningTrack): Fit {
  return {
    title: titleFit(file.titles, titles),
    length: lengthFit(file.lengthMs, track.lengthMs),
    position: positionFit(file, track.position, medium.position, running),
  }
}

function titleFit(candidates: readonly string[], titles: readonly string[]): number | undefined {
  if (candidates.length === 0 || titles.every((title) => title === '')) return undefined
  let best = 0
  for (const candidate of candidates) {
    for (const title of titles) {
      if (best < 1) best = Math.max(best, similarity(candidate, title))
    }
  }
  // Any two titles share some letters; below this it means nothing.
  return Math.max(0, (best - 0.4) / 0.6)
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

/** 0 or less: rather no track than this one. */
function benefitOf({ title, length, position }: Fit): number {
  const sum =
    weights.title * (title ?? neutral) +
    weights.length * (length ?? neutral) +
    weights.position * (position ?? neutral)
  return isSupported({ title, length, position }) ? sum : 0
}

/** A pair needs a reason of its own: the title, else the length, else at least the place. */
function isSupported({ title, length, position }: Fit): boolean {
  if (title === undefined) return length === undefined ? position === 1 : length > 0.5
  if (title >= 0.4) return true
  return title >= 0.2 && length !== undefined && length > 0.8 && position !== 0
}
