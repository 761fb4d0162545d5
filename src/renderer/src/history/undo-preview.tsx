import type { UndoPreview, UndoPreviewFile } from '../../../shared/ipc'
import { useTranslate, WarningIcon } from '../ui'
import { ChangeLines } from './change-lines'
import { MoveLine } from './operation-files'

/** More than these are counted, not drawn: nobody reads them. */
const shownFiles = 200

/** What undo would do, before it does it: what needs a look comes first. */
export function PreviewFiles({ preview }: { readonly preview: UndoPreview }) {
  const translate = useTranslate()
  const files = [...preview.files].sort((a, b) => need(b) - need(a))
  const hidden = files.length - shownFiles
  return (
    <div className="history-files">
      <ul>
        {files.slice(0, shownFiles).map((file) => (
          <li key={file.id} className="history-file">
            <div className="history-file-head">
              <bdi className="history-file-name">{file.fileName}</bdi>
              <bdi className="history-folder" title={file.folder}>
                {file.folder}
              </bdi>
              <Way file={file} />
            </div>
            {file.movesTo !== undefined && <MoveLine from={file.fileName} to={file.movesTo} />}
            <ChangeLines changes={file.changes} conflicts={file.conflicts} />
          </li>
        ))}
      </ul>
      {hidden > 0 && <p className="history-hidden">{translate('history.hidden', { count: hidden })}</p>}
    </div>
  )
}

function need({ way, conflicts }: UndoPreviewFile): number {
  if (way === 'none') return 3
  if (conflicts.length > 0) return 2
  return way === 'fields' ? 1 : 0
}

function Way({ file: { way, reason, conflicts } }: { readonly file: UndoPreviewFile }) {
  const translate = useTranslate()
  if (way === 'none') {
    return (
      <span className="history-bad">
        <WarningIcon />
        {translate('history.way.none', {
          reason: reason === undefined ? '' : translate(`reason.undo.${reason}`),
        })}
      </span>
    )
  }
  if (way === 'fields' && conflicts.length > 0) {
    return <span className="history-bad">{translate('history.way.partly')}</span>
  }
  return <span className="history-state">{translate(`history.way.${way}`)}</span>
}
