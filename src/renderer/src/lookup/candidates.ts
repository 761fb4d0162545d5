import type { Candidate, OpenFact, Reason } from '../../../shared/ipc'
import { idAcrossServices, likelihood } from '../../../shared/model'

export interface ReleaseGroup {
  readonly id: string
  /** Of one file: what it may be, on any of these releases. */
  readonly recording: Candidate['recording']
  readonly title: string
  readonly artist: string
  readonly score: number
  readonly sure: boolean
  /** What would decide between the editions that fit equally. */
  readonly open: readonly OpenFact[]
  /** Best first; `index` counts in the list of all candidates. */
  readonly editions: readonly { readonly index: number; readonly candidate: Candidate }[]
}

/** Editions of one album together, or the releases of one recording, in the order that the best of each came in. */
export function groupCandidates(candidates: readonly Candidate[]): readonly ReleaseGroup[] {
  const groups = new Map<string, { index: number; candidate: Candidate }[]>()
  candidates.forEach((candidate, index) => {
    const { service, recording, releaseGroupId, releaseId } = candidate
    const key = idAcrossServices(service, recording?.id ?? (releaseGroupId || releaseId))
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [{ index, candidate }])
    else group.push({ index, candidate })
  })
  return [...groups].map(([id, editions]) => ({
    id,
    recording: editions[0]?.candidate.recording,
    title: editions[0]?.candidate.title ?? '',
    artist: editions[0]?.candidate.artist ?? '',
    score: Math.max(...editions.map(({ candidate }) => candidate.score)),
    sure: editions.some(({ candidate }) => candidate.sure),
    open: editions[0]?.candidate.open ?? [],
    editions,
  }))
}

/** The candidates in the order that they are listed in, which Alt+↑ and Alt+↓ follow. */
export const listedOrder = (candidates: readonly Candidate[]): number[] =>
  groupCandidates(candidates).flatMap(({ editions }) => editions.map(({ index }) => index))

/** A probability in percent. Never 100, as there is always something that was not compared. */
export const percentOf = (score: number): number => Math.max(1, Math.min(99, Math.round(score * 100)))

/** Editions this close are a matter of luck: the matcher sees no difference that decides. */
const twinGap = 0.005

/**
 * What is said of an edition within its album: `fits` when it is the one, `equal` when others fit just as well and
 * nothing known decides. Undefined for those that fit worse, and where the album itself is doubtful.
 */
export function editionWord(group: ReleaseGroup, candidate: Candidate): 'fits' | 'equal' | undefined {
  // Which of its albums a song is meant to be on is the person's choice, and no tie.
  if (group.recording !== undefined) return undefined
  if (likelihood(group) === 'unlikely' || group.score - candidate.score > twinGap) return undefined
  const twins = group.editions.filter(({ candidate: other }) => group.score - other.score <= twinGap)
  return twins.length > 1 ? 'equal' : 'fits'
}

export type Weight = 'much' | 'some' | 'little'

/** How much a reason counted, in a word: from 2 on it makes its side seven times as likely. */
export function weightOf({ weight }: Reason): Weight {
  const counted = Math.abs(weight)
  if (counted >= 2) return 'much'
  return counted >= 0.5 ? 'some' : 'little'
}

/** The first reasons for the one line below an edition: what speaks against it, else what speaks for it. */
export function weightiestReasons({ reasons }: Candidate, most = 2): readonly Reason[] {
  const against = reasons.filter(({ kind }) => kind === 'differs')
  return (against.length > 0 ? against : reasons.filter(({ kind }) => kind === 'agrees')).slice(0, most)
}
