import { trackId } from '../../shared/model'
import type { Library, PictureSource } from '../library'

export const coverScheme = 'cover'

const leastSize = 16
const largestSize = 1024

/** What a `cover:` address asks for. Without a size: the picture as it is. */
export interface CoverRequest {
  readonly source: PictureSource
  readonly size: number | undefined
}

/**
 * `cover://track/<id>/<index>?size=96&v=<hash>` is a picture in a file, `cover://picture/<hash>?size=96` one in the
 * store or the history. Undefined for anything else. `v` only makes the address new when the picture is.
 */
export function parseCover(address: string): CoverRequest | undefined {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  const source = sourceOf(url)
  const size = url.searchParams.get('size')
  if (source === undefined) return undefined
  if (size === null) return { source, size: undefined }
  if (!/^\d{1,4}$/.test(size)) return undefined
  return { source, size: Math.min(largestSize, Math.max(leastSize, Number(size))) }
}

function sourceOf(url: URL): PictureSource | undefined {
  if (url.host === 'track') {
    const match = /^\/([\w-]{1,64})\/(\d{1,4})$/.exec(url.pathname)
    return match?.[1] === undefined ? undefined : { id: trackId(match[1]), index: Number(match[2]) }
  }
  const hash = url.host === 'picture' ? /^\/([0-9a-f]{64})$/.exec(url.pathname)?.[1] : undefined
  return hash === undefined ? undefined : { hash }
}

/**
 * What kind of picture bytes are, by their first ones: what a tag claims is not believed. Undefined for everything
 * that is not a plain bitmap, SVG above all.
 */
export function bitmapType(bytes: Uint8Array): string | undefined {
  const starts = (...expected: number[]) => expected.every((byte, index) => bytes[index] === byte)
  const says = (text: string, at: number) =>
    [...text].every((letter, index) => bytes[at + index] === letter.charCodeAt(0))
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png'
  if (says('GIF87a', 0) || says('GIF89a', 0)) return 'image/gif'
  if (says('RIFF', 0) && says('WEBP', 8)) return 'image/webp'
  if (says('BM', 0)) return 'image/bmp'
  return undefined
}

const headers = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
}

const missing = () => new Response(null, { status: 404, headers })

/** Answers `cover:` requests with pictures, and with nothing else. */
export function createCoverFiles(
  library: Pick<Library, 'picture' | 'thumbnail'>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const asked = request.method === 'GET' ? parseCover(request.url) : undefined
    if (asked === undefined) return missing()
    const outcome = await (asked.size === undefined
      ? library.picture(asked.source)
      : library.thumbnail(asked.source, asked.size))
    const type = outcome.ok ? bitmapType(outcome.bytes) : undefined
    if (!outcome.ok || type === undefined) return missing()
    return new Response(new Uint8Array(outcome.bytes), {
      headers: { ...headers, 'content-type': type, 'cache-control': 'private, max-age=86400' },
    })
  }
}
