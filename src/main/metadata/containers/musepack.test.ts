import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, fromUint32le } from '../bytes'
import { accessBytes } from '../file-access'
import { sniff } from '../sniff'
import { apeItem, apeTag } from '../testing/ape-tags'
import { fixture } from '../testing/fixture'
import { layoutOf, patched } from '../testing/layouts'

/** Sections are those of the Musepack SV7 and SV8 specifications. */

const sound = new Uint8Array(500).fill(0x35)

/** The header of SV7; `rate` by its two bits, `last` the samples of the last frame, 0 where it is not known. */
const sv7 = ({ frames = 39, rate = 0, last = 324 } = {}) =>
  concat([
    fromLatin1('MP+\x07'),
    ...[
      frames,
      (10 << 20) | (rate << 16),
      0,
      0,
      last === 0 ? 0 : (0x80000000 | (last << 20)) >>> 0,
      115 * 2 ** 24,
    ].map(fromUint32le),
    sound,
  ])

/** SV4–SV6: bitrate, intensity stereo, mid-side, version, last band, block size from the top bit down. */
const old = (version: number, frames: number, { bitrate = 0, blockSize = 1 } = {}) =>
  concat([
    fromUint32le(((bitrate << 23) | (1 << 21) | (version << 11) | (31 << 6) | blockSize) >>> 0),
    version >= 5 ? fromUint32le(frames) : Uint8Array.of(0, 0, frames & 255, frames >>> 8),
    sound,
  ])

const packet = (key: string, body: Uint8Array) =>
  concat([fromLatin1(key), Uint8Array.of(body.length + 3), body])

/** SH: checksum, version, samples and silence in sevens of bits, rate and bands, channels. */
const sv8 = ({ rate = 0, channels = 2 } = {}) =>
  concat([
    fromLatin1('MPCK'),
    packet('RG', new Uint8Array(9)),
    packet('SH', Uint8Array.of(0, 0, 0, 0, 8, 0x81, 0x80, 0x00, 0x81, 0x00, rate << 5, (channels - 1) << 4)),
    packet('AP', sound.subarray(0, 100)),
  ])

describe('Musepack', () => {
  it('reads SV7, two channels of 1152 samples a frame', () => {
    const bytes = sv7()
    expect(layoutOf(bytes).properties).toEqual({
      durationMs: 1000,
      sampleRate: 44_100,
      channels: 2,
      bitsPerSample: 0,
      bitrate: bytes.length * 8,
      lossless: false,
      codec: 'Musepack SV7',
      encoder: 'mppenc 1.15, Standard',
    })
  })

  // formats.md C3: music-metadata has 37,800 Hz for most of these.
  it.each([
    [0, 44_100],
    [1, 48_000],
    [2, 37_800],
    [3, 32_000],
  ])('reads the rate of SV7: %d is %d Hz', (rate, sampleRate) => {
    expect(layoutOf(sv7({ rate })).properties.sampleRate).toBe(sampleRate)
  })

  it('takes off the decoder’s delay where the last frame is not known', () => {
    expect(layoutOf(sv7({ last: 0 })).properties.durationMs).toBe(((39 * 1152 - 576) * 1000) / 44_100)
  })

  it.each([
    [4, 1009],
    [5, 1009],
    [6, 1008],
  ])('knows SV%d without a magic number', (version, frames) => {
    const bytes = old(version, frames)
    expect(sniff(accessBytes(bytes))).toEqual({ kind: 'musepack', start: 0 })
    expect(layoutOf(bytes).properties).toMatchObject({
      durationMs: ((1008 * 1152 - 576) * 1000) / 44_100,
      sampleRate: 44_100,
      channels: 2,
      codec: `Musepack SV${version}`,
    })
  })

  it('takes nothing else for it', () => {
    for (const bytes of [
      old(7, 100),
      old(4, 100, { bitrate: 128 }),
      old(5, 100, { blockSize: 2 }),
      old(5, 0),
    ]) {
      expect(sniff(accessBytes(bytes))?.kind).not.toBe('musepack')
    }
  })

  it('reads the packets of SV8, whatever their order', () => {
    expect(layoutOf(sv8({ rate: 1, channels: 1 })).properties).toMatchObject({
      durationMs: ((16_384 - 128) * 1000) / 48_000,
      sampleRate: 48_000,
      channels: 1,
      codec: 'Musepack SV8',
    })
  })

  it('reads a file of mpcenc', () => {
    expect(layoutOf(fixture('plain.mpc')).properties).toMatchObject({
      durationMs: 200,
      sampleRate: 44_100,
      channels: 2,
      encoder: 'mpcenc 1.30.1, Standard',
    })
  })

  it.each([
    ['a rate that does not exist', sv8({ rate: 4 })],
    ['no packet', fromLatin1('MPCK')],
    ['a packet without a size', fromLatin1('MPCKSH')],
    ['a packet smaller than its head', fromLatin1('MPCKSH\x01')],
    ['a size without an end', concat([fromLatin1('MPCKS'), new Uint8Array(100).fill(0xc8)])],
    ['an SH packet that is cut off', sv8().subarray(0, 25)],
  ])('finds no sound in %s', (_, bytes) => {
    expect(layoutOf(bytes).notWritable?.reason).toBe('no sound found')
  })

  it.each([
    ['SV7', sv7()],
    ['SV8', fixture('plain.mpc')],
    ['SV5', old(5, 100)],
  ])('is tagged behind the sound: %s', (_, bytes) => {
    expect(layoutOf(bytes).format).toBe('mpc')
    expect(patched(bytes, { title: ['Neu'] })).toEqual(concat([bytes, apeTag([apeItem('Title', 'Neu')])]))
  })
})
