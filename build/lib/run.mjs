// @ts-check
import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { createRequire } from 'node:module'
import { constants as osConstants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { repo } from './paths.mjs'

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] the whole environment; process.env when left out
 * @property {boolean} [capture] keep the output instead of showing it
 * @property {number} [timeout] milliseconds after which the program is ended
 *
 * @typedef {object} RunResult
 * @property {number} code the exit code; 128 + signal as shells say it; 124 after a time-out, 127 when not found
 * @property {string} stdout
 * @property {string} stderr
 */

/** What is running now, so that a signal to us ends it too. @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.once(signal, () => {
    for (const child of running) child.kill(signal)
    process.exit(128 + (osConstants.signals[signal] ?? 0))
  })
}

/**
 * Runs a program to its end. Standard input is never handed on: nothing we start may wait for a person.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export function run(command, args, { cwd = repo, env = process.env, capture = false, timeout } = {}) {
  return new Promise((done) => {
    const stdio = capture ? 'pipe' : 'inherit'
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', stdio, stdio] })
    running.add(child)
    let stdout = ''
    let stderr = ''
    let timedOut = false
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      stdout += text
    })
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      stderr += text
    })
    const timer = timeout
      ? setTimeout(() => {
          timedOut = true
          child.kill('SIGKILL')
        }, timeout)
      : undefined
    /** @param {number} code */
    const end = (code) => {
      clearTimeout(timer)
      running.delete(child)
      done({ code: timedOut ? 124 : code, stdout, stderr })
    }
    child.on('error', (error) => {
      stderr += error.message
      end(127)
    })
    child.on('close', (code, signal) => end(code ?? 128 + (signal ? (osConstants.signals[signal] ?? 0) : 0)))
  })
}

/**
 * Runs npm. Called by npm, that very npm is used; it is a script, so Windows needs no shell for it.
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export function npm(args, options) {
  const cli = npmCli()
  return cli ? run(process.execPath, [cli, ...args], options) : run('npm', args, options)
}

function npmCli() {
  const own = process.env['npm_execpath']
  if (own && /npm-cli\.c?js$/.test(own)) return own
  // The installer for Windows and nvm put npm beside node, but not at the same place.
  const bin = dirname(process.execPath)
  return ['node_modules/npm/bin/npm-cli.js', '../lib/node_modules/npm/bin/npm-cli.js']
    .map((path) => join(bin, path))
    .find((path) => accessible(path, constants.R_OK))
}

/**
 * The script behind an installed package's command, to be run by node itself: the shims in `.bin` are shell
 * scripts on Windows.
 * @param {string} packageName
 * @param {string} [command] where the package has several
 */
export function packageCommand(packageName, command = packageName) {
  // Not resolved as a module: a package may hide its package.json from importers.
  const folder = join(repo, 'node_modules', packageName)
  /** @type {{ bin: string | Record<string, string> }} */
  const { bin } = createRequire(import.meta.url)(join(folder, 'package.json'))
  const script = typeof bin === 'string' ? bin : bin[command]
  if (!script) throw new Error(`${packageName} has no command named ${command}.`)
  return join(folder, script)
}

/**
 * Runs an installed package's command.
 * @param {string} packageName
 * @param {readonly string[]} args
 * @param {RunOptions & { command?: string }} [options]
 */
export function runPackage(packageName, args, { command, ...options } = {}) {
  return run(process.execPath, [packageCommand(packageName, command), ...args], options)
}

/**
 * The full path of a program, as a shell would find it; also in the folders that only root has in its PATH.
 * @param {string} name
 * @returns {string | undefined}
 */
export function which(name) {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin']
  return folders
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find((path) => accessible(path, constants.X_OK))
}

/**
 * @param {string} path
 * @param {number} mode
 */
function accessible(path, mode) {
  try {
    accessSync(path, mode)
    return true
  } catch {
    return false
  }
}
