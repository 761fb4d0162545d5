// @ts-check
// Builds the app into out/ when something that goes into it has changed since.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { withLock } from './lib/lock.mjs'
import { repo } from './lib/paths.mjs'
import { runPackage } from './lib/run.mjs'
import { main, say, Trouble } from './lib/say.mjs'

/** The headless programs: each file of src/main/cli that is started by itself. */
const programs = ['read', 'save']
const outputs = [
  'out/main/index.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
  ...programs.map((name) => `out/cli/${name}.js`),
]
const inputs = ['package.json', 'package-lock.json', 'electron.vite.config.ts', 'tsconfig.json']

/**
 * @param {{ force?: boolean, quiet?: boolean }} [options]
 * @returns {Promise<'built' | 'up to date'>}
 */
export async function buildApp({ force = false, quiet = true } = {}) {
  if (!force && isBuilt()) return 'up to date'
  return withLock('building the app', `build ${repo}`, async () => {
    if (!force && isBuilt()) return 'up to date'
    say('building the app')
    forgetBuild()
    // Of what it is when the build begins: an edit made meanwhile may come too late to be in it.
    const before = fingerprint(repo)
    const { code, stdout, stderr } = await runPackage('electron-vite', ['build'], {
      capture: quiet,
      // What is kept may end up in a log.
      env: quiet ? { ...process.env, NO_COLOR: '1' } : process.env,
    })
    if (code !== 0) {
      throw new Trouble(
        `The app could not be built (electron-vite ended with ${code}).\n${stdout}${stderr}`.trimEnd() +
          '\nThe lines above say which file to mend.',
      )
    }
    // Loaded late: the set-up that installs it comes before.
    const { bundleForNode } = await import('./lib/bundle.mjs')
    await bundleForNode(
      join(repo, 'out/cli'),
      Object.fromEntries(programs.map((name) => [name, join(repo, `src/main/cli/${name}.ts`)])),
    )
    stampBuild(repo, before)
    return 'built'
  })
}

/** Remembers what out/ was built from. */
export function stampBuild(folder = repo, sources = fingerprint(folder)) {
  writeFileSync(stampPath(folder), sources)
}

/** Development mode writes other things into out/, so what is there counts for nothing from then on. */
export function forgetBuild(folder = repo) {
  rmSync(stampPath(folder), { force: true })
}

/** Whether out/ is what a build would make now. */
export function isBuilt(folder = repo) {
  if (!outputs.every((path) => existsSync(join(folder, path)))) return false
  try {
    return readFileSync(stampPath(folder), 'utf8') === fingerprint(folder)
  } catch {
    return false
  }
}

/** @param {string} folder */
const stampPath = (folder) => join(folder, 'out', '.built')

/**
 * By content, not by time: a checkout of another branch and back changes every time but no content.
 * @param {string} folder
 */
function fingerprint(folder) {
  const hash = createHash('sha256')
  for (const path of [...inputs.filter((name) => existsSync(join(folder, name))), ...sources(folder)]) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(folder, path)))
      .update('\0')
  }
  return hash.digest('hex')
}

/** @param {string} folder */
function sources(folder) {
  return readdirSync(join(folder, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => path.slice(folder.length + 1))
    .sort()
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    await buildApp({ force: true, quiet: false })
  })
}
