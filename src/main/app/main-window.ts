import { join } from 'node:path'
import { app, BrowserWindow, dialog, MessageChannelMain, nativeTheme, screen } from 'electron'
import type { Translate } from '../../shared/i18n'
import { type EventName, type Payload, portChannel } from '../../shared/ipc'
import type { JobPort, Log, TrustedWindow } from '../ipc'
import { createCloseGuard } from './close-guard'
import { createCrashCount } from './crash-count'
import { createJsonWriter, readJson } from './json-file'
import { boundsFor, leastSize, WindowPlace } from './window-bounds'

export interface MainWindowOptions {
  readonly preload: string
  /** The page, and the origin that it alone has. */
  readonly page: { readonly url: string; readonly origin: string }
  readonly dataDir: string
  readonly translate: () => Translate
  readonly log: Log
  /** A new page is there: main's end of the port for its jobs. */
  readonly pageCame: (port: JobPort) => void
  /** The person comes to the window from elsewhere. */
  readonly cameBack: () => void
  /** The page is gone: by closing, reloading or failing. `unsaved` files were edited in it. */
  readonly pageWent: (how: { readonly failed: boolean; readonly unsaved: number }) => void
}

/** The one window. Everything else holds on to this, which stays when the window itself comes and goes. */
export interface MainWindow {
  readonly browserWindow: BrowserWindow | undefined
  readonly trusted: TrustedWindow | undefined
  /** Opens it, or brings it to the front. */
  open(): void
  send<Name extends EventName>(name: Name, payload: Payload<Name>): void
  setUnsaved(files: number): void
  /** Closes without asking again. */
  close(): void
  /** Resolves when its place is kept. */
  settled(): Promise<void>
}

/** The page's own background (tokens of the renderer), so that nothing flashes before its first frame. */
const background = () => (nativeTheme.shouldUseDarkColors ? '#1a1b1f' : '#ffffff')

export function createMainWindow(options: MainWindowOptions): MainWindow {
  const { log, page } = options
  const placeFile = join(options.dataDir, 'window.json')
  const placeWriter = createJsonWriter(placeFile)
  const crashes = createCrashCount()
  let guard = createCloseGuard()
  let current: BrowserWindow | undefined

  nativeTheme.on('updated', () => current?.setBackgroundColor(background()))

  function make(): BrowserWindow {
    const place = readPlace(placeFile)
    const window = new BrowserWindow({
      ...boundsFor(
        place,
        [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea),
      ),
      minWidth: leastSize.width,
      minHeight: leastSize.height,
      show: false,
      title: 'Tagwright',
      backgroundColor: background(),
      webPreferences: {
        preload: options.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        nodeIntegrationInWorker: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        disableBlinkFeatures: 'Auxclick',
        devTools: !app.isPackaged,
      },
    })
    if (place?.maximized) window.maximize()
    guard = createCloseGuard()
    follow(window)
    return window
  }

  function follow(window: BrowserWindow): void {
    const { webContents } = window
    window.once('ready-to-show', () => window.show())
    window.on('page-title-updated', (event) => event.preventDefault())

    webContents.on('did-finish-load', () => {
      const { port1, port2 } = new MessageChannelMain()
      webContents.postMessage(portChannel, null, [port2])
      options.pageCame(port1)
    })
    webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) went(false)
    })
    webContents.on('did-navigate', (_event, url) => {
      // By text: Node knows no origin of a scheme like ours.
      if (url.startsWith(`${page.origin}/`)) return
      // `about:blank` passes by the events that could prevent it.
      log.error('the window left its page')
      load(window)
    })
    webContents.on('did-fail-load', (_event, code, description, _url, isMainFrame) => {
      if (isMainFrame) log.error(`the page could not be loaded: ${description} (${code})`)
    })
    webContents.on('preload-error', (_event, _path, error) => log.error('the preload failed', error))
    webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      log.error(`the page's process is gone: ${reason} (${exitCode})`)
      went(true)
      void recover(window)
    })
    window.on('focus', () => options.cameBack())
    window.on('unresponsive', () => guard.setResponsive(false))
    window.on('responsive', () => guard.setResponsive(true))

    window.on('close', (event) => {
      keepPlace(window)
      const decision = guard.decide()
      if (decision === 'close') return
      event.preventDefault()
      if (decision === 'ask-page') send('app.closeRequested', undefined)
      else void askHere(window)
    })
    window.on('closed', () => {
      if (current === window) current = undefined
      went(false)
    })
  }

  function went(failed: boolean): void {
    const { unsaved } = guard
    guard.pageGone()
    options.pageWent({ failed, unsaved })
  }

  async function recover(window: BrowserWindow): Promise<void> {
    if (!crashes.again(Date.now())) {
      const translate = options.translate()
      const { response } = await dialog.showMessageBox({
        type: 'error',
        message: translate('system.crash.message'),
        detail: translate('system.crash.detail'),
        buttons: [translate('system.crash.again'), translate('system.crash.quit')],
        defaultId: 0,
        cancelId: 1,
      })
      if (response === 1) return app.quit()
      crashes.forget()
    }
    if (!window.isDestroyed()) load(window)
  }

  async function askHere(window: BrowserWindow): Promise<void> {
    const translate = options.translate()
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: translate('system.close.question', { count: guard.unsaved }),
      detail: translate('system.close.detail'),
      buttons: [translate('system.close.wait'), translate('system.close.lose')],
      defaultId: 0,
      cancelId: 0,
    })
    if (response === 1 && !window.isDestroyed()) window.destroy()
  }

  function load(window: BrowserWindow): void {
    // Its failure also comes as `did-fail-load`, which says more.
    window.loadURL(page.url).catch((error: unknown) => log.warn('loading the page did not end well', error))
  }

  function keepPlace(window: BrowserWindow): void {
    const place: WindowPlace = { ...window.getNormalBounds(), maximized: window.isMaximized() }
    placeWriter.write(place).catch((error: unknown) => log.warn('the window’s place was not kept', error))
  }

  function send<Name extends EventName>(name: Name, payload: Payload<Name>): void {
    if (current !== undefined && !current.webContents.isDestroyed()) current.webContents.send(name, payload)
  }

  return {
    get browserWindow() {
      return current
    },
    get trusted() {
      return current === undefined || current.isDestroyed()
        ? undefined
        : { contents: current.webContents, origin: page.origin }
    },
    open() {
      if (current === undefined) {
        current = make()
        load(current)
        return
      }
      if (current.isMinimized()) current.restore()
      current.show()
      current.focus()
    },
    send,
    setUnsaved: (files) => guard.setUnsaved(files),
    close() {
      guard.allow()
      current?.close()
    },
    settled: () => placeWriter.settled().catch((error: unknown) => log.warn('the window’s place', error)),
  }
}

function readPlace(path: string): WindowPlace | undefined {
  const read = readJson(path)
  // A damaged place is no loss worth a word: the window opens where new windows do.
  return read.kind === 'read' ? WindowPlace.safeParse(read.value).data : undefined
}
