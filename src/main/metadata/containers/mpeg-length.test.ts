import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, fromUint32 } from '../bytes'
import { accessBytes } from '../file-access'
import { fixture } from '../testing/fixture'
import { type FoundFrame, findFrame, parseFrameHeader } from './mpeg-frame'
import { mpegLength } from './mpeg-length'

function frameIn(bytes: Uint8Array): FoundFrame {
  const frame = findFrame(accessBytes(bytes), 0)
  if (frame === undefined) throw new Error('no frame')
  return frame
}

const lengthOf = (bytes: Uint8Array) => mpegLength(accessBytes(bytes), frameIn(bytes), bytes.length)

const sound = fixture('plain.mp3')

describe('frames of MPEG audio (ISO 11172-3 §2.4.1.3)', () => {
  it.each([
    ['plain.mp3', 3, 44_100, 1152],
    ['mpeg2.mp3', 3, 22_050, 576],
    ['mpeg25.mp3', 3, 11_025, 576],
    ['layer2.mp2', 2, 44_100, 1152],
  ])('%s has layer %i at %i Hz', (name, layer, sampleRate, samplesPerFrame) => {
    expect(frameIn(fixture(name))).toMatchObject({ at: 0, layer, sampleRate, samplesPerFrame })
  })

  it('of layer I have slots of four bytes', () => {
    // 32 kHz, 64 kbit/s: 12 · 64000 / 32000 = 24 slots.
    expect(parseFrameHeader(Uint8Array.of(0xff, 0xff, 0x28, 0xc0), 0)).toMatchObject({
      layer: 1,
      frameBytes: 96,
      samplesPerFrame: 384,
      channels: 1,
    })
  })

  it('are found behind rubbish, and not in rubbish', () => {
    const rubbish = new Uint8Array(5000).fill(0xff, 100, 120)
    expect(findFrame(accessBytes(concat([rubbish, sound])), 0)?.at).toBe(5000)
    expect(findFrame(accessBytes(rubbish), 0)).toBeUndefined()
  })

  it('count alone, when the file holds only one, with an ID3v1 tag behind it or not', () => {
    const one = sound.subarray(0, frameIn(sound).frameBytes)
    const tag = new Uint8Array(128)
    tag.set(fromLatin1('TAG'))
    expect(frameIn(one).at).toBe(0)
    expect(frameIn(concat([one, tag])).at).toBe(0)
    expect(lengthOf(one).durationMs).toBeCloseTo(1152 / 44.1, 0)
  })

  it('of free format are measured by their distance (§2.4.2.3)', () => {
    const frame = new Uint8Array(700)
    frame.set([0xff, 0xfb, 0x00, 0xc4])
    const bytes = concat(Array.from({ length: 20 }, () => frame))
    expect(frameIn(bytes)).toMatchObject({ at: 0, frameBytes: 700, bitrate: 214_000 })
    expect(lengthOf(bytes).durationMs).toBeCloseTo((20 * 1152) / 44.1, -1)
  })
})

describe('length', () => {
  it('is that of a Xing header, without the silence that the encoder added (C8)', () => {
    const { durationMs, encoder } = lengthOf(fixture('xing.mp3'))
    expect(durationMs).toBeCloseTo(1000, 0)
    expect(encoder).toBe('Lavf lame')
  })

  it('is that of a VBRI header (C8)', () => {
    const vbri = sound.slice()
    vbri.set(concat([fromLatin1('VBRI'), new Uint8Array(6), fromUint32(0), fromUint32(1000)]), 36)
    expect(lengthOf(vbri).durationMs).toBeCloseTo((1000 * 1152) / 44.1, 0)
  })

  it('is counted where the bit rate varies and no header says so (C10)', () => {
    const { durationMs } = lengthOf(fixture('vbr-without-header.mp3'))
    expect(durationMs).toBeCloseTo((40 * 1152) / 44.1, 0)
  })

  it('is estimated in a long file of variable bit rate by looking at some places', () => {
    const piece = fixture('vbr-without-header.mp3')
    const long = concat(Array.from({ length: 60 }, () => piece))
    const { durationMs } = lengthOf(long)
    expect(Math.abs(durationMs / ((60 * 40 * 1152) / 44.1) - 1)).toBeLessThan(0.03)
  })

  it('is that of the bit rate where it does not vary', () => {
    const seconds = lengthOf(concat([sound, sound, sound])).durationMs / 1000
    expect(seconds).toBeCloseTo((3 * sound.length * 8) / 64_000, 2)
  })

  it('does not believe a delay that is longer than the sound', () => {
    const bytes = fixture('xing.mp3').slice()
    bytes.set(fromUint32(1), 29)
    expect(lengthOf(bytes).durationMs).toBeCloseTo(1152 / 44.1, 0)
  })
})
