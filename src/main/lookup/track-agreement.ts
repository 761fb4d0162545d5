import type { AlbumEvidence } from './album-evidence'
import { assign } from './assign'
import { hasTracks, type Release, trackCountOf } from './release'

/** How the files and the tracks of a release go together. Values are 0…1, undefined where nothing can be compared. */
export interface TrackAgreement {
  readonly titles: {
    readonly value: number | undefined
    /** Files whose title is their track's. */
    readonly matching: number
    /** Files without a title to compare. */
    readonly unknown: number
  }
  readonly lengths: {
    readonly value: number | undefined
    readonly matching: number
    /** Files whose length and whose track's length are known. */
    readonly compared: number
    /** The greatest difference, in whole seconds, at least 1. */
    readonly withinSeconds: number
  }
  /** 1 when every file has a track and every track a file. */
  readonly coverage: number
}

/** From here on two titles count as the same, and two lengths. */
const sameTitle = 0.75
const sameLength = 0.5

export function compareTracks(album: AlbumEvidence, release: Release): TrackAgreement {
  const total = album.files.length
  const tracks = trackCountOf(release)
  const untitled = album.files.filter((file) => file.titles.length === 0).length
  if (!hasTracks(release)) {
    const coverage = tracks === 0 ? 0.5 : Math.min(total, tracks) / Math.max(total, tracks)
    return {
      titles: { value: undefined, matching: 0, unknown: total },
      lengths: { value: undefined, matching: 0, compared: 0, withinSeconds: 1 },
      coverage,
    }
  }

  const titles: number[] = []
  const lengths: number[] = []
  let assigned = 0
  let furthestMs = 0
  for (const [index, match] of assign(album.files, release).matches.entries()) {
    const file = album.files[index]
    if (file === undefined) continue
    // A file that is none of the tracks speaks against the release, if it has a title.
    if (match === undefined) {
      if (file.titles.length > 0) titles.push(0)
      continue
    }
    assigned += 1
    if (match.fit.title !== undefined) titles.push(match.fit.title)
    if (match.fit.length === undefined) continue
    lengths.push(match.fit.length)
    furthestMs = Math.max(furthestMs, Math.abs((file.lengthMs ?? 0) - (match.track.lengthMs ?? 0)))
  }
  return {
    titles: {
      value: meanOfKnown(titles, total),
      matching: titles.filter((fit) => fit >= sameTitle).length,
      unknown: untitled,
    },
    lengths: {
      value: assigned === 0 ? 0 : meanOfKnown(lengths, assigned),
      matching: lengths.filter((fit) => fit >= sameLength).length,
      compared: lengths.length,
      withinSeconds: Math.max(1, Math.ceil(furthestMs / 1000)),
    },
    coverage: tracks === 0 ? 0 : (assigned / tracks) * (assigned / total),
  }
}

/** The mean; where fewer than half are known, drawn towards neutral by as much as is missing. */
function meanOfKnown(values: readonly number[], total: number): number | undefined {
  if (values.length === 0) return undefined
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const trust = Math.min(1, (2 * values.length) / total)
  return trust * mean + (1 - trust) * 0.5
}
