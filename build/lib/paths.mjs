// @ts-check
import { accessSync, chmodSync, constants, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Trouble } from './say.mjs'

/** The checkout this script belongs to. */
export const repo = resolve(fileURLToPath(new URL('../..', import.meta.url)))

export const isRoot = process.getuid?.() === 0

/**
 * Where things live that every checkout on this machine may share.
 *
 * Root's own `~/.cache` lies under a home that nobody else may enter, but the tests run the window as an
 * unprivileged user (Chromium has no sandbox as root), and that user must be able to execute the runtime kept
 * here. `/var/cache` is readable by all and writable by root alone, so nobody can plant a program there for
 * root to run; a folder in the temporary directory would not have that property.
 *
 * @param {{ env?: NodeJS.ProcessEnv, root?: boolean, systemCache?: string }} [options]
 * @returns {string} an existing folder
 */
export function cacheDir({ env = process.env, root = isRoot, systemCache = '/var/cache' } = {}) {
  const xdg = env['XDG_CACHE_HOME']
  if (!xdg && root && writable(systemCache)) return ensure(join(systemCache, 'tagwright'), { open: true })
  return ensure(join(xdg || join(homedir(), '.cache'), 'tagwright'))
}

/**
 * @param {string} folder
 * @param {{ open?: boolean }} [options] open: let others in, whatever the umask says
 */
function ensure(folder, { open = false } = {}) {
  try {
    const created = mkdirSync(folder, { recursive: true })
    if (created && open) chmodSync(folder, 0o755)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Trouble(
      `The cache folder ${folder} cannot be made (${reason}). Set XDG_CACHE_HOME to a folder you may write to.`,
    )
  }
  return folder
}

/** @param {string} folder */
function writable(folder) {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
