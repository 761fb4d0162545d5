import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, fromUint16, fromUint32, fromUtf8, uint32 } from '../bytes'
import {
  chunk as chunkOf,
  form,
  id3,
  idsOf,
  type Made,
  read,
  save,
  saveUnheard,
  soundOf,
  title,
  without,
} from '../testing/chunk-files'
import { fixture, holds } from '../testing/fixture'
import { layoutOf } from '../testing/layouts'
import { iffChunks } from './chunks'

const iff: Made = { format: iffChunks, magic: 'FORM', type: 'AIFF' }
const chunk = (id: string, body: Uint8Array | string) => chunkOf(iffChunks, id, body)
const aiff = (...chunks: readonly Uint8Array[]) => form(iff, ...chunks)

/** 44,100 as an 80-bit number. */
const rate44100 = Uint8Array.of(0x40, 0x0e, 0xac, 0x44, 0, 0, 0, 0, 0, 0)
const common = (frames: number, channels = 1, bits = 16, rate: Uint8Array = rate44100) =>
  chunk('COMM', concat([fromUint16(channels), fromUint32(frames), fromUint16(bits), rate]))
const samples = Uint8Array.from({ length: 402 }, (_, index) => index % 251)
const sound = chunk('SSND', concat([new Uint8Array(8), samples]))
const plain = aiff(common(201), sound)

describe('AIFF tags (B5)', () => {
  it('are an ID3v2.4 chunk with room', async () => {
    const result = await save(plain, title('Neu'))
    expect(idsOf(result, iff)).toEqual(['COMM', 'SSND', 'ID3 '])
    expect(uint32(result, 4)).toBe(result.length - 8)
    expect((await read(result)).tagKinds).toEqual(['ID3v2.4'])
    expect((await save(result, title('Noch neuer'))).length).toBe(result.length)
  })

  it('land at an even place, also behind an odd chunk without padding', async () => {
    const odd = aiff(common(200), chunk('SSND', new Uint8Array(409))).subarray(0, -1)
    odd.set(fromUint32(odd.length - 8), 4)
    const result = await save(odd, title('Neu'))
    expect(idsOf(result, iff)).toEqual(['COMM', 'SSND', 'ID3 '])
    expect(soundOf(result).length).toBe(409)
  })

  it('are those that readers show, where there are two', async () => {
    const first = chunk('ID3 ', id3({ title: ['Eins'], artist: ['A'] }))
    const second = chunk('id3 ', id3({ title: ['Zwei'], artist: ['B'] }))
    for (const order of [
      [first, second],
      [second, first],
    ]) {
      const file = aiff(common(201), sound, ...order)
      expect((await read(file)).values.title).toEqual(['Eins'])
      const result = await save(file, title('Neu'))
      expect((await read(result)).values).toMatchObject({ title: ['Neu'], artist: ['A'] })
      expect(holds(result, second)).toBe(true)
    }
  })

  it('in a chunk named in small letters stay there', async () => {
    const file = aiff(common(201), sound, chunk('id3 ', id3({ title: ['Alt'] })))
    expect(idsOf(await save(file, title('Neu')), iff)).toEqual(['COMM', 'SSND', 'id3 '])
  })

  it('of ID3v2.2, which some programs put into every AIFF, become ID3v2.3 with all they held', async () => {
    const frame = (id: string, text: string) =>
      concat([fromLatin1(id), fromUint32(text.length + 1).subarray(1), Uint8Array.of(0), fromLatin1(text)])
    const frames = concat([frame('TT2', 'Alt'), frame('TP1', 'AC/DC'), frame('TBP', '120')])
    const old = concat([fromLatin1('ID3\x02\0\0\0\0\0'), Uint8Array.of(frames.length), frames])
    const result = await save(aiff(common(201), sound, chunk('ID3 ', old)), title('Neu'))
    expect((await read(result)).tagKinds).toEqual(['ID3v2.3'])
    expect((await read(result)).values).toMatchObject({ title: ['Neu'], artist: ['AC/DC'], bpm: ['120'] })
  })

  it('leave every other chunk byte for byte', async () => {
    const others = [
      chunk('MARK', new Uint8Array(74).fill(1)),
      chunk('INST', new Uint8Array(20).fill(2)),
      chunk('COMT', new Uint8Array(33).fill(3)),
      chunk('APPL', 'stocxyz'),
      chunk('CHAN', new Uint8Array(12)),
      chunk('FLLR', new Uint8Array(300)),
    ]
    const result = await save(aiff(common(201), ...others, sound), title('x'.repeat(5000)))
    for (const other of others) expect(holds(result, other)).toBe(true)
    expect(soundOf(result)).toEqual(soundOf(plain))
  })
})

describe('AIFF text chunks', () => {
  const texts = aiff(
    chunk('NAME', 'woodblock'),
    chunk('AUTH', 'Prosonus'),
    chunk('(c) ', fromUtf8('© 1991')),
    chunk('ANNO', 'eins'),
    chunk('ANNO', 'zwei'),
    common(201),
    sound,
  )

  it('are read as title, artist, copyright and comment', async () => {
    const { values, tagKinds } = await read(texts)
    expect(tagKinds).toEqual(['AIFF text'])
    expect(values).toEqual({
      title: ['woodblock'],
      artist: ['Prosonus'],
      copyright: ['© 1991'],
      comment: ['eins\nzwei'],
    })
  })

  it('count for less than the ID3v2 chunk', async () => {
    const both = aiff(chunk('NAME', 'Text'), common(201), sound, chunk('ID3 ', id3({ title: ['ID3'] })))
    expect((await read(both)).values.title).toEqual(['ID3'])
  })

  it('are kept in step, and a new ID3v2 chunk takes over what they say', async () => {
    const result = await save(texts, { values: { title: ['Größe'], comment: ['drei'] } })
    expect(idsOf(result, iff)).toEqual(['NAME', 'AUTH', '(c) ', 'ANNO', 'ID3 ', 'COMM', 'SSND'])
    const [tag, text] = layoutOf(result).tags
    expect(text?.values).toMatchObject({ title: ['Größe'], comment: ['drei'], artist: ['Prosonus'] })
    expect(tag?.values).toMatchObject({ title: ['Größe'], comment: ['drei'], artist: ['Prosonus'] })
  })

  it('share the room of the ID3v2 chunk behind them: no sound moves when one of them grows', async () => {
    const first = await save(texts, title('Kurz'))
    for (const text of ['Ein viel längerer Titel', 'x'.repeat(400), 'K']) {
      const result = await save(first, title(text))
      expect(result.length).toBe(first.length)
      expect(layoutOf(result).tags.map(({ values }) => values.title)).toEqual([[text], [text]])
      expect(soundOf(result)).toEqual(soundOf(first))
    }
  })

  it('move the sound once their room is used up', async () => {
    const first = await save(texts, title('Kurz'))
    const result = await save(first, title('x'.repeat(5000)))
    expect(result.length).toBeGreaterThan(first.length + 8000)
    expect(soundOf(result)).toEqual(soundOf(first))
  })

  it('go when their field goes', async () => {
    const result = await save(texts, without('title', 'comment'))
    expect(idsOf(result, iff)).toEqual(['AUTH', '(c) ', 'COMM', 'SSND'])
  })

  it('in ISO-8859-1 are read as that, and are made for none', async () => {
    const file = aiff(chunk('NAME', fromLatin1('Größe\0')), common(201), sound)
    expect((await read(file)).values.title).toEqual(['Größe'])
    expect(idsOf(await save(plain, title('Neu')), iff)).not.toContain('NAME')
  })

  it('of ffmpeg stand beside its ID3v2 chunk', async () => {
    const original = fixture('id3.aiff')
    expect((await read(original)).tagKinds).toEqual(['ID3v2.4', 'AIFF text'])
    const result = await save(original, title('Neu'))
    expect(holds(result, fromLatin1('Ein Titel'))).toBe(false)
    expect((await read(result)).values.album).toEqual(['Größe'])
  })
})

describe('AIFF sound', () => {
  it('is described by the common chunk', async () => {
    const file = aiff(common(44100, 2, 24), sound)
    expect((await read(file)).audio).toEqual({
      durationMs: 1000,
      sampleRate: 44100,
      channels: 2,
      bitsPerSample: 24,
      bitrate: 44100 * 2 * 24,
      lossless: true,
      codec: 'PCM',
      encoder: '',
    })
  })

  it.each([
    [8000, [0x40, 0x0b, 0xfa, 0]],
    [11025, [0x40, 0x0c, 0xac, 0x44]],
    [48000, [0x40, 0x0e, 0xbb, 0x80]],
    [192000, [0x40, 0x10, 0xbb, 0x80]],
  ])('has its rate of %i as an 80-bit number', async (rate, [a = 0, b = 0, c = 0, d = 0]) => {
    const file = aiff(common(100, 1, 16, Uint8Array.of(a, b, c, d, 0, 0, 0, 0, 0, 0)), sound)
    expect((await read(file)).audio.sampleRate).toBe(rate)
  })

  it('without a count of samples is as long as it is', async () => {
    expect((await read(aiff(common(0), sound))).audio.durationMs).toBeCloseTo(201 / 44.1)
  })

  it('of AIFC says how it is packed', async () => {
    const { audio, container } = await read(fixture('alaw.aifc'))
    expect(container).toBe('AIFF-C')
    expect(audio).toMatchObject({ codec: 'A-law', lossless: false, durationMs: 100, bitrate: 64000 })
    const result = await save(fixture('alaw.aifc'), title('Neu'))
    expect(idsOf(result, { ...iff, type: 'AIFC' })).toEqual([
      'FVER',
      'NAME',
      '(c) ',
      'ANNO',
      'ID3 ',
      'COMM',
      'SSND',
    ])
  })

  it.each([
    ['NONE', 'PCM', true],
    ['sowt', 'PCM', true],
    ['fl32', 'PCM float', true],
    ['FL64', 'PCM float', true],
    ['ima4', 'IMA ADPCM', false],
    ['ulaw', 'µ-law', false],
    ['zzzz', '', false],
  ])('packed as %s is %s', async (type, codec, lossless) => {
    const body = concat([common(441).slice(8), fromLatin1(type), fromLatin1('\0\0')])
    const file = form(
      { ...iff, type: 'AIFC' },
      chunk('FVER', fromUint32(0xa2805140)),
      chunk('COMM', body),
      sound,
    )
    expect((await read(file)).audio).toMatchObject({ codec, lossless, durationMs: 10 })
  })

  it('may be left out; without a common chunk nothing is written', async () => {
    expect(idsOf(await saveUnheard(aiff(common(0)), title('Neu')), iff)).toEqual(['COMM', 'ID3 '])
    expect(layoutOf(aiff(sound)).notWritable?.reason).toBe('no sound found')
  })

  it('that was cut off is not written over', async () => {
    expect((await read(plain.subarray(0, 300))).readOnly?.code).toBe('metadata.truncated')
  })

  it('of no rate, or of one that is no number, is no music', () => {
    for (const exponent of [0, 0x7fff]) {
      const rate = concat([fromUint16(exponent), new Uint8Array(8).fill(0xff)])
      expect(layoutOf(aiff(common(1, 1, 16, rate), sound)).properties).toEqual({})
    }
  })
})

describe('AIFF sizes', () => {
  it.each([0, 0xffffffff, 12, plain.length])('of %i are put right', async (size) => {
    const file = plain.slice()
    file.set(fromUint32(size), 4)
    const result = await saveUnheard(file, title('Neu'))
    expect(uint32(result, 4)).toBe(result.length - 8)
    expect(idsOf(result, iff)).toEqual(['COMM', 'SSND', 'ID3 '])
  })

  it('leave bytes behind the form where they are', async () => {
    const rest = fromLatin1('TAG or whatever')
    const result = await save(concat([plain, rest]), title('Neu'))
    expect(result.subarray(-rest.length)).toEqual(rest)
    expect(uint32(result, 4)).toBe(result.length - rest.length - 8)
  })
})
