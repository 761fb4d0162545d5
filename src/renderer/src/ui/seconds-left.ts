/**
 * Whole seconds that are left of a wait of `waitMs` which was told `sinceMs` ago, both in ms; undefined where no wait is
 * planned.
 */
export function secondsLeft(waitMs: number | undefined, sinceMs: number): number | undefined {
  if (waitMs === undefined || waitMs <= 0) return undefined
  return Math.max(0, Math.ceil((waitMs - sinceMs) / 1000))
}
