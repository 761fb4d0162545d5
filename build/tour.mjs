// @ts-check
// Runs the tour (e2e/tour.config.ts) through the real window, printing each of its steps as a line.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { repo } from './lib/paths.mjs'
import { runPackage } from './lib/run.mjs'
import { main, say } from './lib/say.mjs'
import { prepareWindow } from './lib/window-environment.mjs'

const reporter = fileURLToPath(new URL('./tour-reporter.mjs', import.meta.url))

/** @returns {Promise<0 | 1>} */
export async function takeTour() {
  const { env } = await prepareWindow()
  // Pictures of an earlier tour would pass for this one's if it stops early.
  rmSync(join(repo, 'out', 'tour'), { recursive: true, force: true })
  const { code } = await runPackage(
    '@playwright/test',
    ['test', '--config', 'e2e/tour.config.ts', '--reporter', reporter, '--workers', '1', '--retries', '0'],
    { command: 'playwright', env },
  )
  if (code === 0) say('the pictures are in out/tour')
  return code === 0 ? 0 : 1
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main(takeTour)
