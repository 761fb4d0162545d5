import { type Problem, ProblemError } from '../../shared/model'
import type { Log } from './log'

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError'

/**
 * What the window is told of a failure. Everything else about it goes to the log: the message of a foreign error
 * may hold a path, so only its code or its kind crosses.
 */
export function problemOf(error: unknown, doing: string, log: Log): Problem {
  if (error instanceof ProblemError) {
    if (error.cause !== undefined) log.warn(`${doing}: ${error.problem.code}`, error.cause)
    return error.problem
  }
  if (isAbort(error)) return { code: 'job.cancelled', params: {} }
  log.error(`${doing} failed`, error)
  return { code: 'internal', params: { reason: kindOf(error) } }
}

function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const code = 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : error.name.slice(0, 40)
}
