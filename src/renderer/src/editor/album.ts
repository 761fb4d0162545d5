import { type Editable, fieldRow, type Track, type TrackId } from '../../../shared/model'
import { fold } from './fold'
import type { Tracks } from './tracks'

/** `CD 2`, `Disc1`, `disk 03`: a folder that holds one disc of the album in the folder above. */
const discFolder = /[\\/](?:cd|dis[ck]|medium|vinyl|lp)[ _-]*\d+[^\\/]*$/i

/** The folder that an album lies in, all its discs together. */
export const albumFolder = (folder: string): string => folder.replace(discFolder, '')

/**
 * What tracks of one album share. The folder is part of it, as two copies of an album are two albums to work on;
 * without an album title it is all there is.
 */
export function albumKey(track: Track, current: Editable): string {
  const album = current.values.album?.[0]
  if (album === undefined || album === '') return `${track.folder}\n`
  return `${albumFolder(track.folder)}\n${fold(album)}`
}

/** All listed tracks of the album that one track is of. */
export function albumOf(state: Tracks, id: TrackId): readonly TrackId[] {
  const keyOf = (each: TrackId) => {
    const track = state.tracks.get(each)
    return track === undefined ? undefined : albumKey(track, state.edited.get(each) ?? track)
  }
  const key = keyOf(id)
  return key === undefined ? [] : state.order.filter((each) => keyOf(each) === key)
}

/** A field's values in one line. */
export const joined = (values: readonly string[] | undefined): string => values?.join('; ') ?? ''

/**
 * Text typed by a person as the values it means: fields with many values are split at semicolons, as they are
 * shown; nothing typed is no value.
 */
export function parseValue(field: Parameters<typeof fieldRow>[0], text: string): readonly string[] {
  const row = fieldRow(field)
  if (row.type === 'long') return text === '' ? [] : [text]
  if (!row.many) return text.trim() === '' ? [] : [text.trim()]
  return text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
