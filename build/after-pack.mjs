// @ts-check
// electron-builder calls this when the app is in place and before the fuses are set.
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** @param {{ appOutDir: string, packager: { getResourcesDir(appOutDir: string): string } }} context */
export default function afterPack({ appOutDir, packager }) {
  const resources = packager.getResourcesDir(appOutDir)
  // A runtime that was taken as a folder brings its means to start any other app along. Ours starts nothing but us.
  for (const path of [
    join(resources, 'app'),
    join(resources, 'default_app.asar'),
    join(appOutDir, 'version'),
  ]) {
    rmSync(path, { recursive: true, force: true })
  }
  if (!existsSync(join(resources, 'app.asar')))
    throw new Error(`${resources} has no app.asar: the package is empty.`)
}
