import type { Outcome } from '../../shared/model'
import { type Pool, TaskFailedError } from './pool'
import type { Reading } from './reading'

type ReadOutcome = Outcome<{ reading: Reading }>

/** Fewer messages than files, and still little to repeat when one of them hangs. */
export const filesPerTask = 16

/**
 * Reads files in one task. When the task hangs or dies, each file gets a task of its own, so that only the guilty
 * one is lost. Answers in the order of `paths`.
 */
export async function readFiles(pool: Pool, paths: readonly string[]): Promise<readonly ReadOutcome[]> {
  const [first = ''] = paths
  try {
    return await pool.run('readMany', paths, first)
  } catch (error) {
    if (!(error instanceof TaskFailedError)) throw error
    if (paths.length === 1) return [{ ok: false, problem: error.problem }]
  }
  return Promise.all(paths.map((path) => readFile(pool, path)))
}

/** Reads one file; a hang is an outcome like others. */
export async function readFile(pool: Pool, path: string): Promise<ReadOutcome> {
  try {
    return await pool.run('read', path, path)
  } catch (error) {
    if (!(error instanceof TaskFailedError)) throw error
    return { ok: false, problem: error.problem }
  }
}
