import type { Edit, Track, TrackId } from '../../../shared/model'
import { Checkbox, classes, useTranslate } from '../ui'
import { ReviewChange } from './review-value'
import { changeOf, type ReviewField, tickState, toggleTicks, type Unticked } from './ticks'

/** A change that is the same in all files: one tick for all of them. */
export function SharedLine(props: {
  readonly edit: Edit
  readonly field: ReviewField
  readonly rows: readonly TrackId[]
  readonly tracks: ReadonlyMap<TrackId, Track>
  readonly unticked: Unticked
  readonly toggle: (target: { readonly field: ReviewField }) => void
}) {
  const { edit, field, rows, tracks, unticked, toggle } = props
  const translate = useTranslate()
  const [first] = rows
  const change = first === undefined ? undefined : changeOf(edit, first, field)
  if (change === undefined) return null
  const state = tickState(edit, unticked, { field })
  return (
    <span className={classes('review-line', state === 'none' && 'review-off')}>
      <Checkbox checked={state === 'all'} mixed={state === 'some'} onChange={() => toggle({ field })}>
        {translate(`field.${field}`)}
      </Checkbox>
      <ReviewChange
        field={field}
        change={change}
        track={first === undefined ? undefined : tracks.get(first)}
      />
    </span>
  )
}

/** One tick for all identifiers. */
export function Identifiers(props: {
  readonly edit: Edit
  readonly fields: readonly ReviewField[]
  readonly rows: number
  readonly unticked: Unticked
  readonly onUnticked: (next: Unticked) => void
}) {
  const { edit, fields, rows, unticked, onUnticked } = props
  // They stand in the line of all files, and may be of a few only.
  const files = Object.values(edit.changes).filter((changes) =>
    fields.some((field) => changes[field] !== undefined),
  ).length
  const translate = useTranslate()
  const states = fields.map((field) => tickState(edit, unticked, { field }))
  const all = states.every((state) => state === 'all')
  const none = states.every((state) => state === 'none')
  const toggle = () =>
    onUnticked(
      fields
        .filter((field) => all || tickState(edit, unticked, { field }) !== 'all')
        .reduce<Unticked>((next, field) => toggleTicks(edit, next, { field }), unticked),
    )
  return (
    <span className={classes('review-line', none && 'review-off')}>
      <Checkbox checked={all} mixed={!all && !none} onChange={toggle}>
        {translate('review.identifiers', { count: fields.length })}
        {files < rows && ` · ${translate('review.files', { count: files })}`}
      </Checkbox>
    </span>
  )
}
