import type { ParsedRequest, Progress, Reply } from '../../../shared/ipc'
import type { JobHandlers } from '../handler-types'

/** Finds lyrics. What a service could not answer is part of the reply. */
export interface Lyrics {
  find(
    request: ParsedRequest<'lookup.lyrics'>,
    options: {
      readonly signal: AbortSignal
      readonly onState: (state: Progress<'lookup.lyrics'>) => void
    },
  ): Promise<Reply<'lookup.lyrics'>>
}

export const lyricsJobs = ({ lyrics }: { readonly lyrics: Lyrics }): Pick<JobHandlers, 'lookup.lyrics'> => ({
  'lookup.lyrics': (request, { signal, progress }) =>
    lyrics.find(request, { signal, onState: (state) => void progress(state) }),
})
