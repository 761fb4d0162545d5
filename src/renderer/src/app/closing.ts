import { bridge } from '../bridge'
import { editor } from '../editor'
import { askUnsaved } from './questions'
import { save } from './saving'
import { settleFields } from './settle-fields'

/** Tells main how many files have unsaved edits, so that closing the window asks. Answers how to stop. */
export function reportUnsaved(): () => void {
  let told = 0
  return editor.subscribe(({ edited }) => {
    if (edited.size === told) return
    told = edited.size
    void bridge.app.setUnsaved(told)
  })
}

/** The window is asked to close. */
export async function closeRequested(): Promise<void> {
  settleFields()
  const count = editor.getState().edited.size
  if (count > 0) {
    const answer = await askUnsaved({ because: 'close', count })
    if (answer === 'cancel') return
    // What could not be saved keeps the window open, with the reason in it.
    if (answer === 'save' && !(await save())) return
  }
  await bridge.app.close()
}
