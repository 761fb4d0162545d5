import { toColumns } from '../../../shared/ipc'
import type { Library } from '../../library'
import type { CallHandlers, JobHandlers } from '../handler-types'

interface Parts {
  readonly library: Pick<Library, 'past'>
}

export const historyCalls = ({
  library: { past },
}: Parts): Pick<CallHandlers, 'history.list' | 'history.details' | 'history.usage'> => ({
  'history.list': (request) => past.list(request),
  'history.details': async (request) => (await past.details(request)) ?? null,
  'history.usage': async () => ({ bytes: await past.usage() }),
})

export const historyJobs = ({
  library: { past },
}: Parts): Pick<JobHandlers, 'history.preview' | 'history.undo'> => ({
  'history.preview': async (request, { signal, progress }) =>
    (await past.preview(request, { signal, onProgress: (now) => void progress(now) })) ?? null,
  'history.undo': (request, { signal, progress }) =>
    past.undo(request, {
      signal,
      onProgress: ({ done, total, tracks, failed }) =>
        void progress({ done, total, tracks: toColumns(tracks), failed: [...failed] }),
    }),
})
