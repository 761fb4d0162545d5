/**
 * Takes over what is being typed, as leaving the field would, and goes back into it. Called before anything that
 * works on the values: saving, looking up, moving to another file.
 */
export function settleFields(): void {
  const active = document.activeElement
  if (!(active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement)) return
  active.blur()
  if (active.isConnected) active.focus({ preventScroll: true })
}

/** Whether keys are typed into it. */
export function isTextField(target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement {
  if (target instanceof HTMLTextAreaElement) return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type)
}

/** The table takes the focus. */
export function focusTable(): void {
  const table = document.querySelector('[data-pane="table"]')
  if (table instanceof HTMLElement) table.focus({ preventScroll: true })
}
