// @ts-check
// Stands in for Electron's own default app, which the registry-carried runtime does not have: starts the app whose
// folder is named on the command line. Copied into the runtime by build/carried-runtime.mjs; never packaged.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

// As Electron's own default app does: `-r FILE` runs first. Playwright holds the app back so until it is attached.
const preload = process.argv.indexOf('-r')
if (preload > 0) {
  const [, file = ''] = process.argv.splice(preload, 2)
  createRequire(import.meta.url)(resolve(file))
}

const folder = process.argv
  .slice(1)
  .filter((argument) => !argument.startsWith('-'))
  .map((argument) => resolve(argument))
  .find((path) => existsSync(join(path, 'package.json')))

if (folder === undefined) {
  process.stderr.write('No app to start: name a folder that has a package.json on the command line.\n')
  app.exit(1)
} else {
  const {
    name,
    productName,
    version,
    main = 'index.js',
  } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  // What apps ask to tell `electron FOLDER` from a packaged program.
  Object.assign(process, { defaultApp: true })
  /** Electron's own default app uses these two as well; its types keep them to itself. */
  const internals =
    /** @type {typeof app & { setVersion(version: string): void, setAppPath(path: string): void }} */ (app)
  internals.setName(productName ?? name)
  internals.setVersion(version ?? '0.0.0')
  internals.setAppPath(folder)
  // Otherwise the app would share one place for its data with every other app that this loader starts.
  if (!app.commandLine.hasSwitch('user-data-dir')) {
    app.setPath('userData', join(app.getPath('appData'), app.getName()))
  }
  // Awaited at the top level, so that the app can still do what must be done before Electron is ready.
  await import(pathToFileURL(join(folder, main)).href)
}
