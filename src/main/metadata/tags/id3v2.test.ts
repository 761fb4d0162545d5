import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, fromSyncsafe, fromUint32, fromUtf8 } from '../bytes'
import type { FileAccess } from '../file-access'
import { describePicture } from '../pictures'
import { fixture, holds, seededRandom } from '../testing/fixture'
import { genresInWords } from './genre-names'
import {
  inventoryOfId3v2,
  patchAppendedId3v2,
  patchId3v2,
  pictureCountOfId3v2,
  picturesOfId3v2,
  readId3v2,
  readId3v2From,
  valuesOfId3v2,
} from './id3v2'
import { resynchronised } from './id3v2-content'
import {
  frame22,
  frame23,
  frame24,
  framesIn,
  patched,
  tagBytes as tag,
  tagIn,
  text,
  utf16,
  valuesIn,
} from './id3v2-testing'

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

  it('undoes unsynchronisation wherever 0xFF stands, close together or far apart', () => {
    const random = seededRandom(61)
    for (let round = 0; round < 300; round++) {
      const rarely = 1 + Math.floor(random() * 60)
      const plain: number[] = []
      const written: number[] = []
      for (let at = 0; at < 200; at++) {
        const byte = random() * rarely < 1 ? 0xff : Math.floor(random() * 3) * 0x70
        plain.push(byte)
        if (written.at(-1) === 0xff && (byte >= 0xe0 || byte === 0)) written.push(0)
        written.push(byte)
      }
      if (written.at(-1) === 0xff) written.push(0)
      expect([...resynchronised(Uint8Array.from(written))]).toEqual(plain)
    }
  })

  it('leaves bytes alone that nobody unsynchronised, whatever the flag says', () => {
    const never = Uint8Array.of(...new Array<number>(100).fill(1), 0xff, 0, 0xff, 0xfb, 0xff, 0)
    expect(resynchronised(never)).toEqual(never)
    expect(resynchronised(Uint8Array.of(1, 0xff))).toEqual(Uint8Array.of(1, 0xff))
  })

  it('undoes unsynchronisation of the whole tag and of single frames', () => {
    const plain = concat([Uint8Array.of(0), Uint8Array.of(0xff, 0xe0, 0xff, 0x00)])
    const unsynchronised = Uint8Array.of(0, 0xff, 0, 0xe0, 0xff, 0, 0)
    expect(resynchronised(unsynchronised)).toEqual(plain)
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

  it('reads on behind frames whose flags make no sense', () => {
    const broken = [frame24('TENC', Uint8Array.of(0), 0x2001), frame24('WXXX', Uint8Array.of(0, 1), 0x0001)]
    expect(valuesIn(tag(4, [...broken, frame24('TIT2', text('x'))]))).toEqual({ title: ['x'] })
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
    const own = readId3v2(tag(2, [frame22('ULT', text('eng\0la la'))]))
    expect(own === undefined ? {} : valuesOfId3v2(own)).toEqual({ lyrics: ['la la'] })
  })

  it('leaves alone what only claims to be unsynchronised', () => {
    const picture = concat([text('image/jpeg\0\x03\0'), Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0xff, 0, 1)])
    const whole = tag(3, [frame23('APIC', picture)], 0x80)
    expect(picturesOfId3v2(tagIn(whole))[0]?.sizeBytes).toBe(7)
    expect(picturesOfId3v2(tagIn(tag(4, [frame24('APIC', picture, 2)])))[0]?.sizeBytes).toBe(7)
  })

  it('takes the plain sizes of single frames for what they are, and syncsafe ones in ID3v2.3', () => {
    const long = text('x'.repeat(300))
    const mixed = [frame24('TIT2', long), frame23('TALB', long), frame24('TPE1', text('A'))]
    expect(valuesIn(tag(4, mixed))).toMatchObject({ artist: ['A'], album: ['x'.repeat(300)] })
    expect(valuesIn(tag(3, [frame24('TIT2', long), frame23('TPE1', text('A'))])).artist).toEqual(['A'])
  })

  it('shows what is there of a tag that was cut', () => {
    const whole = tag(4, [frame24('TIT2', text('Title')), frame24('TALB', text('Album')), new Uint8Array(50)])
    expect(valuesIn(whole.subarray(0, 40))).toEqual({ title: ['Title'], album: ['Alb'] })
    expect(valuesIn(whole.subarray(0, 12))).toEqual({})
  })

  it('knows names of ID3v2.2 in a later tag, as iTunes wrote them', () => {
    expect(valuesIn(tag(3, [frame23('TT2\0', text('x')), frame23('TALB', text('y'))]))).toEqual({
      title: ['x'],
      album: ['y'],
    })
  })

  it('reads no more text than a tag of music has, packed or not', () => {
    const megabytes = fromLatin1('x'.repeat(3 * 1024 * 1024))
    const bomb = new Uint8Array(deflateSync(concat([Uint8Array.of(0), megabytes])))
    const packed = frame23('TIT2', concat([fromUint32(megabytes.length + 1), bomb]), 0x0080)
    const plain = frame23('TIT2', concat([Uint8Array.of(0), megabytes]))
    for (const frame of [packed, plain]) {
      const bytes = tag(3, [frame, frame23('TALB', text('x'))])
      expect(valuesIn(bytes)).toEqual({ album: ['x'] })
      expect(holds(patched(bytes, { album: ['y'] }), frame)).toBe(true)
    }
  })

  it('reads a flag of “0” as none, and an address up to its NUL', () => {
    const frames = [
      frame24('TCMP', text('0')),
      frame24('WOAR', fromLatin1('http://a.example\0rest')),
      frame24('WOAR', fromLatin1('http://b.example')),
      frame24('WFED', text('http://feed.example')),
      frame24('PCST', new Uint8Array(4)),
    ]
    expect(valuesIn(tag(4, frames))).toEqual({
      website: ['http://a.example', 'http://b.example'],
      podcastFeed: ['http://feed.example'],
      podcast: ['1'],
    })
    // C4: the address begins with its first letter where there is no encoding byte.
    expect(valuesIn(tag(4, [frame24('WFED', fromLatin1('http://x.example'))])).podcastFeed).toEqual([
      'http://x.example',
    ])
  })

  it('fetches no picture to count them', () => {
    const picture = concat([text('image/png\0\x03cover\0'), new Uint8Array(100_000)])
    const link = text('-->\0\x03\0http://x.example/a.png')
    const bytes = tag(4, [frame24('APIC', picture), frame24('APIC', link), frame24('TIT2', text('x'))])
    let read = 0
    const counting: FileAccess = {
      size: bytes.length,
      read: (at, length) => {
        const answer = bytes.slice(at, at + length)
        read += answer.length
        return answer
      },
    }
    const found = readId3v2From(counting, 0)
    expect(found && [pictureCountOfId3v2(found), valuesOfId3v2(found).title]).toEqual([1, ['x']])
    expect(read).toBeLessThan(30_000)
    expect(found && picturesOfId3v2(found)[0]?.sizeBytes).toBe(100_000)
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
    ['RX', ['Remix']],
    ['constructor', ['constructor']],
    ['((Foo)', ['(Foo)']],
    ['Rock/Foo', ['Rock/Foo']],
    ['(999)Foo', ['(999)Foo']],
    ['999', ['999']],
    ['', []],
  ])('%s means %j', (written, genres) => {
    expect(genresInWords(written)).toEqual(genres)
  })

  it('that begin with a bracket survive ID3v2.3', () => {
    expect(
      valuesIn(patched(tag(3, [frame23('TCON', text('(17)'))]), { genre: ['(Neo) Folk', '(17)'] })).genre,
    ).toEqual(['(Neo) Folk', '(17)'])
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
    const read = tagIn(tag(3, strange))
    expect(holds(patchId3v2(read, { album: ['Neu'] }, undefined), concat(strange))).toBe(true)
  })

  it('keeps the size of the tag while there is room, and leaves new room when there is not', () => {
    const read = tagIn(tag(4, [frame24('TIT2', text('x')), new Uint8Array(100)]))
    expect(patchId3v2(read, { title: ['y'.repeat(80)] }, undefined)).toHaveLength(read.sizeBytes)
    expect(patchId3v2(read, { title: ['y'.repeat(800)] }, undefined).length).toBeGreaterThan(
      read.sizeBytes + 2048,
    )
  })

  it('writes plain text of ID3v2.3 as ISO-8859-1, other text as UTF-16, that of ID3v2.4 as UTF-8', () => {
    const title = (version: number, value: string) => {
      const read = tagIn(tag(version, []))
      return patchId3v2(read, { title: [value] }, undefined)[20]
    }
    expect([title(3, 'plain'), title(3, 'ß'), title(4, 'plain')]).toEqual([0, 1, 3])
  })

  it('keeps the encoding of a frame while the text fits it', () => {
    const encodingOf = (bytes: Uint8Array) => tagIn(bytes).frames[0]?.body[0]
    const latin = tag(3, [frame23('TIT2', text('ä'))])
    expect(encodingOf(patched(latin, { title: ['ö'] }))).toBe(0)
    expect(encodingOf(patched(latin, { title: ['曲'] }))).toBe(1)
    expect(encodingOf(patched(tag(4, [frame24('TIT2', utf16('ä'))]), { title: ['plain'] }))).toBe(1)
    expect(encodingOf(patched(tag(4, [frame24('TIT2', text('ä'))]), { title: ['曲'] }))).toBe(3)
    // A new frame follows the habit of its tag.
    const habit = tag(4, [frame24('TIT2', utf16('a')), frame24('TPE1', utf16('b'))])
    expect(tagIn(patched(habit, { album: ['x'] })).frames[2]?.body[0]).toBe(1)
  })

  it('keeps language and encoding of a comment, and every other comment (B8)', () => {
    const comment = (value: string) => frame23('COMM', text(value))
    const others = [comment('engiTunNORM\0 000'), comment('eng\0second'), comment('deuID3v1 Comment\0x')]
    const bytes = tag(3, [comment('deu\0alt'), ...others])
    const result = patched(bytes, { comment: ['neu'] })
    expect(holds(result, fromLatin1('\0deu\0neu'))).toBe(true)
    expect(holds(result, concat(others))).toBe(true)
    // An empty one keeps its place: else the second would be taken for it.
    const cleared = patched(bytes, { comment: [] })
    expect(holds(cleared, concat(others))).toBe(true)
    expect(valuesIn(cleared)).toEqual({})
    expect(holds(patched(tag(3, [comment('deu\0alt')]), { comment: [] }), fromLatin1('COMM'))).toBe(false)
  })

  it('keeps unreadable data behind the frames where it was, and writes all the same', () => {
    const junk = fromLatin1('not a frame at all')
    for (const gap of [0, 20]) {
      const bytes = tag(3, [frame23('TIT2', text('x')), new Uint8Array(gap), junk, new Uint8Array(30)])
      for (const title of ['short', 'y'.repeat(500)]) {
        const result = patched(bytes, { title: [title] })
        expect(valuesIn(result).title).toEqual([title])
        expect(inventoryOfId3v2(tagIn(result), new Set(['TIT2']))).toEqual(
          inventoryOfId3v2(tagIn(bytes), new Set(['TIT2'])),
        )
        expect(tagIn(result).junk().bytes).toEqual(junk)
      }
    }
  })

  it('gives back the room of a large picture, and keeps the room of a small change', () => {
    const picture = concat([text('image/png\0\x03\0'), new Uint8Array(300_000)])
    const bytes = tag(4, [frame24('APIC', picture), frame24('TIT2', text('x'))])
    expect(patchId3v2(tagIn(bytes), {}, []).length).toBeLessThan(4000)
    expect(patchId3v2(tagIn(bytes), { title: [] }, undefined)).toHaveLength(bytes.length)
  })

  it('leaves room of 1 % of the file when it must grow, 2 kB at least', () => {
    const bytes = tag(4, [frame24('TIT2', text('x'))])
    const room = (fileBytes: number) =>
      patchId3v2(tagIn(bytes), { title: ['longer'] }, undefined, fileBytes).length
    expect(room(5_000_000) - room(0)).toBe(50_000 - 2048)
  })

  it('touches pictures only: GEOB is none (B7), a link to a picture stays', () => {
    const geob = frame24('GEOB', text('application/x\0name\0Serato\0data'))
    const link = frame24('APIC', text('-->\0\x03\0http://x.example/a.png'))
    const old = frame24('APIC', concat([text('image/jpg\0\x04back\0'), fixture('cover.jpg')]))
    const bytes = tag(4, [geob, link, old])
    const [kept] = picturesOfId3v2(tagIn(bytes))
    if (kept === undefined) throw new Error('no picture')
    const cover = describePicture(fixture('cover.png'), { type: 3, mime: 'image/png', description: 'ä曲' })
    const result = patchId3v2(tagIn(bytes), {}, [cover, kept])
    expect(holds(result, concat([geob, link]))).toBe(true)
    // “image/jpg” is no MIME type, but nobody asked to change it.
    expect(holds(result, old)).toBe(true)
    expect(picturesOfId3v2(tagIn(result))).toMatchObject([
      { type: 3, description: 'ä曲', hash: cover.hash },
      { type: 4, description: 'back' },
    ])
    expect(holds(patchId3v2(tagIn(bytes), {}, []), concat([geob, link]))).toBe(true)
  })

  it('keeps genre numbers that nobody edited (B4)', () => {
    const genre = frame23('TCON', text('(17)(4)Eurodisco'))
    expect(holds(patched(tag(3, [genre]), { title: ['x'] }), genre)).toBe(true)
  })

  it('ends a tag for the end of a file with a footer, and without padding (ID3v2.4 §3.4)', () => {
    const bytes = tag(4, [frame24('TIT2', text('x'))])
    const appended = patchAppendedId3v2(tagIn(bytes), { album: ['y'] }, undefined)
    expect(Buffer.from(appended.subarray(-10, -6)).toString('latin1')).toBe('3DI\x04')
    expect(framesIn(tagIn(appended))).toEqual(['TIT2 x', 'TALB y'])
    expect(tagIn(appended).sizeBytes).toBe(appended.length)
  })

  it('removes day and time together with the year', () => {
    const read = tagIn(tag(3, [frame23('TYER', text('1998')), frame23('TDAT', text('1204'))]))
    const result = Buffer.from(patchId3v2(read, { date: ['2001'] }, undefined)).toString('latin1')
    expect(result).not.toContain('TDAT')
    expect(valuesIn(patchId3v2(read, { date: [] }, undefined)).date).toBeUndefined()
  })

  it('makes ID3v2.3 of ID3v2.2, frame by frame', () => {
    const picture = concat([Uint8Array.of(0), fromLatin1('JPG\x03\0'), fixture('cover.jpg')])
    const bytes = tag(2, [
      frame22('TT2', text('x')),
      frame22('TYE', text('1998')),
      frame22('CNT', fromUint32(7)),
      frame22('PIC', picture),
    ])
    const result = tagIn(patched(bytes, { album: ['neu'] }))
    expect(result.kind).toBe('ID3v2.3')
    expect(framesIn(result)).toEqual(['TIT2 x', 'TYER 1998', 'PCNT', 'APIC', 'TALB neu'])
    expect(picturesOfId3v2(result)).toEqual(picturesOfId3v2(tagIn(bytes)))
  })

  it('stays ID3v2.2 when it holds a frame that ID3v2.3 has no name for', () => {
    const unknown = frame22('XYZ', fromLatin1('whatever'))
    const bytes = tag(2, [frame22('TT2', text('x')), unknown])
    const result = patched(bytes, { title: ['neu'], engineer: ['A'] })
    expect(tagIn(result).kind).toBe('ID3v2.2')
    expect(holds(result, unknown)).toBe(true)
    expect(valuesIn(result)).toEqual({ title: ['neu'], engineer: ['A'] })
    const cover = describePicture(fixture('cover.png'), { type: 3, mime: 'image/png', description: '' })
    expect(picturesOfId3v2(tagIn(patchId3v2(tagIn(bytes), {}, [cover])))).toEqual([cover])
  })
})
