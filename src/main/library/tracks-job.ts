import type { Problem, Track, TrackId } from '../../shared/model'
import type { TracksJobOptions } from './library'

export type TrackOutcome =
  | { readonly ok: true; readonly track: Track | undefined }
  | { readonly ok: false; readonly problem: Problem }

/** At most so many progress messages a second, and never one for each of thousands of files. */
const progressMs = 50

/**
 * Does something with each of many tracks, `atOnce` at a time. One failure stops nothing. After a cancel no
 * further track is begun, and those under way are finished and reported.
 * @returns how many succeeded and failed; the rest was not begun
 */
export async function overTracks<Item extends { readonly id: TrackId }>(
  items: readonly Item[],
  work: (item: Item) => Promise<TrackOutcome>,
  atOnce: number,
  { signal, onProgress }: TracksJobOptions,
): Promise<{ succeeded: number; failed: number }> {
  let succeeded = 0
  let failedCount = 0
  let tracks: Track[] = []
  let failed: { id: TrackId; problem: Problem }[] = []
  let sentAt = Number.NEGATIVE_INFINITY

  const report = () => {
    onProgress({ done: succeeded + failedCount, total: items.length, tracks, failed })
    tracks = []
    failed = []
    sentAt = performance.now()
  }
  const next = items[Symbol.iterator]()
  const worker = async () => {
    while (!signal.aborted) {
      const item = next.next()
      if (item.done === true) return
      const outcome = await work(item.value)
      if (outcome.ok) {
        succeeded++
        if (outcome.track !== undefined) tracks.push(outcome.track)
      } else {
        failedCount++
        failed.push({ id: item.value.id, problem: { ...outcome.problem, trackId: item.value.id } })
      }
      if (performance.now() - sentAt >= progressMs) report()
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
  if (tracks.length > 0 || failed.length > 0) report()
  return { succeeded, failed: failedCount }
}
