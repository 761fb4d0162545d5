import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, fromUint32le } from '../bytes'
import { apeItem, apeTag } from '../testing/ape-tags'
import { layoutOf, patched } from '../testing/layouts'

/** Headers as MACLib.h (Monkey's Audio SDK) has them. */

const words = (...values: readonly number[]) =>
  concat(values.map((value) => Uint8Array.of(value & 255, value >>> 8)))
const sound = new Uint8Array(1000).fill(0x5a)

/** APE_DESCRIPTOR and APE_HEADER. */
const described = ({ version = 3990, descriptorBytes = 52, magic = 'MAC ', bits = 16 } = {}) =>
  concat([
    fromLatin1(magic),
    words(version, 0),
    ...[descriptorBytes, 24, 0, 44, sound.length, 0, 0].map(fromUint32le),
    new Uint8Array(16),
    new Uint8Array(Math.max(0, descriptorBytes - 52)),
    words(2000, 0),
    ...[73_728 * 4, 12_345, 3].map(fromUint32le),
    words(bits, 2),
    fromUint32le(44_100),
    sound,
  ])

/** APE_HEADER_OLD. */
const old = ({ version = 3970, level = 3000, flags = 0, frames = 3, sampleRate = 44_100 } = {}) =>
  concat([
    fromLatin1('MAC '),
    words(version, level, flags, 2),
    ...[sampleRate, 44, 0, frames, 5000].map(fromUint32le),
    sound,
  ])

describe('Monkey’s Audio', () => {
  it('reads the header behind a descriptor (3.98 and later)', () => {
    const samples = 2 * 73_728 * 4 + 12_345
    const bytes = described()
    const durationMs = (samples * 1000) / 44_100
    expect(layoutOf(bytes).properties).toEqual({
      durationMs,
      sampleRate: 44_100,
      channels: 2,
      bitsPerSample: 16,
      bitrate: Math.round((bytes.length * 8000) / durationMs),
      lossless: true,
      codec: 'Monkey’s Audio',
      encoder: 'Monkey’s Audio 3.99, normal',
    })
  })

  it.each([
    ['a longer descriptor', { descriptorBytes: 60 }],
    ['floating point, which has another magic number', { magic: 'MACF', bits: 32, version: 10_000 }],
    ['a version that is too old for its descriptor', { version: 3920 }],
    ['a version and a descriptor that are damaged', { version: 150, descriptorBytes: 52 }],
  ])('reads %s', (_, options) => {
    expect(layoutOf(described(options)).properties).toMatchObject({ sampleRate: 44_100, channels: 2 })
  })

  it.each([
    [3970, 3000, 73_728 * 4],
    [3950, 3000, 73_728 * 4],
    [3900, 3000, 73_728],
    [3800, 4000, 73_728],
    [3800, 3000, 9216],
    [3200, 2000, 9216],
  ])('reads the old header of version %d at level %d: frames of %d', (version, level, blocksPerFrame) => {
    const samples = 2 * blocksPerFrame + 5000
    expect(layoutOf(old({ version, level })).properties).toMatchObject({
      durationMs: (samples * 1000) / 44_100,
      sampleRate: 44_100,
      channels: 2,
      bitsPerSample: 16,
    })
  })

  it.each([
    [0, 16],
    [1, 8],
    [8, 24],
  ])('takes the depth from the old flags: %d is %d bits', (flags, bits) => {
    expect(layoutOf(old({ flags })).properties.bitsPerSample).toBe(bits)
  })

  it('has no length without frames', () => {
    expect(layoutOf(old({ frames: 0 })).properties).toMatchObject({ durationMs: 0, bitrate: 0 })
  })

  it('is no sound without a rate, or when the header is cut off', () => {
    expect(layoutOf(old({ sampleRate: 0 })).properties.sampleRate).toBeUndefined()
    expect(layoutOf(old().subarray(0, 10)).notWritable?.reason).toBe('no sound found')
  })

  it('is tagged behind the sound', () => {
    const bytes = described()
    expect(layoutOf(bytes).format).toBe('ape')
    expect(patched(bytes, { title: ['Neu'] })).toEqual(concat([bytes, apeTag([apeItem('Title', 'Neu')])]))
  })
})
