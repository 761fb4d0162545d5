const focusable = 'a[href], button:not([disabled]), input:not([disabled]), textarea, [tabindex="0"]'

/** Gives the focus to the next part of the window: filter, sidebar, table, panel. */
export function cyclePanes(by: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(
    (pane) => pane.offsetParent !== null,
  )
  const at = panes.findIndex((pane) => pane.contains(document.activeElement))
  for (let step = 1; step <= panes.length; step++) {
    const pane = panes[(at + by * step + panes.length * 2) % panes.length]
    const target = pane?.matches('[tabindex="0"]') ? pane : pane?.querySelector<HTMLElement>(focusable)
    if (target) {
      target.focus({ preventScroll: true })
      return
    }
  }
}
