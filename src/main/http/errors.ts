import { redactUrl } from './redact-url'

/** Which request an error is about. `url` may still hold a secret here; the error keeps it redacted. */
export interface HttpErrorFacts {
  readonly method: string
  readonly url: string | URL
  readonly cause?: unknown
}

/**
 * What the network or a server can do to one request. Each member says which request it was, without the
 * secrets in its address, and keeps the error below it as `cause`.
 *
 * Deliberately not in the family: an abort, which is the caller's own wish and comes back as the signal's
 * reason; `RetryError`, which tells of several requests; and mistakes in a call, which are TypeErrors.
 */
export abstract class HttpError extends Error {
  abstract override readonly name: HttpErrorName
  readonly method: string
  /** Where the failing request went, after redirects; secrets replaced by "…". */
  readonly url: string

  constructor(said: string, { method, url, cause }: HttpErrorFacts) {
    const shown = redactUrl(url)
    super(`${method} ${shown}: ${said}`, cause === undefined ? undefined : { cause })
    this.method = method
    this.url = shown
  }
}

/** For an exhaustive `switch` over the family. */
export type HttpErrorName =
  | 'HttpStatusError'
  | 'TimeoutError'
  | 'NetworkError'
  | 'ResponseTooLargeError'
  | 'RedirectError'
  | 'InvalidReplyError'

/** The server answered, with a status that means no. */
export class HttpStatusError extends HttpError {
  override readonly name = 'HttpStatusError'
  readonly status: number
  /** What the server's `Retry-After` asks for, capped, in ms. */
  readonly retryAfter: number | undefined

  constructor(facts: HttpErrorFacts & { status: number; retryAfter?: number | undefined }) {
    super(`the server answered ${facts.status}`, facts)
    this.status = facts.status
    this.retryAfter = facts.retryAfter
  }
}

/** Which patience ran out: for the headers, for the next piece of the body, or for the whole call. */
export type TimeoutPhase = 'headers' | 'idle' | 'total'

const timeoutWords = {
  headers: 'no answer within',
  idle: 'the answer stopped for',
  total: 'not finished within',
} satisfies Record<TimeoutPhase, string>

export class TimeoutError extends HttpError {
  override readonly name = 'TimeoutError'
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
  /** The system's word for it where one is known: `ECONNREFUSED`, `ENOTFOUND`, `ERR_INTERNET_DISCONNECTED` … */
  readonly code: string | undefined

  constructor(facts: HttpErrorFacts) {
    const code = systemCode(facts.cause)
    super(code === undefined ? 'the connection failed' : `the connection failed (${code})`, facts)
    this.code = code
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

const replyWords = {
  empty: 'the answer is empty',
  'content-type': 'the answer is of another kind',
  json: 'the answer is not JSON',
  depth: 'the answer is nested too deeply',
  schema: 'the answer has another shape than expected',
} as const

export type InvalidReplyReason = keyof typeof replyWords

/** The answer came whole, with a status that means yes, and is not what was asked for. */
export class InvalidReplyError extends HttpError {
  override readonly name = 'InvalidReplyError'
  readonly reason: InvalidReplyReason
  /** For the log: the content type, or what the schema found wrong. */
  readonly detail: string | undefined

  constructor(facts: HttpErrorFacts & { reason: InvalidReplyReason; detail?: string | undefined }) {
    const words = replyWords[facts.reason]
    super(facts.detail ? `${words} (${facts.detail})` : words, facts)
    this.reason = facts.reason
    this.detail = facts.detail
  }
}
