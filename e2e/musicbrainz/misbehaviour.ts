import type { ServerResponse } from 'node:http'
import { createGzip, gzipSync } from 'node:zlib'

/** Everything that the server can be told to do wrong. A three-digit name is that status. */
export type Misbehaviour = `${4 | 5}${number}` | keyof typeof kinds

export interface MisbehaviourOptions {
  /** For a status: seconds, or a text sent as it is. */
  readonly retryAfter?: number | string
  /** For `slow` how long it takes, for `slow-body` from piece to piece, in ms. Default 100. */
  readonly delay?: number
  /** For `huge` and `gzip-bomb`: how much comes out, in bytes. Default 64 MB. */
  readonly size?: number
  /** For `redirect`: the `Location`. */
  readonly to?: string
  /** For `redirect`. Default 302. */
  readonly status?: number
}

/** What the server would have answered. */
export interface Answer {
  readonly status: number
  readonly type: string
  readonly body: Buffer
  readonly location?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Sends an answer as it should be. */
export function send(response: ServerResponse, { status, type, body, location, headers }: Answer): void {
  response.writeHead(status, {
    ...headers,
    'content-type': type,
    'content-length': body.byteLength,
    ...(location !== undefined && { location }),
  })
  response.end(body)
}

/** One request that is to be answered wrongly. */
interface Occasion {
  readonly response: ServerResponse
  /** What would have been right. */
  readonly answer: Answer
  /** What was asked for. */
  readonly path: string
  readonly options: MisbehaviourOptions
}

const kinds = {
  '204': ({ response }) => {
    response.writeHead(204).end()
  },
  garbage: ({ response }) => sendText(response, 'application/json', '{"releases": [{"id": \u0000\ufffd NaN'),
  html: ({ response }) =>
    sendText(
      response,
      'text/html; charset=utf-8',
      '<!doctype html><title>Sign in to the hotel network</title>',
    ),
  'wrong-type': ({ response, answer }) => send(response, { ...answer, type: 'text/plain; charset=utf-8' }),
  'wrong-shape': ({ response }) =>
    sendText(response, 'application/json', '{"releases": {"id": 7}, "id": 7, "media": "none"}'),
  deep: ({ response }) => sendText(response, 'application/json', '['.repeat(100_000) + ']'.repeat(100_000)),
  /** Right, but only after `delay`. */
  slow: ({ response, answer, options }) => later(response, options.delay, () => send(response, answer)),
  'slow-body': ({ response, answer, options }) => {
    response.writeHead(answer.status, { 'content-type': answer.type })
    response.flushHeaders()
    drip(response, answer.body, options.delay)
  },
  /** Headers, ten bytes, and then nothing more. */
  'stalled-body': ({ response, answer }) => {
    response.writeHead(answer.status, { 'content-type': answer.type })
    response.write(answer.body.subarray(0, 10))
  },
  hang: () => {},
  reset: ({ response }) => {
    response.socket?.resetAndDestroy()
  },
  'reset-body': ({ response, answer }) =>
    sendHalf(response, answer, () => {
      response.socket?.resetAndDestroy()
    }),
  truncated: ({ response, answer }) =>
    sendHalf(response, answer, () => {
      response.socket?.end()
    }),
  huge: ({ response, answer, options }) => {
    response.writeHead(answer.status, { 'content-type': answer.type })
    flood(response, options.size)
  },
  'gzip-bomb': ({ response, answer, options }) => {
    response.writeHead(answer.status, { 'content-type': answer.type, 'content-encoding': 'gzip' })
    const packer = createGzip({ level: 9 })
    // The client hangs up in the middle: that is the point, and no error of the server's.
    response.on('close', () => packer.destroy())
    packer.pipe(response)
    flood(packer, options.size)
  },
  redirect: ({ response, options }) => {
    response.writeHead(options.status ?? 302, { location: options.to ?? '/' }).end()
  },
  'redirect-loop': ({ response, path }) => {
    response.writeHead(302, { location: path }).end()
  },
} satisfies Record<string, (occasion: Occasion) => void>

/** Sends it as it should not be. */
export function misbehave(kind: Misbehaviour, occasion: Occasion): void {
  if (isKind(kind)) kinds[kind](occasion)
  else refuse(occasion.response, Number(kind), occasion.options.retryAfter)
}

function isKind(kind: Misbehaviour): kind is keyof typeof kinds {
  return Object.hasOwn(kinds, kind)
}

function sendText(response: ServerResponse, type: string, body: string): void {
  send(response, { status: 200, type, body: Buffer.from(body) })
}

/** Promises the whole body, sends the first half of it, and then goes on with `then`. */
function sendHalf(response: ServerResponse, { status, type, body }: Answer, then: () => void): void {
  response.writeHead(status, { 'content-type': type, 'content-length': body.byteLength })
  response.write(body.subarray(0, Math.max(1, body.byteLength >> 1)), then)
}

/** The error body that the real service sends. */
export function errorAnswer(status: number, error: string): Answer {
  const help = 'For usage, please see: https://musicbrainz.org/development/mmd'
  return { status, type: 'application/json', body: Buffer.from(JSON.stringify({ error, help })) }
}

const tooMany = 'Your requests are exceeding the allowable rate limit.'

function refuse(response: ServerResponse, status: number, retryAfter: number | string | undefined): void {
  if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter)
  send(response, errorAnswer(status, status === 503 || status === 429 ? tooMany : `Status ${status}`))
}

/** Calls `then` after `delay` ms, unless the client has gone by then. */
function later(response: ServerResponse, delay = 100, then: () => void): void {
  const timer = setTimeout(then, delay)
  response.once('close', () => clearTimeout(timer))
}

/** A slow loris of an answer: 16 pieces, one every `delay` ms. */
function drip(response: ServerResponse, body: Buffer, delay = 100): void {
  const step = Math.max(1, Math.ceil(body.byteLength / 16))
  const pieces: Buffer[] = []
  for (let at = 0; at < body.byteLength; at += step) pieces.push(body.subarray(at, at + step))
  const timer = setInterval(() => {
    const piece = pieces.shift()
    if (piece) response.write(piece)
    else response.end()
  }, delay)
  response.once('close', () => clearInterval(timer))
}

/** Writes `size` bytes of spaces, as fast as they are taken. */
function flood(to: NodeJS.WritableStream & { readonly destroyed?: boolean }, size = 64_000_000): void {
  const block = Buffer.alloc(65_536, ' ')
  let left = size
  const pour = (): void => {
    while (left > 0 && !to.destroyed) {
      const piece = block.subarray(0, Math.min(left, block.byteLength))
      left -= piece.byteLength
      if (!to.write(piece)) {
        to.once('drain', pour)
        return
      }
    }
    if (left <= 0) to.end()
  }
  pour()
}

/** An answer as a server that compresses would send it. */
export function sendGzipped(response: ServerResponse, { status, type, body }: Answer): void {
  const packed = gzipSync(body)
  response.writeHead(status, {
    'content-type': type,
    'content-encoding': 'gzip',
    'content-length': packed.byteLength,
  })
  response.end(packed)
}
