// @ts-check
// Puts in place what a bare machine lacks. Runs on Node alone, before any package is there to import.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { withLock } from './lib/lock.mjs'
import { repo } from './lib/paths.mjs'
import { npm } from './lib/run.mjs'
import { main, say, Trouble } from './lib/say.mjs'
import { setUpSystem } from './lib/system-packages.mjs'

const minimumNode = [20, 19]

/**
 * Everything that must be there before the app can be built and run.
 * @param {{ virtualDisplay?: boolean }} [options] virtualDisplay: a display of our own will be started
 */
export async function setUp({ virtualDisplay = false } = {}) {
  checkNode(process.versions.node)
  await setUpSystem({ virtualDisplay })
  await installPackages()
}

/** @param {string} version */
export function checkNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [wantedMajor = 0, wantedMinor = 0] = minimumNode
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return
  throw new Trouble(
    `Node.js ${version} is too old for building Tagwright. Install ${minimumNode.join('.')} or newer and try again.`,
  )
}

/**
 * Why the packages must be installed again; undefined when they need not.
 * @param {string} [folder]
 * @returns {string | undefined}
 */
export function staleness(folder = repo) {
  if (!existsSync(join(folder, 'node_modules'))) return 'they are not installed yet'
  const stamp = readStamp(folder)
  if (stamp === fingerprint(folder)) return undefined
  // Some packages come with programs for one platform only, and a folder may be shared between two.
  if (stamp && !stamp.startsWith(platform)) return 'they belong to another platform'
  // Installed by hand, most likely: npm's own record tells whether that is what the lockfile asks for.
  const difference = differenceToRecord(folder)
  if (!difference) stampInstallation(folder)
  return difference
}

/** @param {string} [folder] */
export function stampInstallation(folder = repo) {
  writeFileSync(stampPath(folder), fingerprint(folder))
}

const platform = `${process.platform}-${process.arch}`

/** @param {string} folder */
function stampPath(folder) {
  // Inside node_modules, so that it vanishes together with what it describes.
  return join(folder, 'node_modules', '.tagwright-installed')
}

/** @param {string} folder */
function readStamp(folder) {
  try {
    return readFileSync(stampPath(folder), 'utf8')
  } catch {
    return undefined
  }
}

/** @param {string} folder */
function fingerprint(folder) {
  const lockfile = readFileSync(join(folder, 'package-lock.json'))
  return `${platform} ${createHash('sha256').update(lockfile).digest('hex')}`
}

/**
 * npm writes down at the end of each installation what it has installed.
 * @param {string} folder
 * @returns {string | undefined} in what the record differs from the lockfile
 */
function differenceToRecord(folder) {
  const installed = readPackages(join(folder, 'node_modules', '.package-lock.json'))
  if (!installed) return 'the last installation did not finish'
  const wanted = Object.entries(readPackages(join(folder, 'package-lock.json')) ?? {})
  const differs = wanted.some(([path, { version, integrity, optional, devOptional, peer }]) => {
    const found = installed[path]
    // The folder itself is not in the record, nor what is meant for other platforms.
    if (!found) return path !== '' && !optional && !devOptional && !peer
    return found.version !== version || found.integrity !== integrity
  })
  return differs ? 'package-lock.json has changed' : undefined
}

/**
 * @param {string} lockfile
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }> | undefined}
 */
function readPackages(lockfile) {
  try {
    return JSON.parse(readFileSync(lockfile, 'utf8')).packages
  } catch {
    return undefined
  }
}

async function installPackages() {
  if (!staleness()) return
  await withLock('installing packages', `install ${repo}`, async () => {
    // Asked again: whoever held the lock before us has most likely just done it.
    const reason = staleness()
    if (!reason) return
    say(`installing packages: ${reason}`)
    // Some packages ask for a newer Node than they need (electron for one); npm's word on it is only a warning,
    // unless the user's own configuration makes it an error.
    const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--engine-strict=false']
    const { code, stderr } = await npm(args, { capture: true })
    if (code !== 0) {
      throw new Trouble(
        `The packages could not be installed (npm ci ended with ${code}).\n${firstLines(stderr)}\n` +
          'Check that the package registry can be reached and that package-lock.json fits package.json, then try again.',
      )
    }
    stampInstallation()
  })
}

/**
 * npm follows its reason with all the options it has.
 * @param {string} text
 */
const firstLines = (text) => text.trim().split('\n').slice(0, 12).join('\n')

// `node build/setup.mjs` alone is what the workflow calls as root, before anything else.
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const systemOnly = process.argv.includes('--system-only')
  await main(() => (systemOnly ? setUpSystem({ virtualDisplay: true }) : setUp({ virtualDisplay: true })))
}
