import type { TrackId } from '../../../shared/model'
import type { Group } from '../editor'

/** A line of the table: an album's header or a track. */
export type Item =
  | { readonly kind: 'group'; readonly group: Group }
  | { readonly kind: 'track'; readonly id: TrackId; readonly group: Group | undefined }

/** The lines of the table, and where each track is among them. */
export interface Items {
  readonly list: readonly Item[]
  readonly indexOf: ReadonlyMap<TrackId, number>
}

export function itemsOf(shown: readonly TrackId[], groups: readonly Group[] | undefined): Items {
  const list: Item[] = []
  const indexOf = new Map<TrackId, number>()
  const add = (id: TrackId, group: Group | undefined) => {
    indexOf.set(id, list.length)
    list.push({ kind: 'track', id, group })
  }
  if (groups === undefined) for (const id of shown) add(id, undefined)
  for (const group of groups ?? []) {
    list.push({ kind: 'group', group })
    for (const id of group.ids) add(id, group)
  }
  return { list, indexOf }
}
