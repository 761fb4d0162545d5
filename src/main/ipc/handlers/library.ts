import { type Grant, type GrantId, toColumns } from '../../../shared/ipc'
import type { Library } from '../../library'
import type { CallHandlers, JobHandlers } from '../handler-types'

/** The system's dialogs. Both answer nothing when the person cancelled. */
export interface Dialogs {
  chooseMusic(what: 'folder' | 'files'): Promise<readonly string[]>
  choosePicture(): Promise<string | undefined>
  /** Where a copy of the file at `path` goes. */
  chooseCopy(path: string): Promise<string | undefined>
}

export interface SampleLibrary {
  /** Copies the sample library to where the person may write, once, and answers the folder. */
  provide(): Promise<string>
}

interface Parts {
  readonly library: Pick<Library, 'scan' | 'forget'>
  /** Remembers what the person chose and names it for the page. */
  readonly grant: (paths: readonly string[]) => Grant[]
  readonly dialogs: Dialogs
  readonly sample: SampleLibrary
  /** Told what the page has opened, so that a page that died can be given it again. */
  readonly opened?: (grants: readonly GrantId[]) => void
}

export function libraryCalls({
  library,
  grant,
  dialogs,
  sample,
}: Parts): Pick<CallHandlers, 'library.choose' | 'library.sample' | 'library.forget'> {
  return {
    'library.choose': async (what) => grant(await dialogs.chooseMusic(what)),
    'library.sample': async () => grant([await sample.provide()]),
    'library.forget': (ids) => {
      library.forget(ids)
    },
  }
}

export function libraryJobs({ library, opened }: Parts): Pick<JobHandlers, 'library.scan'> {
  return {
    'library.scan': ({ grants }, { signal, progress }) => {
      opened?.(grants)
      return library.scan(grants, {
        signal,
        onBatch: ({ counts, tracks, refused }) => {
          void progress({ counts, tracks: toColumns(tracks), refused: [...refused] })
        },
      })
    },
  }
}
