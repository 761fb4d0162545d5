import { coverOf, type Picture, type TrackId } from '../../../shared/model'
import { currentOf, type Tracks } from '../editor'

/** Without the picture that stands for the track. */
export function withoutCover(pictures: readonly Picture[]): readonly Picture[] {
  const cover = coverOf(pictures)
  return pictures.filter((picture) => picture !== cover)
}

/** The covers of some tracks. */
export interface CoverSummary {
  /** Distinct covers, the most frequent first, each with a track that has it. */
  readonly covers: readonly { readonly picture: Picture; readonly id: TrackId; readonly count: number }[]
  readonly without: number
  readonly writable: number
  readonly changed: number
}

export function coverSummary(state: Tracks, ids: readonly TrackId[]): CoverSummary {
  const covers = new Map<string, { picture: Picture; id: TrackId; count: number }>()
  let without = 0
  let writable = 0
  let changed = 0
  for (const id of ids) {
    const track = state.tracks.get(id)
    if (track === undefined) continue
    if (track.readOnly === undefined) writable++
    const picture = coverOf(currentOf(state, id).pictures)
    if (picture?.hash !== coverOf(track.pictures)?.hash) changed++
    if (picture === undefined) {
      without++
      continue
    }
    const known = covers.get(picture.hash)
    if (known === undefined) covers.set(picture.hash, { picture, id, count: 1 })
    else known.count++
  }
  return { covers: [...covers.values()].sort((a, b) => b.count - a.count), without, writable, changed }
}
