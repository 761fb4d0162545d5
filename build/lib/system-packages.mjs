// @ts-check
// The shared libraries that Chromium loads and a bare Debian does not have, and the virtual display.
import { execFileSync } from 'node:child_process'
import { isRoot } from './paths.mjs'
import { run, which } from './run.mjs'
import { say, Trouble } from './say.mjs'

/**
 * @typedef {object} Need
 * @property {string} provides a shared library's name, or a program's
 * @property {readonly string[]} packages the Debian package's names, newest release first
 * @property {boolean} [program]
 */

/**
 * Asked for by what they provide: the packages were renamed between Debian 12 and 13, the libraries were not.
 * @type {readonly Need[]}
 */
const libraries = [
  { provides: 'libgtk-3.so.0', packages: ['libgtk-3-0t64', 'libgtk-3-0'] },
  { provides: 'libnss3.so', packages: ['libnss3'] },
  { provides: 'libgbm.so.1', packages: ['libgbm1'] },
  { provides: 'libasound.so.2', packages: ['libasound2t64', 'libasound2'] },
  { provides: 'libatk-bridge-2.0.so.0', packages: ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'] },
  { provides: 'libdrm.so.2', packages: ['libdrm2'] },
  { provides: 'libXss.so.1', packages: ['libxss1'] },
  { provides: 'libXtst.so.6', packages: ['libxtst6t64', 'libxtst6'] },
]

/** @type {readonly Need[]} */
const display = [
  { provides: 'Xvfb', packages: ['xvfb'], program: true },
  { provides: 'xauth', packages: ['xauth'], program: true },
]

/**
 * @param {{ virtualDisplay: boolean }} options
 * @param {{ hasLibrary: (name: string) => boolean, hasProgram: (name: string) => boolean }} [machine]
 * @returns {Need[]}
 */
export function missing({ virtualDisplay }, machine = thisMachine()) {
  return [...libraries, ...(virtualDisplay ? display : [])].filter(({ provides, program }) =>
    program ? !machine.hasProgram(provides) : !machine.hasLibrary(provides),
  )
}

/** @param {{ virtualDisplay: boolean }} options */
export async function setUpSystem(options) {
  if (process.platform !== 'linux') return
  const needs = missing(options)
  if (needs.length === 0) return
  const wanted = needs.map(({ provides }) => provides).join(', ')
  if (!which('apt-get')) {
    // Only Debian's names are known here, and another system may keep its libraries where we do not look.
    say(
      `not found on this system: ${wanted}; if Electron does not start, install the packages that have them`,
    )
    return
  }
  if (!isRoot) {
    const packages = needs.map(({ packages }) => packages.at(-1)).join(' ')
    throw new Trouble(
      `These are missing on this system: ${wanted}. Install them with\n\n` +
        `  sudo apt-get update && sudo apt-get install -y ${packages}\n\nand try again.`,
    )
  }
  await install(needs)
  const still = missing(options)
  if (still.length > 0) {
    throw new Trouble(
      `Still missing after the installation: ${still.map(({ provides }) => provides).join(', ')}. ` +
        'Install the packages that have them by hand and try again.',
    )
  }
}

/** @param {readonly Need[]} needs */
async function install(needs) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  // Another apt may be at work, on a fresh machine most likely its own daily update.
  const patient = ['-o', 'DPkg::Lock::Timeout=300', '-q', '-y']
  say(`installing system packages: ${needs.map(({ packages }) => packages.at(-1)).join(' ')}`)
  const update = await run('apt-get', ['update', ...patient], { capture: true, env })
  const names = await Promise.all(needs.map(({ packages }) => available(packages)))
  const result = await run('apt-get', ['install', '--no-install-recommends', ...patient, ...names], {
    capture: true,
    env,
  })
  if (result.code === 0) return
  const words = [update.code === 0 ? '' : update.stderr, result.stderr].join('\n').trim()
  throw new Trouble(
    `The system packages could not be installed:\n${words}\n` +
      `Install them by hand (apt-get install ${names.join(' ')}) and try again.`,
  )
}

/**
 * The first of a package's names that this release can install.
 * @param {readonly string[]} names
 */
async function available(names) {
  for (const name of names) {
    const { stdout } = await run('apt-cache', ['policy', name], { capture: true })
    if (/^ {2}Candidate: (?!\(none\))/m.test(stdout)) return name
  }
  return names.at(-1) ?? ''
}

function thisMachine() {
  const ldconfig = which('ldconfig')
  const known = ldconfig ? execFileSync(ldconfig, ['-p'], { encoding: 'utf8', env: { LC_ALL: 'C' } }) : ''
  return {
    // Without ldconfig (musl, Nix) nothing can be said, and nothing is better said than a wrong thing.
    hasLibrary: (/** @type {string} */ name) => !ldconfig || known.includes(`\t${name} `),
    hasProgram: (/** @type {string} */ name) => which(name) !== undefined,
  }
}
