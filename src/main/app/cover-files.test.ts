import { describe, expect, it } from 'vitest'
import { bitmapType, createCoverFiles, parseCover } from './cover-files'

const hash = 'ab'.repeat(32)
const bytes = (...of: (number | string)[]) =>
  new Uint8Array(of.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : [part])))

describe('a cover address', () => {
  it('names a picture in a track, or one in the store', () => {
    expect(parseCover('cover://track/3f-a/2?size=96&v=1700')).toEqual({
      source: { id: '3f-a', index: 2 },
      size: 96,
    })
    expect(parseCover(`cover://picture/${hash}`)).toEqual({ source: { hash }, size: undefined })
  })

  it('keeps the size within bounds', () => {
    expect(parseCover('cover://track/a/0?size=1')?.size).toBe(16)
    expect(parseCover('cover://track/a/0?size=9999')?.size).toBe(1024)
  })

  it('is nothing else', () => {
    for (const address of [
      'nonsense',
      'cover://track/a',
      'cover://track/a/b',
      'cover://track/a/-1',
      'cover://track/a/0/0',
      'cover://track/..%2fa/0',
      'cover://track/a/0?size=0x10',
      'cover://track/a/0?size=96.5',
      'cover://track/a/0?size=',
      'cover://file/etc/passwd',
      `cover://picture/${hash.toUpperCase()}`,
      'cover://picture/../x',
    ])
      expect(parseCover(address), address).toBeUndefined()
  })
})

describe('a picture', () => {
  it('is what its first bytes say', () => {
    expect(bitmapType(bytes(0xff, 0xd8, 0xff, 0xe0))).toBe('image/jpeg')
    expect(bitmapType(bytes(0x89, 'PNG\r\n', 0x1a, '\n'))).toBe('image/png')
    expect(bitmapType(bytes('GIF89a'))).toBe('image/gif')
    expect(bitmapType(bytes('RIFF', 0, 0, 0, 0, 'WEBP'))).toBe('image/webp')
    expect(bitmapType(bytes('BM'))).toBe('image/bmp')
  })

  it('is none when it is text, whatever it pretends', () => {
    for (const text of [
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      '<html>',
      '%PDF',
      '',
      'GIF',
      'RIFF____WAVE',
    ])
      expect(bitmapType(bytes(text)), text).toBeUndefined()
  })
})

describe('the answer to a cover request', () => {
  const answering = (found: Uint8Array | undefined) => {
    const asked: string[] = []
    const outcome = async (what: string) => {
      asked.push(what)
      return found === undefined
        ? ({ ok: false, problem: { code: 'picture.missing', params: {} } } as const)
        : ({ ok: true, mime: 'image/svg+xml', bytes: found } as const)
    }
    const answer = createCoverFiles({
      picture: () => outcome('picture'),
      thumbnail: (_source, size) => outcome(`thumbnail ${size}`),
    })
    return { asked, answer: (url: string, init?: RequestInit) => answer(new Request(url, init)) }
  }
  const gif = bytes('GIF89a')

  it('is a thumbnail when a size is named, else the whole picture', async () => {
    const { asked, answer } = answering(gif)
    const response = await answer('cover://track/a/0?size=96')
    await answer('cover://track/a/0')
    expect(asked).toEqual(['thumbnail 96', 'picture'])
    // By the bytes, not by what the tag claims.
    expect(response.headers.get('content-type')).toBe('image/gif')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(gif)
  })

  it('is 404 for what is no bitmap, not there, or asked in another way', async () => {
    expect((await answering(bytes('<svg/>')).answer('cover://track/a/0')).status).toBe(404)
    expect((await answering(undefined).answer('cover://track/a/0')).status).toBe(404)
    expect((await answering(gif).answer('cover://elsewhere/a/0')).status).toBe(404)
    expect((await answering(gif).answer('cover://track/a/0', { method: 'POST' })).status).toBe(404)
  })
})
