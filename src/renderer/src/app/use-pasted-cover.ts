import { useEffect } from 'react'
import { pictureIn, setCoverFrom } from '../artwork'
import { editor, place, selectedIds, view } from '../editor'
import { speech } from './speech'

function onPaste(event: ClipboardEvent): void {
  const data = event.clipboardData
  const picture = pictureIn(data?.files ?? [])
  if (event.defaultPrevented || picture === undefined || place.getState().shown.kind !== 'workbench') return
  // Programs that copy text often add a picture of it; the text is what was meant.
  if (data?.types.includes('text/plain')) return
  const ids = selectedIds(editor.getState(), view.getState())
  if (ids.length === 0) return
  event.preventDefault()
  void setCoverFrom(picture, ids, speech())
}

/** A picture in the clipboard becomes the cover of the selected files, wherever the focus is. */
export function usePastedCover(): void {
  useEffect(() => {
    window.addEventListener('paste', onPaste)
    return () => window.removeEventListener('paste', onPaste)
  }, [])
}
