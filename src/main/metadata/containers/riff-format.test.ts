import { describe, expect, it } from 'vitest'
import { concat, fromUint32le } from '../bytes'
import { read } from '../testing/chunk-files'
import { fixture } from '../testing/fixture'
import { soundOfFormat } from './riff-format'

const short = (value: number) => fromUint32le(value).subarray(0, 2)
const format = (
  { tag = 1, channels = 2, rate = 44100, bytesPerSecond = 176400, block = 4, bits = 16 },
  ...more: readonly Uint8Array[]
) =>
  concat([
    short(tag),
    short(channels),
    fromUint32le(rate),
    fromUint32le(bytesPerSecond),
    short(block),
    short(bits),
    ...more,
  ])

describe('the format chunk', () => {
  it.each([
    [1, 'PCM', true],
    [3, 'PCM float', true],
    [6, 'A-law', false],
    [7, 'µ-law', false],
    [2, 'MS ADPCM', false],
    [0x11, 'IMA ADPCM', false],
    [0x55, 'MP3', false],
    [0x92, 'AC-3', false],
    [0x2001, 'DTS', false],
    [0x674f, 'Vorbis', false],
    [0xf1ac, 'FLAC', true],
    [0x1234, '', false],
  ])('names codec %i %s', (tag, codec, lossless) => {
    expect(soundOfFormat(format({ tag }), 1000, undefined)).toMatchObject({ codec, lossless })
  })

  it('takes the real codec of an extensible format out of its GUID', async () => {
    const { audio } = await read(fixture('float.wav'))
    expect(audio).toEqual({
      durationMs: 100,
      sampleRate: 8000,
      channels: 4,
      bitsPerSample: 32,
      bitrate: 1024000,
      lossless: true,
      codec: 'PCM float',
      encoder: '',
    })
  })

  it('measures PCM by its blocks, whatever the bytes per second and the fact chunk say', () => {
    const lying = format({ bytesPerSecond: 1 })
    expect(soundOfFormat(lying, 88200, 77)).toMatchObject({ durationMs: 500, bitrate: 1411200 })
    expect(soundOfFormat(format({ block: 0 }), 88200, undefined)).toMatchObject({ durationMs: 500 })
  })

  it('measures compressed sound by its samples, its blocks, or its bytes per second', async () => {
    const mp3 = format({ tag: 0x55, channels: 1, bytesPerSecond: 1152, block: 1, bits: 0 })
    expect(soundOfFormat(mp3, 40333, 221605)).toMatchObject({ durationMs: 221605 / 44.1 })
    expect(soundOfFormat(mp3, 1152, undefined)).toMatchObject({ durationMs: 1000, bitrate: 9216 })
    const blocks = format({ tag: 0x11, rate: 8000, block: 1024, bits: 4 }, short(2), short(2041))
    expect(soundOfFormat(blocks, 2048, undefined)).toMatchObject({ durationMs: 510.25, bitsPerSample: 0 })
    expect((await read(fixture('adpcm.wav'))).audio).toMatchObject({
      codec: 'IMA ADPCM',
      durationMs: 255.125,
    })
  })

  it('that is cut short or full of zeros gives nothing that is not finite', () => {
    expect(soundOfFormat(format({}).subarray(0, 15), 1, 1)).toEqual({})
    expect(soundOfFormat(undefined, 1, 1)).toEqual({})
    const zeros = soundOfFormat(new Uint8Array(40), 1000, 1000)
    for (const value of Object.values(zeros)) expect(value).not.toBeNaN()
    expect(zeros.durationMs).toBe(0)
  })
})
