// @ts-check
// npm run test:e2e: the tests in the real window. Arguments go to Playwright, for example: -- drop.spec.ts --headed
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { repo } from './lib/paths.mjs'
import { runPackage } from './lib/run.mjs'
import { main, say } from './lib/say.mjs'
import { prepareWindow } from './lib/window-environment.mjs'
import { unprivilegedElectron } from './unprivileged.mjs'

/**
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [extra] more environment variables for Playwright
 * @returns {Promise<number>} Playwright's exit code
 */
export async function runE2e(args, extra = {}) {
  // More than two find the slow machine that nobody has time for.
  const { env, runtime } = await prepareWindow(Math.min(2, availableParallelism()))
  const config = ['e2e/playwright.config.ts', 'playwright.config.ts'].find((path) =>
    existsSync(join(repo, path)),
  )
  const { code } = await runPackage(
    '@playwright/test',
    ['test', ...(config ? ['--config', config] : []), ...args],
    {
      command: 'playwright',
      env: { ...env, ...(await unprivilegedEnvironment(runtime)), ...extra },
    },
  )
  return code
}

/**
 * @param {import('./runtime.mjs').Runtime} runtime
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
async function unprivilegedEnvironment(runtime) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return {}
  const found = await unprivilegedElectron(runtime)
  if ('notProvable' in found) {
    say(`the sandbox is not provable here: ${found.notProvable}`)
    return { TAGWRIGHT_SANDBOX_NOT_PROVABLE: found.notProvable }
  }
  say(`windows run as user ${found.uid} with the sandbox on, save for tests that need root`)
  return {
    TAGWRIGHT_UNPRIVILEGED_ELECTRON: found.wrapper,
    TAGWRIGHT_UNPRIVILEGED_UID: String(found.uid),
    TAGWRIGHT_UNPRIVILEGED_GID: String(found.gid),
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(() => runE2e(process.argv.slice(2)))
}
