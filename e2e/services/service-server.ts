import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Answer, type Misbehaviour, misbehave, send } from '../musicbrainz/misbehaviour'
import { createScript, type Scripted } from '../musicbrainz/script'

/** A request as it came in. */
export interface ServiceRequest {
  readonly method: string
  /** Below `url`, without a slash in front. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  /** Of a POST. */
  readonly form: URLSearchParams
  /** What the server was told to do with it, if anything. */
  readonly misbehaviour: Misbehaviour | undefined
}

export interface ServiceServer extends Scripted {
  /** `http://127.0.0.1:<port>/`, for the settings. */
  readonly url: string
  /** In order of arrival, since the start or the last `reset`. */
  readonly requests: readonly ServiceRequest[]
  /** The next request is answered so, whatever it asks. */
  answerNext(answer: Answer): void
  /** Forgets the script and the requests. */
  reset(): void
  /** Cuts all connections, hanging ones too. */
  close(): Promise<void>
}

export const json = (value: unknown, status = 200): Answer => ({
  status,
  type: 'application/json; charset=utf-8',
  body: Buffer.from(JSON.stringify(value)),
})

/** A service on a loopback port: right by default, wrong on demand. `origin` ends with a slash. */
export async function startServiceServer(
  answer: (request: ServiceRequest, origin: string) => Answer,
): Promise<ServiceServer> {
  let requests: ServiceRequest[] = []
  let answers: Answer[] = []
  const script = createScript()

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const path = request.url ?? '/'
    const { pathname, searchParams } = new URL(path, origin)
    const line = script.take(path)
    const seen: ServiceRequest = {
      method: request.method ?? 'GET',
      path: pathname.slice(1),
      query: searchParams,
      headers: request.headers,
      form: new URLSearchParams(Buffer.concat(pieces).toString()),
      misbehaviour: line?.misbehaviour,
    }
    requests.push(seen)
    const right = answers.shift() ?? answer(seen, origin)
    if (line) misbehave(line.misbehaviour, { response, answer: right, path, options: line })
    else send(response, right)
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      send(response, json({ error: `The test server failed: ${String(error)}` }, 500))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`

  return {
    url: origin,
    get requests() {
      return requests
    },
    next: script.next,
    always: script.always,
    answerNext: (wanted) => {
      answers.push(wanted)
    },
    reset: () => {
      requests = []
      answers = []
      script.reset()
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}
