import type { HistoryFile, UndoPreviewFile } from '../../../shared/ipc'
import type { FieldChanges } from '../../../shared/model'
import { changedFields } from '../editor'
import { ReviewChange } from '../review'
import { useTranslate, WarningIcon } from '../ui'

const allOf = ({ values, pictures, removedKinds }: HistoryFile['changes']): FieldChanges => ({
  ...values,
  ...(pictures && { pictures }),
  ...(removedKinds && { removedKinds }),
})

/** Field by field what was there and what is there now, and which of them something else was done to since. */
export function ChangeLines(props: {
  readonly changes: HistoryFile['changes']
  readonly conflicts?: UndoPreviewFile['conflicts']
  /** What was done to the fields in conflict. */
  readonly since?: UndoPreviewFile['since']
}) {
  const { changes, conflicts = [], since = { values: {} } } = props
  const translate = useTranslate()
  const all = allOf(changes)
  const meanwhile = allOf(since)
  return (
    <dl className="history-changes">
      {changedFields(all).map((field) => {
        const change = all[field]
        return (
          change !== undefined && (
            <div key={field} className="history-change">
              <dt>{translate(`field.${field}`)}</dt>
              <dd>
                <ReviewChange field={field} change={change} track={undefined} />
              </dd>
            </div>
          )
        )
      })}
      {conflicts.map(({ field, reason }) => {
        const change = meanwhile[field]
        return (
          <div key={field} className="history-change history-conflict">
            <dt>{translate(`field.${field}`)}</dt>
            <dd>
              {change !== undefined && <ReviewChange field={field} change={change} track={undefined} />}
              <span className="history-bad">
                <WarningIcon />
                {translate(`history.conflict.${reason}`)}
              </span>
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
