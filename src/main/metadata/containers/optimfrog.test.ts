import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, fromUint32le } from '../bytes'
import { apeItem, apeTag } from '../testing/ape-tags'
import { layoutOf, patched } from '../testing/layouts'

/** OptimFROG is not documented; the layout is that of its files, as mutagen and TagLib read them too. */

const chunk = (id: string, body: Uint8Array) => concat([fromLatin1(id), fromUint32le(body.length), body])

const file = ({ total = 176_400, type = 3, channels = 2, encoder = true, method = 8 } = {}) =>
  concat([
    chunk(
      'OFR ',
      concat([
        fromUint32le(total),
        Uint8Array.of(0, 0, type, channels - 1),
        fromUint32le(44_100),
        encoder ? Uint8Array.of(0x82, 0x25, 10) : new Uint8Array(),
      ]),
    ),
    chunk('HEAD', new Uint8Array(44)),
    chunk(
      'COMP',
      concat([new Uint8Array(4), fromUint32le(total), Uint8Array.of(type, channels - 1, 0x41, method)]),
    ),
    chunk('TAIL', new Uint8Array(10)),
  ])

describe('OptimFROG', () => {
  it('reads the first chunk, which counts the samples of all channels', () => {
    const bytes = file()
    expect(layoutOf(bytes).properties).toEqual({
      durationMs: 2000,
      sampleRate: 44_100,
      channels: 2,
      bitsPerSample: 16,
      bitrate: bytes.length * 4,
      lossless: true,
      codec: 'OptimFROG',
      encoder: 'OptimFROG 5.100',
    })
  })

  it('knows the lossy DualStream files', () => {
    expect(layoutOf(file({ method: 9 })).properties).toMatchObject({
      lossless: false,
      codec: 'OptimFROG DualStream',
    })
  })

  it.each([
    [0, 8],
    [3, 16],
    [5, 24],
    [7, 32],
    [99, 0],
  ])('reads the depth of sample type %d: %d', (type, bits) => {
    expect(layoutOf(file({ type })).properties.bitsPerSample).toBe(bits)
  })

  it('reads the short first chunk of versions before 4.50', () => {
    expect(layoutOf(file({ encoder: false })).properties).toMatchObject({ durationMs: 2000, encoder: '' })
  })

  it('finds no sound in a file that is cut off or lies about its chunk', () => {
    expect(layoutOf(file().subarray(0, 12)).notWritable?.reason).toBe('no sound found')
    expect(layoutOf(concat([fromLatin1('OFR '), new Uint8Array(40)])).notWritable?.reason).toBe(
      'no sound found',
    )
  })

  it('is tagged behind the sound', () => {
    const bytes = file()
    expect(layoutOf(bytes).format).toBe('ofr')
    expect(patched(bytes, { title: ['Neu'] })).toEqual(concat([bytes, apeTag([apeItem('Title', 'Neu')])]))
  })
})
