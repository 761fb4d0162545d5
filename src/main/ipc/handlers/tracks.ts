import { basename } from 'node:path'
import { type Progress, type Reply, toColumns } from '../../../shared/ipc'
import {
  type FieldName,
  type FieldValues,
  orThrow,
  ProblemError,
  type TrackId,
  valueEntries,
} from '../../../shared/model'
import type { Library, TracksProgress } from '../../library'
import type { LibraryRun } from '../../lookup'
import type { CallHandlers, JobHandlers } from '../handler-types'
import type { KeptEdits } from './edits'
import type { Dialogs } from './library'

/** Files read at once when the page asks for all their values: enough to keep the workers busy. */
const together = 8

interface CallParts {
  readonly library: Pick<
    Library,
    'keepBeside' | 'makeWritable' | 'pathOf' | 'readTrack' | 'rename' | 'saveCopy'
  >
  readonly edits: Pick<KeptEdits, 'moved'>
  readonly run: Pick<LibraryRun, 'moved'>
  readonly dialogs: Pick<Dialogs, 'chooseCopy'>
}

interface JobParts {
  readonly library: Pick<Library, 'reload' | 'save'>
  readonly edits: Pick<KeptEdits, 'saved'>
}

type ReadReply = Reply<'tracks.read'>

export function trackCalls({
  library,
  edits,
  run,
  dialogs,
}: CallParts): Pick<
  CallHandlers,
  'tracks.keepBeside' | 'tracks.makeWritable' | 'tracks.read' | 'tracks.rename' | 'tracks.saveCopy'
> {
  async function read(id: TrackId): Promise<ReadReply[number]> {
    const outcome = await library.readTrack(id)
    return outcome.ok
      ? { id, ok: true, values: copyOf(outcome.values) }
      : { id, ok: false, problem: outcome.problem }
  }

  return {
    'tracks.makeWritable': async (id) => {
      orThrow(await library.makeWritable(id))
    },
    'tracks.keepBeside': async ({ id, what, replaces }) => {
      const { beside } = orThrow(await library.keepBeside(id, what, { replaces }))
      return beside.kind === 'written' ? { ...beside, aside: [...beside.aside] } : beside
    },
    'tracks.saveCopy': async (request) => {
      const path = library.pathOf(request.id)
      if (path === undefined) throw new ProblemError({ code: 'file.notFound', params: {} })
      const to = await dialogs.chooseCopy(path)
      if (to === undefined) return null
      orThrow(await library.saveCopy(request, to))
      return basename(to)
    },
    'tracks.rename': async (order) => {
      const { operation, tracks, moved } = orThrow(await library.rename(order))
      edits.moved(moved)
      run.moved(moved)
      return { ...(operation === undefined ? {} : { operation }), tracks: toColumns(tracks) }
    },
    'tracks.read': async (ids) => {
      const replies = new Array<ReadReply[number]>(ids.length)
      let next = 0
      const reader = async () => {
        for (let index = next++; index < ids.length; index = next++) {
          const id = ids[index]
          if (id !== undefined) replies[index] = await read(id)
        }
      }
      await Promise.all(Array.from({ length: Math.min(together, ids.length) }, reader))
      return replies
    },
  }
}

export function trackJobs({ library, edits }: JobParts): Pick<JobHandlers, 'tracks.reload' | 'tracks.save'> {
  const frame = ({ done, total, tracks, failed }: TracksProgress): Progress<'tracks.save'> => ({
    done,
    total,
    tracks: toColumns(tracks),
    failed: [...failed],
  })
  return {
    'tracks.reload': (ids, { signal, progress }) =>
      library.reload(ids, { signal, onProgress: (now) => void progress(frame(now)) }),
    'tracks.save': async (order, { signal, progress }) => {
      const sent = new Map(order.tracks.map(({ id, changes }) => [id, changes]))
      const counts = await library.save(order, {
        signal,
        onProgress: (now) => {
          edits.saved(
            now.tracks.flatMap(({ id }) => {
              const changes = sent.get(id)
              return changes === undefined ? [] : [{ id, changes }]
            }),
          )
          void progress(frame(now))
        },
      })
      return {
        ...counts,
        heldBack: counts.heldBack.map(({ problem, ids }) => ({ problem, ids: [...ids] })),
        unkept: [...counts.unkept],
      }
    },
  }
}

/** The model's values are read-only, a message's are not. */
function copyOf(values: FieldValues): { [Name in FieldName]?: string[] } {
  return Object.fromEntries(valueEntries(values).map(([field, value]) => [field, [...value]]))
}
