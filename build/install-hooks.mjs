// @ts-check
// npm's `prepare`: runs after every installation of the packages, also in places where there is nothing to do.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { repo } from './lib/paths.mjs'
import { runPackage } from './lib/run.mjs'

// Hooks are for people who commit. A continuous integration run never does, and an archive has no repository.
const wanted = !process.env['CI'] && existsSync(join(repo, '.git'))
if (wanted && existsSync(join(repo, 'node_modules', 'lefthook'))) {
  const { code, stderr } = await runPackage('lefthook', ['install'], { capture: true })
  // An installation must not fail because of hooks: they are a convenience, the checks run in `npm test` anyway.
  if (code !== 0) process.stderr.write(`tagwright: the commit hooks were not installed: ${stderr.trim()}\n`)
}
