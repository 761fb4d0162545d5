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
 * @returns {Promise<{ env: NodeJS.ProcessEnv, runtime: import('../runtime.mjs').Runtime }>}
 */
export async function prepareWindow() {
  await setUp({ virtualDisplay: !hasDisplay() })
  await buildApp()
  const runtime = await announceRuntime()
  const trouble = sandboxTrouble()
  if (trouble) say(trouble)
  await ensureDisplay()
  const env = {
    ...process.env,
    TAGWRIGHT_APP: repo,
    TAGWRIGHT_ELECTRON: runtime.executable,
    TAGWRIGHT_ELECTRON_VERSION: runtime.version,
    ...(isRoot ? { TAGWRIGHT_NO_SANDBOX: '1' } : {}),
  }
  return { env, runtime }
}
