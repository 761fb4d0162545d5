import type { Candidate, OpenFact, ServiceName } from '../../../shared/ipc'
import { idAcrossServices } from '../../../shared/model'
import { formatOf, type Release, trackCountOf } from '../release'
import type { AlbumEvidence } from './evidence'
import { type EditionMatch, type GroupMatch, isSure } from './match-group'
import { reasonsOf, reasonsOfHit } from './reasons'
import type { GroupHit } from './search-hits'

/** What one service found, each best first: groups whose track lists are known, and all groups of its search. */
export interface Found {
  readonly service: ServiceName
  readonly groups: readonly GroupMatch[]
  readonly hits: readonly GroupHit[]
}

const mostCandidates = 25
/** Hits below this share a word and nothing more. A few are shown, so that one sees what else there was. */
const unlikely = 0.05
const mostUnlikely = 3

/**
 * Best first, each release once (the surer service's, else the first's). A group has one probability; its editions
 * come one after the other, the tied ones with the same score. The release `named` is always among them. Pure.
 */
export function toCandidates(album: AlbumEvidence, found: readonly Found[], named?: string): Candidate[] {
  const candidates = found.flatMap(({ service, groups, hits }) => {
    // One of them is right at most: what was looked at leaves so much for what was not.
    const left = 1 - Math.max(0, ...groups.map(({ probability }) => probability))
    return [
      ...groups.flatMap((group) => group.editions.map((match) => toCandidate(service, album, group, match))),
      ...hits
        .filter(({ groupId }) => !groups.some((group) => group.groupId === groupId))
        .map((hit) => ofHit(service, album, hit, left)),
    ]
  })
  const byRelease = new Map<string, Candidate>()
  for (const candidate of candidates) {
    const id = idAcrossServices(candidate.service, candidate.releaseId)
    const known = byRelease.get(id)
    if (known === undefined || known.score < candidate.score) byRelease.set(id, candidate)
  }
  const sorted = [...byRelease.values()].sort((a, b) => b.score - a.score)
  const likely = sorted.filter(({ score }) => score >= unlikely).length
  const shown = sorted.slice(0, Math.min(mostCandidates, likely + mostUnlikely))
  const own = sorted.find(({ releaseId }) => releaseId === named)
  return own === undefined || shown.includes(own) ? shown : [...shown, own]
}

/** An edition of a group whose tracks are known. */
export function toCandidate(
  service: ServiceName,
  album: AlbumEvidence,
  group: GroupMatch,
  match: EditionMatch,
): Candidate {
  const tied = group.tied.includes(match)
  const share = tied ? 1 : Math.exp(match.odds - group.editions[0].odds)
  return {
    ...factsOf(service, match.release),
    score: shown(group.probability * share),
    sure: tied && isSure(group),
    open: tied && group.tied.length > 1 ? openFacts(group.tied.map(({ release }) => release)) : [],
    reasons: reasonsOf(album, match, group.features),
  }
}

const ofHit = (service: ServiceName, album: AlbumEvidence, hit: GroupHit, most: number): Candidate => ({
  ...factsOf(service, hit.release),
  score: shown(Math.min(hit.probability, most)),
  sure: false,
  open: [],
  reasons: reasonsOfHit(album, hit.release),
})

/** Nothing is ever quite certain, and nothing that a search found is quite excluded. */
export const shown = (probability: number): number =>
  Math.round(Math.max(0.01, Math.min(0.995, probability)) * 1000) / 1000

/** What differs between editions that fit equally, and so would decide if the files told. */
function openFacts(releases: readonly Release[]): OpenFact[] {
  const facts: Readonly<Record<OpenFact, (release: Release) => string>> = {
    barcode: ({ barcode }) => barcode,
    catalogNumber: ({ catalogNumbers }) => catalogNumbers.join(),
    label: ({ labels }) => labels.join(),
    medium: formatOf,
    country: ({ country }) => country,
    date: ({ date }) => date,
  }
  return (Object.keys(facts) as OpenFact[]).filter((fact) => new Set(releases.map(facts[fact])).size > 1)
}

export const factsOf = (service: ServiceName, release: Release) => ({
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
})
