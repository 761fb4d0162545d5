import type { ParsedRequest, Progress, Reply } from '../../../shared/ipc'
import type { JobHandlers } from '../handler-types'

interface LookupOptions {
  readonly signal: AbortSignal
  readonly onState: (state: Progress<'lookup.search'>) => void
  /** Answers got since then (ms since 1970) are good enough. */
  readonly goodSince?: number
}

/** Asks the services. What a service could not answer is part of the reply; only `release` throws, a ProblemError. */
export interface Lookup {
  search(request: ParsedRequest<'lookup.search'>, options: LookupOptions): Promise<Reply<'lookup.search'>>
  release(request: ParsedRequest<'lookup.release'>, options: LookupOptions): Promise<Reply<'lookup.release'>>
  /** What was fetched in this session is asked for again. */
  forget(): void
}

/** Finds what one file may be. */
export interface TrackFinder {
  find(request: ParsedRequest<'lookup.track'>, options: LookupOptions): Promise<Reply<'lookup.track'>>
}

export function lookupJobs({
  lookup,
  trackFinder,
}: {
  readonly lookup: Lookup
  readonly trackFinder: TrackFinder
}): Pick<JobHandlers, 'lookup.search' | 'lookup.track' | 'lookup.release'> {
  return {
    'lookup.track': (request, { signal, progress }) =>
      trackFinder.find(request, { signal, onState: (state) => void progress(state) }),
    'lookup.search': ({ goodSince, ...request }, { signal, progress }) =>
      lookup.search(request, {
        signal,
        ...(goodSince !== undefined && { goodSince }),
        onState: (state) => void progress(state),
      }),
    'lookup.release': (request, { signal, progress }) =>
      lookup.release(request, { signal, onState: (state) => void progress(state) }),
  }
}
