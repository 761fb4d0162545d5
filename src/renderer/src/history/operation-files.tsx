import { useCallback } from 'react'
import type { HistoryFile } from '../../../shared/ipc'
import type { OperationSummary, SavedFileId } from '../../../shared/model'
import { Checkbox, useTranslate } from '../ui'
import { FileRows } from './file-rows'
import { isUndoable, leftToUndo } from './past-store'
import { isTicked, type Ticks, tickedPart } from './ticks'

export interface OperationFilesProps {
  readonly operation: OperationSummary
  readonly files: readonly HistoryFile[]
  readonly more: boolean
  readonly ticks: Ticks
  readonly onTick: (file: SavedFileId, ticked: boolean) => void
  readonly onTickAll: (ticked: boolean) => void
  readonly onEnd: () => void
  readonly onLeave: () => void
}

/** The files of an operation, each with what was changed in it, and whether undo shall take it along. */
export function OperationFiles(props: OperationFilesProps) {
  const { operation, files, more, ticks, onTick, onTickAll, onEnd, onLeave } = props
  const translate = useTranslate()
  const left = leftToUndo(operation)
  const part = tickedPart(ticks, left)
  const rowOf = useCallback(
    (file: HistoryFile) => ({
      ...file,
      movedTo: file.movedTo,
      state: <FileState file={file} />,
      ticked: isUndoable(file) ? isTicked(ticks, file.id) : undefined,
    }),
    [ticks],
  )
  return (
    <>
      {left > 1 && (
        <div className="history-all">
          <Checkbox
            checked={part === 'all'}
            mixed={part === 'some'}
            onChange={() => onTickAll(part !== 'all')}
          >
            {translate('review.allFiles', { count: left })}
          </Checkbox>
        </div>
      )}
      <FileRows
        key={operation.id}
        label={translate('history.files')}
        files={files}
        more={more}
        rowOf={rowOf}
        onTick={onTick}
        onEnd={onEnd}
        onLeave={onLeave}
      />
    </>
  )
}

/** Nothing where all is well: the file was saved and still is what it became. */
function FileState({ file: { state, undone, damaged } }: { file: HistoryFile }) {
  const translate = useTranslate()
  if (damaged) return <span className="history-bad">{translate('history.state.damaged')}</span>
  if (state === 'failed') return <span className="history-bad">{translate('history.state.failed')}</span>
  if (state !== 'done') return <span className="history-bad">{translate('history.state.unclear')}</span>
  if (undone === 'no') return null
  return <span className="history-state">{translate(`history.state.${undone}`)}</span>
}
