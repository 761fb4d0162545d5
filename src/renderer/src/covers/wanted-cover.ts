import type { WantedCover } from '../../../shared/ipc'
import type { FieldName, TrackId } from '../../../shared/model'
import { currentOf, type Tracks } from '../editor'

/** What these files say of their album, for a service to find its cover by: of each field what most of them say. */
export function wantedCover(state: Tracks, ids: readonly TrackId[]): WantedCover {
  const said = (field: FieldName) =>
    mostFrequent(ids.map((id) => currentOf(state, id).values[field]?.[0] ?? ''))
  const barcode = said('barcode')
  const release = said('releaseId')
  return {
    title: said('album') || folderName(state, ids),
    artist: said('albumArtist') || said('artist'),
    ...(barcode !== '' && { barcode }),
    ...(release !== '' && {
      release: { service: 'musicbrainz', id: release, groupId: said('releaseGroupId') },
    }),
  }
}

/** The first of the most frequent that are not empty. */
function mostFrequent(texts: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const text of texts) if (text !== '') counts.set(text, (counts.get(text) ?? 0) + 1)
  let best = ''
  for (const [text, count] of counts) if (count > (counts.get(best) ?? 0)) best = text
  return best
}

function folderName(state: Tracks, [first]: readonly TrackId[]): string {
  const folder = first === undefined ? '' : (state.tracks.get(first)?.folder ?? '')
  return folder.split(/[\\/]/).at(-1) ?? ''
}
