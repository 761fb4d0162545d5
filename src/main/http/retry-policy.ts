import { HttpStatusError, NetworkError, TimeoutError } from './errors'

const idempotentMethods = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])
const passingStatuses = new Set([408, 429, 500, 502, 503, 504])
const busyStatuses = new Set([429, 503])

/** Whether sending the request twice does the same as sending it once (RFC 9110 §9.2.2). */
export function isIdempotent(method: string): boolean {
  return idempotentMethods.has(method)
}

/**
 * Whether the same request may well succeed a little later. What the server refuses (any other 4xx) or answers
 * wrongly stays refused and wrong.
 */
export function mayPass(error: unknown): boolean {
  if (error instanceof HttpStatusError) return passingStatuses.has(error.status)
  return error instanceof TimeoutError || error instanceof NetworkError
}

/** Whether the server says that we ask too often, so that everyone in the same line should hold back. */
export function saysBusy(error: unknown): error is HttpStatusError {
  return error instanceof HttpStatusError && busyStatuses.has(error.status)
}
