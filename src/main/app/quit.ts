import { app } from 'electron'
import type { Log } from '../ipc'

/** How long the end of the app waits for work under way. A save that takes longer is on a very slow volume. */
const patienceMs = 30_000

/**
 * Lets the app end only when `finish` is through: files at hand are finished, settings written. It runs once, after
 * all windows are closed.
 */
export function finishBeforeQuit(finish: () => Promise<void>, log: Log): void {
  let finished = false
  app.on('will-quit', (event) => {
    if (finished) return
    event.preventDefault()
    finished = true
    const timeUp = new Promise<void>((resolve) => {
      setTimeout(() => {
        log.error('work under way did not end in time')
        resolve()
      }, patienceMs).unref()
    })
    Promise.race([finish(), timeUp])
      .catch((error: unknown) => log.error('not everything could be finished', error))
      .finally(() => app.exit())
  })
}
