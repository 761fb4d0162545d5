/** What happens to a wish to close the window. */
export type CloseDecision =
  /** Nothing would be lost, or the person has said so. */
  | 'close'
  /** The page asks the person: it knows what is unsaved. */
  | 'ask-page'
  /** The page cannot ask: main does, with the system's own dialog. */
  | 'ask-here'

/** Keeps the window from closing over unsaved edits. Knows nothing of Electron. */
export interface CloseGuard {
  readonly unsaved: number
  setUnsaved(files: number): void
  /** The page hangs, or answers again. */
  setResponsive(responsive: boolean): void
  /** The page is gone and its edits with it. */
  pageGone(): void
  /** The person has decided: the next wish is granted. */
  allow(): void
  decide(): CloseDecision
}

export function createCloseGuard(): CloseGuard {
  let unsaved = 0
  let responsive = true
  let allowed = false
  return {
    get unsaved() {
      return unsaved
    },
    setUnsaved(files) {
      unsaved = files
    },
    setResponsive(now) {
      responsive = now
    },
    pageGone() {
      unsaved = 0
      responsive = true
    },
    allow() {
      allowed = true
    },
    decide() {
      if (allowed || unsaved === 0) return 'close'
      return responsive ? 'ask-page' : 'ask-here'
    },
  }
}
