import { useTranslate } from '../ui'
import { Filters } from './filters'
import { Folders } from './folders'

/** The left side: where the files are, and which of them need something. */
export function Sidebar() {
  const translate = useTranslate()
  return (
    <div className="browse">
      <h2 className="browse-heading">{translate('browse.folders')}</h2>
      <Folders />
      <h2 className="browse-heading">{translate('browse.filters')}</h2>
      <Filters />
    </div>
  )
}
