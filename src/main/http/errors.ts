import { redactUrl } from './redact-url'
import { RetryError } from './retry'

/** Which request an error is about. `url` may still hold a secret here; the error keeps it redacted. */
export interface HttpErrorFacts {
  readonly method: string
  readonly url: string | URL
  /** How often the request had been sent by then. Default 1. */
  readonly attempts?: number
  readonly cause?: unknown
}

/** What a person needs to know of a failure, whatever its details; for sentences and for an exhaustive `switch`. */
export type HttpProblemCode =
  | 'offline'
  | 'timeout'
  | 'busy'
  | 'notFound'
  | 'refused'
  | 'badResponse'
  | 'aborted'

/**
 * What the network or a server can do to one request. Each member says which request it was, without the
 * secrets in its address, and keeps the error below it as `cause`.
 *
 * Deliberately not in the family: mistakes in a call, which are TypeErrors and are thrown.
 */
export abstract class HttpError extends Error {
  abstract override readonly name: HttpErrorName
  abstract readonly code: HttpProblemCode
  readonly method: string
  /** Where the failing request went, after redirects; secrets replaced by "…". */
  readonly url: string
  /** Of the answer, where one came. */
  readonly status: number | undefined
  /** How often the request had been sent by then. */
  readonly attempts: number

  constructor(said: string, { method, url, attempts = 1, cause }: HttpErrorFacts, status?: number) {
    const shown = redactUrl(url)
    super(`${method} ${shown}: ${said}`, cause === undefined ? undefined : { cause })
    this.method = method
    this.url = shown
    this.status = status
    this.attempts = attempts
  }
}

/** For an exhaustive `switch` over the family. */
export type HttpErrorName =
  | 'HttpStatusError'
  | 'TimeoutError'
  | 'NetworkError'
  | 'ResponseTooLargeError'
  | 'RedirectError'
  | 'InvalidResponseError'
  | 'AbortedError'

/** The server answered, with a status that means no. */
export class HttpStatusError extends HttpError {
  override readonly name = 'HttpStatusError'
  override readonly code: HttpProblemCode
  declare readonly status: number
  /** What the server's `Retry-After` asks for, capped, in ms. */
  readonly retryAfter: number | undefined

  constructor(facts: HttpErrorFacts & { status: number; retryAfter?: number | undefined }) {
    super(`the server answered ${facts.status}`, facts, facts.status)
    this.code = statusCode(facts.status)
    this.retryAfter = facts.retryAfter
  }
}

function statusCode(status: number): HttpProblemCode {
  if (status === 404 || status === 410) return 'notFound'
  if (status === 408 || status === 504) return 'timeout'
  return status === 429 || status >= 500 ? 'busy' : 'refused'
}

/** Which patience ran out: for the headers, for the next piece of the body, or for the whole of one attempt. */
export type TimeoutPhase = 'headers' | 'idle' | 'total'

const timeoutWords = {
  headers: 'no answer within',
  idle: 'the answer stopped for',
  total: 'not finished within',
} satisfies Record<TimeoutPhase, string>

export class TimeoutError extends HttpError {
  override readonly name = 'TimeoutError'
  override readonly code = 'timeout'
  readonly phase: TimeoutPhase
  /** In ms. */
  readonly limit: number

  constructor(facts: HttpErrorFacts & { phase: TimeoutPhase; limit: number }) {
    super(`${timeoutWords[facts.phase]} ${facts.limit} ms`, facts)
    this.phase = facts.phase
    this.limit = facts.limit
  }
}

/** The connection could not be made, or broke before the answer was complete. */
export class NetworkError extends HttpError {
  override readonly name = 'NetworkError'
  override readonly code = 'offline'
  /** The system's word for it where one is known: `ECONNREFUSED`, `ENOTFOUND`, `ERR_INTERNET_DISCONNECTED` … */
  readonly systemCode: string | undefined

  constructor(facts: HttpErrorFacts) {
    const known = systemCode(facts.cause)
    super(known === undefined ? 'the connection failed' : `the connection failed (${known})`, facts)
    this.systemCode = known
  }
}

/** Node keeps the code some causes down, Chromium in the message as `net::ERR_…`. */
function systemCode(error: unknown): string | undefined {
  let current = error
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if ('code' in current && typeof current.code === 'string') return current.code
    const chromium = /\bnet::(ERR_\w+)/.exec(current.message)
    if (chromium) return chromium[1]
    current = current.cause
  }
  return undefined
}

/** The body is larger than we take. Counted after decompression, and the rest was never read. */
export class ResponseTooLargeError extends HttpError {
  override readonly name = 'ResponseTooLargeError'
  override readonly code = 'badResponse'
  /** In bytes. */
  readonly limit: number

  constructor(facts: HttpErrorFacts & { limit: number }) {
    super(`the answer is larger than ${facts.limit} bytes`, facts)
    this.limit = facts.limit
  }
}

const redirectWords = {
  'too-many': 'too many redirects, the last one to',
  'no-location': 'a redirect that names no usable address:',
  'not-https': 'a redirect that is not https:',
  credentials: 'a redirect with a user name in it:',
  'foreign-host': 'a redirect to a host that is not on the list:',
  method: 'a redirect of a request that is not repeated elsewhere:',
} as const

export type RedirectReason = keyof typeof redirectWords

/** The server points somewhere we do not go. `url` is where it said so. */
export class RedirectError extends HttpError {
  override readonly name = 'RedirectError'
  override readonly code = 'badResponse'
  readonly reason: RedirectReason
  /** Where it points, as sent (shortened; secrets replaced by "…"). */
  readonly to: string

  constructor(facts: HttpErrorFacts & { reason: RedirectReason; to: string }) {
    const to = redactUrl(facts.to)
    super(`${redirectWords[facts.reason]} ${to}`, facts)
    this.reason = facts.reason
    this.to = to
  }
}

const responseWords = {
  empty: 'the answer is empty',
  partial: 'the answer is a part that nobody asked for',
  'content-type': 'the answer is of another kind',
  encoding: 'the answer is not UTF-8',
  json: 'the answer is not JSON',
  depth: 'the answer is nested too deeply',
  schema: 'the answer has another shape than expected',
} as const

export type InvalidResponseReason = keyof typeof responseWords

/** The answer came whole, with a status that means yes, and is not what was asked for. */
export class InvalidResponseError extends HttpError {
  override readonly name = 'InvalidResponseError'
  override readonly code = 'badResponse'
  readonly reason: InvalidResponseReason
  /** For the log: the content type, or what the schema found wrong. */
  readonly detail: string | undefined

  constructor(
    facts: HttpErrorFacts & {
      status?: number
      reason: InvalidResponseReason
      detail?: string | undefined
    },
  ) {
    const words = responseWords[facts.reason]
    super(facts.detail ? `${words} (${facts.detail})` : words, facts, facts.status)
    this.reason = facts.reason
    this.detail = facts.detail
  }
}

/** The caller's own wish. `cause` is the signal's reason. */
export class AbortedError extends HttpError {
  override readonly name = 'AbortedError'
  override readonly code = 'aborted'

  constructor(facts: HttpErrorFacts) {
    super('called off', facts)
  }
}

/** The RetryError of a request: its `cause` is what the last attempt met, and so are status and code. */
export class RequestRetryError extends RetryError {
  override readonly cause: HttpError
  readonly code: HttpProblemCode
  readonly method: string
  readonly url: string
  readonly status: number | undefined

  constructor(last: HttpError, { attempts, elapsed, errors }: Omit<RetryError, keyof Error>) {
    super('request', { attempts, elapsed, cause: last, errors })
    this.cause = last
    this.code = last.code
    this.method = last.method
    this.url = last.url
    this.status = last.status
  }
}

/** All that a request may fail with, through no fault of the call. */
export type RequestError = HttpError | RequestRetryError
