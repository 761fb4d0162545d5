// More text than anybody wrote is not read to its end. What was not read, nobody saw: no edit may write over it.
import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { FieldName, FieldValue } from '../../shared/model'
import { concat, fromLatin1, fromUint32le, fromUtf8 } from './bytes'
import { frame23, frame24, tagBytes, tagIn, text } from './tags/id3v2-testing'
import { fixture, holds } from './testing/fixture'
import { patched } from './testing/layouts'
import { read, refusalOf, save, title, writerWithoutVotes } from './testing/round-trip'

const by = writerWithoutVotes
const sound = fixture('plain.mp3')

/** Why this field is not changed. */
async function refusedAs(bytes: Uint8Array, field: FieldName, value: FieldValue = ['new']) {
  const problem = await refusalOf(bytes, { values: { [field]: value } }, { by })
  return problem && `${problem.code} ${problem.params['reason']}`
}

/** An APEv2 item (APE Tag Item): a text. */
const item = (key: string, value: Uint8Array) =>
  concat([fromUint32le(value.length), fromUint32le(0), fromLatin1(`${key}\0`), value])

function apeTagged(...items: readonly Uint8Array[]): Uint8Array {
  const body = concat(items)
  const part = (flags: number) =>
    concat([fromLatin1('APETAGEX'), ...[2000, body.length + 32, items.length, flags, 0, 0].map(fromUint32le)])
  return concat([fixture('plain.mpc'), part(0xa0000000), body, part(0x80000000)])
}

const many = Array.from({ length: 60_000 }, (_, index) => index.toString(36)).join('\0')

describe('a frame of ID3v2 with more values than are read', () => {
  const bytes = concat([tagBytes(4, [frame24('TIT2', text('x')), frame24('TPE1', text(many))]), sound])

  it('shows the first of them', async () => {
    const { values } = await read(bytes)
    expect(values.artist).toHaveLength(50_000)
    expect(values.artist?.[1]).toBe('1')
  })

  it('stays whole when another field is saved', async () => {
    const result = await save(bytes, title('y'), { by })
    expect(holds(result, frame24('TPE1', text(many)))).toBe(true)
  })

  it.each([
    [
      'packed small',
      'artist',
      frame24('TPE1', concat([new Uint8Array([0, 7, 0, 0]), deflateSync(text(many))]), 0x09),
    ],
    ['in a field of your own', 'custom:Mine', frame24('TXXX', text(`Mine\0${many}`))],
    [
      'of a comment in UTF-16',
      'comment',
      frame24(
        'COMM',
        concat([
          Uint8Array.of(2),
          fromLatin1('eng\0\0'),
          Buffer.from('曲\0'.repeat(60_000), 'utf16le').swap16(),
        ]),
      ),
    ],
  ] as const)('is not written over, and stays when another is saved: %s', async (_, field, frame) => {
    const file = concat([tagBytes(4, [frame24('TIT2', text('x')), frame]), sound])
    expect((await read(file)).values[field]).toBeDefined()
    expect(await refusedAs(file, field)).toMatch(/^metadata\.wouldLose ID3v2 (TPE1 \(9\)|TXXX:Mine|COMM)$/)
    expect(await refusedAs(file, field, [])).toMatch(/^metadata\.wouldLose/)
    expect(holds(await save(file, title('y'), { by }), frame)).toBe(true)
  })

  it('is not written over, and not removed', async () => {
    expect(await refusedAs(bytes, 'artist')).toBe('metadata.wouldLose ID3v2 TPE1')
    expect(await refusedAs(bytes, 'artist', [])).toBe('metadata.wouldLose ID3v2 TPE1')
  })

  it('keeps all of them when the tag becomes ID3v2.3', async () => {
    const wide = concat([
      tagBytes(4, [frame24('TPE1', concat([Uint8Array.of(3), fromUtf8(`ä\0${many}`)]))]),
      sound,
    ])
    const result = await save(wide, title('y'), { by, options: { id3v2Version: '2.3' } })
    const frame = tagIn(result).frames.find(({ name }) => name === 'TPE1')
    expect(
      Buffer.from(frame?.body.subarray(3) ?? [])
        .toString('utf16le')
        .replaceAll('\ufeff', ''),
    ).toBe(`ä\0${many}`)
  })
})

describe('a text that is too long to be read', () => {
  const long = 'x'.repeat(3 * 1024 * 1024)

  it('is not written over in ID3v2', async () => {
    const lyrics = frame24('USLT', concat([text('eng'), fromLatin1(`\0${long}`)]))
    const bytes = concat([tagBytes(4, [lyrics]), sound])
    expect((await read(bytes)).values.lyrics).toBeUndefined()
    expect(await refusedAs(bytes, 'lyrics')).toBe('metadata.wouldLose ID3v2 USLT')
    expect(holds(await save(bytes, title('y'), { by }), lyrics)).toBe(true)
  })

  it('is not written over in APEv2, nor are the last of too many values', async () => {
    const bytes = apeTagged(item('Lyrics', fromLatin1(`${long}${long}`)), item('Artist', fromLatin1(many)))
    expect((await read(bytes)).values.lyrics).toBeUndefined()
    expect(await refusedAs(bytes, 'lyrics')).toBe('metadata.wouldLose APEv2 Lyrics')
    expect(await refusedAs(bytes, 'artist')).toBe('metadata.wouldLose APEv2 Artist')
    expect(await refusedAs(bytes, 'artist', [])).toBe('metadata.wouldLose APEv2 Artist')
    expect(holds(await save(bytes, title('y'), { by }), fromLatin1(`\0${many}`))).toBe(true)
  })

  it('is not written over in Vorbis comments', async () => {
    const bytes = patched(fixture('tagged.flac'), { lyrics: [long] })
    expect((await read(bytes)).values.lyrics).toBeUndefined()
    expect(await refusedAs(bytes, 'lyrics')).toBe('metadata.wouldLose comment LYRICS')
    expect(holds(await save(bytes, title('y'), { by }), fromLatin1(`LYRICS=${long}`))).toBe(true)
  })

  it('is one of several that are too long together', async () => {
    const half = 'x'.repeat(900 * 1024)
    const frames = ['TIT3', 'TPE1', 'TPE2'].map((id) => frame23(id, text(half)))
    const bytes = concat([tagBytes(3, frames), sound])
    expect(await refusedAs(bytes, 'albumArtist')).toBe('metadata.wouldLose ID3v2 TPE2')
  })
})
