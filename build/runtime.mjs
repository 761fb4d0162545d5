// @ts-check
// Finds the Electron that the app is run, tested and packaged with.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { carried, carriedRuntime, isCarried } from './carried-runtime.mjs'
import { cacheDir, repo } from './lib/paths.mjs'
import { say, Trouble } from './lib/say.mjs'
import { downloadOfficial } from './official-download.mjs'

/**
 * @typedef {object} Runtime
 * @property {string} dist the folder
 * @property {string} executable the program in it
 * @property {string} version for example 33.2.1
 * @property {'override' | 'installed' | 'downloaded' | 'carried'} source
 * @property {string} why one line for people: which Electron, and why this one
 *
 * @typedef {object} Machine what the search depends on, so that tests can set it
 * @property {NodeJS.ProcessEnv} env
 * @property {string} folder the checkout
 * @property {string} platform
 * @property {string} arch
 * @property {() => string} cache
 * @property {typeof downloadOfficial} download
 * @property {typeof carriedRuntime} carry
 */

/**
 * @param {Partial<Machine>} [machine]
 * @returns {Promise<Runtime>}
 */
export async function findRuntime(machine = {}) {
  const {
    env = process.env,
    folder = repo,
    platform = process.platform,
    arch = process.arch,
    cache = cacheDir,
    download = downloadOfficial,
    carry = carriedRuntime,
  } = machine

  const override = env['ELECTRON_OVERRIDE_DIST_PATH']
  if (override) return overridden(resolve(override), platform)

  const electron = join(folder, 'node_modules', 'electron')
  const wanted = readVersion(join(electron, 'package.json'))
  const official = officialDist(electron, wanted, platform)
  if (official.ready()) {
    return { ...official.runtime, source: 'installed', why: `Electron ${wanted}, the installed one` }
  }

  const fallback = isCarried(platform, arch)
  // Where there is nothing to fall back on, each start may as well try.
  const failure = await download({ version: wanted, cache: cache(), remember: fallback })
  if (!failure && official.ready()) {
    return { ...official.runtime, source: 'downloaded', why: `Electron ${wanted}, just downloaded` }
  }
  const reason = failure?.failed ?? 'the download left no program behind'
  if (!fallback) {
    throw new Trouble(
      `Electron ${wanted} could not be downloaded (${reason}), and there is no other for ${platform}-${arch}. ` +
        'Check the network connection, set ELECTRON_MIRROR to a server that can be reached, ' +
        'or unpack an Electron yourself and set ELECTRON_OVERRIDE_DIST_PATH to its folder.',
    )
  }
  const dist = await carry(cache())
  const when = failure?.remembered ? `could not be downloaded within the last day` : 'could not be downloaded'
  return {
    dist,
    executable: join(dist, executableName(platform)),
    version: carried.version,
    source: 'carried',
    why: `Electron ${carried.version} out of ${carried.package}, because ${wanted} ${when} (${reason})`,
  }
}

/**
 * The same, saying which one was found.
 * @returns {Promise<Runtime>}
 */
export async function announceRuntime() {
  const runtime = await findRuntime()
  say(runtime.why)
  return runtime
}

/**
 * @param {string} dist
 * @param {string} platform
 * @returns {Runtime}
 */
function overridden(dist, platform) {
  const executable = join(dist, executableName(platform))
  // A wish that cannot be met is an error: running another Electron in silence would be worse.
  if (!existsSync(executable)) {
    throw new Trouble(
      `ELECTRON_OVERRIDE_DIST_PATH is ${dist}, but ${executable} is not there. Set it to an unpacked Electron, or unset it.`,
    )
  }
  const version = readText(join(dist, 'version')) ?? 'of unknown version'
  return {
    dist,
    executable,
    version,
    source: 'override',
    why: `Electron ${version}, as ELECTRON_OVERRIDE_DIST_PATH says`,
  }
}

/**
 * @param {string} electron the package's folder
 * @param {string} wanted
 * @param {string} platform
 */
function officialDist(electron, wanted, platform) {
  const dist = join(electron, 'dist')
  const executable = join(dist, executableName(platform))
  return {
    runtime: { dist, executable, version: wanted },
    // An older one may have been left behind when package.json moved on.
    ready: () => existsSync(executable) && readText(join(dist, 'version')) === wanted,
  }
}

/** @param {string} platform */
function executableName(platform) {
  if (platform === 'darwin') return join('Electron.app', 'Contents', 'MacOS', 'Electron')
  return platform === 'win32' ? 'electron.exe' : 'electron'
}

/** @param {string} packageJson */
function readVersion(packageJson) {
  /** @type {{ version: string }} */
  const { version } = JSON.parse(readFileSync(packageJson, 'utf8'))
  return version
}

/** @param {string} path */
function readText(path) {
  try {
    return readFileSync(path, 'utf8').trim().replace(/^v/, '')
  } catch {
    return undefined
  }
}
