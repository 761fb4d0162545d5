import { problemSentence } from '../../../shared/i18n'
import { helpsToCopy, type Problem, type TrackId } from '../../../shared/model'
import { bridge } from '../bridge'
import { isUndecided, openPlace, useEditor } from '../editor'
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
  const found = ids.flatMap((id): { id: TrackId; problem: Problem; failed: boolean }[] => {
    const state = states.get(id)
    if (state?.kind === 'failed') return [{ id, problem: state.problem, failed: true }]
    const readOnly = tracks.get(id)?.readOnly
    return readOnly === undefined ? [] : [{ id, problem: readOnly, failed: false }]
  })
  if (found.length === 0) return null
  // One decision for all that are selected.
  const alike = ids.filter((id) => isUndecided(states.get(id)))
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
              {isUndecided(states.get(id)) ? (
                <>
                  <Button onClick={() => onKeepMine(alike)}>{translate('outside.keep')}</Button>
                  <Button onClick={() => onTakeTheirs(alike)}>{translate('outside.take')}</Button>
                  <Button onClick={() => openPlace({ kind: 'review' })}>
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
