import { openPlace } from '../editor'
import { useTranslate } from '../ui'
import { Filters } from './filters'
import { Folders } from './folders'

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
        <li>
          <button type="button" className="browse-item" onClick={() => openPlace({ kind: 'lookup-all' })}>
            <span className="browse-name">{translate('run.title')}</span>
          </button>
        </li>
        <li>
          <button type="button" className="browse-item" onClick={() => openPlace({ kind: 'history' })}>
            <span className="browse-name">{translate('history.title')}</span>
          </button>
        </li>
      </ul>
    </div>
  )
}
