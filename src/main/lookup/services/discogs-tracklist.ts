/** An entry of a track list, as Discogs has it. */
export interface DiscogsEntry {
  /** `A1`, `3`, `1-02`, `CD2-4`, `DVD-1`; empty for headings and many an index. */
  readonly position: string
  /** `track`, `heading` (of a part of the list), or `index` (of a work, with its movements in `sub_tracks`). */
  readonly type_: string
  readonly title: string
  readonly sub_tracks: readonly DiscogsEntry[]
}

/**
 * The tracks of the list, each with the medium it is on, from 1. Headings are none. An index that has a position is one
 * track, whatever it is made of; one that has none is a work, and its movements are the tracks. Pure.
 */
export function placeTracks<Entry extends DiscogsEntry>(
  list: readonly Entry[],
): { readonly disc: number; readonly entry: Entry | Entry['sub_tracks'][number] }[] {
  const media: string[] = []
  return list
    .flatMap((entry): readonly (Entry | Entry['sub_tracks'][number])[] => {
      if (entry.type_ === 'heading') return []
      return entry.sub_tracks.length > 0 && entry.position === '' ? entry.sub_tracks : [entry]
    })
    .map((entry) => {
      const medium = mediumOf(entry.position)
      if (!media.includes(medium)) media.push(medium)
      return { disc: media.indexOf(medium) + 1, entry }
    })
}

/** What stands before the track's own number names the medium; two sides that follow one another are one record. */
function mediumOf(position: string): string {
  const side = /^([A-Z])(?:\d+(?:[a-z]|\.\d+)?)?$/.exec(position)?.[1]
  if (side !== undefined) return `sides ${Math.floor((side.charCodeAt(0) - 65) / 2)}`
  return /^(.*?)\d+[a-z]?$/i.exec(position)?.[1] ?? position
}

/** `3:45` or `1:02:03` in ms. Undefined where it says nothing. */
export function lengthOf(duration: string): number | undefined {
  if (!/^\d+(?::[0-5]?\d){1,2}$/.test(duration)) return undefined
  const seconds = duration.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
  return seconds > 0 ? seconds * 1000 : undefined
}
