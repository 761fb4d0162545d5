// npm run bench -- http [--requests N]: 10,000 requests through the real client at 200 a second, against a server on
// loopback of which every tenth request meets a fault. The limit must hold where the bytes leave and where they
// arrive, the rate must be used, nothing may be lost, and nothing sent twice that must not be.
import { subscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { type AttemptEvent, RateLimiter, request, setupSession } from '../../src/main/http'
import { busiest } from '../../src/main/http/testing/busiest'
import type { ServerAnswer } from '../../src/main/http/testing/misbehaving-server'
import { seededRandom } from '../../src/main/metadata/testing/seeded-random'
import type { Arrivals, Scripts } from './worker'

const { values: given } = parseArgs({
  options: { requests: { type: 'string', default: '10000' } },
  allowPositionals: true,
})
const count = z.coerce.number().int().min(1000).parse(given.requests)

/** The margin is longer than the time-out: by then a request has arrived or never will. */
const limit = { calls: 200, windowMs: 1000, marginMs: 1000 }
const goals = {
  /** Of the rate that the limit allows. */
  rate: 0.97,
  /** How far the server's view may be from the limit, in ms: what the way there may take off a window. */
  toleranceMs: 50,
  growthMb: 8,
}
/**
 * All but 429 and 503: those ask for fewer requests, and get them, so that no rate could be told from a lost one.
 * The second part of the bench is about them.
 */
const faults: readonly ServerAnswer[] = [
  'reset',
  'reset-mid-header',
  'reset-mid-body',
  'length-too-long',
  'gzip-broken',
  'silent',
  { status: 408 },
  { status: 500 },
  { status: 502 },
  { status: 504 },
]
const Item = z.object({ id: z.string(), title: z.string() })
const random = seededRandom(6)

const worker = new Worker(fileURLToPath(new URL('./http-worker.js', import.meta.url)))
async function urlsFor(scripts: Scripts['scripts']): Promise<readonly string[]> {
  worker.postMessage({ scripts } satisfies Scripts)
  const [urls] = (await once(worker, 'message')) as [readonly string[]]
  return urls
}
async function arrivals(): Promise<Arrivals> {
  worker.postMessage('arrivals')
  const [reply] = (await once(worker, 'message')) as [Arrivals]
  return reply
}

/** When the head of each request was written to its socket, in ms. */
const written: number[] = []
subscribe('undici:client:sendHeaders', () => {
  written.push(performance.now())
})

setFlagsFromString('--expose-gc')
const collect = z.function().parse(runInNewContext('gc'))
async function heapMb(): Promise<number> {
  // What has just ended lets go of its sockets, and finalizers of theirs, a little later.
  for (let round = 0; round < 3; round += 1) {
    collect()
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  collect()
  return process.memoryUsage().heapUsed / 1_000_000
}

const missed: string[] = []
function judge(met: boolean, what: string): void {
  process.stdout.write(`${met ? '✓' : '✗'} ${what}\n`)
  if (!met) missed.push(what)
}
const ratio = (value: number): string => value.toFixed(3)

/** What one request more costs than a bare fetch that reads the same JSON, in ms of this thread. */
async function overhead(): Promise<void> {
  const session = setupSession()
  const [url = ''] = await urlsFor([[]])
  const bare = async () => Item.parse(await (await fetch(url)).json())
  const ours = () => request(url, { session, schema: Item })
  const times = { bare: 0, ours: 0 }
  const rounds = 1500
  for (let round = -200; round < rounds; round += 1) {
    for (const [name, ask] of [
      ['bare', bare],
      ['ours', ours],
    ] as const) {
      const start = performance.now()
      await ask()
      if (round >= 0) times[name] += performance.now() - start
    }
  }
  const [bareMs, oursMs] = [times.bare / rounds, times.ours / rounds]
  process.stdout.write(
    `  a request costs ${oursMs.toFixed(2)} ms, a bare fetch ${bareMs.toFixed(2)} ms: ${(oursMs - bareMs).toFixed(2)} ms more\n`,
  )
}

async function steady(): Promise<void> {
  const limiter = new RateLimiter(limit.calls, limit.windowMs, { margin: limit.marginMs })
  const session = setupSession({ limiter, backoffFactor: 0.1, timeout: { headers: 800 }, poolMaxsize: 50 })
  const scripts = Array.from({ length: count }, () =>
    random() < 0.1 ? [faults[Math.floor(random() * faults.length)] ?? 'reset'] : [],
  )
  const urls = await urlsFor(scripts)
  const before = await heapMb()
  const delays = monitorEventLoopDelay({ resolution: 5 })
  delays.enable()
  written.length = 0
  let lost = 0
  /** When the last request left for the first time. Afterwards there are only retries, and not enough of them. */
  let lastFirstAt = 0
  const onAttempt = ({ kind, attempt }: AttemptEvent): void => {
    if (kind === 'sent' && attempt === 1) lastFirstAt = performance.now()
  }
  /** Every tenth is a POST: sent once, it has its answer or the fault that it met. */
  const isPost = (index: number): boolean => index % 10 === 0
  await Promise.all(
    urls.map(async (url, index) => {
      const method = isPost(index) ? 'POST' : 'GET'
      const result = await request(url, { session, method, schema: Item, onAttempt })
      const answered = result.ok ? url.endsWith(result.data.id) : isPost(index)
      if (!answered) lost += 1
    }),
  )
  delays.disable()
  const growth = (await heapMb()) - before
  const seen = await arrivals()
  const firstAt = Math.min(...written)
  const sentMs = Math.max(...written) - firstAt
  // The first window's worth may go at once, and says nothing of the rate.
  const steadyFrom = firstAt + limit.windowMs
  const inTime = written.filter((at) => at > steadyFrom && at <= lastFirstAt).length
  const allowed = (limit.calls * (lastFirstAt - steadyFrom)) / limit.windowMs
  const posts = new Set(urls.filter((_, index) => isPost(index)))
  const postsSeen = seen.urls.filter((url) => posts.has(url))
  const ours = new Set(urls)
  const arrived = seen.at.filter((_, index) => ours.has(seen.urls[index] ?? ''))
  const atSockets = busiest(written, limit.windowMs)
  const atServer = busiest(arrived, limit.windowMs - goals.toleranceMs)
  process.stdout.write(
    `  ${count} requests, ${scripts.flat().length} faults, sent ${written.length} times in ${(sentMs / 1000).toFixed(1)} s\n` +
      `  the machine held the client up for ${(delays.percentile(99) / 1e6).toFixed(0)} ms (99 %), ` +
      `${(delays.max / 1e6).toFixed(0)} ms at most\n`,
  )
  judge(
    inTime / allowed >= goals.rate,
    `achieved ÷ allowed rate ${ratio(inTime / allowed)} (at least ${goals.rate})`,
  )
  judge(
    atSockets <= limit.calls,
    `most in any ${limit.windowMs} ms at the client's sockets ${atSockets} (at most ${limit.calls})`,
  )
  judge(
    atServer <= limit.calls,
    `most in any ${limit.windowMs - goals.toleranceMs} ms at the server ${atServer} (at most ${limit.calls})`,
  )
  judge(lost === 0, `lost ${lost}`)
  judge(
    postsSeen.length <= new Set(postsSeen).size,
    `POSTs sent twice ${postsSeen.length - new Set(postsSeen).size}`,
  )
  judge(growth <= goals.growthMb, `heap grown by ${growth.toFixed(1)} MB (at most ${goals.growthMb})`)
}

/** A server that says that it is too much: the rate goes down, comes back, and nothing is lost. */
async function busy(): Promise<void> {
  const limiter = new RateLimiter(limit.calls, limit.windowMs, { margin: limit.marginMs })
  const session = setupSession({ limiter, backoffFactor: 0.1 })
  const total = 600
  const troubled = 10
  const urls = await urlsFor(
    Array.from({ length: total }, (_, index) =>
      index >= 200 && index < 200 + troubled ? [{ status: index % 2 ? 429 : 503, retryAfter: '1' }] : [],
    ),
  )
  let slowest = 1
  const stop = limiter.subscribe(({ pace }) => {
    slowest = Math.min(slowest, pace)
  })
  const results = await Promise.all(urls.map((url) => request(url, { session, schema: Item })))
  stop()
  const lost = results.filter(({ ok }) => !ok).length
  process.stdout.write(
    `  ${troubled} answers of 429 or 503: slowed down to ${slowest.toFixed(2)} of the rate, at the end ${limiter.state().pace.toFixed(2)}\n`,
  )
  judge(slowest < 1 && limiter.state().pace > slowest, 'a busy server slows the client down, and it recovers')
  judge(lost === 0, `lost to a busy server ${lost}`)
}

await overhead()
await steady()
await busy()
await worker.terminate()
process.stdout.write(`goals ${missed.length === 0 ? 'met' : 'missed'}\n`)
process.exitCode = missed.length === 0 ? 0 : 1
