import { describe, expect, it } from 'vitest'
import { applyPlan, type FieldName, type FieldValue } from '../../../shared/model'
import { concat, fromUint32le } from '../bytes'
import { openAsf } from '../containers/asf'
import { asfGuids, guidBytes, readAsfHeader, renderObject } from '../containers/asf-objects'
import { accessBytes } from '../file-access'
import type { MetadataPatch } from '../metadata'
import { describePicture } from '../pictures'
import { fixture, holds } from '../testing/fixture'
import { MetadataWriter } from '../writer'
import { lrcToLyrics, lyricsToLrc } from './asf-attributes-lyrics'
import { decodeValue, encodeValue, storedInAsf } from './asf-attributes-values'
import { NotStorableError } from './not-storable'

const writer = new MetadataWriter()
const plain = fixture('plain.wma')

const word = (value: number) => Uint8Array.of(value & 255, value >>> 8)
const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'))
const text = (value: string) => ({ type: 0, bytes: utf16(`${value}\0`) })
const dword = (value: number) => ({ type: 3, bytes: fromUint32le(value) })

interface Value {
  readonly type: number
  readonly bytes: Uint8Array
}

/** A record of the Extended Content Description (§3.11). */
function extended(name: string, { type, bytes }: Value): Uint8Array {
  const spelled = utf16(`${name}\0`)
  return concat([word(spelled.length), spelled, word(type), word(bytes.length), bytes])
}

/** A record of the Metadata or Metadata Library object (§4.7, §4.8). */
function labelled(name: string, { type, bytes }: Value, { language = 0, stream = 0 } = {}): Uint8Array {
  const spelled = utf16(`${name}\0`)
  const fixed = [word(language), word(stream), word(spelled.length), word(type), fromUint32le(bytes.length)]
  return concat([...fixed, spelled, bytes])
}

/** Title, Author, Copyright, Description and Rating (§3.10), as bytes. */
const description = (...texts: readonly Uint8Array[]): Uint8Array => {
  const five = Array.from({ length: 5 }, (_, index) => texts[index] ?? new Uint8Array())
  return renderObject(
    asfGuids.contentDescription,
    concat([...five.map(({ length }) => word(length)), ...five]),
  )
}

interface Records {
  readonly description?: Uint8Array
  readonly extended?: readonly Uint8Array[]
  readonly metadata?: readonly Uint8Array[]
  readonly library?: readonly Uint8Array[]
}

const list = (guid: string, records: readonly Uint8Array[]) =>
  renderObject(guid, concat([word(records.length), ...records]))

/** `plain.wma` with these attributes. */
function file({ description: texts, extended: ext = [], metadata = [], library = [] }: Records): Uint8Array {
  const { objects } = readAsfHeader(accessBytes(plain), 0)
  const data = concat([list(asfGuids.metadata, metadata), list(asfGuids.metadataLibrary, library)])
  const fixed = concat([guidBytes('11d2d3abbaa9cf118ee600c00c205365'), word(6), fromUint32le(data.length)])
  const all = [
    ...(texts === undefined ? [] : [texts]),
    list(asfGuids.extendedContentDescription, ext),
    ...objects
      .filter(({ guid }) => guid !== asfGuids.headerExtension)
      .map(({ at, size }) => plain.slice(at, at + size)),
    renderObject(asfGuids.headerExtension, concat([fixed, data])),
  ]
  const header = renderObject(
    asfGuids.header,
    concat([fromUint32le(all.length), Uint8Array.of(1, 2), ...all]),
  )
  return concat([header, plain.subarray(394)])
}

const viewOf = (bytes: Uint8Array) => openAsf(accessBytes(bytes), 0).tags[0]
const valuesOf = (bytes: Uint8Array) => viewOf(bytes)?.values ?? {}

async function save(bytes: Uint8Array, patch: MetadataPatch): Promise<Uint8Array> {
  const outcome = await writer.plan(accessBytes(bytes), patch, 'file')
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem))
  return applyPlan(bytes, outcome.plan)
}

const set = (bytes: Uint8Array, field: FieldName, ...value: FieldValue) =>
  save(bytes, { values: { [field]: value } })

describe('ASF attributes: data types (§3.11, §4.7, §4.8)', () => {
  it('reads texts and numbers of every size, and no bytes', () => {
    const values = valuesOf(
      file({
        extended: [
          extended('WM/TrackNumber', dword(7)),
          extended('WM/BeatsPerMinute', { type: 5, bytes: word(120) }),
          extended('WM/EncodingTime', { type: 4, bytes: new Uint8Array(8).fill(0xff) }),
          extended('WM/IsCompilation', { type: 2, bytes: fromUint32le(1) }),
          extended('Bytes', { type: 1, bytes: Uint8Array.of(1, 2, 3) }),
          extended('Nobody knows', { type: 99, bytes: Uint8Array.of(1, 2) }),
        ],
        library: [labelled('Guid', { type: 6, bytes: new Uint8Array(16) })],
      }),
    )
    expect(values).toEqual({
      track: ['7'],
      bpm: ['120'],
      compilation: ['1'],
      'custom:WM/EncodingTime': ['18446744073709551615'],
    })
  })

  it('keeps the type where the new value fits it, and writes text where it does not', async () => {
    const original = file({
      extended: [
        extended('WM/TrackNumber', dword(7)),
        extended('WM/BeatsPerMinute', { type: 5, bytes: word(120) }),
        extended('WM/IsCompilation', { type: 2, bytes: fromUint32le(0) }),
      ],
    })
    const numbers = await save(original, { values: { track: ['12'], bpm: ['99'], compilation: ['1'] } })
    expect(holds(numbers, extended('WM/TrackNumber', dword(12)))).toBe(true)
    expect(holds(numbers, extended('WM/BeatsPerMinute', { type: 5, bytes: word(99) }))).toBe(true)
    expect(holds(numbers, extended('WM/IsCompilation', { type: 2, bytes: fromUint32le(1) }))).toBe(true)
    const texts = await save(original, { values: { track: ['03'], bpm: ['70000'] } })
    expect(holds(texts, extended('WM/TrackNumber', text('03')))).toBe(true)
    expect(holds(texts, extended('WM/BeatsPerMinute', text('70000')))).toBe(true)
    expect(valuesOf(await set(original, 'track', 'A1')).track).toEqual(['A1'])
  })

  it('reads a boolean as text or number, off as absent (C1)', () => {
    for (const value of ['1', 'True', 'true', ' TRUE ']) {
      const values = valuesOf(file({ extended: [extended('WM/IsCompilation', text(value))] }))
      expect(values.compilation).toEqual(['1'])
    }
    for (const value of [text('0'), text('False'), { type: 2, bytes: word(0) }]) {
      const values = valuesOf(file({ extended: [extended('WM/IsCompilation', value)] }))
      expect(values.compilation).toBeUndefined()
    }
  })

  it('gives a boolean two bytes in the library', async () => {
    const off = { type: 2, bytes: word(0) }
    const original = file({ library: [labelled('WM/IsCompilation', off, { language: 1 })] })
    const on = labelled('WM/IsCompilation', { type: 2, bytes: word(1) }, { language: 1 })
    // Off counts as absent, so the attribute is new; on to off and back keeps what it was.
    expect(holds(await set(original, 'compilation', '1'), on)).toBe(true)
  })

  it('reads texts without a terminator, with several, and with an odd byte', () => {
    const raw = (bytes: Uint8Array) => valuesOf(file({ description: description(bytes) })).title
    expect(raw(utf16('Titel'))).toEqual(['Titel'])
    expect(raw(utf16('Titel\0\0\0'))).toEqual(['Titel'])
    expect(raw(concat([utf16('Titel\0'), Uint8Array.of(9)]))).toEqual(['Titel'])
    expect(raw(utf16('\0'))).toBeUndefined()
  })
})

describe('ASF attributes: where they go', () => {
  it('writes Title, Author, Copyright and Description into the Content Description (§3.10, B9)', async () => {
    const result = await save(plain, {
      values: { title: ['T'], artist: ['A'], copyright: ['C'], comment: ['D'] },
    })
    expect(holds(result, description(utf16('T\0'), utf16('A\0'), utf16('C\0'), utf16('D\0')))).toBe(true)
  })

  it('writes the first value where everybody looks and the others into the library, in order (B10)', async () => {
    const result = await save(plain, { values: { artist: ['AC/DC', 'B; C', 'D'], genre: ['Rock', 'Pop'] } })
    expect(holds(result, utf16('AC/DC\0'))).toBe(true)
    expect(holds(result, extended('WM/Genre', text('Rock')))).toBe(true)
    expect(holds(result, labelled('WM/Genre', text('Pop')))).toBe(true)
    expect(holds(result, labelled('Author', text('B; C')))).toBe(true)
    expect(valuesOf(result)).toEqual({ artist: ['AC/DC', 'B; C', 'D'], genre: ['Rock', 'Pop'] })
    const fewer = await save(result, { values: { artist: ['D', 'AC/DC'], genre: ['Pop'] } })
    expect(valuesOf(fewer)).toEqual({ artist: ['D', 'AC/DC'], genre: ['Pop'] })
  })

  it('writes what is longer than 65,535 bytes into the library (§4.8)', async () => {
    const long = 'ä'.repeat(32_768)
    const result = await save(plain, { values: { comment: [long], lyrics: [long] } })
    expect(holds(result, labelled('Description', text(long)))).toBe(true)
    expect(holds(result, labelled('WM/Lyrics', text(long)))).toBe(true)
    const shorter = await save(result, { values: { comment: ['kurz'] } })
    expect(holds(shorter, utf16('kurz\0'))).toBe(true)
    expect(valuesOf(shorter)).toEqual({ comment: ['kurz'], lyrics: [long] })
    const longest = 'b'.repeat(32_766)
    const fits = await set(plain, 'lyrics', longest)
    expect(holds(fits, extended('WM/Lyrics', text(longest)))).toBe(true)
  })

  it('keeps language and stream of the value that is replaced, and every other attribute', async () => {
    const german = labelled('Title', text('Titel'), { language: 1 })
    const vbr = labelled('IsVBR', { type: 2, bytes: word(1) }, { stream: 1 })
    const peak = labelled('WM/Genre', text('Rock'), { stream: 2 })
    const original = file({
      description: description(utf16('Title\0')),
      metadata: [vbr, peak],
      library: [german],
    })
    expect(valuesOf(original)).toEqual({ title: ['Title', 'Titel'], genre: ['Rock'] })
    const result = await save(original, { values: { title: ['New', 'Neu'], genre: ['Pop'] } })
    expect(holds(result, labelled('Title', text('Neu'), { language: 1 }))).toBe(true)
    expect(holds(result, labelled('WM/Genre', text('Pop'), { stream: 2 }))).toBe(true)
    expect(holds(result, vbr)).toBe(true)
  })

  it('leaves what speaks of one stream alone when a person names a field the same', async () => {
    const vbr = labelled('IsVBR', { type: 2, bytes: word(1) }, { stream: 1 })
    const result = await set(file({ metadata: [vbr] }), 'custom:IsVBR', 'ja')
    expect(holds(result, vbr)).toBe(true)
    expect(valuesOf(result)).toEqual({ 'custom:IsVBR': ['ja'] })
  })

  it('clears all values and leaves nothing behind (B8)', async () => {
    const original = await save(plain, {
      values: { title: ['T'], artist: ['A', 'B'], date: ['1999'], track: ['1'], comment: ['C'] },
    })
    const result = await save(original, {
      values: { title: [], artist: [], date: [], track: [], comment: [] },
    })
    expect(viewOf(result)).toBeUndefined()
    for (const name of ['Author', 'WM/Year', 'WM/TrackNumber']) expect(holds(result, utf16(name))).toBe(false)
  })

  it('reads both of two objects of the same kind, and writes to the first', async () => {
    const { objects } = readAsfHeader(accessBytes(plain), 0)
    const twice = [
      list(asfGuids.extendedContentDescription, [extended('WM/Year', text('1999'))]),
      list(asfGuids.extendedContentDescription, [extended('WM/AlbumTitle', text('Album'))]),
      ...objects.map(({ at, size }) => plain.slice(at, at + size)),
    ]
    const header = renderObject(asfGuids.header, concat([fromUint32le(twice.length), word(0x201), ...twice]))
    const original = concat([header, plain.subarray(394)])
    expect(valuesOf(original)).toEqual({ date: ['1999'], album: ['Album'] })
    const result = await save(original, { values: { album: ['Neu'], mood: ['x'] } })
    expect(valuesOf(result)).toEqual({ date: ['1999'], album: ['Neu'], mood: ['x'] })
  })
})

describe('ASF attributes: names', () => {
  it('reads WM/Track, which counts from 0, only where there is no WM/TrackNumber', async () => {
    const track = extended('WM/Track', dword(4))
    expect(valuesOf(file({ extended: [track] }))).toEqual({ track: ['5'] })
    const both = file({ extended: [track, extended('WM/TrackNumber', text('6/15'))] })
    expect(valuesOf(both)).toEqual({ track: ['6'], trackTotal: ['15'] })
    expect(holds(await set(both, 'title', 'Neu'), track)).toBe(true)
    const result = await set(both, 'track', '9')
    expect(valuesOf(result).track).toEqual(['9'])
    expect(holds(result, utf16('WM/Track\0'))).toBe(false)
  })

  it('takes another spelling where the exact one is missing, and writes the exact one', async () => {
    const original = file({ extended: [extended('replaygain_track_gain', text('-8.27 dB'))] })
    expect(valuesOf(original).replayGainTrackGain).toEqual(['-8.27 dB'])
    const result = await set(original, 'replayGainTrackGain', '-1.00 dB')
    expect(holds(result, extended('REPLAYGAIN_TRACK_GAIN', text('-1.00 dB')))).toBe(true)
    expect(holds(result, utf16('replaygain'))).toBe(false)
  })

  it('lets the exact spelling count, and drops only what repeats it', async () => {
    const other = extended('DESCRIPTION', text('Etwas anderes'))
    const original = file({
      description: description(utf16('Titel\0'), utf16('\0'), utf16('\0'), utf16('Kommentar\0')),
      extended: [extended('TITLE', text('Titel')), other],
    })
    expect(valuesOf(original)).toEqual({ title: ['Titel'], comment: ['Kommentar'] })
    const result = await save(original, { values: { title: ['Neu'], comment: ['Neuer'] } })
    expect(valuesOf(result)).toEqual({ title: ['Neu'], comment: ['Neuer'] })
    expect(holds(result, utf16('TITLE\0'))).toBe(false)
    expect(holds(result, other)).toBe(true)
  })

  it('takes other spellings away with a value that goes, since they would be seen in its place', async () => {
    const original = file({
      description: description(utf16('Titel\0')),
      extended: [extended('title', text('Alter Titel')), extended('TITLE2', text('bleibt'))],
    })
    expect(valuesOf(original).title).toEqual(['Titel'])
    const result = await save(original, { values: { title: [] } })
    expect(valuesOf(result).title).toBeUndefined()
    expect(holds(result, utf16('Alter Titel'))).toBe(false)
    expect(holds(result, extended('TITLE2', text('bleibt')))).toBe(true)
  })

  it('counts a text once that the extended description repeats, as ffmpeg writes it', async () => {
    const original = file({
      description: description(utf16('\0'), utf16('AC/DC\0')),
      extended: [extended('Author', text('AC/DC'))],
    })
    expect(valuesOf(original)).toEqual({ artist: ['AC/DC'] })
    const result = await set(original, 'artist', 'Neu')
    expect(valuesOf(result)).toEqual({ artist: ['Neu'] })
    expect(holds(result, utf16('AC/DC'))).toBe(false)
  })

  it('keeps custom names as people spelled them', async () => {
    const original = file({ extended: [extended('Mein Feld', text('a'))] })
    const result = await save(original, { values: { 'custom:Mein Feld': ['b', 'c'], 'custom:NEU': ['d'] } })
    expect(holds(result, extended('Mein Feld', text('b')))).toBe(true)
    expect(valuesOf(result)).toEqual({ 'custom:Mein Feld': ['b', 'c'], 'custom:NEU': ['d'] })
  })
})

describe('ASF attributes: ratings and timed lyrics', () => {
  it('turns the stars of Windows Media into per cent and back', async () => {
    const pairs = { 1: '20', 25: '40', 50: '60', 75: '80', 99: '100' } as const
    for (const [stars, percent] of Object.entries(pairs)) {
      expect(decodeValue('WM/SharedUserRating', dword(Number(stars)))).toEqual([percent])
      expect(encodeValue('WM/SharedUserRating', percent, undefined)).toEqual(dword(Number(stars)))
    }
    expect(storedInAsf('rating', ['7'])).toEqual(['20'])
    expect(storedInAsf('rating', ['0'])).toEqual(['0'])
    expect(decodeValue('WM/SharedUserRating', dword(200))).toEqual(['100'])
    expect(decodeValue('WM/SharedUserRating', text('gut'))).toEqual(['gut'])
    for (const wrong of ['101', 'gut', '-1'])
      expect(() => storedInAsf('rating', [wrong])).toThrow(NotStorableError)
    expect(valuesOf(await set(plain, 'rating', '71')).rating).toEqual(storedInAsf('rating', ['71']))
  })

  it.each(Array.from({ length: 101 }, (_, percent) => String(percent)))(
    'settles on a rating for %s',
    (percent) => {
      const stored = storedInAsf('rating', [percent])
      expect(storedInAsf('rating', stored)).toEqual(stored)
    },
  )

  it('writes LRC text as timed lines, and reads them (WM_SYNCHRONISED_LYRICS)', async () => {
    const lrc = '[00:01.00]Erste\n[00:02.345]Zweite 𝄞\nund weiter\n[61:00.50]'
    const result = await set(plain, 'syncedLyrics', lrc)
    expect(valuesOf(result).syncedLyrics).toEqual([lrc])
    const line = concat([utf16('Erste\0'), fromUint32le(1000)])
    expect(holds(result, concat([utf16('\0'), line]))).toBe(true)
    expect(storedInAsf('syncedLyrics', ['[ar:Jemand]\r\n[00:03][00:01.5]La'])).toEqual([
      '[00:01.50]La\n[00:03.00]La',
    ])
    for (const wrong of ['ohne Zeit', '[ar:Jemand]', ''])
      expect(() => lrcToLyrics(wrong)).toThrow(NotStorableError)
  })

  it('leaves timed texts of another kind, and damaged ones, alone', async () => {
    const chords = lrcToLyrics('[00:01.00]Am')
    chords[1] = 5
    const record = extended('WM/Lyrics_Synchronised', { type: 1, bytes: chords })
    const original = file({ extended: [record] })
    expect(valuesOf(original)).toEqual({})
    expect(holds(await set(original, 'syncedLyrics', '[00:01.00]La'), record)).toBe(true)
    const whole = lrcToLyrics('[00:01.00]Am')
    for (let length = 0; length < whole.length; length++) {
      expect(lyricsToLrc(whole.subarray(0, length))).toBeUndefined()
    }
    const lying = whole.slice()
    lying[2] = 200
    expect(lyricsToLrc(lying)).toBeUndefined()
  })
})

describe('WM/Picture', () => {
  const cover = fixture('cover.png')
  const picture = (bytes: Uint8Array, type: number, label: string) =>
    describePicture(bytes, { type, mime: 'image/png', description: label })
  const value = (type: number, mime: string, label: string, bytes: Uint8Array): Value => ({
    type: 1,
    bytes: concat([Uint8Array.of(type), fromUint32le(bytes.length), utf16(`${mime}\0${label}\0`), bytes]),
  })
  const large = picture(new Uint8Array(200_000).fill(7), 3, 'Vorne')

  // music-metadata reads all of them wrongly.
  it('reads type, MIME type, description and bytes (C1)', () => {
    const view = viewOf(file({ extended: [extended('WM/Picture', value(4, 'image/x', 'Hinten ♫', cover))] }))
    expect(view?.pictureCount).toBe(1)
    const [read] = view?.pictures ?? []
    expect(read).toMatchObject({ type: 4, mime: 'image/png', description: 'Hinten ♫', width: 24, height: 16 })
    expect(read?.bytes).toEqual(cover)
  })

  it('writes small ones where players look, and those over 64 kB into the library', async () => {
    const small = await save(plain, { values: {}, pictures: [picture(cover, 3, 'Vorne')] })
    expect(holds(small, extended('WM/Picture', value(3, 'image/png', 'Vorne', cover)))).toBe(true)
    const result = await save(plain, { values: {}, pictures: [large] })
    expect(holds(result, labelled('WM/Picture', value(3, 'image/png', 'Vorne', large.bytes)))).toBe(true)
  })

  it('keeps their order and the bytes of those that stay', async () => {
    const first = extended('WM/Picture', value(3, 'image/x', '', cover))
    const original = file({ extended: [first] })
    const [kept] = viewOf(original)?.pictures ?? []
    if (kept === undefined) throw new Error('no picture')
    const more = await save(original, { values: {}, pictures: [kept, large, picture(cover, 5, '')] })
    expect(holds(more, first)).toBe(true)
    expect(viewOf(more)?.pictures.map(({ type }) => type)).toEqual([3, 3, 5])
    const turned = await save(more, { values: {}, pictures: [large, kept] })
    expect(viewOf(turned)?.pictures.map(({ hash }) => hash)).toEqual([large.hash, kept.hash])
    // The MIME type that the file gave it stays with it.
    expect(holds(turned, labelled('WM/Picture', value(3, 'image/x', '', cover)))).toBe(true)
    expect(viewOf(await save(turned, { values: {}, pictures: [] }))).toBeUndefined()
  })

  it('leaves one alone that it cannot follow', async () => {
    const bytes = concat([Uint8Array.of(3), fromUint32le(9999), utf16('image/png\0\0'), cover])
    const damaged = extended('WM/Picture', { type: 1, bytes })
    const original = file({ extended: [damaged] })
    expect(viewOf(original)?.pictures).toEqual([])
    const result = await save(original, { values: {}, pictures: [picture(cover, 3, '')] })
    expect(holds(result, damaged)).toBe(true)
    expect(viewOf(result)?.pictures.length).toBe(1)
  })
})
