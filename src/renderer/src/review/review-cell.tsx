import type { Edit, Track, TrackId } from '../../../shared/model'
import type { ChangedField } from '../editor'
import { Checkbox, classes, useTranslate } from '../ui'
import { changeOf } from './layout'
import { ReviewChange } from './review-value'
import type { TickState, Ticks } from './ticks'

/** Not reached by Tab: the grid is one stop, its arrows and Space do the rest. */
export function Tick({ label, state, onToggle }: { label: string; state: TickState; onToggle: () => void }) {
  return (
    <Checkbox
      aria-label={label}
      tabIndex={-1}
      checked={state === 'all'}
      mixed={state === 'some'}
      onChange={onToggle}
    />
  )
}

/** One field of one file: old above new, or that it stays as it is. */
export function ReviewCell(props: {
  readonly id: string
  readonly focused: boolean
  readonly edit: Edit
  readonly track: TrackId
  readonly source: Track | undefined
  readonly fileName: string
  readonly field: ChangedField
  readonly ticks: Ticks
  readonly onToggle: () => void
}) {
  const { id, focused, edit, track, source, fileName, field, ticks, onToggle } = props
  const translate = useTranslate()
  const change = changeOf(edit, track, field)
  const ticked = ticks.isTicked(track, field)
  const className = classes('review-cell', focused && 'review-focus', !ticked && 'review-off')
  if (change === undefined) {
    return (
      <span role="gridcell" tabIndex={-1} id={id} className={classes(className, 'review-equal')}>
        {translate('review.equal')}
      </span>
    )
  }
  return (
    <span role="gridcell" tabIndex={-1} id={id} className={className}>
      <Tick
        label={translate('review.tickCell', { field: translate(`field.${field}`), file: fileName })}
        state={ticked ? 'all' : 'none'}
        onToggle={onToggle}
      />
      <span className="review-change">
        <ReviewChange field={field} change={change} track={source} />
      </span>
    </span>
  )
}
