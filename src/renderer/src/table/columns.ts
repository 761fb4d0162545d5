import type { MessageKey } from '../../../shared/i18n'
import { type Editable, type FieldName, noValue, type Track } from '../../../shared/model'
import { type ColumnId, joined } from '../editor'
import { formatLength } from '../ui'

export interface Column {
  readonly id: ColumnId
  readonly heading: MessageKey
  /** A track of the CSS grid. */
  readonly width: string
  /** What editing a cell changes. Absent: it cannot be edited. */
  readonly field?: FieldName
  /** Editing a cell renames the file, at once. */
  readonly renames?: true
  /** Its absence is worth a word. */
  readonly required?: boolean
  readonly end?: boolean
  readonly muted?: boolean
}

const state: Column = { id: 'state', heading: 'table.column.state', width: '26px' }
const track: Column = { id: 'track', heading: 'table.column.track', width: '44px', field: 'track', end: true }
const title: Column = {
  id: 'title',
  heading: 'field.title',
  width: 'minmax(0, 1.1fr)',
  field: 'title',
  required: true,
}
const artist: Column = {
  id: 'artist',
  heading: 'field.artist',
  width: 'minmax(0, 1fr)',
  field: 'artist',
  required: true,
}
const album: Column = {
  id: 'album',
  heading: 'field.album',
  width: 'minmax(0, 0.9fr)',
  field: 'album',
  required: true,
}
const fileName: Column = {
  id: 'fileName',
  heading: 'table.column.fileName',
  width: 'minmax(0, 1.05fr)',
  renames: true,
  muted: true,
}
const date: Column = { id: 'date', heading: 'table.column.year', width: '56px', field: 'date' }
const genre: Column = { id: 'genre', heading: 'field.genre', width: '96px', field: 'genre' }
const length: Column = {
  id: 'length',
  heading: 'table.column.length',
  width: '66px',
  end: true,
  muted: true,
}

/** Whether the cell of a track can be typed into: a name can be changed also where the tags cannot. */
export const isEditable = ({ field, renames }: Column, { readOnly }: Track): boolean =>
  renames === true || (field !== undefined && readOnly === undefined)

/** Under album headers the album needs no column of its own. */
export const columnsFor = (grouped: boolean): readonly Column[] =>
  grouped
    ? [state, track, title, artist, fileName, date, genre, length]
    : [state, track, title, artist, album, fileName, date, genre, length]

export const gridTemplate = (columns: readonly Column[]): string =>
  columns.map(({ width }) => width).join(' ')

/** `2-01` on a release of several discs, else the track alone. */
function trackText(current: Editable): string {
  const track = joined(current.values.track)
  const disc = joined(current.values.disc)
  const severalDiscs = Number(disc) > 1 || Number(joined(current.values.discTotal)) > 1
  return disc !== '' && severalDiscs && track !== '' ? `${disc}-${track}` : track
}

/** What a cell shows. */
export function cellText(column: ColumnId, track: Track, current: Editable): string {
  switch (column) {
    case 'state':
      return ''
    case 'track':
      return trackText(current)
    case 'fileName':
      return track.fileName
    case 'date':
      return (current.values.date ?? noValue).map((date) => date.slice(0, 4)).join('; ')
    case 'length':
      return formatLength(track.audio.durationMs)
    default:
      return joined(current.values[column])
  }
}
