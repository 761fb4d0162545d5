import { describe, expect, it } from 'vitest'
import { concat, fromLatin1 } from '../bytes'
import { accessBytes } from '../file-access'
import { frame24, tagBytes, text } from '../tags/id3v2-testing'
import { fixture, holds } from '../testing/fixture'
import { read, save } from '../testing/round-trip'
import { openAdts } from './adts'
import { adtsLength, findAdtsFrame, parseAdtsHeader } from './adts-frame'

const stream = fixture('stream.aac')

describe('AAC in ADTS frames (ISO 13818-7 §6.2)', () => {
  it('is read by its frames', async () => {
    const { format, container, audio, readOnly } = await read(stream)
    expect({ format, container, readOnly }).toEqual({
      format: 'aac',
      container: 'AAC, ADTS',
      readOnly: undefined,
    })
    expect(audio).toMatchObject({ sampleRate: 44_100, channels: 1, codec: 'AAC', lossless: false })
    // One second, and what the encoder put around it.
    expect(audio.durationMs).toBeCloseTo((45 * 1024) / 44.1, 0)
  })

  it('gets an ID3v2 tag in front; its sound stays where it was, byte for byte', async () => {
    const result = await save(stream, { values: { title: ['Neu'], artist: ['A', 'B'] } })
    expect((await read(result)).values).toEqual({ title: ['Neu'], artist: ['A', 'B'] })
    expect(holds(result, stream)).toBe(true)
    const access = accessBytes(result)
    expect(openAdts(access).audio).toEqual([{ start: result.length - stream.length, end: result.length }])
  })

  it('keeps tags in front and behind in step', async () => {
    const tag = new Uint8Array(128)
    tag.set(fromLatin1('TAGAlt'))
    const original = concat([tagBytes(4, [frame24('TIT2', text('Alt'))]), stream, tag])
    expect(openAdts(accessBytes(original)).tags.map(({ kind }) => kind)).toEqual(['ID3v2.4', 'ID3v1'])
    const result = await save(original, { values: { title: ['Neu'] } })
    expect(holds(result, fromLatin1('TAGNeu\0'))).toBe(true)
  })

  it('has its length estimated by samples in a long stream', () => {
    const long = concat(Array.from({ length: 40 }, () => stream))
    const access = accessBytes(long)
    const frame = findAdtsFrame(access, 0, long.length)
    const seconds = frame === undefined ? 0 : adtsLength(access, frame, long.length).durationMs / 1000
    expect(Math.abs(seconds / ((40 * 45 * 1024) / 44_100) - 1)).toBeLessThan(0.02)
  })

  it('is found behind rubbish, and knows a header from chance', () => {
    expect(findAdtsFrame(accessBytes(concat([new Uint8Array(300).fill(0xff), stream])), 0, 7000)?.at).toBe(
      300,
    )
    expect(parseAdtsHeader(Uint8Array.of(0xff, 0xf1, 0x3c, 0, 0, 0xff, 0), 0)).toBeUndefined()
    expect(findAdtsFrame(accessBytes(stream.subarray(1, 200)), 0, 199)).toBeUndefined()
  })
})

describe('AAC in ADIF (ISO 13818-7 §6.1)', () => {
  it('has one header for all of the sound', async () => {
    // Constant 128 kbit/s, one program: 44.1 kHz, one pair in front.
    const bits = [
      ['0', 1],
      ['00', 2],
      ['0', 1],
      [(128_000).toString(2), 23],
      ['0000', 4],
      ['0', 20],
      ['000001', 6],
      ['0100', 4],
      ['0001', 4],
      ['0', 4 + 4 + 2 + 3 + 4],
      ['000', 3],
      ['10000', 5],
    ] as const
    const text = bits.map(([value, length]) => value.padStart(length, '0')).join('')
    const header = Array.from({ length: Math.ceil(text.length / 8) }, (_, index) =>
      Number.parseInt(text.slice(index * 8, index * 8 + 8).padEnd(8, '0'), 2),
    )
    const original = concat([fromLatin1('ADIF'), Uint8Array.from(header), new Uint8Array(16_000)])
    const { container, audio } = await read(original)
    expect(container).toBe('AAC, ADIF')
    expect(audio).toMatchObject({ sampleRate: 44_100, channels: 2, bitrate: 128_000 })
    expect(audio.durationMs).toBeCloseTo(1000, -1)
    expect(openAdts(accessBytes(fromLatin1('ADIF'))).notWritable?.reason).toBe('no sound found')
  })
})
