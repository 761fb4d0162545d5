import type { Edit, Track, TrackId } from '../../../shared/model'
import { type ChangedField, changedFields } from '../editor'
import { Checkbox, classes, useTranslate } from '../ui'
import { changeOf } from './layout'
import { ReviewChange } from './review-value'
import type { Target, Ticks } from './ticks'

/** A change that is the same in all files: one tick for all of them. */
export function SharedLine(props: {
  readonly edit: Edit
  readonly field: ChangedField
  /** Any of the files: they are alike here. */
  readonly first: TrackId | undefined
  readonly tracks: ReadonlyMap<TrackId, Track>
  readonly ticks: Ticks
  readonly toggle: (target: Target) => void
}) {
  const { edit, field, first, tracks, ticks, toggle } = props
  const translate = useTranslate()
  const change = first && changeOf(edit, first, field)
  if (change === undefined) return null
  const target = { fields: [field] }
  const state = ticks.stateOf(target)
  return (
    <span className={classes('review-line', state === 'none' && 'review-off')}>
      <Checkbox checked={state === 'all'} mixed={state === 'some'} onChange={() => toggle(target)}>
        {translate(`field.${field}`)}
      </Checkbox>
      <ReviewChange field={field} change={change} track={first && tracks.get(first)} />
    </span>
  )
}

/** One tick for all identifiers. */
export function Identifiers(props: {
  readonly edit: Edit
  readonly fields: readonly ChangedField[]
  /** How many files there are. */
  readonly rows: number
  readonly ticks: Ticks
  readonly toggle: (target: Target) => void
}) {
  const { edit, fields, rows, ticks, toggle } = props
  const translate = useTranslate()
  const state = ticks.stateOf({ fields })
  // They stand in the line of all files, and may be of a few only.
  const files = Object.values(edit.changes).filter((changes) =>
    changedFields(changes).some((field) => fields.includes(field)),
  ).length
  return (
    <span className={classes('review-line', state === 'none' && 'review-off')}>
      <Checkbox checked={state === 'all'} mixed={state === 'some'} onChange={() => toggle({ fields })}>
        {translate('review.identifiers', { count: fields.length })}
        {files < rows && ` · ${translate('review.files', { count: files })}`}
      </Checkbox>
    </span>
  )
}
