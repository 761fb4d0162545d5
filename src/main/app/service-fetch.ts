import { Readable } from 'node:stream'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import { net, type Session, session } from 'electron'

/**
 * The app's own way to the services: Chromium's network with the system's proxy, in a session of its own that lives
 * in memory and shares neither cookies nor cache with the window. GET and POST over http and https, which is all that
 * is asked of it; a redirect is answered and never followed.
 *
 * Not `session.fetch`: that one rejects instead of answering a redirect, and knows addresses such as `file:`.
 */
export function createServiceFetch(): typeof globalThis.fetch {
  let services: Session | undefined
  return (input, init) => {
    services ??= session.fromPartition('services', { cache: false })
    return ask(services, new Request(input, init))
  }
}

/** Statuses that must have no body, by the fetch standard. */
const bodiless = new Set([204, 205, 304])

const methods = ['GET', 'POST']

async function ask(from: Session, asked: Request): Promise<Response> {
  const form = asked.body === null ? undefined : Buffer.from(await asked.arrayBuffer())
  return new Promise((resolve, reject) => {
    const { protocol } = new URL(asked.url)
    if (!methods.includes(asked.method) || (protocol !== 'https:' && protocol !== 'http:')) {
      reject(new TypeError(`${asked.method} ${protocol} is not what services are asked`))
      return
    }
    if (asked.signal.aborted) {
      reject(asked.signal.reason)
      return
    }
    const request = net.request({
      method: asked.method,
      url: asked.url,
      session: from,
      redirect: 'manual',
      credentials: 'omit',
      useSessionCookies: false,
    })
    asked.headers.forEach((value, name) => {
      request.setHeader(name, value)
    })
    let body: Readable | undefined
    const stop = () => {
      request.abort()
      body?.destroy(asked.signal.reason)
      reject(asked.signal.reason)
    }
    const over = () => asked.signal.removeEventListener('abort', stop)
    asked.signal.addEventListener('abort', stop, { once: true })

    /** A service may answer what no response can be made of: a status of 999, say. */
    const answer = (make: () => Response) => {
      try {
        resolve(make())
      } catch (error) {
        request.abort()
        reject(error)
      }
    }
    request.on('redirect', (status, _method, location, headers) => {
      over()
      answer(() => new Response(null, { status, headers: { ...flat(headers), location } }))
      request.abort()
    })
    request.on('response', (response) => {
      const status = response.statusCode
      answer(() => {
        // Electron's message is a readable stream, though its types only say that it emits events.
        body = response as unknown as Readable
        body.once('close', over)
        const content = bodiless.has(status) ? null : webStream(body)
        return new Response(content, { status, headers: flat(response.headers) })
      })
    })
    request.on('error', (error) => {
      over()
      // Also after a redirect that was not followed; then nobody listens any more.
      reject(error)
    })
    if (form !== undefined) request.write(form)
    request.end()
  })
}

/** The same stream; Node and the DOM each have a type for it. */
const webStream = (readable: Readable): BodyInit =>
  Readable.toWeb(readable) as NodeStream as unknown as BodyInit

const flat = (headers: Record<string, string | string[]>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )
