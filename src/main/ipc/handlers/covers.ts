import type { ParsedRequest, Progress, Reply } from '../../../shared/ipc'
import type { JobHandlers } from '../handler-types'

interface FindOptions {
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress<'lookup.covers'>) => void
}

/** Finds covers. What a service could not answer is what `find` answers; only `fetch` throws, a ProblemError. */
export interface Covers {
  find(
    request: ParsedRequest<'lookup.covers'>,
    options: FindOptions,
  ): Promise<Reply<'lookup.covers'>['failures']>
  fetch(
    request: ParsedRequest<'lookup.cover'>,
    options: Pick<FindOptions, 'signal'>,
  ): Promise<Reply<'lookup.cover'>>
}

export const coverJobs = ({
  covers,
}: {
  readonly covers: Covers
}): Pick<JobHandlers, 'lookup.covers' | 'lookup.cover'> => ({
  'lookup.covers': async (request, { signal, progress }) => ({
    failures: await covers.find(request, { signal, onProgress: (now) => void progress(now) }),
  }),
  'lookup.cover': (request, { signal }) => covers.fetch(request, { signal }),
})
