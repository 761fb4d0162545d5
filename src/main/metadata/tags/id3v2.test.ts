import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, fromSyncsafe, fromUint16, fromUint24, fromUint32, fromUtf8 } from '../bytes'
import { holds } from '../testing/fixture'
import { genresInWords } from './genre-names'
import { patchId3v2, picturesOfId3v2, readId3v2, valuesOfId3v2 } from './id3v2'
import { resynchronise } from './id3v2-frames'

const frame23 = (id: string, body: Uint8Array, flags = 0) =>
  concat([fromLatin1(id), fromUint32(body.length), fromUint16(flags), body])
const frame24 = (id: string, body: Uint8Array, flags = 0) =>
  concat([fromLatin1(id), fromSyncsafe(body.length), fromUint16(flags), body])
const frame22 = (id: string, body: Uint8Array) => concat([fromLatin1(id), fromUint24(body.length), body])
const text = (value: string) => concat([Uint8Array.of(0), fromLatin1(value)])
const tag = (version: number, frames: readonly Uint8Array[], flags = 0) => {
  const content = concat(frames)
  return concat([fromLatin1('ID3'), Uint8Array.of(version, 0, flags), fromSyncsafe(content.length), content])
}

const valuesIn = (bytes: Uint8Array) => {
  const read = readId3v2(bytes)
  if (read === undefined) throw new Error('no tag')
  return valuesOfId3v2(read)
}

describe('reading ID3v2', () => {
  it('leaves a slash alone: AC/DC is one artist', () => {
    expect(valuesIn(tag(3, [frame23('TPE1', text('AC/DC'))])).artist).toEqual(['AC/DC'])
  })

  it('separates values at NUL, in either version', () => {
    expect(valuesIn(tag(4, [frame24('TPE1', text('A\0B'))])).artist).toEqual(['A', 'B'])
    expect(valuesIn(tag(3, [frame23('TPE1', text('A\0B\0'))])).artist).toEqual(['A', 'B'])
  })

  it('takes number and total apart', () => {
    const values = valuesIn(tag(3, [frame23('TRCK', text('03/12')), frame23('TPOS', text('1'))]))
    expect(values).toEqual({ track: ['03'], trackTotal: ['12'], disc: ['1'] })
  })

  it('puts the date of ID3v2.3 together from its three frames', () => {
    const parts = [
      frame23('TYER', text('1998')),
      frame23('TDAT', text('1204')),
      frame23('TIME', text('1530')),
    ]
    expect(valuesIn(tag(3, parts)).date).toEqual(['1998-04-12T15:30'])
    expect(valuesIn(tag(3, parts.slice(0, 2))).date).toEqual(['1998-04-12'])
    expect(valuesIn(tag(3, [frame23('TYER', text('98 or so'))])).date).toEqual(['98 or so'])
  })

  it('finds TXXX whatever its case, and a MusicBrainz id in UFID', () => {
    const values = valuesIn(
      tag(4, [
        frame24('TXXX', text('catalognumber\0CAT 1')),
        frame24('UFID', fromLatin1('http://musicbrainz.org\0abc')),
        frame24('UFID', fromLatin1('http://example.org\0def')),
      ]),
    )
    expect(values).toEqual({ catalogNumber: ['CAT 1'], recordingId: ['abc'] })
  })

  it('takes the comment without description, and the first of several languages', () => {
    const comment = (language: string, description: string, value: string) =>
      frame24('COMM', text(`${language}${description}\0${value}`))
    const values = valuesIn(
      tag(4, [comment('eng', 'iTunNORM', '00'), comment('deu', '', 'Ja'), comment('eng', '', 'Yes')]),
    )
    expect(values.comment).toEqual(['Ja'])
  })

  it('reads every encoding, also UTF-16 with one byte order mark for two values', () => {
    const utf16 = (value: string) => new Uint8Array(Buffer.from(value, 'utf16le'))
    const bigEndian = (value: string) => new Uint8Array(Buffer.from(value, 'utf16le').swap16())
    const frames = [
      frame24('TIT2', concat([Uint8Array.of(1, 0xff, 0xfe), utf16('ß新\0zwei')])),
      frame24('TALB', concat([Uint8Array.of(1, 0xfe, 0xff), bigEndian('ß新')])),
      frame24('TPE1', concat([Uint8Array.of(2), bigEndian('ß新')])),
      frame24('TCOM', concat([Uint8Array.of(3), fromUtf8('ß新')])),
      frame24('TPE2', Uint8Array.of(9, 65)),
    ]
    expect(valuesIn(tag(4, frames))).toEqual({
      title: ['ß新', 'zwei'],
      album: ['ß新'],
      artist: ['ß新'],
      composer: ['ß新'],
    })
  })

  it('undoes unsynchronisation of the whole tag and of single frames', () => {
    const plain = concat([Uint8Array.of(0), Uint8Array.of(0xff, 0xe0, 0xff, 0x00)])
    const unsynchronised = Uint8Array.of(0, 0xff, 0, 0xe0, 0xff, 0, 0)
    expect(resynchronise(unsynchronised)).toEqual(plain)
    const whole = tag(3, [concat([frame23('TIT2', plain).subarray(0, 10), unsynchronised])], 0x80)
    expect(valuesIn(whole).title).toEqual(['ÿàÿ'])
    expect(valuesIn(tag(4, [frame24('TIT2', unsynchronised, 0x0002)])).title).toEqual(['ÿàÿ'])
    expect(valuesIn(tag(4, [frame24('TIT2', unsynchronised)], 0x80)).title).toEqual(['ÿàÿ'])
  })

  it('unpacks compressed frames, and leaves encrypted and damaged ones alone', () => {
    const packed = new Uint8Array(deflateSync(text('packed')))
    const v3 = frame23('TIT2', concat([fromUint32(7), packed]), 0x0080)
    const v4 = frame24('TIT2', concat([fromSyncsafe(7), packed]), 0x0009)
    expect(valuesIn(tag(3, [v3])).title).toEqual(['packed'])
    expect(valuesIn(tag(4, [v4])).title).toEqual(['packed'])
    expect(valuesIn(tag(4, [frame24('TIT2', packed, 0x0004)])).title).toBeUndefined()
    expect(valuesIn(tag(4, [frame24('TIT2', Uint8Array.of(1, 2, 3), 0x0008)])).title).toBeUndefined()
    expect(valuesIn(tag(3, [frame23('TIT2', Uint8Array.of(1), 0x0080)])).title).toBeUndefined()
  })

  it('understands the sizes that iTunes once wrote', () => {
    const long = text('x'.repeat(200))
    const itunes = concat([frame23('TIT2', long), frame23('TALB', text('Album'))])
    const bytes = concat([fromLatin1('ID3'), Uint8Array.of(4, 0, 0), fromSyncsafe(itunes.length), itunes])
    expect(valuesIn(bytes).album).toEqual(['Album'])
  })

  it('steps over an extended header', () => {
    const extended = concat([fromUint32(6), new Uint8Array(6)])
    expect(valuesIn(tag(3, [extended, frame23('TIT2', text('x'))], 0x40)).title).toEqual(['x'])
    const extended24 = concat([fromSyncsafe(6), Uint8Array.of(1, 0)])
    expect(valuesIn(tag(4, [extended24, frame24('TIT2', text('x'))], 0x40)).title).toEqual(['x'])
    // The flag without the header, as some writers left it.
    expect(valuesIn(tag(3, [frame23('TIT2', text('x'))], 0x40)).title).toEqual(['x'])
  })

  it('reads ID3v2.2 under the later names, pictures too', () => {
    const picture = concat([
      Uint8Array.of(0),
      fromLatin1('PNG'),
      Uint8Array.of(3),
      fromLatin1('x\0'),
      fromLatin1('data'),
    ])
    const read = readId3v2(
      tag(2, [frame22('TT2', text('x')), frame22('ULT', text('engx\0la la')), frame22('PIC', picture)]),
    )
    expect(read?.kind).toBe('ID3v2.2')
    expect(read === undefined ? [] : picturesOfId3v2(read)).toMatchObject([
      { type: 3, mime: 'image/png', description: 'x', sizeBytes: 4 },
    ])
    expect(read === undefined ? {} : valuesOfId3v2(read)).toEqual({ title: ['x'] })
  })

  it('says when something behind the frames is neither frame nor padding', () => {
    expect(readId3v2(tag(3, [frame23('TIT2', text('x')), new Uint8Array(20)]))?.hasJunk).toBe(false)
    expect(readId3v2(tag(3, [frame23('TIT2', text('x')), fromLatin1('not a frame at all')]))?.hasJunk).toBe(
      true,
    )
  })

  it('finds no tag of a version that it does not know', () => {
    expect(readId3v2(tag(9, []))).toBeUndefined()
    expect(readId3v2(new Uint8Array(5))).toBeUndefined()
  })
})

describe('genres', () => {
  it.each([
    ['17', ['Rock']],
    ['(17)', ['Rock']],
    ['(17)Rock', ['Rock']],
    ['(4)Eurodisco', ['Disco', 'Eurodisco']],
    ['(51)(39)', ['Techno-Industrial', 'Noise']],
    ['(RX)', ['Remix']],
    ['((Foo)', ['(Foo)']],
    ['Rock/Foo', ['Rock/Foo']],
    ['(999)Foo', ['(999)Foo']],
    ['999', ['999']],
    ['', []],
  ])('%s means %j', (written, genres) => {
    expect(genresInWords(written)).toEqual(genres)
  })

  it('that begin with a bracket survive ID3v2.3', () => {
    const read = readId3v2(tag(3, [frame23('TCON', text('(17)'))]))
    if (read === undefined) throw new Error('no tag')
    expect(valuesIn(patchId3v2(read, { genre: ['(Neo) Folk', '(17)'] }, undefined)).genre).toEqual([
      '(Neo) Folk',
      '(17)',
    ])
  })
})

describe('changing ID3v2', () => {
  const strange = [
    frame23('TMCL', text('guitar\0Someone')),
    frame23('PRIV', fromLatin1('owner\0\x01\x02')),
    frame23('GEOB', text('application/x\0name\0Serato\0data')),
    frame23('TXXX', text('Serato\0x')),
    frame23('TSOP', text('Sort')),
    frame23('ZZZZ', fromLatin1('unknown')),
    frame23('TIT2', Uint8Array.of(7, 1, 2), 0x0040),
  ]

  it('keeps every frame that nobody edited, byte for byte, in its order', () => {
    const read = readId3v2(tag(3, strange))
    if (read === undefined) throw new Error('no tag')
    expect(holds(patchId3v2(read, { album: ['Neu'] }, undefined), concat(strange))).toBe(true)
  })

  it('keeps the size of the tag while there is room, and leaves new room when there is not', () => {
    const read = readId3v2(tag(4, [frame24('TIT2', text('x')), new Uint8Array(100)]))
    if (read === undefined) throw new Error('no tag')
    expect(patchId3v2(read, { title: ['y'.repeat(80)] }, undefined)).toHaveLength(read.sizeBytes)
    expect(patchId3v2(read, { title: ['y'.repeat(800)] }, undefined).length).toBeGreaterThan(
      read.sizeBytes + 2048,
    )
  })

  it('writes plain text of ID3v2.3 as ISO-8859-1, other text as UTF-16, that of ID3v2.4 as UTF-8', () => {
    const title = (version: number, value: string) => {
      const read = readId3v2(tag(version, []))
      if (read === undefined) throw new Error('no tag')
      return patchId3v2(read, { title: [value] }, undefined)[20]
    }
    expect([title(3, 'plain'), title(3, 'ß'), title(4, 'plain')]).toEqual([0, 1, 3])
  })

  it('keeps the language of a comment', () => {
    const read = readId3v2(tag(3, [frame23('COMM', text('deu\0alt'))]))
    if (read === undefined) throw new Error('no tag')
    const result = Buffer.from(patchId3v2(read, { comment: ['neu'] }, undefined)).toString('latin1')
    expect(result).toContain('\0deu\0neu')
  })

  it('removes day and time together with the year', () => {
    const read = readId3v2(tag(3, [frame23('TYER', text('1998')), frame23('TDAT', text('1204'))]))
    if (read === undefined) throw new Error('no tag')
    const result = Buffer.from(patchId3v2(read, { date: ['2001'] }, undefined)).toString('latin1')
    expect(result).not.toContain('TDAT')
    expect(valuesIn(patchId3v2(read, { date: [] }, undefined)).date).toBeUndefined()
  })

  it('is not done to ID3v2.2', () => {
    const read = readId3v2(tag(2, []))
    if (read === undefined) throw new Error('no tag')
    expect(() => patchId3v2(read, { title: ['x'] }, undefined)).toThrow('ID3v2.2')
  })
})
