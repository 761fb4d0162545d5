import { createBridge, type Page } from './bridge'

export type { Bridge, JobOptions } from './bridge'

/** The window's own bridge. There must be one only: it owns the job port. */
export const bridge = createBridge({
  exposed: (window as unknown as { readonly tagwright: Page['exposed'] }).tagwright,
  addEventListener: (type, listener) => window.addEventListener(type, listener),
  origin: window.location.origin,
})
