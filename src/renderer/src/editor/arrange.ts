import { type Editable, noValue, type Track, type TrackId } from '../../../shared/model'
import { joined } from './album'
import { fold, sortKey } from './fold'
import { rowKeys, searchText } from './row-keys'
import { currentOf, isUndecided, type Tracks } from './tracks'
import type { Arrangement, ColumnId, Group, ViewQuery } from './view-state'

interface Row {
  readonly id: TrackId
  readonly track: Track
  readonly current: Editable
}

type Key = string | number

/** Sorts after everything, whichever way the column goes. */
const absent = undefined

const text = (value: string | undefined): Key | undefined =>
  value === undefined || value === '' ? absent : sortKey(value)

function columnKey(column: ColumnId, row: Row, state: Tracks): Key | undefined {
  const { track, current } = row
  switch (column) {
    case 'state': {
      return hasTrouble(state, row.id) ? 0 : state.edited.has(row.id) ? 1 : track.readOnly ? 2 : 3
    }
    case 'track':
      return rowKeys(track, current).track
    case 'fileName':
      return rowKeys(track, current).fileName
    case 'length':
      return track.audio.durationMs || absent
    default:
      return text(joined(current.values[column]))
  }
}

function compareKeys(a: Key | undefined, b: Key | undefined, descending: boolean): number {
  if (a === b) return 0
  if (a === absent) return 1
  if (b === absent) return -1
  return a < b === descending ? 1 : -1
}

/** Sorts by one key; rows that are equal stay in the order they had. */
function sortedBy<Item>(
  items: readonly Item[],
  key: (item: Item) => Key | undefined,
  descending: boolean,
): Item[] {
  return items
    .map((item) => ({ item, key: key(item) }))
    .sort((a, b) => compareKeys(a.key, b.key, descending))
    .map(({ item }) => item)
}

/** Whether the table groups rows by album under this sort. */
export const isGrouped = (sort: ViewQuery['sort']): boolean =>
  sort.length === 1 && (sort[0].column === 'track' || sort[0].column === 'album')

export const isBelow = (folder: string, parent: string): boolean =>
  folder === parent || (folder.startsWith(parent) && /[\\/]/.test(folder.charAt(parent.length)))

const isMissing = (values: readonly string[] | undefined): boolean =>
  (values ?? noValue).every((value) => value === '')

const hasTrouble = (state: Tracks, id: TrackId): boolean =>
  state.trackStates.get(id)?.kind === 'failed' || isUndecided(state, id)

/** Whether a built-in filter lets a track through. */
export function passesFilter(state: Tracks, id: TrackId, filter: ViewQuery['filter']): boolean {
  if (filter === undefined) return true
  if (filter === 'changed') return state.edited.has(id)
  if (filter === 'errors') return hasTrouble(state, id)
  const current = currentOf(state, id)
  return filter === 'missingTitle' ? isMissing(current.values.title) : current.pictures.length === 0
}

function rowsOf(state: Tracks, view: ViewQuery): Row[] {
  const words = fold(view.text).split(/\s+/).filter(Boolean)
  const rows: Row[] = []
  for (const id of state.order) {
    const track = state.tracks.get(id)
    const current = currentOf(state, id)
    if (track === undefined) continue
    if (view.folder !== undefined && !isBelow(track.folder, view.folder)) continue
    if (!passesFilter(state, id, view.filter)) continue
    const row = { id, track, current }
    if (words.length > 0) {
      const searched = searchText(track, current)
      if (!words.every((word) => searched.includes(word))) continue
    }
    rows.push(row)
  }
  return rows
}

/** Rows of one album: by disc and track, without a number at the end and by file name. */
function compareTracks(a: Row, b: Row, descending: boolean): number {
  const one = rowKeys(a.track, a.current)
  const other = rowKeys(b.track, b.current)
  return compareKeys(one.track, other.track, descending) || compareKeys(one.fileName, other.fileName, false)
}

function grouped(rows: readonly Row[], [{ column, descending }]: ViewQuery['sort']): Group[] {
  const albums = new Map<string, Row[]>()
  for (const row of rows) {
    const key = rowKeys(row.track, row.current).album
    const album = albums.get(key)
    if (album === undefined) albums.set(key, [row])
    else album.push(row)
  }
  const groups = [...albums].map(([key, members]) => ({
    key,
    rows: members.sort((a, b) => compareTracks(a, b, column === 'track' && descending)),
  }))
  const folderOf = ({ rows: [row] }: (typeof groups)[number]) => row && rowKeys(row.track, row.current).folder
  const byFolder = sortedBy(groups, folderOf, false)
  const ordered =
    column === 'track'
      ? byFolder
      : sortedBy(byFolder, ({ rows: [row] }) => text(row?.current.values.album?.[0]), descending)
  return ordered.map(({ key, rows: members }) => ({ key, ids: members.map(({ id }) => id) }))
}

/** Which tracks are shown, in which order, and in which albums. */
export function arrange(state: Tracks, query: ViewQuery): Arrangement {
  const rows = rowsOf(state, query)
  const { sort } = query
  if (isGrouped(sort)) {
    const groups = grouped(rows, sort)
    return { shown: groups.flatMap(({ ids }) => ids), groups }
  }
  const sorted = sort.reduceRight<Row[]>(
    (sofar, { column, descending }) => sortedBy(sofar, (row) => columnKey(column, row, state), descending),
    rows,
  )
  return { shown: sorted.map(({ id }) => id), groups: undefined }
}
