// @ts-check
import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cacheDir } from './paths.mjs'
import { say } from './say.mjs'

const heartbeat = 2_000
const staleAfter = 60_000

/**
 * Lets one process at a time do a piece of work; the others wait. The lock lies outside the checkout, since the
 * work may delete whole folders of it. A holder that died leaves no trouble: its process number is gone, or its
 * heartbeat has stopped.
 *
 * @template T
 * @param {string} what says what is being done, in the line that a waiting process prints
 * @param {string} key what the lock is for
 * @param {() => Promise<T>} work
 * @param {{ folder?: string }} [options]
 * @returns {Promise<T>}
 */
export async function withLock(what, key, work, { folder = join(cacheDir(), 'locks') } = {}) {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 16)}.lock`)
  const token = `${process.pid} ${randomUUID()}`
  for (let told = false; !take(path, token); ) {
    if (removeAbandoned(path)) continue
    if (!told) say(`waiting for another process that is ${what}`)
    told = true
    await sleep(250)
  }
  const timer = setInterval(() => {
    const now = new Date()
    try {
      utimesSync(path, now, now)
    } catch {
      // Taken from us by someone who thought us dead; the work is idempotent, so going on is harmless.
    }
  }, heartbeat)
  const release = () => {
    clearInterval(timer)
    if (read(path) === token) rmSync(path, { force: true })
  }
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

/**
 * @param {string} path
 * @param {string} token
 */
function take(path, token) {
  try {
    writeFileSync(path, token, { flag: 'wx' })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    return false
  }
}

/**
 * @param {string} path
 * @returns {boolean} whether there is a reason to try again at once
 */
function removeAbandoned(path) {
  const holder = read(path)
  if (holder === undefined || !abandoned(path, holder)) return holder === undefined
  // Moved aside before it is removed: of two waiters only one can move it, and it can see what it moved.
  const aside = `${path}.${randomUUID()}`
  try {
    renameSync(path, aside)
    if (read(aside) !== holder) renameSync(aside, path)
    else rmSync(aside, { force: true })
  } catch {
    // The other waiter was faster.
  }
  return true
}

/**
 * @param {string} path
 * @param {string} holder
 */
function abandoned(path, holder) {
  try {
    if (Date.now() - statSync(path).mtimeMs > staleAfter) return true
    const pid = Number.parseInt(holder, 10)
    // Written in two steps by the system: an empty file is a lock that is just being taken.
    if (!Number.isInteger(pid)) return false
    process.kill(pid, 0)
    return false
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH'
  }
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
