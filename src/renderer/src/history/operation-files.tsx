import type { HistoryFile } from '../../../shared/ipc'
import type { SavedFileId } from '../../../shared/model'
import { Button, Checkbox, useTranslate } from '../ui'
import { ChangeLines } from './change-lines'
import { isUndoable } from './past-store'

export interface OperationFilesProps {
  readonly files: readonly HistoryFile[]
  readonly unticked: ReadonlySet<SavedFileId>
  readonly more: boolean
  readonly onTick: (file: SavedFileId, ticked: boolean) => void
  readonly onMore: () => void
}

/** The files of an operation, each with what was changed in it, and whether undo shall take it along. */
export function OperationFiles({ files, unticked, more, onTick, onMore }: OperationFilesProps) {
  const translate = useTranslate()
  return (
    <div className="history-files">
      <ul>
        {files.map((file) => (
          <li key={file.id} className="history-file">
            <div className="history-file-head">
              {isUndoable(file) ? (
                <Checkbox
                  checked={!unticked.has(file.id)}
                  onChange={(event) => onTick(file.id, event.target.checked)}
                >
                  <bdi>{file.fileName}</bdi>
                </Checkbox>
              ) : (
                <bdi className="history-file-name">{file.fileName}</bdi>
              )}
              <bdi className="history-folder" title={file.folder}>
                {file.folder}
              </bdi>
              <FileState file={file} />
            </div>
            {file.movedTo !== undefined && <MoveLine from={file.fileName} to={file.movedTo} />}
            <ChangeLines changes={file.changes} />
          </li>
        ))}
      </ul>
      {more && (
        <Button className="history-more" onClick={onMore}>
          {translate('history.moreFiles')}
        </Button>
      )}
    </div>
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

export function MoveLine({ from, to }: { readonly from: string; readonly to: string }) {
  return (
    <p className="history-move">
      <bdi>{from}</bdi> <span aria-hidden="true">→</span> <bdi>{to}</bdi>
    </p>
  )
}
