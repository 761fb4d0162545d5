import { useView } from '../editor'
import { classes, useTranslate } from '../ui'
import { type Column, gridTemplate } from './columns'

/** Column headings: a click sorts, with Shift it adds a key. */
export function Headings({ columns }: { columns: readonly Column[] }) {
  const translate = useTranslate()
  const sort = useView((view) => view.sort)
  const sortBy = useView((view) => view.sortBy)
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
    <div
      role="row"
      aria-rowindex={1}
      className="table-headings"
      style={{ gridTemplateColumns: gridTemplate(columns) }}
    >
      {columns.map(({ id, heading, end }, index) => {
        const key = sort.find(({ column }) => column === id)
        const direction = key === undefined ? 'none' : key.descending ? 'descending' : 'ascending'
        const text = translate(heading)
        return (
          // biome-ignore lint/a11y/useFocusableInteractive: the button inside is
          <div key={id} role="columnheader" aria-colindex={index + 1} aria-sort={direction}>
            <button
              type="button"
              tabIndex={-1}
              className={classes('table-heading', end && 'cell-end')}
              aria-label={id === 'state' || id === 'track' ? text : undefined}
              title={id === 'state' ? translate('table.sortByState') : undefined}
              onClick={(event) => sortBy(id, { add: event.shiftKey })}
            >
              {id === 'state' ? '' : id === 'track' ? '#' : <span className="cell-text">{text}</span>}
              {key !== undefined && <span aria-hidden="true">{key.descending ? '↓' : '↑'}</span>}
            </button>
          </div>
        )
      })}
    </div>
  )
}
