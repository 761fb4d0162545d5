import { homedir } from 'node:os'
import { join } from 'node:path'

const name = 'Tagwright'

/** Where the app keeps its data, found without Electron: what its `userData` is on each system. */
export function dataFolder(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  const chosen = env['TAGWRIGHT_DATA']
  if (chosen) return chosen
  switch (platform) {
    case 'win32':
      return join(env['APPDATA'] || join(home, 'AppData', 'Roaming'), name)
    case 'darwin':
      return join(home, 'Library', 'Application Support', name)
    default:
      return join(env['XDG_CONFIG_HOME'] || join(home, '.config'), name)
  }
}
