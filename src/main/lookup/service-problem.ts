import { type Problem, ProblemError } from '../../shared/model'
import { HttpError, HttpStatusError, RetryError } from '../http'

/**
 * What a person is told when a service could not answer. `params.service` is its name. Retries are over by then;
 * an abort is no problem and must be dealt with before.
 */
export function serviceProblem(service: string, error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  if (error instanceof RetryError) return serviceProblem(service, error.cause)
  const params = { service }
  if (!(error instanceof HttpError)) return { code: 'internal', params: { ...params, reason: textOf(error) } }
  switch (error.name) {
    case 'NetworkError':
      return { code: 'lookup.offline', params, remedy: 'retry' }
    case 'TimeoutError':
      return { code: 'lookup.timeout', params, remedy: 'retry' }
    case 'ResponseTooLargeError':
    case 'InvalidReplyError':
    case 'RedirectError':
      // A page that wants a login answers for everyone else: wrong words or a redirect to itself.
      return { code: 'lookup.badReply', params, remedy: 'retry' }
    case 'HttpStatusError':
      return error instanceof HttpStatusError
        ? statusProblem(service, error.status)
        : { code: 'lookup.badReply', params, remedy: 'retry' }
  }
}

function statusProblem(service: string, status: number): Problem {
  const params = { service }
  if (status === 404) return { code: 'lookup.notFound', params }
  if (status === 408 || status === 504) return { code: 'lookup.timeout', params, remedy: 'retry' }
  if (status === 429 || status >= 500) return { code: 'lookup.busy', params, remedy: 'retry' }
  return {
    code: 'lookup.refused',
    params: { ...params, reason: `HTTP ${status}` },
    remedy: 'open-settings',
  }
}

export const notFound = (service: string, cause?: unknown): ProblemError =>
  new ProblemError({ code: 'lookup.notFound', params: { service } }, { cause })

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
