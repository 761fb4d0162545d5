import type { ServiceState } from '../../shared/ipc'
import type { ServiceName } from '../../shared/model'
import type { AskContext } from './service'

export interface AskOptions {
  readonly signal: AbortSignal
  readonly onState: (state: ServiceState) => void
  /** Nobody waits for it: one service after the other, until one is sure, and behind what is looked at. */
  readonly inBackground?: boolean
  /** Answers got since then (ms since 1970) are good enough. */
  readonly goodSince?: number
}

/** What one search has in common for all services. */
export interface Asking extends AskOptions {
  readonly anew?: boolean
}

/** What a service is told of one question, and how old the oldest answer was that had to stand in. */
export function contextOf(
  { name }: { readonly name: ServiceName },
  { signal, onState, anew = false, inBackground = false, goodSince }: Asking,
  about: string,
) {
  let since: number | undefined
  const context: AskContext = {
    about,
    anew,
    ...(goodSince !== undefined && { goodSince }),
    priority: inBackground ? 'low' : 'normal',
    signal,
    onState: (state) => onState({ service: name, ...state }),
    onStale: (at) => {
      since = Math.min(since ?? at, at)
    },
  }
  return { context, stale: () => (since === undefined ? {} : { since }) }
}
