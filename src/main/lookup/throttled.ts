import type { Clock } from '../http'

/** `tell`, at once, and again after `pauseMs` where it was called meanwhile, however often. */
export function throttled(tell: () => void, pauseMs: number, clock: Clock): () => void {
  let resting = false
  let changed = false
  return function attempt() {
    changed = true
    if (resting) return
    changed = false
    resting = true
    clock.after(pauseMs, () => {
      resting = false
      if (changed) attempt()
    })
    tell()
  }
}
