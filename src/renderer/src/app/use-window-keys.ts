import { useEffect } from 'react'
import { bridge } from '../bridge'
import { commandFor, runCommand } from './commands'
import { isTextField } from './settle-fields'

/** A modal has the keyboard for itself. */
const isModal = (): boolean => document.querySelector('[role="dialog"], [role="alertdialog"]') !== null

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || isModal()) return
  const field = isTextField(event.target) ? event.target : undefined
  const command = commandFor(event, { inField: field !== undefined })
  if (command === undefined) return
  // Letters that were typed just now are the field's own to take back.
  if (field?.dataset['ownUndo'] !== undefined && (command.id === 'undo' || command.id === 'redo')) return
  event.preventDefault()
  command.run()
}

/** The menu acts on what has the focus, as keys do. */
function onMenu(id: string): void {
  if (isModal()) return
  const field = isTextField(document.activeElement) ? document.activeElement : undefined
  if (field !== undefined && id === 'select-all') field.select()
  else if (field?.dataset['ownUndo'] !== undefined && (id === 'undo' || id === 'redo')) {
    document.execCommand(id)
  } else runCommand(id)
}

/** Keys and the native menu run commands. */
export function useWindowKeys(): void {
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown)
    const end = bridge.events.on('app.command', onMenu)
    return () => {
      window.removeEventListener('keydown', onKeyDown)
      end()
    }
  }, [])
}
