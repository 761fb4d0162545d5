import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { contentPolicy } from './content-policy'

/** The page's own address. */
export const pageScheme = 'app'
export const pageOrigin = `${pageScheme}://tagwright`
export const pageUrl = `${pageOrigin}/index.html`

/** What the built window consists of; anything else is not served. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

const headers = {
  'content-security-policy': contentPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-cache',
}

/**
 * Answers requests for the built window. The files are listed once, before anyone can ask: a request is looked up
 * in that list and never turned into a path, so there is nothing to climb out of. Links are not listed.
 */
export function createPageFiles(folder: string): (request: Request) => Promise<Response> {
  const files = new Map(list(folder).map((path) => [`/${path}`, join(folder, path)]))
  return async (request) => {
    const url = new URL(request.url)
    const file = url.host === 'tagwright' && request.method === 'GET' ? files.get(nameIn(url)) : undefined
    const type = file && types[extname(file)]
    if (file === undefined || type === undefined) {
      return new Response('Not found', { status: 404, headers: { ...headers, 'content-type': 'text/plain' } })
    }
    return new Response(new Uint8Array(await readFile(file)), {
      headers: { ...headers, 'content-type': type },
    })
  }
}

function nameIn(url: URL): string {
  try {
    return decodeURIComponent(url.pathname)
  } catch {
    return ''
  }
}

function list(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isDirectory()) return list(folder, path)
    return entry.isFile() ? [path] : []
  })
}
