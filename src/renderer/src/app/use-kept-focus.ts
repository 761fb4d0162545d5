import { useEffect } from 'react'
import { place } from '../editor'
import { focusTable } from './settle-fields'

/** A button that vanished when it was pressed leaves the focus nowhere: then the table takes it, so that keys go on. */
function onFocusOut(event: FocusEvent): void {
  if (event.relatedTarget !== null || !document.hasFocus()) return
  // After whatever wants to give the focus back.
  setTimeout(() => {
    const nowhere = document.activeElement === null || document.activeElement === document.body
    if (nowhere && place.getState().shown.kind === 'workbench') focusTable()
  }, 50)
}

export function useKeptFocus(): void {
  useEffect(() => {
    window.addEventListener('focusout', onFocusOut)
    return () => window.removeEventListener('focusout', onFocusOut)
  }, [])
}
