import { useMemo } from 'react'
import type { UndoPreview, UndoPreviewFile } from '../../../shared/ipc'
import { useTranslate, WarningIcon } from '../ui'
import { FileRows } from './file-rows'
import { byNeed } from './preview-summary'

export interface PreviewFilesProps {
  readonly preview: UndoPreview
  readonly onLeave: () => void
}

/** What undo would do, before it does it: what needs a look comes first. */
export function PreviewFiles({ preview: { files, counts }, onLeave }: PreviewFilesProps) {
  const translate = useTranslate()
  const sorted = useMemo(() => byNeed(files), [files])
  const hidden = counts.exact + counts.fields + counts.move + counts.none - files.length
  return (
    <>
      <FileRows
        label={translate('history.previewFiles')}
        files={sorted}
        rowOf={rowOf}
        onLeave={onLeave}
        takesFocus
      />
      {hidden > 0 && <p className="history-hidden">{translate('history.hidden', { count: hidden })}</p>}
    </>
  )
}

const rowOf = (file: UndoPreviewFile) => ({
  ...file,
  movedTo: file.movesTo,
  state: <Way file={file} />,
})

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
