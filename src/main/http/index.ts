export { type BackoffOptions, exponentialBackoff, type Jitter, type Random } from './backoff'
export type { AttemptEvent } from './call'
export { type Clock, sleep, systemClock } from './clock'
export {
  AbortedError,
  HttpError,
  type HttpErrorName,
  type HttpProblemCode,
  HttpStatusError,
  InvalidResponseError,
  type InvalidResponseReason,
  NetworkError,
  RedirectError,
  type RedirectReason,
  type RequestError,
  RequestRetryError,
  ResponseTooLargeError,
  TimeoutError,
  type TimeoutPhase,
} from './errors'
export type { Timeouts } from './limits'
export type { Priority } from './line'
export { RateLimiter, type RateLimiterOptions, type RateLimiterState } from './rate-limiter'
export {
  type Bytes,
  type BytesRequestOptions,
  type JsonRequestOptions,
  type RequestOptions,
  type RequestResult,
  request,
} from './request'
export { RetryError, type RetryEvent, type RetryOptions, retry, withRetry } from './retry'
export { parseRetryAfter, type RetryAfterOptions } from './retry-after'
export { safeRequest } from './safe-request'
export {
  type CallOptions,
  type HttpSession,
  type OneCallOptions,
  type SessionOptions,
  setupSession,
} from './session'
export { type UserAgentFacts, userAgent } from './user-agent'
