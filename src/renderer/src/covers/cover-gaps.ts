import { coverOf, type Picture, type TrackId } from '../../../shared/model'
import { albumKey, currentOf, type Tracks } from '../editor'
import { type CurrentCover, currentCover } from './current-cover'

/** An album some of whose files have no cover, or one that is too small. */
export interface CoverGap {
  readonly key: string
  readonly album: readonly TrackId[]
  /** Those of its files that are to get one. */
  readonly ids: readonly TrackId[]
  /** The one that they have so far. */
  readonly current: CurrentCover | undefined
}

export const shorterSide = ({ width, height }: Pick<Picture, 'width' | 'height'>): number =>
  Math.min(width, height)

/**
 * The albums that miss a cover, in list order. `leastPixels`: a cover whose shorter side is less counts as missing;
 * one whose size is not known does not. Files that may not be written are passed over.
 */
export function coverGaps(state: Tracks, leastPixels: number): readonly CoverGap[] {
  const albums = new Map<string, { album: TrackId[]; ids: TrackId[] }>()
  for (const id of state.order) {
    const track = state.tracks.get(id)
    if (track === undefined) continue
    const current = currentOf(state, id)
    const key = albumKey(track, current)
    const group = albums.get(key) ?? { album: [], ids: [] }
    albums.set(key, group)
    group.album.push(id)
    if (track.readOnly === undefined && isMissing(coverOf(current.pictures), leastPixels)) group.ids.push(id)
  }
  return [...albums].flatMap(([key, { album, ids }]) =>
    ids.length === 0 ? [] : [{ key, album, ids, current: currentCover(state, ids) }],
  )
}

function isMissing(cover: Picture | undefined, leastPixels: number): boolean {
  if (cover === undefined) return true
  const side = shorterSide(cover)
  return side > 0 && side < leastPixels
}
