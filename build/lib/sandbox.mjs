// @ts-check
import { readFileSync } from 'node:fs'
import { isRoot } from './paths.mjs'

/**
 * Chromium refuses to run as root with its sandbox on. Only what we start for development and tests gives the
 * sandbox up there; the packaged app never does.
 */
export const sandboxArguments = isRoot ? ['--no-sandbox'] : []

/**
 * Some distributions keep ordinary users from making the namespaces that the sandbox is built of. Electron then ends
 * with a message about a helper program; this says before what would help.
 * @param {(path: string) => string | undefined} [read]
 * @returns {string | undefined}
 */
export function sandboxTrouble(read = readValue) {
  if (process.platform !== 'linux' || isRoot) return undefined
  const switches = [
    { path: '/proc/sys/kernel/apparmor_restrict_unprivileged_userns', bad: '1', good: 0 },
    { path: '/proc/sys/kernel/unprivileged_userns_clone', bad: '0', good: 1 },
  ]
  const found = switches.find(({ path, bad }) => read(path) === bad)
  if (!found) return undefined
  const name = found.path.slice('/proc/sys/'.length).replaceAll('/', '.')
  return (
    `this system keeps ordinary users from making a sandbox (${name}=${found.bad}). ` +
    `If Electron does not start, allow it with: sudo sysctl -w ${name}=${found.good}`
  )
}

/** @param {string} path */
function readValue(path) {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return undefined
  }
}
