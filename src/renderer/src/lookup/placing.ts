import type { Proposal, ReleaseTrack } from '../../../shared/ipc'
import type { TrackId } from '../../../shared/model'

/** Which track of the release each file is, as a place in its track list. A file that is none of them is not in it. */
export type Placing = ReadonlyMap<TrackId, number>

/** As the matcher laid them. */
export function suggestedPlacing({ tracks, tracklist }: Proposal): Placing {
  const at = new Map(tracklist.map((track, index) => [numberOf(track), index]))
  return new Map(
    tracks.flatMap(({ id, position }) => {
      const index = position && at.get(numberOf(position))
      return index === undefined ? [] : [[id, index] as const]
    }),
  )
}

const numberOf = ({ disc, track }: Pick<ReleaseTrack, 'disc' | 'track'>): string => `${disc}.${track}`

export const fileOn = (placing: Placing, at: number): TrackId | undefined =>
  [...placing].find(([, index]) => index === at)?.[0]

/** A file on another track, or on none. Whoever is there takes the place that it leaves: a track has one file. */
export function movedTo(placing: Placing, id: TrackId, at: number | undefined): Placing {
  const left = placing.get(id)
  if (left === at) return placing
  const moved = new Map(placing)
  const other = at === undefined ? undefined : fileOn(placing, at)
  moved.delete(id)
  if (other !== undefined) {
    if (left === undefined) moved.delete(other)
    else moved.set(other, left)
  }
  if (at !== undefined) moved.set(id, at)
  return moved
}

export const samePlacing = (a: Placing, b: Placing): boolean =>
  a.size === b.size && [...a].every(([id, at]) => b.get(id) === at)

/** How many files are elsewhere than in the other one. */
export const movedCount = ({ tracks }: Proposal, a: Placing, b: Placing): number =>
  tracks.filter(({ id }) => a.get(id) !== b.get(id)).length

/** The release laid over the files in another way. What is said of how well it fits stays about the suggestion. */
export function laidOut(proposal: Proposal, placing: Placing): Proposal {
  const { tracks, tracklist } = proposal
  const taken = new Set(placing.values())
  return {
    ...proposal,
    tracks: tracks.map(({ id }) => {
      const index = placing.get(id)
      const on = index === undefined ? undefined : tracklist[index]
      if (on === undefined) return { id, values: {} }
      const { disc, track, title, durationMs, values } = on
      return { id, position: { disc, track, title, durationMs }, values }
    }),
    missing: tracklist.flatMap(({ disc, track, title }, index) =>
      taken.has(index) ? [] : [{ disc, track, title }],
    ),
  }
}

/** A line of the map: a track with the file that is on it, the line that begins the rest, or a file of the rest. */
export type MapRow =
  | { readonly kind: 'track'; readonly at: number; readonly file: TrackId | undefined }
  | { readonly kind: 'none' }
  | { readonly kind: 'spare'; readonly file: TrackId }

/** The release in its order, then the files that are on no track of it. */
export function mapRows({ tracks, tracklist }: Proposal, placing: Placing): readonly MapRow[] {
  const fileAt = new Map([...placing].map(([id, at]) => [at, id]))
  return [
    ...tracklist.map((_, at) => ({ kind: 'track' as const, at, file: fileAt.get(at) })),
    { kind: 'none' },
    ...tracks.flatMap(({ id }) => (placing.has(id) ? [] : [{ kind: 'spare' as const, file: id }])),
  ]
}

/** Where a file goes that is put down on a line. Undefined: on no track. */
export const placeOf = (row: MapRow): number | undefined => (row.kind === 'track' ? row.at : undefined)
