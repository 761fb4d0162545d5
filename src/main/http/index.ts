export { type BackoffOptions, exponentialBackoff, type Jitter, type Random } from './backoff'
export {
  type CacheAnswer,
  type CacheStore,
  type CacheUsage,
  createHttpCache,
  createWorkerStore,
  type HttpCache,
  type HttpCacheOptions,
  type KeptReply,
  type ReplySource,
  type WorkerStoreOptions,
} from './cache'
export type { AttemptEvent } from './call'
export { type Clock, sleep, systemClock } from './clock'
export {
  Connectivity,
  type ConnectivityOptions,
  type ConnectivityState,
  OfflineError,
} from './connectivity'
export type { Dialect } from './dialect'
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
export { mayLeadTo, type RedirectPolicy } from './redirects'
export {
  type Bytes,
  type BytesRequestOptions,
  type JsonRequestOptions,
  type RequestOptions,
  type RequestResult,
  request,
} from './request'
export {
  type QueuedRequest,
  type QueueSlot,
  type QueueState,
  RequestCancelledError,
  type RequestProgress,
  RequestQueue,
  type RequestQueueOptions,
  type SentAttempt,
  type Wait,
  type WaitReason,
} from './request-queue'
export { RetryError, type RetryEvent, type RetryOptions, retry, withRetry } from './retry'
export { parseRetryAfter, type RetryAfterOptions } from './retry-after'
export { safeRequest } from './safe-request'
export { createServiceClient, isUnreachable, type Question, type ServiceClient } from './service-client'
export {
  type CallOptions,
  type HttpSession,
  type OneCallOptions,
  type SessionOptions,
  setupSession,
} from './session'
export { type UserAgentFacts, userAgent } from './user-agent'
