/** One end of a message channel: Electron's `MessagePortMain`, or a test's own. */
export interface JobPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (message: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}
