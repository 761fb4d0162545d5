// @ts-check
// What the tests and the tour need before they can open the real window.
import { buildApp } from '../build.mjs'
import { ensureDisplay, hasDisplay } from '../display.mjs'
import { announceRuntime } from '../runtime.mjs'
import { setUp } from '../setup.mjs'
import { isRoot, repo } from './paths.mjs'
import { sandboxTrouble } from './sandbox.mjs'
import { say } from './say.mjs'

/**
 * Sets everything up and says, as environment variables, what Playwright's files need to know.
 * @param {number} [windows] how many should be open at once, where each can have a display of its own
 * @returns {Promise<{ env: NodeJS.ProcessEnv, runtime: import('../runtime.mjs').Runtime }>}
 */
export async function prepareWindow(windows = 1) {
  await setUp({ virtualDisplay: !hasDisplay() })
  await buildApp()
  const runtime = await announceRuntime()
  const trouble = sandboxTrouble()
  if (trouble) say(trouble)
  const displays = await ensureDisplay(windows)
  const env = {
    ...process.env,
    TAGWRIGHT_APP: repo,
    TAGWRIGHT_ELECTRON: runtime.executable,
    TAGWRIGHT_ELECTRON_VERSION: runtime.version,
    TAGWRIGHT_DISPLAYS: displays.join(' '),
    ...(isRoot ? { TAGWRIGHT_NO_SANDBOX: '1' } : {}),
  }
  return { env, runtime }
}
