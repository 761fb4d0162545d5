type Likelihood = 'sure' | 'likely' | 'possible' | 'unlikely'

/**
 * The score of a candidate, 0…1, in a word. From where on it is sure is the matcher's own, which was measured. Of an
 * unlikely one nothing is ticked, and a run has found nothing.
 */
export function likelihood({ score, sure }: { readonly score: number; readonly sure: boolean }): Likelihood {
  if (sure) return 'sure'
  if (score >= 0.7) return 'likely'
  return score >= 0.4 ? 'possible' : 'unlikely'
}
