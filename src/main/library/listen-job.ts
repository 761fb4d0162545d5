import type { Problem, TrackId } from '../../shared/model'
import type { FingerprintOptions, TrackPrint } from './library'
import { type ItemOutcome, overItems } from './over-items'
import { type Pool, TaskFailedError } from './pool'

interface Listening {
  /** How many files are listened to at the same time. */
  readonly atOnce: number
  readonly pool: Pool
  /** Where a track lies; undefined when it is not listed. */
  readonly pathOf: (id: TrackId) => string | undefined
}

const notListed: Problem = { code: 'file.notFound', params: { file: '' } }

/** Listens to tracks that are listed; each problem names its track. */
export const listenTo = (
  ids: readonly TrackId[],
  { atOnce, ...parts }: Listening,
  { signal, onProgress }: FingerprintOptions,
): Promise<{ succeeded: number; failed: number }> =>
  overItems(ids, (id) => listen(id, parts), atOnce, {
    signal,
    onProgress: ({ done, total, results, failed }) =>
      onProgress({
        done,
        total,
        prints: results,
        failed: failed.map(({ item: id, problem }) => ({ id, problem: { ...problem, trackId: id } })),
      }),
  })

async function listen(
  id: TrackId,
  { pool, pathOf }: Pick<Listening, 'pool' | 'pathOf'>,
): Promise<ItemOutcome<TrackPrint>> {
  const path = pathOf(id)
  if (path === undefined) return { ok: false, problem: notListed }
  try {
    const outcome = await pool.run('fingerprint', path, path)
    if (!outcome.ok) return outcome
    const { fingerprint, durationMs } = outcome
    return { ok: true, result: { id, fingerprint, durationMs } }
  } catch (error) {
    // It hung, or its worker died of it.
    if (error instanceof TaskFailedError) return { ok: false, problem: error.problem }
    throw error
  }
}
