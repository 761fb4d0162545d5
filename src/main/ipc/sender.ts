/** What of a frame decides whether it may speak: Electron's `WebFrameMain` has it. */
export interface Frame {
  readonly origin: string
}

/** What of an `IpcMainInvokeEvent` the check needs. `senderFrame` is null once the frame is gone. */
export interface SentBy {
  readonly sender: unknown
  readonly senderFrame: Frame | null
}

/** The window as the check knows it; undefined while there is none. */
export interface TrustedWindow {
  readonly contents: { readonly mainFrame: Frame }
  readonly origin: string
}

/**
 * Only the main frame of our own window may ask for anything, and only while our own page is in it: not a frame
 * inside it, not another window with the same preload, not a foreign page that got into our window.
 */
export function isTrusted(event: SentBy, window: TrustedWindow | undefined): boolean {
  if (window === undefined || event.senderFrame === null) return false
  return (
    event.sender === window.contents &&
    event.senderFrame === window.contents.mainFrame &&
    event.senderFrame.origin === window.origin
  )
}
