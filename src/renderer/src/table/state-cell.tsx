import { problemSentence } from '../../../shared/i18n'
import type { TrackId } from '../../../shared/model'
import { conflictProblem, isUndecided, useEditor } from '../editor'
import { classes, LockIcon, Spinner, Tooltip, useTranslate, WarningIcon } from '../ui'
import { cellElementId } from './element-ids'

/** The mark of a row: ▲ failed, a dot for changed, a lock for read-only, a ring while it is saved. */
export function StateCell({ id, active }: { id: TrackId; active: boolean }) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
    <div
      role="gridcell"
      id={cellElementId(id, 'state')}
      aria-colindex={1}
      data-column="state"
      className={classes('cell', 'cell-state', active && 'cell-active')}
    >
      <Mark id={id} />
    </div>
  )
}

function Mark({ id }: { id: TrackId }) {
  const translate = useTranslate()
  const changed = useEditor((state) => state.edited.has(id))
  const readOnly = useEditor((state) => state.tracks.get(id)?.readOnly)
  const rowState = useEditor((state) => state.trackStates.get(id))
  const undecided = useEditor((state) => isUndecided(state, id))
  const fileName = useEditor((state) => state.tracks.get(id)?.fileName ?? '')
  if (rowState?.kind === 'saving') return <Spinner label={translate('table.saving')} />
  if (rowState?.kind === 'failed' || undecided) {
    const sentence = problemSentence(translate, rowState?.problem ?? conflictProblem(fileName))
    return (
      <Tooltip text={sentence} side="right">
        <span role="img" aria-label={sentence} className="mark mark-bad">
          <WarningIcon />
        </span>
      </Tooltip>
    )
  }
  if (changed)
    return <span role="img" aria-label={translate('table.changed')} className="mark mark-changed" />
  if (readOnly !== undefined) {
    const sentence = problemSentence(translate, readOnly)
    return (
      <Tooltip text={sentence} side="right">
        <span role="img" aria-label={sentence} className="mark">
          <LockIcon />
        </span>
      </Tooltip>
    )
  }
  return null
}
