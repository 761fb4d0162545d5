import { type Progress, type Reply, toColumns } from '../../../shared/ipc'
import {
  type FieldName,
  type FieldValues,
  ProblemError,
  type TrackId,
  valueEntries,
} from '../../../shared/model'
import type { Library, TracksProgress } from '../../library'
import type { CallHandlers, JobHandlers } from '../handler-types'
import type { KeptEdits } from './edits'

/** Files read at once when the page asks for all their values: enough to keep the workers busy. */
const together = 8

interface Parts {
  readonly library: Pick<Library, 'readTrack' | 'reload' | 'rename' | 'save'>
}

type ReadReply = Reply<'tracks.read'>

export function trackCalls({
  library,
  edits,
}: Parts & { readonly edits: Pick<KeptEdits, 'moved'> }): Pick<
  CallHandlers,
  'tracks.read' | 'tracks.rename'
> {
  async function read(id: TrackId): Promise<ReadReply[number]> {
    const outcome = await library.readTrack(id)
    return outcome.ok
      ? { id, ok: true, values: copyOf(outcome.values) }
      : { id, ok: false, problem: outcome.problem }
  }

  return {
    'tracks.rename': async (order) => {
      const outcome = await library.rename(order)
      if (!outcome.ok) throw new ProblemError(outcome.problem)
      const { operation, tracks, moved } = outcome
      edits.moved(moved)
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

export function trackJobs({
  library,
  edits,
}: Parts & { readonly edits: Pick<KeptEdits, 'saved'> }): Pick<JobHandlers, 'tracks.reload' | 'tracks.save'> {
  const frame = ({ done, total, tracks, failed }: TracksProgress): Progress<'tracks.save'> => ({
    done,
    total,
    tracks: toColumns(tracks),
    failed: [...failed],
  })
  return {
    'tracks.reload': (ids, { signal, progress }) =>
      library.reload(ids, { signal, onProgress: (now) => void progress(frame(now)) }),
    'tracks.save': (order, { signal, progress }) => {
      const sent = new Map(order.tracks.map(({ id, changes }) => [id, changes]))
      return library.save(order, {
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
    },
  }
}

/** The model's values are read-only, a message's are not. */
function copyOf(values: FieldValues): { [Name in FieldName]?: string[] } {
  return Object.fromEntries(valueEntries(values).map(([field, value]) => [field, [...value]]))
}
