import { createHash } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerTo, type CoverOf, plainCoverOf } from './answers'
import { type Answer, errorAnswer, type Misbehaviour, misbehave, send, sendGzipped } from './misbehaviour'
import type { Release } from './release'
import { createScript, type Scripted } from './script'
import { createCatalogue } from './search'

export type { Misbehaviour, MisbehaviourOptions } from './misbehaviour'
export type { Release } from './release'
export type { ScriptOptions } from './script'

export interface MusicBrainzServerOptions {
  /** Releases with everything included; see `Release`. */
  readonly catalogue: readonly Release[]
  /** Default: a plain picture of one colour for every release. */
  readonly coverOf?: CoverOf
  /** Answer with 503, as the real service does, what comes faster than this many requests a second. */
  readonly allowPerSecond?: number
  /** Compress JSON for a client that takes gzip. Default `true`. */
  readonly gzip?: boolean
  /** How long a cache on the way has had the answers, in seconds: sent as their `Age`. */
  readonly age?: number
}

/** A request as it came in. */
export interface SeenRequest {
  /** In ms of `performance.now()`. */
  readonly at: number
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  /** What the server was told to do with it, if anything. */
  readonly misbehaviour: Misbehaviour | undefined
}

export interface MusicBrainzServer extends Scripted {
  /** `http://127.0.0.1:<port>/ws/2/`, for the settings. */
  readonly musicBrainzUrl: string
  /** `http://127.0.0.1:<port>/coverart/`, for the settings. */
  readonly coverArtUrl: string
  /** In order of arrival, since the start or the last `reset`. */
  readonly requests: readonly SeenRequest[]
  /** Forgets the script and the requests. */
  reset(): void
  /** The most requests that came in any stretch of `windowMs`, among those whose path contains `path`. */
  busiest(windowMs: number, path?: string): number
  /** Cuts all connections, hanging ones too. */
  close(): Promise<void>
}

/**
 * MusicBrainz and its cover archive on a loopback port, made to measure: right by default, wrong on demand.
 *
 *     GET /ws/2/release?query=…&fmt=json&limit=…
 *     GET /ws/2/release?release-group=<mbid>&inc=…&fmt=json
 *     GET /ws/2/recording?query=…&fmt=json&limit=…
 *     GET /ws/2/release/<mbid>?inc=…&fmt=json
 *     GET /coverart/release/<mbid>/front-1200 (or 250, 500), and the same of a release-group
 *
 * Like the real one it refuses a client that does not say who it is (403).
 */
export async function startMusicBrainzServer(options: MusicBrainzServerOptions): Promise<MusicBrainzServer> {
  const { allowPerSecond = Number.POSITIVE_INFINITY, gzip = true } = options
  const catalogue = createCatalogue(options.catalogue)
  const coverOf = options.coverOf ?? plainCoverOf(catalogue)
  let requests: SeenRequest[] = []
  const script = createScript()
  // A second, less what the way here may have taken off the distance between two requests.
  const countSince = (from: number): number => requests.filter(({ at }) => at > from).length

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const at = performance.now()
    const url = new URL(request.url ?? '/', 'http://loopback')
    const line = script.take(url.pathname + url.search)
    const { method = 'GET', headers } = request
    requests.push({
      at,
      method,
      path: url.pathname,
      query: url.searchParams,
      headers,
      misbehaviour: line?.misbehaviour,
    })
    const answer = await answerTo(url, catalogue, coverOf)
    if (options.age !== undefined) response.setHeader('age', options.age)
    const occasion = { response, answer, path: request.url ?? '/' }
    if (line) misbehave(line.misbehaviour, { ...occasion, options: line })
    else if (!saysWho(headers['user-agent']))
      send(response, errorAnswer(403, 'Who are you? Set a User-Agent.'))
    else if (countSince(at - 950) > allowPerSecond) misbehave('503', { ...occasion, options: {} })
    else if (method !== 'GET' && method !== 'HEAD') send(response, errorAnswer(405, 'Method not allowed.'))
    else if (isKept(answer, request, response)) response.writeHead(304).end()
    else if (gzip && isJson(answer.type) && headers['accept-encoding']?.includes('gzip'))
      sendGzipped(response, answer)
    else send(response, answer)
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      send(response, errorAnswer(500, `The test server failed: ${String(error)}`))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    musicBrainzUrl: `${origin}/ws/2/`,
    coverArtUrl: `${origin}/coverart/`,
    get requests() {
      return requests
    },
    next: script.next,
    always: script.always,
    reset: () => {
      requests = []
      script.reset()
    },
    busiest: (windowMs, path = '') => {
      const times = requests.filter((request) => request.path.includes(path)).map(({ at }) => at)
      return Math.max(
        0,
        ...times.map((start) => times.filter((at) => at >= start && at < start + windowMs).length),
      )
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}

/** A name and version of one's own; not the default of some library. */
function saysWho(agent: string | undefined): boolean {
  return agent !== undefined && agent !== '' && !/^(node|undici|electron)\b/i.test(agent)
}

/** Gives the answer its `ETag`, and says whether the client has just this one. */
function isKept({ status, body }: Answer, request: IncomingMessage, response: ServerResponse): boolean {
  if (status !== 200) return false
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`
  response.setHeader('etag', etag)
  return request.headers['if-none-match'] === etag
}

function isJson(type: string): boolean {
  return type.startsWith('application/json')
}
