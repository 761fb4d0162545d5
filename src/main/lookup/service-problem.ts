import { type Problem, ProblemError } from '../../shared/model'
import { HttpError, OfflineError, RequestCancelledError, RetryError } from '../http'

/**
 * What a person is told when a service could not answer. `params.service` is its name. Retries are over by then;
 * an abort is no problem and must be dealt with before.
 */
export function serviceProblem(service: string, error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  if (error instanceof RetryError) return serviceProblem(service, error.cause)
  const params = { service }
  if (error instanceof RequestCancelledError) return { code: 'lookup.cancelled', params, remedy: 'retry' }
  if (error instanceof OfflineError) {
    const code = error.trouble === 'offline' ? 'lookup.offline' : 'lookup.signIn'
    return { code, params, remedy: 'retry' }
  }
  if (!(error instanceof HttpError)) return { code: 'internal', params: { ...params, reason: textOf(error) } }
  switch (error.code) {
    case 'offline':
      return { code: 'lookup.offline', params, remedy: 'retry' }
    case 'timeout':
      return { code: 'lookup.timeout', params, remedy: 'retry' }
    case 'busy':
      return { code: 'lookup.busy', params, remedy: 'retry' }
    case 'badResponse':
      // A page that wants a login answers for everyone else: wrong words or a redirect to itself.
      return { code: 'lookup.badReply', params, remedy: 'retry' }
    case 'notFound':
      return { code: 'lookup.notFound', params }
    case 'refused':
      // “Unauthorized” is said to a key that is not taken.
      if (error.status === 401) return { code: 'lookup.keyRefused', params, remedy: 'open-settings' }
      return {
        code: 'lookup.refused',
        params: { ...params, reason: `HTTP ${error.status}` },
        remedy: 'open-settings',
      }
    case 'aborted':
      return { code: 'internal', params: { ...params, reason: error.message } }
  }
}

export const notFound = (service: string, cause?: unknown): ProblemError =>
  new ProblemError({ code: 'lookup.notFound', params: { service } }, { cause })

/** What a service answers; undefined where it says that there is nothing of this name. */
export async function orNone<Value>(answer: Promise<Value>): Promise<Value | undefined> {
  try {
    return await answer
  } catch (error) {
    if (serviceProblem('', error).code === 'lookup.notFound') return undefined
    throw error
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
