import type { TrackId } from '../../../shared/model'

export type ColumnId =
  | 'state'
  | 'track'
  | 'title'
  | 'artist'
  | 'album'
  | 'fileName'
  | 'date'
  | 'genre'
  | 'length'

export interface SortKey {
  readonly column: ColumnId
  readonly descending: boolean
}

export const builtInFilters = ['changed', 'missingTitle', 'noCover', 'errors'] as const
export type BuiltInFilter = (typeof builtInFilters)[number]

/** What the person asked to see. */
export interface ViewQuery {
  /** Words that must all be in a track's names, whatever their case and accents. */
  readonly text: string
  /** Only tracks in this folder and below it. */
  readonly folder: string | undefined
  readonly filter: BuiltInFilter | undefined
  /** First key first; never empty. */
  readonly sort: readonly [SortKey, ...SortKey[]]
}

/** Tracks of one album that follow each other in the table. */
export interface Group {
  readonly key: string
  readonly ids: readonly TrackId[]
}

export interface Arrangement {
  readonly shown: readonly TrackId[]
  /** Undefined when the sort leaves albums apart. */
  readonly groups: readonly Group[] | undefined
}

/** By album in the order of folders, then by track. */
export const firstQuery: ViewQuery = {
  text: '',
  folder: undefined,
  filter: undefined,
  sort: [{ column: 'track', descending: false }],
}
