import { groupIdOf, type Release } from '../release'
import { albumFeatures, type LaidEdition, trackAgreement } from './agreement'
import { align } from './align'
import { type EditionFact, editionFacts, editionFeatures, editionOdds } from './edition'
import type { AlbumEvidence } from './evidence'
import { type Features, logOdds, probabilityOf } from './linear-model'
import weights from './weights.json'

export interface EditionMatch extends LaidEdition {
  readonly facts: readonly EditionFact[]
  /** Log-odds among the editions of its group; only differences mean something. */
  readonly odds: number
}

/** A release group whose track lists are known. */
export interface GroupMatch {
  readonly groupId: string
  /** How probable it is that the files are this album, in whichever edition, 0…1. Calibrated: see docs/matching.md. */
  readonly probability: number
  /** What the probability is made of; for the reasons and for the fitting. */
  readonly features: Features
  /** Best first. Never empty. */
  readonly editions: readonly [EditionMatch, ...EditionMatch[]]
  /** Those that nothing known tells apart: the best alone where something does. */
  readonly tied: readonly EditionMatch[]
}

/** Editions whose odds are closer than this are a matter of luck: three to one is no knowledge. */
const decidingOdds = Math.log(3)

/**
 * Lays the files over all editions of a group and chooses. `rival` is how probable the best other album is, 0…1.
 * Pure.
 */
export function matchGroup(
  album: AlbumEvidence,
  [first, ...more]: readonly [Release, ...Release[]],
  rival: number,
): GroupMatch {
  const laid = (release: Release): EditionMatch => {
    const alignment = align(album.files, release)
    const facts = editionFacts(album, release)
    return {
      release,
      alignment,
      facts,
      agreement: trackAgreement(album, release, alignment),
      odds: editionOdds(editionFeatures(album, release, alignment, facts)),
    }
  }
  let best = laid(first)
  const others: EditionMatch[] = []
  for (const release of more) {
    const next = laid(release)
    if (before(next, best) < 0) {
      others.push(best)
      best = next
    } else others.push(next)
  }
  others.sort(before)
  const features = albumFeatures(album, best, rival)
  return {
    groupId: groupIdOf(best.release),
    probability: probabilityOf(logOdds(weights.album, features)),
    features,
    editions: [best, ...others],
    tied: [best, ...others.filter(({ odds }) => best.odds - odds < decidingOdds)],
  }
}

/** The likelier first, then the earlier: a reissue is the exception. */
function before(a: EditionMatch, b: EditionMatch): number {
  const one = a.release.date || '9999'
  const other = b.release.date || '9999'
  return b.odds - a.odds || (one < other ? -1 : one > other ? 1 : 0)
}

/** Sure enough of the album to take it without a question; not of the edition, where several are tied. */
export const isSure = ({ probability }: GroupMatch): boolean => probability >= weights.sure
