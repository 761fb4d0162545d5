import type { Track, TrackId } from '../../shared/model'
import type { TracksJobOptions } from './library'
import { type ItemOutcome, overItems } from './over-items'

export type TrackOutcome = ItemOutcome<Track | undefined>

/** Work over tracks that are listed: what came of it is their rows, and each problem names its track. */
export const overTracks = <Item extends { readonly id: TrackId }>(
  items: readonly Item[],
  work: (item: Item) => Promise<TrackOutcome>,
  atOnce: number,
  { signal, onProgress, mayBegin }: TracksJobOptions & { readonly mayBegin?: (item: Item) => boolean },
): Promise<{ succeeded: number; failed: number }> =>
  overItems(items, work, atOnce, {
    signal,
    ...(mayBegin && { mayBegin }),
    onProgress: ({ done, total, results, failed }) =>
      onProgress({
        done,
        total,
        tracks: results.filter((track) => track !== undefined),
        failed: failed.map(({ item: { id }, problem }) => ({ id, problem: { ...problem, trackId: id } })),
      }),
  })
