import { useStore } from 'zustand'
import { useEditor, useView } from '../editor'
import { Button, Spinner, useTranslate } from '../ui'
import { opening } from './opening'

/** What stands in the table where no row does. */
export function NothingShown() {
  const translate = useTranslate()
  const reading = useStore(opening, ({ running }) => running > 0)
  const total = useEditor((state) => state.order.length)
  const filter = useView((view) => view.filter)
  const text = useView((view) => view.text)
  const refused = useEditor((state) => state.refused.length > 0)
  const showAll = useView((view) => view.showAll)
  if (reading && total === 0) {
    return (
      <div className="nothing">
        <Spinner label={translate('nothing.reading')} />
      </div>
    )
  }
  const words =
    text !== ''
      ? translate('nothing.noMatch', { text })
      : filter !== undefined
        ? translate(filter === 'errors' && refused ? 'nothing.othersFine' : `nothing.filter.${filter}`)
        : translate('nothing.empty')
  return (
    <div className="nothing">
      <p>{words}</p>
      {total > 0 && <Button onClick={showAll}>{translate('status.showAll')}</Button>}
    </div>
  )
}
