import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TrackId } from '../../../shared/model'
import { arrange } from './arrange'
import type { Editor } from './editor'
import { type Arrangement, type BuiltInFilter, type ColumnId, firstQuery, type ViewQuery } from './view-state'

export interface View extends ViewQuery, Arrangement {
  search(text: string): void
  showFolder(folder: string | undefined): void
  showFilter(filter: BuiltInFilter | undefined): void
  /** Sorts by a column, the other way round when it is sorted by it already. `add`: below the keys there are. */
  sortBy(column: ColumnId, options?: { readonly add?: boolean }): void
  /** Everything is shown again; the sort stays. */
  showAll(): void
  /** Sorts and filters anew. Not done after an edit, as rows would jump away from under the hands. */
  rearrange(): void
}

function nextSort(sort: ViewQuery['sort'], column: ColumnId, add: boolean): ViewQuery['sort'] {
  const known = sort.find((key) => key.column === column)
  if (!add) return [{ column, descending: known !== undefined && sort.length === 1 && !known.descending }]
  if (known === undefined) return [...sort, { column, descending: false }]
  const [first, ...rest] = sort.map((key) =>
    key.column === column ? { column, descending: !key.descending } : key,
  )
  return first === undefined ? sort : [first, ...rest]
}

/** What of the editor's tracks is shown, and in which order. It follows tracks that come and go, never their values. */
export function createView(editor: StoreApi<Editor>): StoreApi<View> {
  const view = createStore<View>()((set, get) => {
    const ask = (change: Partial<ViewQuery>) => {
      set({ ...change, ...arrange(editor.getState(), { ...get(), ...change }) })
    }
    return {
      ...firstQuery,
      ...arrange(editor.getState(), firstQuery),
      search: (text) => ask({ text }),
      showFolder: (folder) => ask({ folder }),
      showFilter: (filter) => ask({ filter }),
      sortBy: (column, { add = false } = {}) => ask({ sort: nextSort(get().sort, column, add) }),
      showAll: () => ask({ text: '', folder: undefined, filter: undefined }),
      rearrange: () => ask({}),
    }
  })
  editor.subscribe((state, before) => {
    if (state.order === before.order) return
    if (state.order.length === 0) view.getState().showAll()
    else view.getState().rearrange()
  })
  return view
}

/** The selected tracks that are shown, in the order of the table: what commands and the panel work on. */
export function selectedIds(
  state: Pick<Editor, 'selection'>,
  { shown }: Pick<Arrangement, 'shown'>,
): readonly TrackId[] {
  if (state.selection.size === 0) return []
  if (state.selection.size === 1) {
    const [only] = state.selection
    return only !== undefined && shown.includes(only) ? [only] : []
  }
  return shown.filter((id) => state.selection.has(id))
}

/** The row `by` rows away from `from`, stopping at the ends. */
export function rowAt(shown: readonly TrackId[], from: TrackId | undefined, by: number): TrackId | undefined {
  const at = from === undefined ? -1 : shown.indexOf(from)
  if (at < 0) return shown[0]
  return shown[Math.max(0, Math.min(shown.length - 1, at + by))]
}

/** The first row of the album before or after the one that `from` is in. */
export function albumAt(
  { shown, groups }: Arrangement,
  from: TrackId | undefined,
  by: 1 | -1,
): TrackId | undefined {
  if (groups === undefined || from === undefined) return rowAt(shown, from, by)
  const at = groups.findIndex(({ ids }) => ids.includes(from))
  return groups[Math.max(0, Math.min(groups.length - 1, at + by))]?.ids[0]
}
