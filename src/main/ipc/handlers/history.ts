import { toColumns } from '../../../shared/ipc'
import type { Library } from '../../library'
import type { LibraryRun } from '../../lookup'
import type { CallHandlers, JobHandlers } from '../handler-types'
import type { KeptEdits } from './edits'

interface Parts {
  readonly library: Pick<Library, 'past'>
  readonly edits: Pick<KeptEdits, 'moved'>
  readonly run: Pick<LibraryRun, 'moved'>
}

export const historyCalls = ({
  library: { past },
}: Pick<Parts, 'library'>): Pick<CallHandlers, 'history.list' | 'history.details' | 'history.usage'> => ({
  'history.list': (request) => past.list(request),
  'history.details': async (request) => (await past.details(request)) ?? null,
  'history.usage': async () => ({ bytes: await past.usage() }),
})

export const historyJobs = ({
  library: { past },
  edits,
  run,
}: Parts): Pick<JobHandlers, 'history.preview' | 'history.undo'> => ({
  'history.preview': async (request, { signal, progress }) =>
    (await past.preview(request, { signal, onProgress: (now) => void progress(now) })) ?? null,
  'history.undo': (request, { signal, progress }) =>
    past.undo(request, {
      signal,
      onProgress: ({ done, total, tracks, failed, moved }) => {
        if (moved.length > 0) {
          edits.moved(moved)
          run.moved(moved)
        }
        void progress({ done, total, tracks: toColumns(tracks), failed: [...failed] })
      },
    }),
})
