import type { Clock } from './clock'
import {
  type HttpErrorFacts,
  NetworkError,
  ResponseTooLargeError,
  TimeoutError,
  type TimeoutPhase,
} from './errors'
import type { Limits } from './limits'

/** One request to one address. */
export interface Outgoing {
  readonly method: string
  readonly url: URL
  readonly headers: Headers
  readonly body: Uint8Array<ArrayBuffer> | undefined
}

/** An answer, whole. */
export interface Incoming {
  readonly status: number
  readonly statusText: string
  readonly headers: Headers
  /** After decompression; empty unless the status means yes. */
  readonly bytes: Uint8Array<ArrayBuffer>
}

export interface ExchangeOptions {
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
  readonly limits: Pick<Limits, 'timeouts' | 'maxBytes'>
  /** What is left of the attempt's total, in ms. */
  readonly leftMs: number
  /** Which attempt of its call this is, from 1. */
  readonly attempt: number
  readonly signal: AbortSignal | undefined
  /** Told when the answer begins, and so the request has arrived; or at the end. More than once does no harm. */
  readonly onArrived: (() => void) | undefined
}

/**
 * Sends one request and reads its answer, within the limits; follows nothing and repeats nothing. The body of
 * an answer that does not mean yes is not read. Whatever happens, no socket and no timer is left behind.
 * @throws NetworkError, TimeoutError, ResponseTooLargeError; the signal's reason when aborted
 */
export async function exchange(outgoing: Outgoing, options: ExchangeOptions): Promise<Incoming> {
  const { clock, limits, leftMs, attempt, signal } = options
  const { method, url, headers, body } = outgoing
  const facts: HttpErrorFacts = { method, url, attempts: attempt }
  signal?.throwIfAborted()
  const ending = new AbortController()
  const patience = (phase: TimeoutPhase, limit: number, delayMs = limit): (() => void) =>
    clock.after(delayMs, () => ending.abort(new TimeoutError({ ...facts, phase, limit })))
  const onAbort = (): void => ending.abort(signal?.reason)
  signal?.addEventListener('abort', onAbort, { once: true })
  const callOffTotal = patience('total', limits.timeouts.total, leftMs)
  let callOffPhase = patience('headers', limits.timeouts.headers)
  try {
    const pending = options.fetch(url, {
      method,
      headers,
      ...(body !== undefined && { body }),
      redirect: 'manual',
      credentials: 'omit',
      signal: ending.signal,
    })
    // Raced, since an injected fetch need not be quick to obey its signal.
    const response = await orAborted(pending, ending.signal)
    const rearm = (): void => {
      callOffPhase()
      callOffPhase = patience('idle', limits.timeouts.idle)
    }
    options.onArrived?.()
    rearm()
    const bytes = response.ok
      ? await readBody(response, facts, limits.maxBytes, ending.signal, rearm)
      : new Uint8Array()
    return { status: response.status, statusText: response.statusText, headers: response.headers, bytes }
  } catch (error) {
    if (ending.signal.aborted) throw ending.signal.reason
    if (error instanceof ResponseTooLargeError) throw error
    throw new NetworkError({ ...facts, cause: error })
  } finally {
    options.onArrived?.()
    callOffPhase()
    callOffTotal()
    signal?.removeEventListener('abort', onAbort)
    // Frees the connection of an answer that was not read to its end; after one that was, this does nothing.
    ending.abort()
  }
}

/** Reads to the end, but never keeps more than `maxBytes`: a bomb is left alone at the first byte too many. */
async function readBody(
  response: Response,
  facts: HttpErrorFacts,
  maxBytes: number,
  signal: AbortSignal,
  onPiece: () => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = (): ResponseTooLargeError => new ResponseTooLargeError({ ...facts, limit: maxBytes })
  // What the header says is only sure to be the size on the wire, and less than what comes out of it.
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge()
  const pieces: Uint8Array[] = []
  let size = 0
  const reader = response.body?.getReader()
  while (reader) {
    const { done, value } = await orAborted(reader.read(), signal)
    if (done) break
    onPiece()
    size += value.byteLength
    if (size > maxBytes) throw tooLarge()
    pieces.push(value)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.byteLength
  }
  return whole
}

/** The promise, or the signal's reason, whichever comes first. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
