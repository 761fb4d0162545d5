import type { Grant, OpenRequest } from '../../shared/ipc'

/** What the person asked to be opened from outside the window: command line, a second start, the system. */
export interface OpenRequests {
  /** Hands the paths to the window, at once or as soon as it is there. */
  ask(paths: readonly string[]): void
  /** What came before the page was there. The page takes it with its first call; from then on it is told. */
  take(): OpenRequest | undefined
  /** The page is gone: what comes is kept for the next one. */
  wait(): void
  /** A page that died gets what it had opened once more. */
  again(grants: readonly Grant[]): void
}

export function createOpenRequests(options: {
  readonly grant: (paths: readonly string[]) => Grant[]
  readonly tell: (request: OpenRequest) => void
}): OpenRequests {
  let waiting: Grant[] = []
  let pageIsThere = false

  return {
    ask(paths) {
      if (paths.length === 0) return
      const grants = options.grant(paths)
      if (pageIsThere) options.tell({ grants, mode: 'add' })
      else waiting.push(...grants)
    },
    take() {
      pageIsThere = true
      const grants = waiting
      waiting = []
      return grants.length === 0 ? undefined : { grants, mode: 'add' }
    },
    wait() {
      pageIsThere = false
    },
    again(grants) {
      const known = new Set(waiting.map((grant) => grant.id))
      waiting = [...grants.filter((grant) => !known.has(grant.id)), ...waiting]
    },
  }
}
