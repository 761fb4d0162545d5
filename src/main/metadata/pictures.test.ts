import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, fromUint16, fromUint32 } from './bytes'
import { accessBytes } from './file-access'
import { describePicture, encodeFlacPicture, parseFlacPicture, readPictureHeader } from './pictures'
import { MetadataReader } from './reader'
import { parseVorbisComment } from './tags/vorbis-comment'
import { patchPictureComments, picturesOfVorbisComment } from './tags/vorbis-pictures'
import { fixture } from './testing/fixture'

const label = { type: 3, mime: 'image/jpeg', description: 'ein Bild' }

describe('the header of a picture', () => {
  it.each([
    ['cover.png', 'image/png'],
    ['cover.jpg', 'image/jpeg'],
    ['cover.gif', 'image/gif'],
    ['cover.bmp', 'image/bmp'],
    ['cover.webp', 'image/webp'],
  ])('of %s says type and size', (name, mime) => {
    expect(readPictureHeader(fixture(name))).toEqual({ mime, width: 24, height: 16 })
  })

  it('of the other two kinds of WebP says the size too', () => {
    const webp = (kind: string, body: readonly number[]) =>
      concat([fromLatin1('RIFF\0\0\0\0WEBP'), fromLatin1(kind), new Uint8Array(4), Uint8Array.from(body)])
    expect(readPictureHeader(webp('VP8X', [0, 0, 0, 0, 99, 1, 0, 9, 0, 0]))).toMatchObject({
      width: 356,
      height: 10,
    })
    expect(readPictureHeader(webp('VP8L', [0x2f, 0x17, 0xc0, 0x03, 0]))).toMatchObject({
      width: 24,
      height: 16,
    })
    expect(readPictureHeader(webp('NOPE', [0, 0]))).toMatchObject({ mime: 'image/webp', width: 0 })
  })

  it('is not believed when it is none, and text never is a picture', () => {
    for (const text of ['<svg xmlns="http://www.w3.org/2000/svg"/>', '<html>', '', 'BM']) {
      expect(readPictureHeader(fromLatin1(text)).mime).toBe('')
    }
  })

  it('may be cut off anywhere', () => {
    for (const name of ['cover.png', 'cover.jpg', 'cover.webp', 'cover.gif', 'cover.bmp']) {
      const bytes = fixture(name)
      for (let length = 0; length < 40; length++) {
        expect(() => readPictureHeader(bytes.subarray(0, length))).not.toThrow()
      }
    }
  })

  it('finds the size of a JPEG behind other segments', () => {
    const segment = concat([Uint8Array.of(0xff, 0xe1), fromUint16(100), new Uint8Array(98)])
    const frame = Uint8Array.of(0xff, 0xff, 0xc2, 0, 17, 8, 1, 0, 2, 0, 3, 0)
    const bytes = concat([Uint8Array.of(0xff, 0xd8), segment, frame])
    expect(readPictureHeader(bytes)).toEqual({ mime: 'image/jpeg', width: 512, height: 256 })
  })
})

describe('a picture', () => {
  it('is named by the SHA-256 of its bytes, and called what its bytes are', () => {
    const picture = describePicture(fixture('cover.png'), label)
    expect(picture).toMatchObject({
      type: 3,
      mime: 'image/png',
      description: 'ein Bild',
      width: 24,
      height: 16,
    })
    expect(picture.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(picture.sizeBytes).toBe(picture.bytes.length)
  })

  it('survives FLAC’s block, and lengths that do not fit are no picture', () => {
    const picture = describePicture(fixture('cover.jpg'), label)
    const body = encodeFlacPicture(picture)
    expect(parseFlacPicture(body)).toEqual(picture)
    for (let length = 0; length < body.length; length += 7) {
      expect(parseFlacPicture(body.subarray(0, length))).toBeUndefined()
    }
    const lying = body.slice()
    lying.set(fromUint32(0xffffffff), 4)
    expect(parseFlacPicture(lying)).toBeUndefined()
  })

  it('is found in an old COVERART comment, which gives way to the new kind', () => {
    const text = (value: string) =>
      concat([Uint8Array.of(value.length & 255, value.length >> 8, 0, 0), fromLatin1(value)])
    const coverArt = `COVERART=${Buffer.from(fixture('cover.png')).toString('base64')}`
    const comment = parseVorbisComment(
      concat([
        text('v'),
        Uint8Array.of(3, 0, 0, 0),
        text(coverArt),
        text('COVERARTMIME=image/png'),
        text('TITLE=x'),
      ]),
    )
    const [old] = picturesOfVorbisComment(comment)
    expect(old).toMatchObject({ type: 3, mime: 'image/png' })
    if (old === undefined) throw new Error('no picture')
    const patched = patchPictureComments(comment, [old])
    expect(patched.entries.map(({ name }) => name)).toEqual(['METADATA_BLOCK_PICTURE', 'TITLE'])
    expect(picturesOfVorbisComment(patched)).toEqual([old])
  })

  it('comes out of formats that are only read', async () => {
    const outcome = await new MetadataReader().readFrom(accessBytes(fixture('tagged.wma')), 'a.wma')
    expect(outcome.ok && outcome.metadata.pictures).toEqual([])
  })
})
