import type { TrackId } from '../../../shared/model'
import { currentOf, type Tracks } from '../editor'

/** One kind of tag over all selected tracks. */
export interface KindSummary {
  readonly kind: string
  /** Tracks that have it. */
  readonly count: number
  /** Those of them that can do without. */
  readonly removable: number
  /** Those that lose it with the next save. */
  readonly marked: number
}

/** The kinds of tag that the tracks have, in the order of the files: the best first. */
export function kindsOf(state: Tracks, ids: readonly TrackId[]): readonly KindSummary[] {
  const kinds = new Map<string, { count: number; removable: number; marked: number }>()
  for (const id of ids) {
    const track = state.tracks.get(id)
    if (track === undefined) continue
    const marked = currentOf(state, id).removedKinds ?? []
    for (const kind of new Set(track.tagKinds)) {
      const counts = kinds.get(kind) ?? { count: 0, removable: 0, marked: 0 }
      kinds.set(kind, counts)
      counts.count++
      if (track.removableKinds.includes(kind)) counts.removable++
      if (marked.includes(kind)) counts.marked++
    }
  }
  return [...kinds].map(([kind, counts]) => ({ kind, ...counts }))
}
