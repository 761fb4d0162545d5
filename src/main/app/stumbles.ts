import type { Problem } from '../../shared/model'
import type { Log } from '../ipc'

/** Errors that nobody caught. The app goes on: what is unsaved is on disk by then, and saves have their journals. */
export interface Stumbles {
  note(what: string, error: unknown): void
  /** Who says it to the person. */
  tell(say: (problem: Problem) => void): void
}

/** Said so often and no more: an error that repeats itself is one. Milliseconds. */
const quietMs = 60_000

export function createStumbles(log: Log, now: () => number = Date.now): Stumbles {
  let say: ((problem: Problem) => void) | undefined
  let saidMs = Number.NEGATIVE_INFINITY
  return {
    note(what, error) {
      log.error(what, error)
      if (say === undefined || now() - saidMs < quietMs) return
      saidMs = now()
      say({ code: 'app.stumbled', params: {} })
    },
    tell(how) {
      say = how
    },
  }
}
