import { openPlace } from '../editor'
import { useTranslate } from '../ui'
import { Filters } from './filters'
import { Folders } from './folders'

/** The places for all that is open. */
const library = [
  { kind: 'lookup-all', title: 'run.title' },
  { kind: 'missingCovers', title: 'covers.missingTitle' },
  { kind: 'history', title: 'history.title' },
] as const

/** The left side: where the files are, which of them need something, and what was done to them. */
export function Sidebar() {
  const translate = useTranslate()
  return (
    <div className="browse">
      <h2 className="browse-heading">{translate('browse.folders')}</h2>
      <Folders />
      <h2 className="browse-heading">{translate('browse.filters')}</h2>
      <Filters />
      <h2 className="browse-heading">{translate('browse.library')}</h2>
      <ul className="browse-list">
        {library.map(({ kind, title }) => (
          <li key={kind}>
            <button type="button" className="browse-item" onClick={() => openPlace({ kind })}>
              <span className="browse-name">{translate(title)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
