import type { ArtistCredit, Release } from '../release'
import { releaseOf } from '../services/foreign-release'

export const credit = (name: string, id = `id of ${name}`): ArtistCredit => ({
  display: name,
  sort: name,
  artists: [{ id, name, sortName: name }],
})

export interface ReleaseFacts extends Partial<Omit<Release, 'artist'>> {
  readonly artist?: string
  readonly format?: string
  /** Per medium; a length in ms behind `@`: `Ebb @7167`. */
  readonly discs?: readonly (readonly string[])[]
  /** Without its tracks, as a search hit is. */
  readonly hit?: boolean
}

/** A release with what a test cares about. */
export function release(facts: ReleaseFacts = {}): Release {
  const { artist = 'Mira Solen', format = '', discs = [], hit = false, ...rest } = facts
  return releaseOf({
    id: 'release',
    groupId: 'group',
    title: 'Tideworks',
    artist: credit(artist),
    media: discs.map((tracks, disc) => ({
      position: disc + 1,
      format,
      title: '',
      trackCount: tracks.length,
      tracks: hit
        ? []
        : tracks.map((written, place) => {
            const [title = '', length] = written.split(' @')
            return {
              position: place + 1,
              number: String(place + 1),
              title,
              lengthMs: length === undefined ? undefined : Number(length),
              artist: credit(artist),
              trackId: `track ${disc + 1}.${place + 1}`,
              recordingId: `recording ${disc + 1}.${place + 1}`,
              isrcs: [],
              genres: [],
            }
          }),
    })),
    ...rest,
  })
}
