import { describe, expect, it } from 'vitest'
import {
  concat,
  fromLatin1,
  fromUint24,
  fromUint32,
  fromUint32le,
  fromUtf8,
  sameBytes,
  uint24,
} from '../bytes'
import { accessBytes, type FileAccess } from '../file-access'
import { describePicture, encodeFlacPicture } from '../pictures'
import { firstOf } from '../tags/entry'
import { renderVorbisComment } from '../tags/vorbis-comment'
import { fixture, holds } from '../testing/fixture'
import { save, title } from '../testing/round-trip'
import { MetadataWriter } from '../writer'
import { openFlac } from './flac'
import { flacFrameAt } from './flac-frame'

const writer = new MetadataWriter()

const open = (bytes: Uint8Array) => openFlac(accessBytes(bytes), Buffer.from(bytes).indexOf('fLaC'))
const valuesOf = (bytes: Uint8Array) => firstOf(open(bytes).tags.map((tag) => tag.values))
const kindsOf = (bytes: Uint8Array) => open(bytes).tags.map(({ kind }) => kind)
const picturesOf = (bytes: Uint8Array) => open(bytes).tags.flatMap(({ pictures }) => pictures)

const plain = fixture('plain.flac')
const tagged = fixture('tagged.flac')
const streamInfoEnd = 42

const block = (type: number, body: Uint8Array) => concat([Uint8Array.of(type), fromUint24(body.length), body])
const withBlocks = (...blocks: readonly Uint8Array[]) =>
  concat([tagged.subarray(0, streamInfoEnd), ...blocks, tagged.subarray(streamInfoEnd)])

/** Where the sound of the fixture starts, and the stream with nothing but these blocks in front of it. */
const soundAt = open(plain).audio[0]?.start ?? 0
const bare = (...blocks: readonly Uint8Array[]) => {
  const all = [plain.subarray(4, streamInfoEnd), ...blocks].map((one) => one.slice())
  const last = all.at(-1)
  if (last !== undefined) last[0] = (last[0] ?? 0) | 0x80
  return concat([plain.subarray(0, 4), ...all, plain.subarray(soundAt)])
}

const commentBody = (...comments: readonly string[]) =>
  renderVorbisComment({
    vendor: fromUtf8('v'),
    entries: comments.map((text) => ({ name: '', values: [], raw: fromUtf8(text) })),
    rest: new Uint8Array(),
  })
const comment = (...comments: readonly string[]) => block(4, commentBody(...comments))

const cover = describePicture(fixture('cover.png'), { type: 3, mime: 'image/png', description: 'vorne' })
const large = (sizeBytes: number) =>
  describePicture(concat([fixture('cover.png'), new Uint8Array(sizeBytes).fill(7)]), cover)

describe('the metadata blocks (RFC 9639 §8)', () => {
  it('that are not understood stay, and so does padding anywhere', async () => {
    const kept = [
      block(2, fromLatin1('testdata')),
      block(3, new Uint8Array(18).fill(9)),
      block(100, new Uint8Array(3)),
    ]
    const result = await save(withBlocks(block(1, new Uint8Array(50)), ...kept), title('x'.repeat(20_000)))
    for (const one of kept) expect(holds(result, one)).toBe(true)
  })

  it('use their padding before anything moves', async () => {
    const original = withBlocks(block(1, new Uint8Array(500)))
    expect(await save(original, title('x'.repeat(300)))).toHaveLength(original.length)
  })

  it('leave 8 kB of room when they must grow, and then grow no more', async () => {
    const grown = await save(bare(), title('x'))
    expect(grown.length - bare().length).toBeGreaterThan(8192)
    let again = grown
    for (const text of ['xy', 'x'.repeat(5000), 'z']) again = await save(again, title(text))
    expect(again).toHaveLength(grown.length)
  })

  it('give back the room of a large picture that goes', async () => {
    const before = await save(bare(), title('x'))
    const withPicture = await save(before, { values: {}, pictures: [large(200_000)] })
    expect(withPicture.length).toBeGreaterThan(before.length + 200_000)
    expect(await save(withPicture, { values: {}, pictures: [] })).toHaveLength(before.length)
  })

  it('hold one comment that counts: the first; another is kept as it is (unlike node-taglib-sharp: formats.md B12)', async () => {
    const second = comment('TITLE=Zweiter')
    const original = bare(comment('TITLE=Erster'), second, block(1, new Uint8Array(100)))
    expect(valuesOf(original).title).toEqual(['Erster'])
    const result = await save(original, title('Neu'))
    expect(valuesOf(result).title).toEqual(['Neu'])
    expect(holds(result, second)).toBe(true)
  })

  it('are not written when the first is no STREAMINFO, or the last never comes', () => {
    const headless = concat([fromLatin1('fLaC'), comment('TITLE=x'), plain.subarray(4)])
    expect(open(headless).notWritable?.reason).toBe('FLAC without STREAMINFO')
    expect(open(tagged.subarray(0, 200)).notWritable?.code).toBe('metadata.truncated')
    expect(valuesOf(tagged.subarray(0, 200)).title).toEqual(['Ein Titel'])
  })
})

describe('blocks whose size is wrong (formats.md B12, C9)', () => {
  const shortened = (bytes: Uint8Array, type: number) => {
    const result = bytes.slice()
    const at = result.findIndex((byte, index) => index >= streamInfoEnd && (byte & 0x7f) === type)
    result.set(fromUint24(uint24(result, at + 1) - 5), at + 1)
    return result
  }

  it.each([
    ['comment', shortened(bare(comment('TITLE=Ein Titel', 'ARTIST=AC/DC'), block(1, new Uint8Array(9))), 4)],
    ['picture', shortened(bare(block(6, encodeFlacPicture(cover)), comment('TITLE=Ein Titel')), 6)],
  ])('are read by what the %s holds, and mended', async (_, original) => {
    expect(valuesOf(original).title).toEqual(['Ein Titel'])
    const result = await save(original, title('Neu'))
    expect(valuesOf(result).title).toEqual(['Neu'])
    expect(picturesOf(result)).toEqual(picturesOf(original))
    const { audio } = open(result)
    expect(sameBytes(result.subarray(audio[0]?.start), plain.subarray(soundAt))).toBe(true)
  })

  it('are left alone when no sound follows either way', () => {
    const original = shortened(bare(comment('TITLE=x', 'ARTIST=y')), 4)
    original.fill(0, original.length - 5000)
    const noSound = shortened(
      concat([plain.subarray(0, streamInfoEnd), Uint8Array.of(0x84, 0, 0, 60), commentBody('TITLE=x')]),
      4,
    )
    expect(open(noSound).notWritable).toBeDefined()
  })
})

describe('VORBIS_COMMENT with lengths that lie (RFC 9639 §8.6)', () => {
  it('shows what can be read, and keeps the rest behind it', async () => {
    const body = commentBody('TITLE=Ein Titel', 'ARTIST=AC/DC')
    const lying = body.slice()
    const at = Buffer.from(lying).indexOf('ARTIST') - 4
    lying.set(fromUint32le(0xffffffff), at)
    const original = bare(block(4, lying), block(1, new Uint8Array(200)))
    expect(valuesOf(original).title).toEqual(['Ein Titel'])
    expect(valuesOf(original).artist).toBeUndefined()
    const result = await save(original, title('Neu'))
    expect(valuesOf(result).title).toEqual(['Neu'])
    expect(holds(result, lying.subarray(at))).toBe(true)
  })

  it('believes no count of four thousand million', () => {
    const body = commentBody('TITLE=Ein Titel')
    body.set(fromUint32le(0xffffffff), 5)
    expect(valuesOf(bare(block(4, body))).title).toEqual(['Ein Titel'])
    const zeros = bare(
      block(4, concat([fromUint32le(0), fromUint32le(0xffffffff), new Uint8Array(8_000_000)])),
    )
    expect(open(zeros).notWritable?.reason).toBe('damaged VORBIS_COMMENT')
  })

  it('reads on behind a vendor that is longer than the block', async () => {
    const original = bare(block(4, concat([fromUint32le(0xffff), fromUtf8('vendor')])))
    const result = await save(original, title('Neu'))
    expect(valuesOf(result).title).toEqual(['Neu'])
    expect(holds(result, concat([fromUint32le(0xffff), fromUtf8('vendor')]))).toBe(true)
  })
})

describe('pictures (RFC 9639 §8.8)', () => {
  it('are counted without being fetched', () => {
    const bytes = bare(
      comment('TITLE=x'),
      block(6, encodeFlacPicture(large(500_000))),
      block(1, new Uint8Array(99)),
    )
    let fetched = 0
    const counting: FileAccess = {
      size: bytes.length,
      read: (at, length) => {
        const read = accessBytes(bytes).read(at, length)
        fetched += read.length
        return read
      },
    }
    const { tags } = openFlac(counting, 0)
    expect(tags.map(({ pictureCount }) => pictureCount)).toEqual([0, 1])
    expect(fetched).toBeLessThan(20_000)
    expect(tags[1]?.pictures[0]?.sizeBytes).toBe(500_000 + fixture('cover.png').length)
  })

  it('in comments are shown, and become blocks when pictures change', async () => {
    const base64 = Buffer.from(encodeFlacPicture(cover)).toString('base64')
    const original = bare(comment('TITLE=x', `METADATA_BLOCK_PICTURE=${base64}`))
    expect(picturesOf(original)).toEqual([cover])
    const renamed = await save(original, title('y'))
    expect(holds(renamed, fromUtf8(base64))).toBe(true)
    const back = { ...cover, type: 4 }
    const result = await save(original, { values: {}, pictures: [cover, back] })
    expect(holds(result, fromUtf8('METADATA_BLOCK_PICTURE'))).toBe(false)
    expect(picturesOf(result).map(({ type }) => type)).toEqual([3, 4])
  })

  it('that stay keep their block, unknown colour depth and all', async () => {
    const odd = encodeFlacPicture(cover)
    odd[odd.length - cover.bytes.length - 9] = 24
    const original = bare(comment('TITLE=x'), block(6, odd))
    const result = await save(original, {
      values: {},
      pictures: [...picturesOf(original), { ...cover, type: 4 }],
    })
    expect(holds(result, odd)).toBe(true)
  })

  it('of more than 16 MB are refused with their size', async () => {
    const outcome = await writer.plan(
      accessBytes(bare()),
      { values: {}, pictures: [large(2 ** 24)] },
      'a.flac',
    )
    expect(outcome.ok).toBe(false)
    expect(JSON.stringify(outcome)).toContain('17 MB')
  })

  it('whose lengths do not fit stay as blocks that nobody understands', async () => {
    const broken = block(6, concat([fromUint32(3), fromUint32(0xffffffff), new Uint8Array(32)]))
    const original = bare(broken, comment('TITLE=x'))
    expect(picturesOf(original)).toEqual([])
    expect(holds(await save(original, { values: {}, pictures: [cover] }), broken)).toBe(true)
  })
})

describe('tags that do not belong around a FLAC stream', () => {
  const mp3 = fixture('v23-v1.mp3')
  const id3v2 = mp3.subarray(0, 10 + (((mp3[7] ?? 0) << 14) | ((mp3[8] ?? 0) << 7) | (mp3[9] ?? 0)))
  const id3v1 = mp3.slice(-128)
  const apeItem = concat([fromUint32le(3), fromUint32le(0), fromLatin1('Title\0Alt')])
  const apeTag = concat([
    apeItem,
    fromLatin1('APETAGEX'),
    fromUint32le(2000),
    fromUint32le(apeItem.length + 32),
    fromUint32le(1),
    new Uint8Array(12),
  ])

  it('follow the edit, and are never the sound', async () => {
    const original = concat([id3v2, tagged, apeTag, id3v1])
    expect(kindsOf(original)).toEqual(['Vorbis comment', 'ID3v2.3', 'APEv2', 'ID3v1'])
    const result = await save(original, title('Anders'))
    expect(valuesOf(result).title).toEqual(['Anders'])
    const text = Buffer.from(result).toString('latin1')
    expect(text.split('Anders')).toHaveLength(5)
    expect(text).not.toContain('Ein Titel')
    expect(text).not.toContain('Alt')
  })

  it('get no field that they did not have', async () => {
    const result = await save(concat([id3v2, tagged, id3v1]), { values: { mood: ['Heiter'] } })
    expect(result.subarray(0, id3v2.length)).toEqual(id3v2)
    expect(result.subarray(-128)).toEqual(id3v1)
  })

  it('say what the comments do not, and lose it when it is cleared', async () => {
    const original = concat([id3v2, plain])
    expect(valuesOf(original).title).toEqual(['Ein Titel'])
    const result = await save(original, title(''))
    expect(valuesOf(result).title).toBeUndefined()
  })

  it('stay byte for byte where we cannot read them', async () => {
    const unknown = concat([fromLatin1('ID3'), Uint8Array.of(7, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4)])
    const result = await save(concat([unknown, tagged]), title('Neu'))
    expect(result.subarray(0, unknown.length)).toEqual(unknown)
    expect(valuesOf(result).title).toEqual(['Neu'])
  })
})

describe('STREAMINFO (RFC 9639 §8.2)', () => {
  it('says how the file sounds', () => {
    expect(open(tagged).properties).toMatchObject({
      sampleRate: 44_100,
      channels: 2,
      bitsPerSample: 24,
      durationMs: 500,
      lossless: true,
      codec: 'FLAC',
    })
  })

  it('without a number of samples leaves the length to the last frame', () => {
    const streamed = tagged.slice()
    streamed[21] = (streamed[21] ?? 0) & 0xf0
    streamed.fill(0, 22, 26)
    expect(open(streamed).properties.durationMs).toBeCloseTo(500, 3)
  })
})

describe('a frame header (RFC 9639 §9.1)', () => {
  it('is known by its checksum', () => {
    const start = plain.subarray(soundAt, soundAt + 16)
    expect(flacFrameAt(start, 0, 4096)).toMatchObject({ firstSample: 0 })
    const damaged = start.slice()
    damaged[2] = (damaged[2] ?? 0) ^ 0x10
    expect(flacFrameAt(damaged, 0, 4096)).toBeUndefined()
    for (let length = 0; length < 6; length++) {
      expect(flacFrameAt(start.subarray(0, length), 0, 4096)).toBeUndefined()
    }
  })
})
