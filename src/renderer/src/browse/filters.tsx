import { useMemo } from 'react'
import {
  type BuiltInFilter,
  builtInFilters,
  type Editor,
  editor,
  passesFilter,
  useEditor,
  useView,
} from '../editor'
import { classes, useLanguage, useTranslate } from '../ui'

function countsOf(state: Editor): Readonly<Record<BuiltInFilter, number>> {
  let missingTitle = 0
  let noCover = 0
  for (const id of state.order) {
    if (passesFilter(state, id, 'missingTitle')) missingTitle++
    if (passesFilter(state, id, 'noCover')) noCover++
  }
  const suspects = new Set([...state.trackStates.keys(), ...state.conflicts.keys()])
  const troubled = [...suspects].filter((id) => passesFilter(state, id, 'errors')).length
  return { changed: state.edited.size, missingTitle, noCover, errors: troubled + state.refused.length }
}

/** Filters that are always there, with how many files each shows. */
export function Filters() {
  const translate = useTranslate()
  const number = new Intl.NumberFormat(useLanguage())
  const order = useEditor((state) => state.order)
  const tracks = useEditor((state) => state.tracks)
  const edited = useEditor((state) => state.edited)
  const trackStates = useEditor((state) => state.trackStates)
  const conflicts = useEditor((state) => state.conflicts)
  const refused = useEditor((state) => state.refused)
  const chosen = useView((view) => view.filter)
  const showFilter = useView((view) => view.showFilter)
  const counts = useMemo(
    () => countsOf({ ...editor.getState(), order, tracks, edited, trackStates, conflicts, refused }),
    [order, tracks, edited, trackStates, conflicts, refused],
  )
  return (
    <ul className="browse-list">
      {builtInFilters.map((filter) => (
        <li key={filter}>
          <button
            type="button"
            aria-pressed={filter === chosen}
            className={classes('browse-item', 'browse-filter', filter === chosen && 'browse-chosen')}
            onClick={() => showFilter(filter === chosen ? undefined : filter)}
          >
            <span className="browse-name">{translate(`browse.filter.${filter}`)}</span>
            {counts[filter] > 0 && <span className="browse-count">{number.format(counts[filter])}</span>}
          </button>
        </li>
      ))}
    </ul>
  )
}
