import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, fromUint32le, fromUtf8, sameBytes } from '../bytes'
import { describePicture, encodeFlacPicture } from '../pictures'
import { fixture, seededRandom } from '../testing/fixture'
import type { ValueChanges } from './entry'
import { NotStorableError } from './not-storable'
import {
  emptyVorbisComment,
  encoderOf,
  parseVorbisComment,
  patchVorbisComment,
  renderVorbisComment,
  valuesOfVorbisComment,
} from './vorbis-comment'
import { patchPictureComments, pictureCountOf, picturesOfVorbisComment } from './vorbis-pictures'

const bytesOf = (comments: readonly (string | Uint8Array)[], rest = new Uint8Array()) =>
  renderVorbisComment({
    vendor: fromUtf8('vendor'),
    entries: comments.map((one) => ({
      name: '',
      values: [],
      raw: typeof one === 'string' ? fromUtf8(one) : one,
    })),
    rest,
  })
const commentOf = (...comments: readonly (string | Uint8Array)[]) => parseVorbisComment(bytesOf(comments))
const valuesIn = (...comments: readonly (string | Uint8Array)[]) =>
  valuesOfVorbisComment(commentOf(...comments))

/** The comments after a change, as texts. */
const patched = (comments: readonly string[], changes: ValueChanges) =>
  patchVorbisComment(commentOf(...comments), changes).entries.map(({ raw }) => Buffer.from(raw).toString())

describe('a comment header (Vorbis I §5.2.1)', () => {
  it('comes out as it went in, byte for byte', () => {
    const bytes = bytesOf(
      ['TITLE=x', 'no name', Uint8Array.of(0xff, 0xfe), 'a=b=c', ''],
      Uint8Array.of(1, 0, 0),
    )
    expect(renderVorbisComment(parseVorbisComment(bytes))).toEqual(bytes)
  })

  it('is read as far as it goes, wherever it is cut', () => {
    const bytes = bytesOf(['TITLE=Ein Titel', 'ARTIST=AC/DC'])
    for (let length = 0; length < bytes.length; length++) {
      const { entries, flaw, rest, contentBytes } = parseVorbisComment(bytes.subarray(0, length))
      expect(flaw).toBeDefined()
      expect(entries.length).toBeLessThan(2)
      expect(contentBytes + rest.length).toBe(length)
    }
  })

  it('survives any damage', () => {
    const random = seededRandom(7)
    const bytes = bytesOf(['TITLE=Ein Titel', 'ARTIST=AC/DC', `LYRICS=${'x'.repeat(5000)}`])
    for (let round = 0; round < 500; round++) {
      const damaged = bytes.slice()
      for (let count = 0; count < 3; count++) {
        damaged[Math.floor(random() * 60)] = Math.floor(random() * 256)
      }
      const comment = parseVorbisComment(damaged)
      const again = parseVorbisComment(renderVorbisComment(comment))
      const texts = (of: typeof comment) => of.entries.map(({ raw }) => Buffer.from(raw).toString('latin1'))
      expect(texts(again)).toEqual(texts(comment))
    }
  })

  it('names the encoder as its vendor, but for ours', () => {
    expect(encoderOf(commentOf())).toBe('vendor')
    expect(encoderOf(emptyVorbisComment)).toBe('')
  })
})

describe('comments (Vorbis I §5.2.2)', () => {
  it('of one name are several values, in the order of the file', () => {
    expect(valuesIn('ARTIST=AC/DC', 'GENRE=b', 'artist=B; C', 'Genre=a')).toMatchObject({
      artist: ['AC/DC', 'B; C'],
      genre: ['b', 'a'],
    })
  })

  it('that are no UTF-8 are read as Latin-1, and stay as they are', () => {
    const latin = concat([fromLatin1('TITLE=Größe'), Uint8Array.of(0xa9)])
    expect(valuesIn(latin).title).toEqual(['Größe©'])
    expect(patchVorbisComment(commentOf(latin), { album: ['x'] }).entries[0]?.raw).toEqual(latin)
  })

  it('that hold a replacement character in earnest keep it', () => {
    expect(valuesIn('TITLE=\ufffd').title).toEqual(['\ufffd'])
  })

  it('without “=” are nobody’s field, and stay', () => {
    expect(valuesIn('nonsense', 'TITLE=x')).toEqual({ title: ['x'] })
    expect(patched(['nonsense', 'TITLE=x'], { title: ['y'] })).toEqual(['nonsense', 'TITLE=y'])
  })

  it('of names that people made up keep their spelling', () => {
    expect(valuesIn('My Name=1', 'my name=2')).toEqual({ 'custom:My Name': ['1', '2'] })
    expect(patched(['My Name=1'], { 'custom:My Name': ['a', 'b'] })).toEqual(['My Name=a', 'My Name=b'])
  })

  it.each(['METADATA_BLOCK_PICTURE', 'Ä', 'a=b', 'a\n', 'a~'])('refuse the name “%s”', (name) => {
    expect(() => patched([], { [`custom:${name}`]: ['x'] })).toThrow(NotStorableError)
  })

  it('hold any text', () => {
    expect(patched([], { title: ['𝄞\n=\u0001'] })).toEqual(['TITLE=𝄞\n=\u0001'])
  })
})

describe('fields under other names (formats.md, section 3)', () => {
  it.each([
    ['YEAR=1999', { date: ['1999'] }],
    ['DISC=4', { disc: ['4'] }],
    ['TOTALTRACKS=12', { trackTotal: ['12'] }],
    ['TRACKNUMBER=3/12', { track: ['3'], trackTotal: ['12'] }],
    ['album artist=x', { albumArtist: ['x'] }],
    ['UNSYNCEDLYRICS=la', { lyrics: ['la'] }],
    ['ORGANIZATION=x', { label: ['x'] }],
    ['TEMPO=120', { bpm: ['120'] }],
    ['R128_TRACK_GAIN=-512', { r128TrackGain: ['-512'] }],
    ['replaygain_track_gain=-6.50 dB', { replayGainTrackGain: ['-6.50 dB'] }],
  ])('%s is read', (text, values) => {
    expect(valuesIn(text)).toEqual(values)
  })

  it.each([
    [['DISC=4', 'TITLE=x'], { disc: ['2'] }],
    [['YEAR=1999', 'TITLE=x'], { date: ['2001-02-03'] }],
    [['TRACKNUMBER=3/12', 'TITLE=x'], { track: ['4'] }],
    [['TOTALTRACKS=12', 'TRACKTOTAL=13'], { trackTotal: ['14'] }],
    [['TEMPO=99', 'BPM=100'], { bpm: ['120'] }],
  ] as const)('%j with another value is never doubled', (comments, change) => {
    const after = patchVorbisComment(commentOf(...comments), change)
    const again = parseVorbisComment(renderVorbisComment(after))
    expect(valuesOfVorbisComment(again)).toMatchObject(change)
    const texts = again.entries.map(({ raw }) => Buffer.from(raw).toString())
    for (const old of ['DISC=4', 'YEAR=1999', 'TRACKNUMBER=3/12', 'TOTALTRACKS=12', 'TEMPO=99']) {
      expect(texts).not.toContain(old)
    }
  })
})

describe('ratings and flags', () => {
  it.each([
    ['80', '80'],
    ['4', '80'],
    ['0.8', '80'],
    ['100', '100'],
    ['1.0', '100'],
    ['0', '0'],
  ])('RATING=%s is %s percent', (text, percent) => {
    expect(valuesIn(`RATING=${text}`).rating).toEqual([percent])
  })

  it('are written in the scale that the file uses', () => {
    expect(patched(['RATING=4'], { rating: ['60'] })).toEqual(['RATING=3'])
    expect(patched(['RATING=80'], { rating: ['60'] })).toEqual(['RATING=60'])
    expect(patched(['RATING=4'], { rating: ['55'] })).toEqual(['RATING=55'])
  })

  it('come back as they were written, every percent of them', () => {
    for (const old of [[], ['RATING=4'], ['RATING=70']]) {
      for (let percent = 0; percent <= 100; percent++) {
        const [text = ''] = patched(old, { rating: [String(percent)] })
        expect(valuesIn(text).rating).toEqual([String(percent)])
      }
    }
  })

  it('say yes in several words, and no by silence', () => {
    expect(valuesIn('COMPILATION=True').compilation).toEqual(['1'])
    expect(valuesIn('COMPILATION=0').compilation).toBeUndefined()
  })
})

describe('pictures in comments', () => {
  const cover = describePicture(fixture('cover.png'), { type: 3, mime: 'image/png', description: 'vorne' })
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
  const block = `METADATA_BLOCK_PICTURE=${base64(encodeFlacPicture(cover))}`

  it('are no texts, and are counted by their first bytes', () => {
    const comment = commentOf(block, `coverart=${base64(cover.bytes)}`)
    expect(pictureCountOf(comment)).toBe(2)
    expect(valuesOfVorbisComment(comment)).toEqual({})
    expect(picturesOfVorbisComment(comment).map(({ hash }) => hash)).toEqual([cover.hash, cover.hash])
  })

  it('with a description longer than their first bytes are pictures all the same', () => {
    const long = { ...cover, description: 'x'.repeat(1000) }
    const comment = commentOf(`METADATA_BLOCK_PICTURE=${base64(encodeFlacPicture(long))}`)
    expect(pictureCountOf(comment)).toBe(1)
    expect(picturesOfVorbisComment(comment)).toMatchObject([
      { hash: long.hash, description: long.description },
    ])
  })

  it('that are damaged stay as they are, whatever happens to the others', () => {
    const damaged = 'METADATA_BLOCK_PICTURE=AAAAAw=='
    const comment = commentOf(damaged, block)
    expect(pictureCountOf(comment)).toBe(1)
    const after = patchPictureComments(comment, [])
    expect(after.entries.map(({ raw }) => Buffer.from(raw).toString())).toEqual([damaged])
  })

  it('are fetched only when asked for', () => {
    const large = { ...cover, bytes: new Uint8Array(300_000) }
    const bytes = bytesOf([
      'TITLE=x',
      `METADATA_BLOCK_PICTURE=${base64(encodeFlacPicture(large))}`,
      'ALBUM=y',
    ])
    let fetched = 0
    const access = {
      size: bytes.length,
      read: (at: number, length: number) => {
        const part = bytes.slice(at, at + length)
        fetched += part.length
        return part
      },
    }
    const comment = parseVorbisComment(access)
    expect(valuesOfVorbisComment(comment)).toEqual({ title: ['x'], album: ['y'] })
    expect(pictureCountOf(comment)).toBe(1)
    expect(fetched).toBeLessThan(10_000)
    expect(sameBytes(renderVorbisComment(comment), bytes)).toBe(true)
  })

  it('count is not believed when it is four thousand million', () => {
    const bytes = concat([fromUint32le(0), fromUint32le(0xffffffff), new Uint8Array(400_000)])
    expect(() => parseVorbisComment(bytes)).toThrow(RangeError)
  })
})
