/** Weights by feature, as the fitting writes them. */
export type Weights = Readonly<Record<string, number>>

/** What a model is told, by name. Features that it has no weight for count nothing. */
export type Features = Readonly<Record<string, number>>

/** Log-odds: the sum of each feature times its weight. */
export function logOdds(weights: Weights, features: Features): number {
  let sum = weights['bias'] ?? 0
  for (const name in features) sum += (weights[name] ?? 0) * (features[name] ?? 0)
  return sum
}

export const probabilityOf = (odds: number): number => 1 / (1 + Math.exp(-odds))
