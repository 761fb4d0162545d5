import { coverOf, type Edit, type Picture, type Track, type TrackId } from '../../../shared/model'

export interface CoverChange {
  /** Undefined where the files have none. */
  readonly from: Picture | undefined
  readonly to: Picture
  /** The file that the old one lies in. */
  readonly track: Track | undefined
}

/** What becomes of the covers: of the first file that has one to lose, else of the first that gets one. */
export function coverChange(edit: Edit, tracks: ReadonlyMap<TrackId, Track>): CoverChange | undefined {
  const changes = (Object.keys(edit.changes) as TrackId[]).flatMap((id) => {
    const pictures = edit.changes[id]?.pictures
    const to = pictures && coverOf(pictures.to)
    return to === undefined ? [] : [{ from: coverOf(pictures?.from ?? []), to, track: tracks.get(id) }]
  })
  return changes.find(({ from }) => from !== undefined) ?? changes[0]
}
