import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, fromUint32le, uint64le } from '../bytes'
import { describePicture } from '../pictures'
import { id3, read, save, soundOf, title } from '../testing/chunk-files'
import { fixture, holds } from '../testing/fixture'
import { layoutOf } from '../testing/layouts'

const wide = (value: number) => concat([fromUint32le(value), fromUint32le(0)])
const samples = Uint8Array.from({ length: 8192 }, (_, index) => index % 251)

/** A DSF file: header, format, sound, what follows. `pointer` as a position, the end of the sound by default. */
function dsf(tail: Uint8Array = new Uint8Array(0), pointer = tail.length === 0 ? 0 : 92 + samples.length) {
  const size = 92 + samples.length + tail.length
  return concat([
    ...[fromLatin1('DSD '), wide(28), wide(size), wide(pointer)],
    ...[fromLatin1('fmt '), wide(52), fromUint32le(1), fromUint32le(0), fromUint32le(2), fromUint32le(2)],
    ...[fromUint32le(2822400), fromUint32le(1), wide(28224), fromUint32le(4096), fromUint32le(0)],
    ...[fromLatin1('data'), wide(12 + samples.length), samples],
    tail,
  ])
}

const pointerOf = (bytes: Uint8Array) => uint64le(bytes, 20)
const sizeOf = (bytes: Uint8Array) => uint64le(bytes, 12)

describe('DSF (Sony, 1.01)', () => {
  it('says how it sounds in its format chunk', async () => {
    expect((await read(dsf())).audio).toEqual({
      durationMs: 10,
      sampleRate: 2822400,
      channels: 2,
      bitsPerSample: 1,
      bitrate: 5644800,
      lossless: true,
      codec: 'DSD',
      encoder: '',
    })
  })

  it('gets a tag at its end, the pointer to it, and its new size', async () => {
    const original = dsf()
    const result = await save(original, title('Größe'))
    expect(pointerOf(result)).toBe(original.length)
    expect(sizeOf(result)).toBe(result.length)
    expect(result.subarray(28, original.length)).toEqual(original.subarray(28))
    expect((await read(result)).values.title).toEqual(['Größe'])
    expect((await save(result, title('Größer'))).length).toBe(result.length)
  })

  it('has its tag changed where it is', async () => {
    const original = dsf(id3({ title: ['Alt'], artist: ['AC/DC'] }))
    expect((await read(original)).values).toEqual({ title: ['Alt'], artist: ['AC/DC'] })
    const result = await save(original, title('x'.repeat(300)))
    expect(pointerOf(result)).toBe(pointerOf(original))
    expect(sizeOf(result)).toBe(result.length)
    expect((await read(result)).values.artist).toEqual(['AC/DC'])
    expect(soundOf(result)).toEqual(samples)
  })

  it('takes a picture', async () => {
    const picture = describePicture(fixture('cover.png'), { type: 3, mime: '', description: '' })
    const result = await save(dsf(id3({ title: ['Alt'] })), { values: {}, pictures: [picture] })
    expect((await read(result)).pictures.map(({ hash }) => hash)).toEqual([picture.hash])
  })

  it('gets a new tag where its pointer leads nowhere', async () => {
    const original = dsf(new Uint8Array(0), 99999)
    const result = await save(original, title('Neu'))
    expect(pointerOf(result)).toBe(original.length)
    expect((await read(result)).values.title).toEqual(['Neu'])
  })

  it('keeps what stands where a tag should be, behind the new one', async () => {
    const rubbish = fromLatin1('no tag at all')
    const result = await save(dsf(rubbish), title('Neu'))
    expect(result.subarray(-rubbish.length)).toEqual(rubbish)
    expect((await read(result)).values.title).toEqual(['Neu'])
    expect(sizeOf(result)).toBe(result.length)
  })

  it('keeps bytes between the sound and the tag', async () => {
    const between = fromLatin1('between!')
    const original = dsf(concat([between, id3({ title: ['Alt'] })]), 92 + samples.length + between.length)
    const result = await save(original, title('Neu'))
    expect(holds(result, concat([samples.subarray(-4), between]))).toBe(true)
    expect((await read(result)).values.title).toEqual(['Neu'])
  })

  it('is not written where the tag would lie in the sound, or where sound or tag are cut off', async () => {
    expect(layoutOf(dsf(new Uint8Array(0), 200)).notWritable?.reason).toBe(
      'the tag is said to lie in the sound',
    )
    expect(layoutOf(dsf().subarray(0, 4000)).notWritable?.code).toBe('metadata.truncated')
    const cutTag = dsf(id3({ title: ['Da'], artist: ['Nicht ganz'.repeat(9)] })).slice(0, -20)
    expect(layoutOf(cutTag).notWritable?.code).toBe('metadata.truncated')
    expect((await read(cutTag)).values.title).toEqual(['Da'])
    expect(layoutOf(dsf().subarray(0, 85)).notWritable?.reason).toBe('no sound found')
  })
})
