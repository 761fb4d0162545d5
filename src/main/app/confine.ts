import { app, type Session, type WebContents } from 'electron'
import type { Log } from '../ipc'

/**
 * Nothing that gets into a window may leave it: no navigation, no new window, no download, no permission, no frame
 * of another kind. Holds for every window and session there ever is, ours included. Call it before the app is ready.
 */
export function confineEverything(options: {
  readonly log: Log
  /** Only while developing: hot reload may load pages of this origin again. */
  readonly reloadable?: string | undefined
}): void {
  app.on('session-created', (session) => confineSession(session, options.log))
  app.on('web-contents-created', (_event, contents) =>
    confineContents(contents, options.log, options.reloadable),
  )
}

function confineContents(contents: WebContents, log: Log, reloadable: string | undefined): void {
  const refuse = (what: string) => (event: { preventDefault(): void; readonly url?: string }) => {
    if (reloadable !== undefined && event.url?.startsWith(`${reloadable}/`)) return
    log.warn(`refused: ${what}`)
    event.preventDefault()
  }
  contents.on('will-navigate', refuse('navigation'))
  contents.on('will-frame-navigate', refuse('navigation of a frame'))
  contents.on('will-redirect', refuse('redirect'))
  contents.on('will-attach-webview', refuse('webview'))
  contents.setWindowOpenHandler(() => {
    log.warn('refused: new window')
    return { action: 'deny' }
  })
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    event.preventDefault()
    choose('')
  })
}

function confineSession(session: Session, log: Log): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => {
    log.warn(`refused: ${permission}`)
    decide(false)
  })
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  // There is no handler for screen sharing, so Chromium refuses it: setting one that refuses is not possible.
  session.setDisplayMediaRequestHandler(null)
  session.on('will-download', (event) => {
    log.warn('refused: download')
    event.preventDefault()
  })
  // Otherwise Chromium fetches dictionaries by itself.
  session.setSpellCheckerEnabled(false)
}
