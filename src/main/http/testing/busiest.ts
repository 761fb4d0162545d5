/** The most moments in any half-open stretch of `windowMs`, in any order. */
export function busiest(moments: readonly number[], windowMs: number): number {
  const sorted = moments.toSorted((a, b) => a - b)
  let most = 0
  let first = 0
  for (const [last, moment] of sorted.entries()) {
    while ((sorted[first] ?? moment) <= moment - windowMs) first += 1
    most = Math.max(most, last - first + 1)
  }
  return most
}
