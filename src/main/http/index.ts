export { type BackoffOptions, exponentialBackoff, type Jitter, type Random } from './backoff'
export { createHttpClient, type HttpClient, type HttpClientOptions } from './client'
export { type Clock, sleep, systemClock } from './clock'
export {
  HttpError,
  type HttpErrorName,
  HttpStatusError,
  InvalidReplyError,
  type InvalidReplyReason,
  NetworkError,
  RedirectError,
  type RedirectReason,
  ResponseTooLargeError,
  TimeoutError,
  type TimeoutPhase,
} from './errors'
export { bytesLimits, jsonLimits, type Limits } from './limits'
export { RateLimiter, type RateLimiterOptions, type RateLimiterState } from './rate-limiter'
export { RetryError, type RetryEvent, type RetryOptions, retry } from './retry'
export { parseRetryAfter, type RetryAfterOptions } from './retry-after'
export type { AttemptEvent, BytesReply, BytesRequest, HttpRequest, JsonRequest } from './safe-request'
export { type UserAgentFacts, userAgent } from './user-agent'
