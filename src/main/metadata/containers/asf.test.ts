import { describe, expect, it } from 'vitest'
import { applyPlan } from '../../../shared/model'
import { concat, fromUint32le, sameBytes, uint32le, uint64le } from '../bytes'
import { accessBytes } from '../file-access'
import { describePicture } from '../pictures'
import { fixture, holds } from '../testing/fixture'
import { read, save, title } from '../testing/round-trip'
import { MetadataWriter } from '../writer'
import { openAsf } from './asf'
import { asfGuids, fromUint64le, guidBytes, readAsfHeader, renderObject } from './asf-objects'

const writer = new MetadataWriter()
const plain = fixture('plain.wma')
const sound = plain.subarray(394)

async function reasonAgainst(bytes: Uint8Array): Promise<unknown> {
  const outcome = await writer.plan(accessBytes(bytes), title('Neu'), 'file')
  return outcome.ok ? undefined : (outcome.problem.params['reason'] ?? outcome.problem.code)
}

const headerOf = (bytes: Uint8Array) => readAsfHeader(accessBytes(bytes), 0)
const word = (value: number) => Uint8Array.of(value & 255, value >> 8)
const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'))

/** The header's objects of `plain.wma` but the (empty) extension, in order. */
const plainObjects = headerOf(plain)
  .objects.filter(({ guid }) => guid !== asfGuids.headerExtension)
  .map(({ at, size }) => plain.slice(at, at + size))

const padding = (bytes: number) => renderObject(asfGuids.padding, new Uint8Array(bytes - 24))

function extension(...objects: readonly Uint8Array[]): Uint8Array {
  const data = concat(objects)
  const fixed = concat([guidBytes('11d2d3abbaa9cf118ee600c00c205365'), word(6), fromUint32le(data.length)])
  return renderObject(asfGuids.headerExtension, concat([fixed, data]))
}

/** A file with these objects in its header; File Properties say the file's size. */
function asf(objects: readonly Uint8Array[], behind: Uint8Array = sound, count = objects.length): Uint8Array {
  const header = renderObject(asfGuids.header, concat([fromUint32le(count), Uint8Array.of(1, 2), ...objects]))
  const file = concat([header, behind])
  const properties = headerOf(file).objects.find(({ guid }) => guid === asfGuids.fileProperties)
  if (properties !== undefined) file.set(fromUint64le(file.length), properties.at + 40)
  return file
}

/** What File Properties say of the size of the file. */
function declaredSize(bytes: Uint8Array): number {
  const properties = headerOf(bytes).objects.find(({ guid }) => guid === asfGuids.fileProperties)
  return uint64le(bytes, (properties?.at ?? 0) + 40)
}

const behindHeader = (bytes: Uint8Array) => bytes.subarray(uint64le(bytes, 16))
const guidsIn = (bytes: Uint8Array) => headerOf(bytes).objects.map(({ guid }) => guid)
const picture = (size: number) =>
  describePicture(new Uint8Array(size).fill(7), { type: 3, mime: 'image/jpeg', description: 'Vorne' })

describe('ASF: reading', () => {
  it('reads what ffmpeg wrote, texts that it repeats once', async () => {
    const { format, container, tags, values } = await read(fixture('tagged.wma'))
    expect({ format, container, kinds: tags.map(({ kind }) => kind) }).toEqual({
      format: 'wma',
      container: 'WMA',
      kinds: ['ASF'],
    })
    expect(values).toMatchObject({
      title: ['Ein Titel'],
      artist: ['AC/DC'],
      album: ['Größe'],
      albumArtist: ['Various Artists'],
      track: ['3'],
      trackTotal: ['12'],
      disc: ['1'],
      discTotal: ['2'],
      genre: ['Rock'],
      comment: ['Ein Kommentar'],
    })
  })

  it('takes the sound from File Properties and Stream Properties (§3.2, §3.3)', async () => {
    expect((await read(plain)).audio).toEqual({
      durationMs: 510,
      sampleRate: 44100,
      channels: 1,
      bitsPerSample: 16,
      bitrate: 32000,
      lossless: false,
      codec: 'WMA 2',
      encoder: '',
    })
    expect((await read(fixture('mp3.asf'))).audio.codec).toBe('MP3')
  })

  it('calls a codec that it does not know what the Codec List calls it (§3.5)', async () => {
    const unknown = plain.slice()
    const stream = headerOf(plain).objects.find(({ guid }) => guid === asfGuids.streamProperties)
    unknown.set(word(0x7777), (stream?.at ?? 0) + 24 + 54)
    expect((await read(unknown)).audio.codec).toBe('Windows Media Audio V8')
  })

  it('finds a stream that only its extended properties describe (§4.1)', async () => {
    const stream = plainObjects.find((bytes) =>
      holds(bytes.subarray(0, 16), guidBytes(asfGuids.streamProperties)),
    )
    const others = plainObjects.filter((bytes) => bytes !== stream)
    const hidden = renderObject(
      asfGuids.extendedStreamProperties,
      concat([new Uint8Array(64), stream ?? new Uint8Array()]),
    )
    const { audio } = await read(asf([...others, extension(hidden)]))
    expect(audio).toMatchObject({ sampleRate: 44100, channels: 1, codec: 'WMA 2' })
  })

  it('reads little when there are large pictures', () => {
    const layout = openAsf(accessBytes(plain), 0)
    const large = applyPlan(plain, {
      size: plain.length,
      splices: layout.plan({ values: {}, pictures: [picture(500_000)] }),
      audio: [],
    })
    let readBytes = 0
    const counted = accessBytes(large)
    const { tags } = openAsf(
      {
        size: large.length,
        read: (at, length) => {
          readBytes += length
          return counted.read(at, length)
        },
      },
      0,
    )
    expect(tags[0]?.pictureCount).toBe(1)
    expect(readBytes).toBeLessThan(20_000)
    expect(tags[0]?.pictures[0]?.sizeBytes).toBe(500_000)
  })
})

describe('ASF: writing', () => {
  // node-taglib-sharp writes the longer header over the first packets (formats.md A1).
  it('moves the data and everything behind it when the header grows, and changes none of it', async () => {
    const index = renderObject('9008003390b1cf1189f400a0c90349cb', new Uint8Array(32).fill(5))
    const original = asf(plainObjects, concat([sound, index]))
    for (const text of ['x', 'Titel '.repeat(5), 'Titel '.repeat(3000)]) {
      const result = await save(original, title(text))
      expect(sameBytes(behindHeader(result), concat([sound, index]))).toBe(true)
      expect(declaredSize(result)).toBe(result.length)
      expect((await read(result)).values.title).toEqual([text])
    }
  })

  it('leaves room when it must grow, and uses it the next time', async () => {
    const first = await save(plain, title('Neu'))
    expect(guidsIn(first)).toContain(asfGuids.padding)
    const second = await save(first, title('Neu und viel länger als vorher'))
    expect(second.length).toBe(first.length)
    const third = await save(second, { values: { title: [], comment: ['y'.repeat(1500)] } })
    expect(third.length).toBe(first.length)
    expect((await read(third)).values).toEqual({ comment: ['y'.repeat(1500)] })
  })

  it('uses padding inside the header extension where that is, as Windows Media does', async () => {
    const unknown = renderObject('26f18b5d458447ec9f5f0e651f0452c9', Uint8Array.of(1, 0))
    const original = asf([extension(padding(3000), unknown), ...plainObjects])
    const result = await save(original, title('Ein Titel'))
    expect(result.length).toBe(original.length)
    const { extension: written } = headerOf(result)
    expect(written?.objects.map(({ guid }) => guid)).toEqual([
      asfGuids.padding,
      '26f18b5d458447ec9f5f0e651f0452c9',
    ])
    expect(guidsIn(result).filter((guid) => guid === asfGuids.padding)).toEqual([])
    expect(declaredSize(result)).toBe(original.length)
  })

  it.each([1, 2, 12, 22, 23, 24, 25, 26])('takes out %i bytes less than padding needs', async (fewer) => {
    // Two texts, so that the header shrinks by just as much: padding needs 24 bytes for itself.
    const original = await save(plain, { values: { 'custom:A': ['a'.repeat(60)] } })
    const tight = asf(
      headerOf(original)
        .objects.filter(({ guid }) => guid !== asfGuids.padding)
        .map(({ at, size }) => original.slice(at, at + size)),
    )
    const result = await save(tight, { values: { 'custom:A': ['a'.repeat(60 - Math.ceil(fewer / 2))] } })
    expect(sameBytes(behindHeader(result), sound)).toBe(true)
    expect(declaredSize(result)).toBe(result.length)
  })

  it('does not keep the room of a large picture that went', async () => {
    const large = await save(plain, { values: {}, pictures: [picture(900_000)] })
    const small = await save(large, { values: {}, pictures: [] })
    expect(small.length).toBeLessThan(plain.length + 5000)
    expect(sameBytes(behindHeader(small), sound)).toBe(true)
  })

  it('keeps encryption, languages, markers and whatever it does not know, byte for byte', async () => {
    const languages = renderObject('a946437ce0effc4bb229393ede415c85', new Uint8Array(22).fill(3))
    const encryption = renderObject('fbb3112223bdd211b4b700a0c955fc6e', new Uint8Array(50).fill(9))
    const unknown = renderObject('00112233445566778899aabbccddeeff', Uint8Array.of(1, 2, 3))
    const original = asf([encryption, extension(languages, unknown), ...plainObjects, unknown])
    const result = await save(original, {
      values: { title: ['Neu'], genre: ['a', 'b'] },
      pictures: [picture(70_000)],
    })
    for (const object of [languages, encryption, unknown, ...plainObjects.slice(1)]) {
      expect(holds(result, object)).toBe(true)
    }
    expect(headerOf(result).objects.length).toBe(uint32le(result, 24))
    const { extension: written } = headerOf(result)
    expect(uint32le(result, (written?.object.at ?? 0) + 42)).toBe((written?.object.size ?? 0) - 46)
  })

  it('changes nothing when there is nothing to change', async () => {
    const outcome = await writer.plan(accessBytes(fixture('tagged.wma')), title('Ein Titel'), 'file')
    expect(outcome.ok && outcome.plan.splices).toEqual([])
    const removal = await writer.plan(accessBytes(plain), { values: { title: [] }, pictures: [] }, 'file')
    expect(removal.ok && removal.plan.splices).toEqual([])
  })

  it('writes a file whose header is not followed by data, and one that was not copied to its end', async () => {
    const leftovers = concat([new Uint8Array(700).fill(0x61), sound])
    const odd = await save(asf(plainObjects, leftovers), title('Neu'))
    expect(sameBytes(behindHeader(odd), leftovers)).toBe(true)
    const whole = asf(plainObjects)
    const cut = whole.slice(0, -1000)
    const result = await save(cut, title('Neu'))
    expect(sameBytes(behindHeader(result), sound.subarray(0, -1000))).toBe(true)
    expect(declaredSize(result) - result.length).toBe(1000)
  })

  it('leaves the size alone in a broadcast, where it says nothing (§3.2)', async () => {
    const broadcast = asf(plainObjects)
    const properties = headerOf(broadcast).objects.find(({ guid }) => guid === asfGuids.fileProperties)
    const at = properties?.at ?? 0
    broadcast.set(fromUint64le(0), at + 40)
    broadcast[at + 88] = 1
    expect(declaredSize(await save(broadcast, title('Neu')))).toBe(0)
  })

  it('puts a wrong size of the file and a count of objects that is too small right', async () => {
    const wrong = asf(plainObjects, sound, plainObjects.length - 1)
    const properties = headerOf(wrong).objects.find(({ guid }) => guid === asfGuids.fileProperties)
    wrong.set(fromUint64le(99), (properties?.at ?? 0) + 40)
    const result = await save(wrong, title('Neu'))
    expect(declaredSize(result)).toBe(result.length)
    expect(uint32le(result, 24)).toBe(headerOf(result).objects.length)
  })

  it('adds a header extension where there is none', async () => {
    const result = await save(asf(plainObjects), { values: { genre: ['Rock', 'Pop'] } })
    expect((await read(result)).values.genre).toEqual(['Rock', 'Pop'])
    expect(headerOf(result).extension?.objects.map(({ guid }) => guid)).toEqual([asfGuids.metadataLibrary])
  })
})

describe('ASF: what is not written', () => {
  const texts = (count: number, ...texts: readonly Uint8Array[]) =>
    renderObject(asfGuids.extendedContentDescription, concat([word(count), ...texts]))
  const text = (name: string, value: string) =>
    concat([
      word(2 * name.length + 2),
      utf16(`${name}\0`),
      word(0),
      word(2 * value.length + 2),
      utf16(`${value}\0`),
    ])

  const album = text('WM/AlbumTitle', 'Album')

  it('reads, but does not write, what it does not follow', async () => {
    const cases: readonly [Uint8Array, string][] = [
      [asf([...plainObjects, texts(1, album)], new Uint8Array()).slice(0, -3), 'ASF'],
      [asf([...plainObjects, texts(1, album)], sound, 9), 'damaged ASF header'],
      [asf([...plainObjects, texts(2, album)]), 'damaged attributes'],
      [
        asf([...plainObjects, texts(1, album), new Uint8Array(30).fill(1)], sound, 2),
        'unknown data in the ASF header',
      ],
      [
        asf([...plainObjects, texts(1, album), renderObject(asfGuids.headerExtension, new Uint8Array(5))]),
        'damaged ASF header extension',
      ],
    ]
    for (const [bytes, reason] of cases) {
      expect(await reasonAgainst(bytes)).toBe(reason)
      expect((await read(bytes)).audio.sampleRate).toBe(44100)
    }
    expect((await read(asf([...plainObjects, texts(2, album)]))).values.album).toEqual(['Album'])
  })

  it('shows what is left of a header that was cut short', async () => {
    const years = [album, text('WM/Year', '1999'), text('WM/Lyrics', 'x'.repeat(300))]
    const cut = asf([...plainObjects, texts(3, ...years)], new Uint8Array()).slice(0, -400)
    const { values, readOnly } = await read(cut)
    expect(values).toEqual({ album: ['Album'], date: ['1999'] })
    expect(readOnly?.code).toBe('metadata.truncated')
    const library = renderObject(asfGuids.metadataLibrary, concat([word(1), new Uint8Array(50)]))
    expect((await read(asf([...plainObjects, extension(library)]).slice(0, 500))).audio.sampleRate).toBe(
      44100,
    )
  })

  it('writes where zeros fill the end of the header, and keeps them', async () => {
    const filled = asf([...plainObjects, extension(new Uint8Array(40)), new Uint8Array(30)], sound, 4)
    const result = await save(filled, { values: { genre: ['a', 'b'] } })
    expect(headerOf(result).restBytes).toBe(30)
    expect(headerOf(result).extension?.restBytes).toBe(40)
  })

  it('writes around a header extension that it cannot follow to its end', async () => {
    const languages = renderObject('a946437ce0effc4bb229393ede415c85', new Uint8Array(22).fill(3))
    const rest = new Uint8Array(40).fill(1)
    const result = await save(asf([extension(languages, rest), ...plainObjects]), {
      values: { genre: ['a', 'b'] },
    })
    expect(holds(result, languages)).toBe(true)
    expect(holds(result, rest)).toBe(true)
    expect((await read(result)).values.genre).toEqual(['a', 'b'])
  })

  it('keeps what follows the last attribute', async () => {
    const trailing = Uint8Array.of(9, 9, 9)
    const result = await save(asf([...plainObjects, texts(1, text('WM/Year', '1999'), trailing)]), {
      values: { album: ['Neu'] },
    })
    expect(holds(result, concat([utf16('Neu\0'), trailing]))).toBe(true)
  })

  it('is done with hostile sizes and counts at once', () => {
    const hostile = [
      renderObject(asfGuids.header, concat([fromUint32le(0xffffffff), word(0), new Uint8Array(5000)])),
      asf([texts(0xffff, new Uint8Array(400_000)), ...plainObjects]),
      asf(Array.from({ length: 12_000 }, () => padding(24))),
      asf(Array.from({ length: 300 }, () => texts(0xffff, new Uint8Array(3000)))),
      asf([extension(new Uint8Array(24).fill(0xff)), ...plainObjects]),
    ]
    for (const bytes of hostile) {
      const layout = openAsf(accessBytes(bytes), 0)
      expect(layout.inventory({ fields: [], pictures: false }).length).toBeLessThan(20_000)
    }
    const tiny = renderObject(asfGuids.header, new Uint8Array(6))
    tiny.set(fromUint64le(5), 16)
    expect(() => openAsf(accessBytes(tiny), 0)).toThrow(RangeError)
    expect(() => openAsf(accessBytes(tiny.slice(0, 20)), 0)).toThrow()
    const endless = renderObject(asfGuids.header, new Uint8Array(6)).fill(0xff, 16, 24)
    expect(openAsf(accessBytes(endless), 0).notWritable?.code).toBe('metadata.truncated')
  })
})
