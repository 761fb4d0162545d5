import type { Grant } from '../../../shared/ipc'
import type { LibraryRun } from '../../lookup'
import type { CallHandlers, JobHandlers } from '../handler-types'

interface Parts {
  readonly run: LibraryRun
  readonly grant: (paths: readonly string[]) => Grant[]
}

type Handlers = Pick<
  CallHandlers,
  | 'run.plan'
  | 'run.start'
  | 'run.state'
  | 'run.albums'
  | 'run.pause'
  | 'run.resume'
  | 'run.discard'
  | 'run.files'
  | 'run.retry'
  | 'run.mark'
>

export const runCalls = ({ run, grant }: Parts): Handlers => ({
  'run.plan': (albums) => run.plan(albums),
  'run.start': async ({ files, sizes }) => {
    await run.start(files, sizes)
  },
  'run.state': () => run.state(),
  'run.albums': (page) => run.albums(page),
  'run.pause': () => {
    run.pause()
  },
  'run.resume': async () => {
    await run.resume()
  },
  'run.discard': async () => {
    await run.discard()
  },
  'run.files': async () => grant(await run.unlisted()),
  'run.retry': async (albums) => {
    await run.retry(albums)
  },
  'run.mark': async ({ albums, mark }) => {
    await run.mark(albums, mark)
  },
})

export const runJobs = ({ run }: Pick<Parts, 'run'>): Pick<JobHandlers, 'run.proposals'> => ({
  'run.proposals': async ({ except }, { signal, progress }) => ({
    failed: await run.proposals(except, { signal, onProposal: progress }),
  }),
})
