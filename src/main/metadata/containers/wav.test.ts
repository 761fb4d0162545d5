import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, fromUint32le, fromUtf8, uint32le } from '../bytes'
import {
  chunk as chunkOf,
  chunksOf,
  form,
  id3,
  idsOf,
  type Made,
  placeOf,
  read,
  reasonAgainst,
  save,
  saveUnheard,
  soundOf,
  title,
  without,
} from '../testing/chunk-files'
import { fixture, holds } from '../testing/fixture'
import { layoutOf } from '../testing/layouts'
import { renderSize, riffChunks } from './chunks'

const riff: Made = { format: riffChunks, magic: 'RIFF', type: 'WAVE' }
const chunk = (id: string, body: Uint8Array | string) => chunkOf(riffChunks, id, body)
const wav = (...chunks: readonly Uint8Array[]) => form(riff, ...chunks)

/** 16 bits, 8,000 Hz, one channel. */
const format = chunk(
  'fmt ',
  concat([Uint8Array.of(1, 0, 1, 0), fromUint32le(8000), fromUint32le(16000), Uint8Array.of(2, 0, 16, 0)]),
)
const samples = Uint8Array.from({ length: 400 }, (_, index) => index % 251)
const sound = chunk('data', samples)
const text = (id: string, value: string | Uint8Array) =>
  chunk(id, concat([typeof value === 'string' ? fromUtf8(value) : value, new Uint8Array(1)]))
const info = (...texts: readonly Uint8Array[]) => chunk('LIST', concat([fromLatin1('INFO'), ...texts]))

const chunksThatStay = {
  bext: chunk('bext', new Uint8Array(602).fill(7)),
  iXML: chunk('iXML', '<BWFXML><SCENE>1</SCENE></BWFXML>'),
  cart: chunk('cart', new Uint8Array(2048).fill(3)),
  'cue ': chunk('cue ', new Uint8Array(28).fill(1)),
  adtl: chunk('LIST', 'adtllabl\x06\0\0\0\x01\0\0\0A\0'),
  smpl: chunk('smpl', new Uint8Array(60).fill(9)),
  _PMX: chunk('_PMX', '<x:xmpmeta/>'),
  JUNK: chunk('JUNK', new Uint8Array(28)),
  odd: chunk('odd ', new Uint8Array(7).fill(5)),
}

describe('WAV tags', () => {
  it('are an ID3v2 chunk, new ones behind everything else, without a footer and with room', async () => {
    const result = await save(wav(format, sound), title('Größe'))
    expect(idsOf(result, riff)).toEqual(['fmt ', 'data', 'id3 '])
    const tag = chunksOf(result, riff)[2]
    const body = result.subarray(tag?.bodyAt)
    expect([...body.subarray(0, 6)]).toEqual([0x49, 0x44, 0x33, 4, 0, 0])
    expect(body.length).toBeGreaterThan(2048)
    const again = await save(result, title('Noch größer'))
    expect(again.length).toBe(result.length)
    expect((await read(again)).values.title).toEqual(['Noch größer'])
  })

  it.each(['id3 ', 'ID3 '])('are found in a chunk named %s, which keeps its name', async (id) => {
    const result = await save(wav(format, chunk(id, id3({ title: ['Alt'] })), sound), title('Neu'))
    expect(idsOf(result, riff)).toEqual(['fmt ', id, 'data'])
    expect((await read(result)).values.title).toEqual(['Neu'])
  })

  it('leave every other chunk byte for byte', async () => {
    const others = Object.values(chunksThatStay)
    const result = await save(wav(...others, format, sound), title('x'.repeat(5000)))
    for (const other of others) expect(holds(result, other)).toBe(true)
    expect(uint32le(result, 4)).toBe(result.length - 8)
    expect(soundOf(result)).toEqual(samples)
  })

  it('of a Broadcast Wave leave its description', async () => {
    const original = fixture('bext.wav')
    const result = await save(original, title('Neu'))
    expect(holds(result, original.subarray(36, 646))).toBe(true)
  })

  it('go into a chunk that has nothing but zeros in it', async () => {
    const result = await save(wav(format, sound, chunk('id3 ', new Uint8Array(3000))), title('Neu'))
    expect(idsOf(result, riff)).toEqual(['fmt ', 'data', 'id3 '])
    expect(chunksOf(result, riff)[2]?.size).toBe(3000)
  })

  it('go in front of a chunk that only claims to be one', async () => {
    const rubbish = chunk('id3 ', 'rubbish!')
    const result = await save(wav(format, sound, rubbish), title('Neu'))
    expect(idsOf(result, riff)).toEqual(['fmt ', 'data', 'id3 ', 'id3 '])
    expect(holds(result, rubbish)).toBe(true)
    expect((await read(result)).values.title).toEqual(['Neu'])
  })

  it('keep what stands behind them in their chunk', async () => {
    const original = wav(format, sound, chunk('id3 ', concat([id3({ title: ['Alt'] }), fromLatin1('more')])))
    const result = await save(original, title('x'.repeat(3000)))
    expect(holds(result, fromLatin1('more'))).toBe(true)
  })
})

describe('two tags of one kind', () => {
  const twice = wav(
    format,
    sound,
    chunk('ID3 ', id3({ title: ['Eins'], artist: ['A'] })),
    chunk('id3 ', id3({ title: ['Zwei'], artist: ['B'] })),
    info(text('INAM', 'Eins'), text('IART', 'A')),
    info(text('INAM', 'Zwei'), text('IART', 'B')),
  )

  it('are read as mutagen reads them: the first', async () => {
    expect((await read(twice)).values.title).toEqual(['Eins'])
  })

  it('are not mixed: the first is edited, the second stays', async () => {
    const result = await save(twice, title('Neu'))
    expect((await read(result)).values).toMatchObject({ title: ['Neu'], artist: ['A'] })
    expect(holds(result, chunk('id3 ', id3({ title: ['Zwei'], artist: ['B'] })))).toBe(true)
    expect(holds(result, info(text('INAM', 'Zwei'), text('IART', 'B')))).toBe(true)
  })

  it('both lose what is removed, since the second would show it again', async () => {
    const result = await save(twice, without('artist'))
    expect((await read(result)).values.artist).toBeUndefined()
    expect(holds(result, fromLatin1('IART'))).toBe(false)
    expect(holds(result, fromLatin1('TPE1'))).toBe(false)
    expect(holds(result, text('INAM', 'Zwei'))).toBe(true)
  })
})

describe('LIST INFO', () => {
  it('is read beside the ID3v2 chunk, which counts for more', async () => {
    const both = wav(
      format,
      info(text('INAM', 'Info'), text('ICMT', 'Nur hier')),
      sound,
      chunk('id3 ', id3({ title: ['ID3'] })),
    )
    const metadata = await read(both)
    expect(metadata.tagKinds).toEqual(['ID3v2.4', 'RIFF INFO'])
    expect(metadata.values).toMatchObject({ title: ['ID3'], comment: ['Nur hier'] })
  })

  it('is kept in step, and a new ID3v2 chunk takes over what it says', async () => {
    const result = await save(fixture('info.wav'), title('Neu'))
    const [id3Tag, infoTag] = layoutOf(result).tags
    expect(infoTag?.values.title).toEqual(['Neu'])
    expect(id3Tag?.values).toMatchObject({
      title: ['Neu'],
      artist: ['AC/DC'],
      album: ['Größe'],
      track: ['3'],
    })
  })

  it('shares the room of the ID3v2 chunk behind it: no sound moves when it grows', async () => {
    const first = await save(fixture('info.wav'), title('Kurz'))
    expect(idsOf(first, riff)).toEqual(['fmt ', 'LIST', 'id3 ', 'data'])
    for (const text of ['Ein viel längerer Titel', 'x'.repeat(400), 'K']) {
      const result = await save(first, title(text))
      expect(result.length).toBe(first.length)
      expect(layoutOf(result).tags.map(({ values }) => values.title)).toEqual([[text], [text]])
      expect(soundOf(result)).toEqual(soundOf(first))
    }
  })

  it('in front of the sound with its ID3v2 chunk behind it are two places, each with its own room', async () => {
    const apart = wav(
      format,
      info(text('INAM', 'Kurz')),
      sound,
      chunk('id3 ', concat([id3({ title: ['Kurz'] }), new Uint8Array(2000)])),
    )
    const result = await save(apart, title('Etwas länger'))
    expect(idsOf(result, riff)).toEqual(['fmt ', 'LIST', 'data', 'id3 '])
    expect(result.length).toBeGreaterThan(apart.length)
    expect(soundOf(result)).toEqual(soundOf(apart))
  })

  it('names the program that made the file', async () => {
    const result = wav(format, sound, info(text('ISFT', 'Recorder 1.0')))
    expect((await read(result)).audio.encoder).toBe('Recorder 1.0')
  })

  it('is made for none: a file without one gets none', async () => {
    expect(holds(await save(fixture('plain.wav'), title('Neu')), fromLatin1('INFO'))).toBe(false)
  })

  it('that is damaged keeps its damaged part, behind a tag that all find', async () => {
    const damaged = concat([
      text('IART', 'Jemand'),
      fromLatin1('ICOP'),
      fromUint32le(0xffffffef),
      fromLatin1('Q Sound'),
    ])
    const original = wav(format, sound, info(damaged))
    const result = await save(original, title('Neu'))
    expect((await read(result)).values).toMatchObject({ title: ['Neu'], artist: ['Jemand'] })
    expect(idsOf(result, riff)).toEqual(['fmt ', 'data', 'id3 ', 'LIST'])
    expect(holds(result, damaged.subarray(-15))).toBe(true)
  })
})

describe('sizes that are not true', () => {
  const plain = wav(format, sound)
  const withSizes = (formSize: number, soundSize?: number) => {
    const bytes = plain.slice()
    bytes.set(fromUint32le(formSize), 4)
    if (soundSize !== undefined) bytes.set(fromUint32le(soundSize), 40)
    return bytes
  }

  it.each([
    ['nothing was written afterwards', 0, 0],
    ['ffmpeg wrote into a pipe', 0xffffffff, 0xffffffff],
    ['sox wrote into a pipe', 0x7ffff024, 0x7ffff000],
    ['arecord wrote into a pipe', 0x80000024, 0x80000000],
  ])('%s: the sound goes to the end, and a save puts them right', async (_, formSize, soundSize) => {
    const streamed = withSizes(formSize, soundSize)
    expect((await read(streamed)).audio.durationMs).toBe(25)
    const result = await saveUnheard(streamed, title('Neu'))
    expect(idsOf(result, riff)).toEqual(['fmt ', 'data', 'id3 '])
    expect(uint32le(result, 4)).toBe(result.length - 8)
    expect(uint32le(result, 40)).toBe(samples.length)
    expect(soundOf(result)).toEqual(samples)
  })

  it('really comes out of a pipe of ffmpeg', async () => {
    const piped = fixture('piped.wav')
    expect((await read(piped)).audio.durationMs).toBe(100)
    const result = await save(piped, title('Neu'))
    expect(idsOf(result, riff)).toEqual(['fmt ', 'LIST', 'id3 ', 'data'])
    expect(soundOf(result)).toEqual(piped.subarray(190))
  })

  it('an empty sound chunk before another chunk is empty', async () => {
    const empty = wav(format, chunk('data', ''), info(text('INAM', 'Still')))
    expect((await read(empty)).audio.durationMs).toBe(0)
    expect((await read(empty)).values.title).toEqual(['Still'])
    expect(idsOf(await save(empty, title('Neu')), riff)).toEqual(['fmt ', 'data', 'LIST', 'id3 '])
  })

  it.each([
    ['0', 0],
    ['8 too large', plain.length],
    ['20 too small', plain.length - 28],
    ['beyond the file', 5_000_000],
  ])('a form size of %s is put right', async (_, size) => {
    const result = await saveUnheard(withSizes(size), title('Neu'))
    expect(uint32le(result, 4)).toBe(result.length - 8)
    expect(idsOf(result, riff)).toEqual(['fmt ', 'data', 'id3 '])
  })

  it('bytes behind the form stay there', async () => {
    const rest = fromLatin1('something else')
    const result = await save(concat([plain, rest]), title('Neu'))
    expect(result.subarray(-rest.length)).toEqual(rest)
    expect(uint32le(result, 4)).toBe(result.length - rest.length - 8)
  })

  it('zeros at the end of the form stay in it, behind the new chunk', async () => {
    const original = wav(format, sound, new Uint8Array(100))
    const result = await save(original, title('Neu'))
    expect(uint32le(result, 4)).toBe(result.length - 8)
    expect((await read(result)).values.title).toEqual(['Neu'])
  })

  it('a chunk that was cut off at the end stays as it is, outside of the form', async () => {
    const cut = chunk('abcd', new Uint8Array(100).fill(1)).subarray(0, 50)
    const result = await save(wav(format, sound, cut), title('Neu'))
    expect(holds(result, cut)).toBe(true)
    expect((await read(result)).values.title).toEqual(['Neu'])
  })

  it('a missing padding byte is put in', async () => {
    const odd = chunk('odd ', new Uint8Array(7)).subarray(0, 15)
    const result = await save(wav(format, sound, odd), title('Neu'))
    expect(idsOf(result, riff)).toEqual(['fmt ', 'data', 'odd ', 'id3 '])
    const inTheMiddle = wav(
      format,
      chunk('data', samples.subarray(0, 399)).subarray(0, -1),
      info(text('INAM', 'Alt')),
    )
    expect((await read(inTheMiddle)).values.title).toEqual(['Alt'])
    const repaired = await saveUnheard(inTheMiddle, title('Neu'))
    expect(idsOf(repaired, riff)).toEqual(['fmt ', 'data', 'LIST', 'id3 '])
    expect(soundOf(repaired)).toEqual(samples.subarray(0, 399))
  })

  it('sound that was cut off is not written over', async () => {
    const cut = plain.subarray(0, plain.length - 50)
    expect((await read(cut)).readOnly?.code).toBe('metadata.truncated')
    expect((await read(cut)).audio.durationMs).toBe(350 / 16)
  })

  it('a tag that was cut off is not written over, and shows what is there', async () => {
    const tag = id3({ title: ['Da'], artist: ['Nicht'.repeat(10)] })
    const whole = wav(format, sound, chunk('id3 ', tag))
    const cut = whole.subarray(0, whole.length - 20)
    const metadata = await read(cut)
    expect(metadata.readOnly?.code).toBe('metadata.truncated')
    expect(metadata.values.title).toEqual(['Da'])
  })
})

describe('sound', () => {
  it('of no length stays the last, as FFmpeg takes whatever follows for sound', async () => {
    const result = await save(wav(format, chunk('data', '')), title('Neu'))
    expect(idsOf(result, riff)).toEqual(['fmt ', 'id3 ', 'data'])
    expect((await read(result)).values.title).toEqual(['Neu'])
  })

  it('in several chunks is kept whole', async () => {
    const original = wav(format, sound, chunk('data', 'abcd'))
    const result = await save(original, title('Neu'))
    expect(soundOf(result)).toEqual(concat([samples, fromLatin1('abcd')]))
  })

  it('in a wave list is a chunk like others', async () => {
    const list = chunk('LIST', concat([fromLatin1('wavl'), chunk('data', samples)]))
    const result = await save(wav(format, list), title('Neu'))
    expect(holds(result, list)).toBe(true)
  })

  it('has no format without a format chunk: nothing is written', async () => {
    expect(layoutOf(wav(sound)).notWritable?.reason).toBe('no sound found')
  })

  it('of a file behind an ID3v2 tag is found, and the tag in front stays', async () => {
    const front = id3({ title: ['Davor'] })
    const result = await saveUnheard(concat([front, wav(format, sound)]), title('Neu'))
    expect(result.subarray(0, front.length)).toEqual(front)
    expect(uint32le(result, front.length + 4)).toBe(result.length - front.length - 8)
    expect(await reasonAgainst(result)).toBeUndefined()
  })
})

describe('RF64 and BW64 (EBU Tech 3306, ITU-R BS.2088)', () => {
  const original = fixture('wide.rf64.wav')
  const wide = (bytes: Uint8Array, at: number) => Number(Buffer.from(bytes).readBigUInt64LE(at))

  it('has its sizes in the ds64 chunk', async () => {
    const metadata = await read(original)
    expect(metadata.container).toBe('RF64')
    expect(metadata.audio).toMatchObject({ durationMs: 100, sampleRate: 8000, channels: 1, codec: 'PCM' })
    expect(metadata.values.album).toEqual(['Größe'])
  })

  it.each(['RF64', 'BW64'])('%s is written with the sizes in ds64 put right', async (magic) => {
    const file = concat([fromLatin1(magic), original.subarray(4)])
    const result = await saveUnheard(file, title('x'.repeat(4000)))
    expect(uint32le(result, 4)).toBe(0xffffffff)
    expect(wide(result, 20)).toBe(result.length - 8)
    expect(wide(result, 28)).toBe(1600)
    expect(wide(result, 36)).toBe(800)
    expect(soundOf(result)).toEqual(soundOf(file))
    expect((await read(result)).values).toMatchObject({ title: ['x'.repeat(4000)], album: ['Größe'] })
  })

  it('takes the sizes of other chunks from the table of ds64', async () => {
    const big = chunk('big ', new Uint8Array(60).fill(1))
    big.set(fromUint32le(0xffffffff), 4)
    const ds64 = chunk(
      'ds64',
      concat([
        renderSize({ ...riffChunks, sizeBytes: 8 }, 0),
        renderSize({ ...riffChunks, sizeBytes: 8 }, samples.length),
        new Uint8Array(8),
        fromUint32le(1),
        fromLatin1('big '),
        renderSize({ ...riffChunks, sizeBytes: 8 }, 60),
      ]),
    )
    const file = form({ ...riff, magic: 'RF64' }, ds64, format, big, sound, info(text('INAM', 'Dahinter')))
    file.set(fromUint32le(0xffffffff), 4)
    expect((await read(file)).values.title).toEqual(['Dahinter'])
    const result = await saveUnheard(file, title('Neu'))
    expect(placeOf(result, big)).toBe(placeOf(file, big))
    expect(wide(result, 20)).toBe(result.length - 8)
  })
})
