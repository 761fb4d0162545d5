import { HttpStatusError, NetworkError, TimeoutError } from './errors'

const idempotentMethods = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])
const passingStatuses = new Set([408, 429, 500, 502, 503, 504])
const busyStatuses = new Set([429, 503])

/**
 * Whether the same request may well succeed a little later, and may be sent twice. What the server refuses
 * (any other 4xx) or answers wrongly stays refused and wrong.
 */
export function mayPass(error: unknown, method: string): boolean {
  if (!idempotentMethods.has(method)) return false
  if (error instanceof HttpStatusError) return passingStatuses.has(error.status)
  // When the time for the whole call is spent there is none left for another attempt.
  if (error instanceof TimeoutError) return error.phase !== 'total'
  return error instanceof NetworkError
}

/** Whether the server says that we ask too often, so that everyone in the same line should hold back. */
export function saysBusy(error: unknown): error is HttpStatusError {
  return error instanceof HttpStatusError && busyStatuses.has(error.status)
}
