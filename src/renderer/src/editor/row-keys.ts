import type { Editable, Track } from '../../../shared/model'
import { albumFolder, albumKey, joined } from './album'
import { fold, sortKey } from './fold'

/** What a track is sorted, grouped and found by. */
export interface RowKeys {
  readonly album: string
  readonly folder: string
  readonly fileName: string
  /** Discs follow each other; `A1` sorts among the numbers as text does. Undefined without a track number. */
  readonly track: string | undefined
}

const known = new WeakMap<Editable, RowKeys>()
const texts = new WeakMap<Editable, string>()

function trackKey({ values }: Editable): string | undefined {
  const track = values.track?.[0]
  return track === undefined ? undefined : `${sortKey(values.disc?.[0] ?? '1')} ${sortKey(track)}`
}

/** Made once for each state of a track: a list of many is put in order again and again while it is read. */
export function rowKeys(track: Track, current: Editable): RowKeys {
  let keys = known.get(current)
  if (keys === undefined) {
    keys = {
      album: albumKey(track, current),
      folder: sortKey(albumFolder(track.folder)),
      fileName: sortKey(track.fileName),
      track: trackKey(current),
    }
    known.set(current, keys)
  }
  return keys
}

/** Everything that plain words are looked for in. */
export function searchText(track: Track, current: Editable): string {
  let text = texts.get(current)
  if (text === undefined) {
    const { title, artist, album, albumArtist } = current.values
    text = [title, artist, album, albumArtist, [track.fileName]]
      .map((value) => fold(joined(value)))
      .join('\n')
    texts.set(current, text)
  }
  return text
}
