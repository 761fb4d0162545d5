// Texts that are not in the encoding that their tag says, or that its kind of tag has: every byte must be found again.
import { describe, expect, it } from 'vitest'
import { repairedText, repairs } from '../../shared/encodings'
import { concat, fromLatin1, fromUint32le, fromUtf8 } from './bytes'
import { frame24, tagBytes } from './tags/id3v2-testing'
import { parseIlst, valuesOfIlst } from './tags/ilst'
import { atomOf, dataAtom } from './tags/ilst-values'
import { parseVorbisComment, valuesOfVorbisComment } from './tags/vorbis-comment'
import { fixture, holds } from './testing/fixture'
import { read, save, title } from './testing/round-trip'

/** “Группа крови” in Windows-1251, which is no UTF-8. */
const song = Uint8Array.of(0xc3, 0xf0, 0xf3, 0xef, 0xef, 0xe0, 0x20, 0xea, 0xf0, 0xee, 0xe2, 0xe8)
const shown = '\u00c3\u00f0\u00f3\u00ef\u00ef\u00e0 \u00ea\u00f0\u00ee\u00e2\u00e8'

/** A frame that says it is UTF-8, whatever is in it. */
const claimed = (id: string, bytes: Uint8Array) => frame24(id, concat([Uint8Array.of(3), bytes]))

describe('a frame of ID3v2 that says UTF-8 and holds something else', () => {
  const bytes = concat([
    tagBytes(4, [claimed('TIT2', song), claimed('TALB', song), new Uint8Array(50)]),
    fixture('plain.mp3'),
  ])

  it('is shown with a character for each byte', async () => {
    expect((await read(bytes)).values).toMatchObject({ title: [shown], album: [shown] })
  })

  it('can be repaired', async () => {
    const [text = ''] = (await read(bytes)).values.title ?? []
    const [repair] = repairs([text])
    expect(repair?.encoding).toBe('windows-1251')
    const right = repair === undefined ? undefined : repairedText(text, repair.encoding)
    expect(right).toBe('Группа крови')
    const result = await save(bytes, title(right ?? ''))
    expect((await read(result)).values.title).toEqual(['Группа крови'])
    expect(holds(result, claimed('TIT2', fromUtf8('Группа крови')))).toBe(true)
  })

  it('stays byte for byte while nobody edits it', async () => {
    expect(holds(await save(bytes, title('x')), claimed('TALB', song))).toBe(true)
  })

  it('keeps its characters when the tag becomes ID3v2.3', async () => {
    const result = await save(bytes, title('x'), { options: { id3v2Version: '2.3' } })
    expect((await read(result)).values.album).toEqual([shown])
  })

  it('does not take a good value beside it along', async () => {
    const mixed = concat([
      tagBytes(4, [claimed('TPE1', concat([fromUtf8('Größe\0'), song]))]),
      fixture('plain.mp3'),
    ])
    expect((await read(mixed)).values.artist).toEqual(['Größe', shown])
  })
})

it('Vorbis comments that are no UTF-8 are shown so too', () => {
  const comment = concat([fromLatin1('TITLE='), song])
  const bytes = concat([fromUint32le(0), fromUint32le(1), fromUint32le(comment.length), comment])
  expect(valuesOfVorbisComment(parseVorbisComment(bytes)).title).toEqual([shown])
})

it('texts of MP4 that are no UTF-8 are shown so too', () => {
  expect(valuesOfIlst(parseIlst(atomOf('©nam', dataAtom(1, song)))).title).toEqual([shown])
})
