// @ts-check
// The smallest app that shows whether Chromium's sandbox holds here: opens a window and prints what the system says
// of its renderer. Started by build/unprivileged.mjs.
import { readFileSync } from 'node:fs'
import { app, BrowserWindow } from 'electron'

async function probe() {
  await app.whenReady()
  const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } })
  await window.loadURL('about:blank')
  const status = readFileSync(`/proc/${window.webContents.getOSProcessId()}/status`, 'utf8')
  const value = (/** @type {string} */ name) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1])
  process.stdout.write(`probe ${JSON.stringify({ uid: value('Uid'), seccomp: value('Seccomp') })}\n`)
}

// Not awaited at the top level: Electron becomes ready only after this module has been evaluated.
probe().then(
  () => app.exit(0),
  (error) => {
    process.stderr.write(`${error}\n`)
    app.exit(1)
  },
)
