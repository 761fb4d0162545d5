import type { Candidate } from '../../../shared/ipc'

export type Likelihood = 'sure' | 'likely' | 'possible' | 'unlikely'

/** The score in a word. Only a deciding fact makes the matcher go above 0.9. */
export function likelihood(score: number): Likelihood {
  if (score >= 0.9) return 'sure'
  if (score >= 0.7) return 'likely'
  return score >= 0.4 ? 'possible' : 'unlikely'
}

export interface ReleaseGroup {
  readonly id: string
  readonly title: string
  readonly artist: string
  readonly score: number
  /** Best first; `index` counts in the list of all candidates. */
  readonly editions: readonly { readonly index: number; readonly candidate: Candidate }[]
}

/** Editions of one album together, in the order that the best of each came in. */
export function groupCandidates(candidates: readonly Candidate[]): readonly ReleaseGroup[] {
  const groups = new Map<string, { index: number; candidate: Candidate }[]>()
  candidates.forEach((candidate, index) => {
    const key = candidate.releaseGroupId || candidate.releaseId
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [{ index, candidate }])
    else group.push({ index, candidate })
  })
  return [...groups].map(([id, editions]) => ({
    id,
    title: editions[0]?.candidate.title ?? '',
    artist: editions[0]?.candidate.artist ?? '',
    score: Math.max(...editions.map(({ candidate }) => candidate.score)),
    editions,
  }))
}

/** The candidates in the order that they are listed in, which Alt+↑ and Alt+↓ follow. */
export const listedOrder = (candidates: readonly Candidate[]): number[] =>
  groupCandidates(candidates).flatMap(({ editions }) => editions.map(({ index }) => index))
