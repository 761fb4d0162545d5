import type { Edit, Track, TrackId } from '../../../shared/model'
import { Checkbox, classes, useTranslate } from '../ui'
import { ReviewChange } from './review-value'
import { changeOf, isTicked, type ReviewField, type Unticked } from './ticks'

/** Not reached by Tab: the grid is one stop, its arrows and Space do the rest. */
export function Tick({
  label,
  state,
  onToggle,
}: {
  label: string
  state: 'all' | 'some' | 'none'
  onToggle: () => void
}) {
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
  readonly field: ReviewField
  readonly unticked: Unticked
  readonly onToggle: () => void
}) {
  const { id, focused, edit, track, source, fileName, field, unticked, onToggle } = props
  const translate = useTranslate()
  const change = changeOf(edit, track, field)
  const ticked = isTicked(unticked, track, field)
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
