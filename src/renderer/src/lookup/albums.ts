import { readFileName } from '../../../shared/file-names'
import type { LookupTrack } from '../../../shared/ipc'
import { type TrackId, valueEntries } from '../../../shared/model'
import { albumFolder, currentOf, fold, type Tracks } from '../editor'

interface Part {
  readonly folder: string
  /** Empty where the files name no album. */
  readonly title: string
  readonly ids: TrackId[]
}

/**
 * The files to look up, album by album, in list order: by the folder, discs together, and the title in the tags, else in
 * a name such as `Artist - Album - 01 - Title`. Files without an album title belong to the one album of their
 * folder, when there is just one and either its name is the folder's or most files there carry it: a title is often
 * missing in a few files, but a folder of odds and ends is no album.
 */
export function albumsOf(state: Tracks, ids: readonly TrackId[]): readonly (readonly TrackId[])[] {
  const wanted = new Set(ids)
  const parts = new Map<string, Part>()
  for (const id of state.order) {
    const track = state.tracks.get(id)
    if (track === undefined || !wanted.has(id)) continue
    const current = currentOf(state, id)
    const folder = albumFolder(track.folder)
    const title = fold(current.values.album?.[0] || (readFileName(track.fileName).album ?? ''))
    const key = `${folder}\n${title}`
    const part = parts.get(key)
    if (part !== undefined) part.ids.push(id)
    else parts.set(key, { folder, title, ids: [id] })
  }
  const albums = [...parts.values()]
  const order = new Map(state.order.map((id, index) => [id, index]))
  const inOrder = (a: TrackId, b: TrackId) => (order.get(a) ?? 0) - (order.get(b) ?? 0)
  const titled = grouped(
    albums.filter(({ title }) => title !== ''),
    ({ folder }) => folder,
  )
  const homes = grouped(albums, (part) => homeOf(part, titled.get(part.folder) ?? []))
  return [...homes.values()]
    .map((members) => members.flatMap(({ ids: files }) => files).sort(inOrder))
    .sort(([a], [b]) => (a === undefined || b === undefined ? 0 : inOrder(a, b)))
}

function grouped<Key>(parts: readonly Part[], keyOf: (part: Part) => Key): Map<Key, Part[]> {
  const groups = new Map<Key, Part[]>()
  for (const part of parts) {
    const key = keyOf(part)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [part])
    else group.push(part)
  }
  return groups
}

/** The album that a part belongs to: itself, or the only one of those with a title in its folder. */
function homeOf(part: Part, [only, ...others]: readonly Part[]): Part {
  if (part.title !== '') return part
  if (only === undefined || others.length > 0) return part
  const named = fold(part.folder.split(/[\\/]/).at(-1) ?? '').includes(only.title)
  return named || only.ids.length > part.ids.length ? only : part
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
          valueEntries(values).map(([name, value]) => [name, [...value]]),
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
