import { useMemo } from 'react'
import { problemSentence } from '../../../shared/i18n'
import { helpsToCopy, type Problem, type TrackId } from '../../../shared/model'
import { bridge } from '../bridge'
import { conflictProblem, editor, isUndecided, openPlace, useEditor } from '../editor'
import { Button, LockIcon, useTranslate, WarningIcon } from '../ui'

const mostShown = 3

/** What is wrong with the selected files, and the button that does something about it. */
export function PanelProblems(props: {
  ids: readonly TrackId[]
  onRetry: (ids: readonly TrackId[]) => void
  onReload: (ids: readonly TrackId[]) => void
  onMakeWritable: (id: TrackId) => void
  onSaveCopy: (id: TrackId) => void
  onKeepMine: (ids: readonly TrackId[]) => void
  onTakeTheirs: (ids: readonly TrackId[]) => void
}) {
  const { ids, onRetry, onReload, onMakeWritable, onSaveCopy, onKeepMine, onTakeTheirs } = props
  const translate = useTranslate()
  const states = useEditor((state) => state.trackStates)
  const tracks = useEditor((state) => state.tracks)
  const edited = useEditor((state) => state.edited)
  const conflicts = useEditor((state) => state.conflicts)
  // One decision for all that are selected.
  const undecided = useMemo(() => {
    const state = { ...editor.getState(), edited, conflicts }
    return ids.filter((id) => isUndecided(state, id))
  }, [ids, edited, conflicts])
  const waits = new Set(undecided)
  const found = ids.flatMap((id): { id: TrackId; problem: Problem; failed: boolean }[] => {
    const state = states.get(id)
    if (state?.kind === 'failed') return [{ id, problem: state.problem, failed: true }]
    if (waits.has(id)) return [{ id, problem: conflictProblem(tracks.get(id)?.fileName ?? ''), failed: true }]
    const readOnly = tracks.get(id)?.readOnly
    return readOnly === undefined ? [] : [{ id, problem: readOnly, failed: false }]
  })
  if (found.length === 0) return null
  return (
    <div className="panel-problems" role="status">
      {found.slice(0, mostShown).map(({ id, problem, failed }) => (
        <div key={id} className={failed ? 'panel-problem' : 'panel-problem panel-problem-quiet'}>
          {failed ? <WarningIcon /> : <LockIcon />}
          <div className="panel-problem-words">
            <p>{problemSentence(translate, problem)}</p>
            <div className="panel-problem-actions">
              {failed && problem.remedy === 'make-writable' && (
                <Button onClick={() => onMakeWritable(id)}>{translate('save.makeWritable')}</Button>
              )}
              {waits.has(id) ? (
                <>
                  <Button onClick={() => onKeepMine(undecided)}>{translate('outside.keep')}</Button>
                  <Button onClick={() => onTakeTheirs(undecided)}>{translate('outside.take')}</Button>
                  <Button onClick={() => openPlace({ kind: 'conflict' })}>
                    {translate('outside.compare')}
                  </Button>
                </>
              ) : (
                failed &&
                edited.has(id) && <Button onClick={() => onRetry([id])}>{translate('panel.retry')}</Button>
              )}
              {failed && helpsToCopy(problem) && (
                <Button onClick={() => onSaveCopy(id)}>{translate('save.copy')}</Button>
              )}
              {problem.remedy === 'reload' && (
                <Button onClick={() => onReload([id])}>{translate('panel.reload')}</Button>
              )}
              <Button look="plain" onClick={() => void bridge.app.showInFolder(id)}>
                {translate('panel.showFile')}
              </Button>
            </div>
          </div>
        </div>
      ))}
      {found.length > mostShown && (
        <p className="panel-fact">{translate('panel.moreProblems', { count: found.length - mostShown })}</p>
      )}
    </div>
  )
}
