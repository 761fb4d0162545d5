import { realpath } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import type { Pool, TaskFailedError } from './pool'
import { readFile } from './read-files'
import type { Reading } from './reading'

/** How long a save waits for its dead worker to be gone: milliseconds. One that hangs in the system may never be. */
const patienceMs = 5000

/**
 * Puts right what a worker left that died or hung in the middle of a save, while the others go on: its file is old or
 * new again, its lock free, and the history knows which. Without a path that goes for everything it had begun.
 * @returns the file's new truth when its save had come through after all
 */
export type SettleCutShort = (failure: TaskFailedError, path?: string) => Promise<Reading | undefined>

export interface SettleParts {
  readonly pool: Pool
  readonly journal: string
  readonly database: string
  readonly onError: (error: unknown, path: string | undefined) => void
}

export function createSettleCutShort({ pool, journal, database, onError }: SettleParts): SettleCutShort {
  const settle = async ({ ended }: TaskFailedError, path: string | undefined) => {
    const real = path === undefined ? undefined : await realpath(path)
    const task = { journal, database, path: real, ended: await ended }
    const { saved, failed } = await pool.run('settle', task, path ?? '')
    for (const { what, error } of failed) onError(error, what)
    if (path === undefined || saved === 0) return undefined
    const outcome = await readFile(pool, path)
    return outcome.ok ? outcome.reading : undefined
  }
  return (failure, path) => {
    const settled = settle(failure, path).catch((error: unknown) => {
      // The next start does it.
      onError(error, path)
      return undefined
    })
    return Promise.race([settled, wait(patienceMs, undefined, { ref: false })])
  }
}
