import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** A folder that the running app reads, beside the package's archive or in the checkout's `resources/`. */
export function resourceFolder(
  name: string,
  places: { readonly resourcesPath: string; readonly appPath: string },
): string {
  const packaged = join(places.resourcesPath, name)
  return existsSync(packaged) ? packaged : join(places.appPath, 'resources', name)
}
