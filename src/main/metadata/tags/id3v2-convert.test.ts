import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, fromSyncsafe, fromUint32, fromUtf8 } from '../bytes'
import { fixture } from '../testing/fixture'
import { convertId3v2, type Id3v2Tag, picturesOfId3v2, readId3v2, valuesOfId3v2 } from './id3v2'
import { renderId3v2 } from './id3v2-render'
import { frame22, frame23, frame24, framesIn, tagBytes, tagIn, text, utf16 } from './id3v2-testing'

/** Converts, and reads what that is as bytes. */
function converted(bytes: Uint8Array, version: 2 | 3 | 4): { tag: Id3v2Tag; lost: readonly string[] } {
  const { tag, lost } = convertId3v2(tagIn(bytes), version)
  const read = readId3v2(renderId3v2(tag.frames, tag.version, { roomBytes: 0 }))
  if (read === undefined) throw new Error('no tag')
  return { tag: read, lost }
}

const v3 = (...frames: Uint8Array[]) => tagBytes(3, frames)
const v4 = (...frames: Uint8Array[]) => tagBytes(4, frames)
const toV4 = (...frames: Uint8Array[]) => framesIn(converted(v3(...frames), 4).tag)
const toV3 = (...frames: Uint8Array[]) => framesIn(converted(v4(...frames), 3).tag)

describe('ID3v2.3 to 2.4', () => {
  it('joins year, day and month, hour and minute; DDMM is not MMDD (B1b)', () => {
    const [year, day, time] = [
      frame23('TYER', text('2001')),
      frame23('TDAT', text('0302')),
      frame23('TIME', text('1530')),
    ]
    expect(toV4(year, day, time)).toEqual(['TDRC 2001-02-03T15:30'])
    expect(toV4(year, day)).toEqual(['TDRC 2001-02-03'])
    expect(toV4(year, time)).toEqual(['TDRC 2001', 'TIME 1530'])
    expect(toV4(frame23('TORY', text('1990')))).toEqual(['TDOR 1990'])
  })

  it('says a genre once that is there by number and in words', () => {
    expect(toV4(frame23('TCON', text('(3)Dance')))).toEqual(['TCON Dance'])
    expect(toV4(frame23('TCON', text('(17)(3)Eigenes')))).toEqual(['TCON Rock Dance Eigenes'])
  })

  it('keeps one of two dates that agree, and both where they contradict', () => {
    expect(toV4(frame23('TYER', text('2001')), frame23('TDRC', text('2001-05')))).toEqual(['TDRC 2001-05'])
    expect(toV4(frame23('TYER', text('2001')), frame23('TDRC', text('1999')))).toEqual([
      'TYER 2001',
      'TDRC 1999',
    ])
  })

  it('parts roles from instruments, and takes genre references out of their brackets', () => {
    const { tag } = converted(
      v3(frame23('IPLS', text('engineer\0A\0drums\0Tim')), frame23('TCON', text('(17)(RX)Foo'))),
      4,
    )
    expect(tag.frames.map(({ name, body }) => [name, Buffer.from(body).toString('latin1')])).toEqual([
      ['TIPL', '\0engineer\0A\0'],
      ['TMCL', '\0drums\0Tim\0'],
      ['TCON', '\x0017\0RX\0Foo'],
    ])
    expect(valuesOfId3v2(tag)).toEqual({
      engineer: ['A'],
      performer: ['Tim (drums)'],
      genre: ['Rock', 'Remix', 'Foo'],
    })
  })

  it('gives fields their own frames where ID3v2.4 has one', () => {
    expect(
      toV4(
        frame23('TXXX', text('mood\0calm')),
        frame23('XSOP', text('S')),
        frame23('TXXX', text('DISCSUBTITLE\0D')),
      ),
    ).toEqual(['TMOO calm', 'TSOP S', 'TSST D'])
    expect(toV4(frame23('TMOO', text('a')), frame23('TXXX', text('MOOD\0b')))).toEqual([
      'TMOO a',
      'TXXX:MOOD b',
    ])
  })

  it('moves flags, and the bytes that they announce', () => {
    const packed = concat([fromUint32(5), Uint8Array.of(7), fromUtf8('still packed')])
    // Packed with nonsense inside, grouped, read-only: goes over in the wrapping of ID3v2.4.
    const { tag } = converted(v3(frame23('PRIV', packed, 0x2080 | 0x20)), 4)
    expect(tag.frames[0]?.flags).toBe(0x1000 | 0x40 | 0x08 | 0x01)
    expect(tag.frames[0]?.body).toEqual(concat([Uint8Array.of(7), fromSyncsafe(5), fromUtf8('still packed')]))
    const back = convertId3v2(tag, 3).tag.frames[0]
    expect([back?.flags, back?.body]).toEqual([0x20a0, packed])
  })
})

describe('ID3v2.4 to 2.3', () => {
  it('parts the date, and adds what three frames cannot say', () => {
    expect(toV3(frame24('TDRC', text('2001-02-03T15:30')))).toEqual(['TYER 2001', 'TDAT 0302', 'TIME 1530'])
    expect(toV3(frame24('TDRC', text('2001-02')))).toEqual(['TYER 2001', 'TDRC 2001-02'])
    expect(toV3(frame24('TDOR', text('1990-01-01')))).toEqual(['TORY 1990', 'TDOR 1990-01-01'])
    const several = [frame24('TDRC', text('1998\x001999')), frame24('TYER', text('1998'))]
    expect(toV3(...several)).toEqual(['TDRC 1998 1999', 'TYER 1998'])
  })

  it('writes texts in encodings that ID3v2.3 knows, in every kind of frame', () => {
    const utf8 = (...parts: string[]) => concat([Uint8Array.of(3), fromUtf8(parts.join('\0'))])
    const { tag } = converted(
      v4(
        frame24('TPE1', utf8('ä曲', 'b')),
        frame24('TXXX', utf8('Größe', 'x')),
        frame24('COMM', concat([Uint8Array.of(3), fromLatin1('deu'), fromUtf8('\0ü曲')])),
        frame24(
          'APIC',
          concat([Uint8Array.of(3), fromLatin1('image/jpeg\0\x03'), fromUtf8('曲\0'), fixture('cover.jpg')]),
        ),
        frame24(
          'GEOB',
          concat([Uint8Array.of(3), fromLatin1('a/b\0'), fromUtf8('ä\0ö\0'), fromLatin1('\xff\0data')]),
        ),
        frame24('WXXX', concat([Uint8Array.of(3), fromUtf8('ä\0'), fromLatin1('http://x')])),
        frame24(
          'SYLT',
          concat([Uint8Array.of(3), fromLatin1('deu\x02\x01'), fromUtf8('\0曲\0'), fromUint32(1000)]),
        ),
      ),
      3,
    )
    expect(tag.frames.every(({ body }) => (body[0] ?? 9) <= 1)).toBe(true)
    expect(framesIn(tag)).toEqual([
      'TPE1 ä曲 b',
      'TXXX:Größe x',
      'COMM ü曲',
      'APIC',
      'GEOB',
      'WXXX:ä',
      'SYLT [00:01.00]曲',
    ])
    expect(picturesOfId3v2(tag)).toMatchObject([{ description: '曲', type: 3, mime: 'image/jpeg' }])
    expect(Buffer.from(tag.frames[4]?.body ?? []).toString('latin1')).toMatch(/\xff\0data$/)
  })

  it('joins people in IPLS, puts genre references in brackets, and new fields in TXXX', () => {
    const { tag, lost } = converted(
      v4(
        frame24('TIPL', text('engineer\0A')),
        frame24('TIT2', text('x')),
        frame24('TMCL', text('drums\0Tim')),
        frame24('TCON', text('17\0Foo')),
        frame24('TMOO', text('calm')),
        frame24('TSST', utf16('Teil')),
      ),
      3,
    )
    expect(lost).toEqual([])
    expect(framesIn(tag)).toEqual([
      'IPLS',
      'TIT2 x',
      'TCON Rock Foo',
      'TXXX:MOOD calm',
      'TXXX:DISCSUBTITLE Teil',
    ])
    expect(Buffer.from(tag.frames[2]?.body ?? []).toString('latin1')).toBe('\0(17)\0Foo')
    expect(valuesOfId3v2(tag)).toMatchObject({ engineer: ['A'], performer: ['Tim (drums)'] })
  })

  it('drops nothing that it does not know (B1b, B2)', () => {
    const ids =
      'WFED PCST TCAT TDES TGID TKWD GRP1 MVNM MVIN RVAD RVA2 EQU2 PRIV UFID ZZZZ TSOP TSOA TSOT TSO2'.split(
        ' ',
      )
    const bytes = v4(...ids.map((id) => frame24(id, text(id.length.toString()))))
    const { tag, lost } = converted(bytes, 3)
    expect(lost).toEqual([])
    expect(tag.frames.map(({ id, body }) => [id, body])).toEqual(
      tagIn(bytes).frames.map(({ id, body }) => [id, body]),
    )
  })

  it('converts the frames of chapters, whose sizes and texts differ too (Chapter Frame Addendum §3)', () => {
    const long = concat([Uint8Array.of(3), fromUtf8('曲'.repeat(100))])
    const chapter = concat([fromLatin1('ch1\0'), new Uint8Array(16), frame24('TIT2', long)])
    const toc = concat([fromLatin1('toc\0\x03\x01ch1\0'), frame24('TIT2', long)])
    const bytes = v4(frame24('CHAP', chapter), frame24('CTOC', toc))
    const { tag } = converted(bytes, 3)
    const inner = concat([utf16('曲'.repeat(100))])
    expect(tag.frames[0]?.body).toEqual(
      concat([fromLatin1('ch1\0'), new Uint8Array(16), frame23('TIT2', inner)]),
    )
    expect(tag.frames[1]?.body).toEqual(concat([fromLatin1('toc\0\x03\x01ch1\0'), frame23('TIT2', inner)]))
  })
})

describe('ID3v2.2', () => {
  const picture = concat([Uint8Array.of(0), fromLatin1('PNG\x03\0'), fixture('cover.png')])

  it('becomes ID3v2.3 or 2.4, with longer names and a MIME type', () => {
    const bytes = tagBytes(2, [
      frame22('TT2', text('x')),
      frame22('TYE', text('1998')),
      frame22('PIC', picture),
    ])
    expect(framesIn(converted(bytes, 3).tag)).toEqual(['TIT2 x', 'TYER 1998', 'APIC'])
    const { tag } = converted(bytes, 4)
    expect(framesIn(tag)).toEqual(['TIT2 x', 'TDRC 1998', 'APIC'])
    expect(picturesOfId3v2(tag)).toEqual(picturesOfId3v2(tagIn(bytes)))
  })

  it('comes back from ID3v2.3 as it was', () => {
    const bytes = tagBytes(2, [
      frame22('TT2', utf16('ä')),
      frame22('PIC', picture),
      frame22('CNT', fromUint32(3)),
    ])
    const later = converted(bytes, 3).tag
    expect(convertId3v2(later, 2).tag.frames.map(({ id, body }) => [id, body])).toEqual(
      tagIn(bytes).frames.map(({ id, body }) => [id, body]),
    )
  })

  it('names what it cannot take over', () => {
    const old = tagBytes(2, [frame22('TT2', text('x')), frame22('CRM', text('x')), frame22('XYZ', text('y'))])
    expect(converted(old, 3).lost).toEqual(['CRM', 'XYZ'])
    const later = v3(frame23('TIT2', text('x')), frame23('PRIV', text('y')), frame23('TMOO', text('z')))
    expect(converted(later, 2).lost).toEqual(['PRIV', 'TMOO'])
  })
})

it('an empty text stays a text, and one person alone stays alone', () => {
  const lyrics = frame24('USLT', concat([Uint8Array.of(3), fromLatin1('XXX\0\0')]))
  expect(converted(v4(lyrics), 3).tag.frames[0]?.body).toEqual(text('XXX\0\0'))
  const people = frame24('TIPL', text('Somebody'))
  expect(converted(v4(people), 3).tag.frames[0]?.body).toEqual(text('Somebody\0'))
})

it('the same version is the same tag', () => {
  const tag = tagIn(v3(frame23('TIT2', text('x'))))
  expect(convertId3v2(tag, 3).tag).toBe(tag)
})
