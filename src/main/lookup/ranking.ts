import type { Candidate, ServiceName } from '../../shared/ipc'
import { formatOf, type Release, trackCountOf } from './release'
import type { Score } from './score'

/** A release with what speaks for it. */
export interface Scored {
  readonly service: ServiceName
  readonly release: Release
  readonly score: Score
}

const mostCandidates = 25
/** Hits below `unlikely` share a word and nothing more. A few are shown, so that one sees what else there was. */
const unlikely = 0.05
const mostUnlikely = 3
/** Editions this close are a matter of luck. */
const twinGap = 0.005
/** How sure one of several editions can be that nothing tells apart. */
const surestTwin = 0.95

/**
 * Best first, each release once (the first service's wins), with a few of the hopeless ones. Equal scores: the earlier
 * release first, so that the same search has the same answer.
 */
export function rank(scored: readonly Scored[]): Candidate[] {
  const byId = new Map<string, Scored>()
  for (const one of scored) {
    const known = byId.get(one.release.id)
    if (known === undefined || one.score.score > known.score.score) byId.set(one.release.id, one)
  }
  const all = [...byId.values()]
  const sorted = all
    .map((one) => ({ ...one, shown: tempered(one, all) }))
    .sort((a, b) => b.shown - a.shown || byDate(a.release, b.release))
  const likely = sorted.filter(({ shown }) => shown >= unlikely).length
  return sorted
    .slice(0, Math.min(mostCandidates, likely + mostUnlikely))
    .map(({ service, release, score, shown }) => toCandidate(service, release, { ...score, score: shown }))
}

/** Sure of the album is not sure of the edition: twins are not shown as certain. */
function tempered({ release, score }: Scored, all: readonly Scored[]): number {
  const twin =
    !score.decided &&
    release.groupId !== '' &&
    all.some(
      (other) =>
        other.release.id !== release.id &&
        other.release.groupId === release.groupId &&
        Math.abs(other.score.score - score.score) < twinGap,
    )
  return twin ? Math.min(score.score, surestTwin) : score.score
}

const byDate = (a: Release, b: Release): number =>
  compare(a.date || '9999', b.date || '9999') || compare(a.id, b.id)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export function toCandidate(service: ServiceName, release: Release, score: Score): Candidate {
  return {
    service,
    releaseId: release.id,
    releaseGroupId: release.groupId,
    title: release.title,
    artist: release.artist.display,
    date: release.date,
    country: release.country,
    format: formatOf(release),
    label: release.labels[0] ?? '',
    catalogNumber: release.catalogNumbers[0] ?? '',
    barcode: release.barcode,
    trackCount: trackCountOf(release),
    score: score.score,
    reasons: score.reasons,
  }
}
