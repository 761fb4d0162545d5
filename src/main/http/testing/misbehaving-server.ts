import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { createGzip, gzipSync } from 'node:zlib'

/** A status with its headers, and no body of interest. */
export interface StatusAnswer {
  readonly status: number
  readonly retryAfter?: string
  readonly location?: string
}

/** What the server does with one arrival of a request. */
export type ServerAnswer = keyof typeof kinds | StatusAnswer

/** A request as it came in. */
export interface Arrival {
  /** In ms of `performance.now()`. */
  readonly at: number
  readonly method: string
  /** Tells the addresses that `url` made apart. */
  readonly id: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
  /** Which connection it came over, counted from 1. */
  readonly connection: number
}

export interface MisbehavingServer {
  /**
   * A new address whose first requests get `answers`, one after the other, and whose further ones get `ok`. So
   * it is the request itself that says what goes wrong, and any number of them may be under way at once.
   */
  url(...answers: readonly ServerAnswer[]): string
  /** In order, since the start. */
  readonly arrivals: readonly Arrival[]
  /** The requests that came to one address. */
  arrivalsAt(url: string): readonly Arrival[]
  /** The most connections that were open at the same time. */
  readonly mostConnections: number
  /** Cuts all connections, hanging ones too. */
  close(): Promise<void>
}

/** What `ok` answers, as JSON, with the id of the address. */
export const okBody = (id: string): string => JSON.stringify({ id, title: 'Überfahrt' })

interface Occasion {
  readonly id: string
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Below HTTP, for what no proper server would send. */
  readonly socket: Socket
}

const json = { 'content-type': 'application/json' }

const kinds = {
  ok: ({ id, response }) => sendJson(response, okBody(id)),
  text: ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/plain; charset=iso-8859-1' })
    response.end(Buffer.from('Überfahrt', 'latin1'))
  },
  'text-unknown-charset': ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/plain; charset=klingon' }).end('Überfahrt')
  },
  bytes: ({ response }) => {
    response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.from([0x89, 0x50, 0x4e, 0x47]))
  },
  gzip: ({ id, response }) => {
    response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(gzipSync(okBody(id)))
  },
  'echo-body': ({ response, request }) => {
    response.writeHead(200, { 'content-type': request.headers['content-type'] ?? 'text/plain' })
    request.pipe(response)
  },

  reset: ({ socket }) => socket.resetAndDestroy(),
  'reset-mid-header': ({ socket }) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Ty', () => socket.resetAndDestroy())
  },
  'reset-mid-body': ({ socket, id }) => {
    const body = okBody(id)
    socket.write(head(body.length + 5) + body.slice(0, 5), () => socket.resetAndDestroy())
  },
  'no-http': ({ socket }) => {
    socket.end('220 mail.example.org ESMTP\r\n')
  },
  silent: () => {},
  'silent-mid-header': ({ socket }) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Ty')
  },
  'silent-mid-body': ({ socket }) => {
    socket.write(`${head(100)}{"id"`)
  },
  /** A piece every few milliseconds, without end. */
  drip: ({ response }) => {
    response.writeHead(200, json)
    const timer = setInterval(() => response.write(' '), 5)
    response.once('close', () => clearInterval(timer))
  },
  'length-too-long': ({ socket, id }) => {
    socket.end(head(1000) + okBody(id))
  },
  'length-too-short': ({ socket, id }) => {
    socket.end(head(10) + okBody(id))
  },
  huge: ({ response }) => {
    response.writeHead(200, json)
    flood(response)
  },
  'gzip-bomb': ({ response }) => {
    response.writeHead(200, { ...json, 'content-encoding': 'gzip' })
    const packer = createGzip({ level: 9 })
    // The client hangs up in the middle: that is the point, and no error of the server's.
    response.on('close', () => packer.destroy())
    packer.pipe(response)
    flood(packer)
  },
  'gzip-broken': ({ id, response }) => {
    const packed = gzipSync(okBody(id))
    packed.fill(0xff, 2)
    response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(packed)
  },
  'gzip-cut': ({ id, response }) => {
    const packed = gzipSync(okBody(id)).subarray(0, -12)
    response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(packed)
  },
  'redirect-to-itself': ({ request, response }) => {
    response.writeHead(302, { location: request.url }).end()
  },
  part: ({ id, response }) => {
    response.writeHead(206, { ...json, 'content-range': 'bytes 0-9/100' }).end(okBody(id).slice(0, 10))
  },
  'no-content': ({ response }) => {
    response.writeHead(204).end()
  },
  'not-modified': ({ response }) => {
    response.writeHead(304, { etag: '"1"' }).end()
  },
  'json-invalid': ({ response }) => sendJson(response, '{"id": NaN,'),
  'json-wrong-shape': ({ response }) => sendJson(response, '{"id": 7}'),
  'json-latin1': ({ id, response }) => {
    response.writeHead(200, { 'content-type': 'application/json; charset=iso-8859-1' })
    response.end(Buffer.from(okBody(id), 'latin1'))
  },
  'json-called-latin1': ({ id, response }) => {
    response.writeHead(200, { 'content-type': 'application/json; charset=iso-8859-1' }).end(okBody(id))
  },
  html: ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>')
  },
  /** Right, but the connection is gone afterwards, without a word of it before. */
  'ok-then-close': ({ socket, id }) => {
    const body = okBody(id)
    socket.end(head(Buffer.byteLength(body)) + body)
  },
} satisfies Record<string, (occasion: Occasion) => void>

/** Real sockets on a loopback port, and everything that can go wrong with them. */
export async function startMisbehavingServer(): Promise<MisbehavingServer> {
  const arrivals: Arrival[] = []
  const scripts = new Map<string, ServerAnswer[]>()
  const connections = new Map<Socket, number>()
  let connected = 0
  let mostConnections = 0

  const server = createServer({ keepAliveTimeout: 60_000 }, async (request, response) => {
    const at = performance.now()
    const { socket, method = 'GET', headers } = request
    const id = new URL(request.url ?? '/', 'http://loopback').pathname.slice(1)
    const answer = scripts.get(id)?.shift() ?? 'ok'
    const body = answer === 'echo-body' ? '' : await textOf(request)
    arrivals.push({ at, method, id, headers, body, connection: connections.get(socket) ?? 0 })
    if (typeof answer === 'string') kinds[answer]({ id, request, response, socket })
    else sendStatus(response, answer)
  })
  server.on('connection', (socket) => {
    connected += 1
    connections.set(socket, connected)
    mostConnections = Math.max(mostConnections, connections.size)
    socket.once('close', () => connections.delete(socket))
    // A client that hangs up is expected here.
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url: (...answers) => {
      const id = randomUUID()
      if (answers.length > 0) scripts.set(id, [...answers])
      return `${origin}/${id}`
    },
    arrivals,
    arrivalsAt: (url) => arrivals.filter(({ id }) => url === `${origin}/${id}`),
    get mostConnections() {
      return mostConnections
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const piece of request) text += String(piece)
  return text
}

function sendJson(response: ServerResponse, body: string): void {
  response.writeHead(200, { ...json, 'content-length': Buffer.byteLength(body) }).end(body)
}

function sendStatus(response: ServerResponse, { status, retryAfter, location }: StatusAnswer): void {
  response.writeHead(status, {
    ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
    ...(location !== undefined && { location }),
  })
  response.end()
}

function head(length: number): string {
  return `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`
}

/** Spaces without end, as fast as they are taken. */
function flood(to: NodeJS.WritableStream & { readonly destroyed?: boolean }): void {
  const block = Buffer.alloc(65_536, ' ')
  const pour = (): void => {
    while (!to.destroyed) if (!to.write(block)) return
  }
  to.on('drain', pour)
  pour()
}
