import { coverOf, type Picture, type Track, type TrackId } from '../../../shared/model'
import { currentOf, type Tracks } from '../editor'

/** The cover that files have, and one of them that it lies in. */
export interface CurrentCover {
  readonly picture: Picture
  readonly track: Track | undefined
}

/** The cover that most of these files have; undefined where none has one. */
export function currentCover(state: Tracks, ids: readonly TrackId[]): CurrentCover | undefined {
  const found = new Map<string, { cover: CurrentCover; count: number }>()
  for (const id of ids) {
    const picture = coverOf(currentOf(state, id).pictures)
    if (picture === undefined) continue
    const known = found.get(picture.hash)
    if (known === undefined)
      found.set(picture.hash, { cover: { picture, track: state.tracks.get(id) }, count: 1 })
    else known.count++
  }
  return [...found.values()].sort((a, b) => b.count - a.count)[0]?.cover
}
