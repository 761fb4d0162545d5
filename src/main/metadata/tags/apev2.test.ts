import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, fromUtf8, latin1, uint32le } from '../bytes'
import { accessBytes } from '../file-access'
import { describePicture } from '../pictures'
import { apeItem, apeTag, binary, external, jpegOf } from '../testing/ape-tags'
import { countingAccess } from '../testing/counting-access'
import { fixture } from '../testing/fixture'
import {
  type ApeTag,
  apeSize,
  emptyApe,
  inventoryOfApe,
  kindOfApe,
  parseApe,
  patchApe,
  patchApeInStep,
  pictureCountOfApe,
  picturesOfApe,
  readApe,
  renderApe,
  valuesOfApe,
} from './apev2'
import { NotStorableError } from './not-storable'

/** Sections are those of the APEv2 specification (Hydrogenaudio wiki). */

function parsed(bytes: Uint8Array): ApeTag {
  const tag = parseApe(bytes)
  if (tag === undefined) throw new Error('damaged')
  return tag
}

const rewritten = (tag: ApeTag): ApeTag => parsed(renderApe(tag))
const cover = (type: number, description = '') =>
  describePicture(fixture('cover.png'), { type, mime: 'image/png', description })

describe('APEv2: header and footer', () => {
  it('gives a new tag both, with the same size and count', () => {
    const bytes = renderApe(patchApe(emptyApe, { title: ['Neu'], artist: ['Wer'] }))
    expect(latin1(bytes.subarray(0, 8))).toBe('APETAGEX')
    expect(uint32le(bytes, 8)).toBe(2000)
    expect(uint32le(bytes, 12)).toBe(bytes.length - 32)
    expect(uint32le(bytes, 16)).toBe(2)
    expect(uint32le(bytes, 20)).toBe(0xa0000000)
    expect(uint32le(bytes, bytes.length - 12)).toBe(0x80000000)
    expect(bytes.subarray(-32, -12)).toEqual(bytes.subarray(0, 20))
    expect(apeSize(bytes.subarray(-32))).toBe(bytes.length)
  })

  it('leaves a tag without a header without one', () => {
    const bytes = renderApe(patchApe(parsed(apeTag([apeItem('Title', 'Alt')], { hasHeader: false })), {}))
    expect(bytes).toEqual(apeTag([apeItem('Title', 'Alt')], { hasHeader: false }))
  })

  it('is no footer when it is a header, or its size leaves no room for itself', () => {
    expect(apeSize(apeTag([]).subarray(0, 32))).toBeUndefined()
    expect(apeSize(apeTag([], { size: 31 }).subarray(-32))).toBeUndefined()
    expect(apeSize(new Uint8Array(32))).toBeUndefined()
  })

  it('writes a tag that was not changed as it was', () => {
    const bytes = apeTag([apeItem('TITLE', 'Alt', 1), apeItem('Any', 'x\0y'), apeItem('Raw', 'b', binary)])
    expect(renderApe(patchApe(parsed(bytes), {}))).toEqual(bytes)
  })

  it('keeps bytes behind the last item', () => {
    const bytes = apeTag([apeItem('Title', 'Alt')], { rest: fromLatin1('padding') })
    const tag = patchApe(parsed(bytes), { title: ['Neu'] })
    expect(rewritten(tag).rest).toEqual(fromLatin1('padding'))
    expect(inventoryOfApe(tag, { fields: ['title'], pictures: false })).toEqual([
      { name: 'APEv2 behind the items', bytes: fromLatin1('padding') },
    ])
  })
})

describe('APEv2: item keys', () => {
  it('finds keys whatever their case and keeps the spelling found', () => {
    const tag = parsed(apeTag([apeItem('tItLe', 'Alt'), apeItem('ALBUMARTIST', 'Alle')]))
    expect(valuesOfApe(tag)).toEqual({ title: ['Alt'], albumArtist: ['Alle'] })
    const names = rewritten(patchApe(tag, { title: ['Neu'] })).entries.map(({ name }) => name)
    expect(names).toEqual(['tItLe', 'ALBUMARTIST'])
  })

  it('writes a field under its first name and never doubles it', () => {
    const tag = parsed(apeTag([apeItem('ALBUMARTIST', 'Alt'), apeItem('Year', '2001')]))
    const result = rewritten(patchApe(tag, { albumArtist: ['Neu'] }))
    expect(result.entries.map(({ name, values }) => [name, values])).toEqual([
      ['Album Artist', ['Neu']],
      ['Year', ['2001']],
    ])
  })

  it('keeps track number and total in one item', () => {
    const tag = parsed(apeTag([apeItem('Track', '02/10')]))
    expect(valuesOfApe(tag)).toEqual({ track: ['02'], trackTotal: ['10'] })
    const result = rewritten(patchApe(tag, { track: ['A1'] }))
    expect(result.entries.map(({ values }) => values)).toEqual([['A1/10']])
  })

  it.each(['x', 'ID3', 'tag', 'OggS', 'MP+', 'Größe', 'a\tb', 'k'.repeat(256)])(
    'does not write %j',
    (name) => {
      expect(() => patchApe(emptyApe, { [`custom:${name}`]: ['v'] })).toThrow(NotStorableError)
    },
  )

  it('reads and keeps keys that it would not write', () => {
    const tag = parsed(apeTag([apeItem('\xe9', 'alt'), apeItem('Title', 'Alt')]))
    expect(rewritten(patchApe(tag, { title: ['Neu'] })).entries[0]?.raw).toEqual(apeItem('\xe9', 'alt'))
  })
})

describe('APEv2: item values', () => {
  it('keeps several values apart by NUL', () => {
    const tag = parsed(apeTag([apeItem('Artist', 'AC/DC\0Größe')]))
    expect(valuesOfApe(tag)).toEqual({ artist: ['AC/DC', 'Größe'] })
    expect(rewritten(patchApe(tag, { genre: ['A; B', 'C'] })).entries[1]?.raw).toEqual(
      apeItem('Genre', 'A; B\0C'),
    )
  })

  it('does not write a value that holds a NUL', () => {
    expect(() => patchApe(emptyApe, { title: ['a\0b'] })).toThrow(NotStorableError)
  })

  it('reads texts that are not UTF-8 as ISO-8859-1', () => {
    expect(valuesOfApe(parsed(apeTag([apeItem('Title', fromLatin1('Größe'))])))).toEqual({ title: ['Größe'] })
  })

  it('shows no binary value and no link as text, and keeps both', () => {
    const raw = [apeItem('Dump', '\0\x01\x02', binary), apeItem('Lyrics', 'http://example.org', external)]
    const tag = parsed(apeTag([...raw, apeItem('Title', 'Alt')]))
    expect(valuesOfApe(tag)).toEqual({ title: ['Alt'] })
    const result = rewritten(patchApe(tag, { title: [] }))
    expect(result.entries.map((item) => item.raw)).toEqual(raw)
  })

  it('lists fields that people named, in their spelling', () => {
    const tag = parsed(apeTag([apeItem('My Own', 'v')]))
    expect(valuesOfApe(tag)).toEqual({ 'custom:My Own': ['v'] })
    expect(valuesOfApe(rewritten(patchApe(tag, { 'custom:My Own': ['w', 'x'] })))).toEqual({
      'custom:My Own': ['w', 'x'],
    })
  })
})

describe('APEv2: ratings and flags of the model', () => {
  it.each([
    ['80', '80'],
    ['4', '80'],
    ['0.8', '80'],
  ])('reads a rating of %s as %s percent', (text, percent) => {
    expect(valuesOfApe(parsed(apeTag([apeItem('Rating', text)]))).rating).toEqual([percent])
  })

  it.each([
    ['4', '60', '3'],
    ['80', '60', '60'],
    ['80', '3', '0.03'],
  ])('writes over %s a rating of %s percent as %s, in the scale of the file', (old, percent, text) => {
    const result = rewritten(patchApe(parsed(apeTag([apeItem('RATING', old)])), { rating: [percent] }))
    expect(result.entries[0]?.raw).toEqual(apeItem('RATING', text))
    expect(valuesOfApe(result).rating).toEqual([percent])
  })

  it.each([
    ['1', ['1']],
    ['True', ['1']],
    ['0', undefined],
  ])('reads a compilation of %s as %j', (text, value) => {
    expect(valuesOfApe(parsed(apeTag([apeItem('Compilation', text)]))).compilation).toEqual(value)
  })
})

describe('APEv2: flags', () => {
  it('keeps an item read-only', () => {
    const tag = parsed(apeTag([apeItem('Title', 'Alt', 1)]))
    expect(rewritten(patchApe(tag, { title: ['Neu'] })).entries[0]?.raw).toEqual(apeItem('Title', 'Neu', 1))
  })
})

describe('APEv1', () => {
  const bytes = apeTag([apeItem('Title', fromLatin1('Größe')), apeItem('Artist', 'Wer')], { version: 1000 })

  it('is read as ISO-8859-1 and keeps its version, without a header', () => {
    const tag = parsed(bytes)
    expect(kindOfApe(tag)).toBe('APEv1')
    expect(valuesOfApe(tag)).toEqual({ title: ['Größe'], artist: ['Wer'] })
    const result = renderApe(patchApe(tag, { artist: ['Neu'] }))
    expect(result).toEqual(
      apeTag([apeItem('Title', fromLatin1('Größe')), apeItem('Artist', 'Neu')], { version: 1000 }),
    )
  })

  it('holds every text, in UTF-8 as every reader of today expects it', () => {
    const result = rewritten(patchApe(parsed(bytes), { artist: ['Ärzte 東京'] }))
    expect(result.version).toBe(1000)
    expect(valuesOfApe(result).artist).toEqual(['Ärzte 東京'])
  })

  it('becomes APEv2 with a picture, which it cannot hold', () => {
    expect(rewritten(patchApe(parsed(bytes), {}, [cover(3)])).version).toBe(2000)
    expect(rewritten(patchApe(parsed(bytes), {}, [])).version).toBe(1000)
  })
})

describe('APEv2: pictures', () => {
  it('reads front and back with their descriptions', () => {
    const tag = parsed(
      apeTag([
        apeItem('Cover Art (front)', concat([fromUtf8('Größe.png\0'), fixture('cover.png')]), binary),
        apeItem('COVER ART (BACK)', concat([fromUtf8('Cover Art (Back).jpg\0'), jpegOf(9)]), binary),
      ]),
    )
    expect(pictureCountOfApe(tag)).toBe(2)
    expect(
      picturesOfApe(tag).map(({ type, mime, description, width }) => [type, mime, description, width]),
    ).toEqual([
      [3, 'image/png', 'Größe.png', 24],
      // The file name repeats the key: nobody described the picture.
      [4, 'image/jpeg', '', 0],
    ])
  })

  it('reads pictures without a name, and those that are marked as text', () => {
    const tag = parsed(apeTag([apeItem('Cover Art (Front)', jpegOf(20), 0)]))
    expect(picturesOfApe(tag).map(({ bytes }) => bytes)).toEqual([jpegOf(20)])
    expect(valuesOfApe(tag)).toEqual({})
  })

  it.each([
    ['Cover Art (Lead Artist)', 7],
    ['Cover Art (Fish)', 17],
    ['Cover Art (colored fish)', 17],
    ['Cover Art (something else)', 0],
  ])('knows the type of %s', (key, type) => {
    const tag = parsed(apeTag([apeItem(key, concat([fromUtf8('a\0'), jpegOf(9)]), binary)]))
    expect(picturesOfApe(tag)[0]?.type).toBe(type)
  })

  it('gives back every type and description', () => {
    const pictures = Array.from({ length: 21 }, (_, type) =>
      cover(type, type % 2 === 0 ? '' : `Bild ${type}`),
    )
    expect(picturesOfApe(rewritten(patchApe(emptyApe, {}, pictures)))).toEqual(pictures)
  })

  it('writes `file name NUL picture` and marks it binary', () => {
    const [item] = rewritten(patchApe(emptyApe, {}, [cover(3)])).entries
    expect(item?.raw).toEqual(
      apeItem(
        'Cover Art (Front)',
        concat([fromUtf8('Cover Art (Front).png\0'), fixture('cover.png')]),
        binary,
      ),
    )
  })

  it('keeps a second picture of a type, since a key occurs once only', () => {
    const pictures = [cover(3), cover(3, 'zwei')]
    const result = rewritten(patchApe(emptyApe, {}, pictures))
    expect(result.entries.map(({ name }) => name)).toEqual(['Cover Art (Front)', 'Cover Art (Front) 2'])
    expect(picturesOfApe(result)).toEqual(pictures)
  })

  it('leaves a picture that stays as it is, byte for byte', () => {
    const old = apeItem('COVER ART (FRONT)', concat([fromUtf8('x.jpg\0'), jpegOf(9)]), binary)
    const tag = parsed(apeTag([apeItem('Title', 'T'), old, apeItem('Album', 'A')]))
    const result = rewritten(patchApe(tag, {}, [...picturesOfApe(tag), cover(4)]))
    expect(result.entries.map(({ name }) => name)).toEqual([
      'Title',
      'COVER ART (FRONT)',
      'Cover Art (Back)',
      'Album',
    ])
    expect(result.entries[1]?.raw).toEqual(old)
  })

  it('leaves a link to a picture alone, and makes room for one beside it', () => {
    const link = apeItem('Cover Art (Front)', 'http://example.org/a.jpg', external)
    const result = rewritten(patchApe(parsed(apeTag([link])), {}, [cover(3)]))
    expect(result.entries.map(({ name }) => name)).toEqual(['Cover Art (Front)', 'Cover Art (Front) 2'])
    expect(result.entries[0]?.raw).toEqual(link)
    expect(pictureCountOfApe(result)).toBe(1)
  })

  it('reads no picture before it is asked for', () => {
    const big = apeItem('Cover Art (Front)', concat([fromUtf8('a\0'), jpegOf(200_000)]), binary)
    const bytes = apeTag([big, apeItem('Title', 'Alt')])
    const { access, reads } = countingAccess(bytes)
    const tag = readApe(access, 0, bytes.length)
    expect(valuesOfApe(tag)).toEqual({ title: ['Alt'] })
    expect(pictureCountOfApe(tag)).toBe(1)
    expect(reads.reduce((sum, length) => sum + length, 0)).toBeLessThan(2000)
    expect(picturesOfApe(tag)[0]?.bytes.length).toBe(200_000)
  })
})

describe('APEv2 beside another tag', () => {
  it('takes out what it cannot hold, rather than refuse or contradict', () => {
    const tag = parsed(apeTag([apeItem('Title', 'Alt')]))
    const result = patchApeInStep(tag, { title: ['a\0b'], artist: ['Wer'], 'custom:Größe': ['1'] })
    expect(valuesOfApe(rewritten(result))).toEqual({ artist: ['Wer'] })
  })
})

describe('a damaged APEv2 tag', () => {
  const whole = [apeItem('Title', 'Alt'), apeItem('Album', 'A')]

  it.each<[string, Uint8Array]>([
    ['an item longer than the tag', concat([Uint8Array.of(255, 255, 0, 0, 0, 0, 0, 0), fromLatin1('Key\0')])],
    ['an item without an end of its key', concat([new Uint8Array(8), fromLatin1('KeyWithoutEnd')])],
  ])('is read up to %s, and not patched', (_, item) => {
    const bytes = apeTag([...whole, item])
    expect(parseApe(bytes)).toBeUndefined()
    const tag = readApe(accessBytes(bytes), 0, bytes.length)
    expect(tag.isDamaged).toBe(true)
    expect(valuesOfApe(tag)).toEqual({ title: ['Alt'], album: ['A'] })
  })

  it('is none when the count is too high but every item fits', () => {
    expect(valuesOfApe(parsed(apeTag(whole, { count: 4_000_000_000 })))).toEqual({
      title: ['Alt'],
      album: ['A'],
    })
  })

  it('is none when what is left is too short for an item, which then stays where it is', () => {
    const tag = parsed(apeTag([...whole, fromLatin1('on')], { count: 4_294_964_456 }))
    const result = rewritten(patchApe(tag, { title: ['Neu'] }))
    expect(valuesOfApe(result)).toEqual({ title: ['Neu'], album: ['A'] })
    expect(result.rest).toEqual(fromLatin1('on'))
  })

  it('is left after a thousand items, however many it claims', () => {
    const { access, reads } = countingAccess(apeTag([new Uint8Array(4_000_000)], { count: 4_000_000_000 }))
    expect(readApe(access, 0, access.size).isDamaged).toBe(true)
    expect(reads.length).toBeLessThan(1100)
  })

  it('is none of ours when it is shorter than a footer', () => {
    expect(parseApe(new Uint8Array(10))).toBeUndefined()
  })
})
