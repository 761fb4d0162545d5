import type { LookupTrack } from '../../../shared/ipc'
import type { TrackId } from '../../../shared/model'
import { albumKey, currentOf, type Tracks } from '../editor'

/** The files to look up, album by album, in list order. */
export function albumsOf(state: Tracks, ids: readonly TrackId[]): readonly (readonly TrackId[])[] {
  const wanted = new Set(ids)
  const albums = new Map<string, TrackId[]>()
  for (const id of state.order) {
    const track = state.tracks.get(id)
    if (track === undefined || !wanted.has(id)) continue
    const key = albumKey(track, currentOf(state, id))
    const album = albums.get(key)
    if (album === undefined) albums.set(key, [id])
    else album.push(id)
  }
  return [...albums.values()]
}

/** The files as a service is to see them: with what is edited and not saved. */
export function lookupTracks(state: Tracks, ids: readonly TrackId[]): LookupTrack[] {
  return ids.flatMap((id) => {
    const track = state.tracks.get(id)
    if (track === undefined) return []
    const { values, pictures } = currentOf(state, id)
    return [
      {
        id,
        fileName: track.fileName,
        folder: track.folder,
        durationMs: track.audio.durationMs,
        values: Object.fromEntries(
          Object.entries(values).map(([name, value]) => [name, [...value]]),
        ) as LookupTrack['values'],
        hasCover: pictures.length > 0,
      },
    ]
  })
}

/** What stands above the candidates: the album's title, or its folder. */
export function albumTitle(state: Tracks, ids: readonly TrackId[]): string {
  for (const id of ids) {
    const title = currentOf(state, id).values.album?.[0]
    if (title) return title
  }
  const [first] = ids
  const folder = first === undefined ? '' : (state.tracks.get(first)?.folder ?? '')
  return folder.split(/[\\/]/).at(-1) ?? ''
}
