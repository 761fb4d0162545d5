import { groupIdOf, type Release, trackCountOf } from '../release'
import type { FoundTrack } from '../service'
import { hitFeatures } from './agreement'
import { lengthFit } from './align'
import type { AlbumEvidence } from './evidence'
import { type Features, logOdds, probabilityOf } from './linear-model'
import { similarity } from './similarity'
import weights from './weights.json'

/** A group as a search found it, before its track lists are known. */
export interface GroupHit {
  readonly groupId: string
  /** The hit of the group that fits best. */
  readonly release: Release
  /** How probable it is that the files are this album, 0…1, by its search hits alone. */
  readonly probability: number
  readonly features: Features
}

/** The groups of a search, the likeliest first. The service's own order and score count for nothing. Pure. */
export function rankHits(album: AlbumEvidence, hits: readonly Release[]): GroupHit[] {
  const groups = new Map<string, GroupHit>()
  for (const release of hits) {
    const features = hitFeatures(album, release)
    const probability = probabilityOf(logOdds(weights.hit, features))
    const groupId = groupIdOf(release)
    const known = groups.get(groupId)
    if (known === undefined || known.probability < probability)
      groups.set(groupId, { groupId, release, probability, features })
  }
  return [...groups.values()].sort((a, b) => b.probability - a.probability)
}

/** Worth a request: below this, looking at the track lists has hardly ever paid. */
export const isWorthAsking = ({ probability }: GroupHit): boolean => probability >= weights.gate

export interface GroupVote {
  readonly groupId: string
  readonly release: Release
  /** How many of the asked tracks the group has, in title or, where that is lost, in length. */
  readonly tracks: number
}

const sameTitle = 0.8

/** Which groups hold the tracks that were asked for; most first, then the closest in length. Pure. */
export function voteByTracks(
  album: AlbumEvidence,
  asked: readonly { readonly titles: readonly string[]; readonly lengthMs: number | undefined }[],
  found: readonly FoundTrack[],
): GroupVote[] {
  const groups = new Map<string, { release: Release; tracks: Set<number> }>()
  for (const track of found) {
    const matching = asked.flatMap(({ titles, lengthMs }, index) => {
      const length = lengthFit(lengthMs, track.lengthMs)
      const alike = Math.max(0, ...titles.map((title) => similarity(title, track.title)))
      return alike >= (length === undefined ? 0.9 : length > 0.5 ? 0.6 : sameTitle) ? [index] : []
    })
    if (matching.length === 0) continue
    for (const release of track.releases) {
      const groupId = groupIdOf(release)
      const group = groups.get(groupId) ?? { release, tracks: new Set() }
      for (const index of matching) group.tracks.add(index)
      if (distance(album, release) < distance(album, group.release)) group.release = release
      groups.set(groupId, group)
    }
  }
  return [...groups]
    .map(([groupId, { release, tracks }]) => ({ groupId, release, tracks: tracks.size }))
    .sort((a, b) => b.tracks - a.tracks || distance(album, a.release) - distance(album, b.release))
}

/** How far a release is from as many tracks as there are files; one that has too few is further off. */
function distance(album: AlbumEvidence, release: Release): number {
  const tracks = trackCountOf(release)
  const wanted = album.trackTotal ?? album.files.length
  return tracks >= wanted ? tracks - wanted : 3 * (wanted - tracks)
}
