import { describe, expect, it } from 'vitest'
import { mp4Beginning } from './mp4-beginning'
import { sourceOf } from './testing/source-of'

const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))

function box(type: string, length: number, wide = false): Uint8Array {
  const head = Buffer.alloc(wide ? 16 : 8)
  head.write(type, 4)
  if (wide) {
    head.writeUInt32BE(1)
    head.writeBigUInt64BE(BigInt(16 + length), 8)
  } else head.writeUInt32BE(8 + length)
  return new Uint8Array(Buffer.concat([head, Buffer.alloc(length, type)]))
}

const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))

describe('the beginning of an MP4', () => {
  const [ftyp, mdat, moov] = [box('ftyp', 8), box('mdat', 5000), box('moov', 300)]

  it('is all of a small one', () => {
    const whole = joined(ftyp, mdat, moov)
    expect(mp4Beginning(sourceOf(whole, 'mp4'), 10_000)).toEqual(whole)
  })

  it('is cut off behind the box that says where the sound lies', () => {
    const whole = joined(ftyp, moov, mdat)
    expect(mp4Beginning(sourceOf(whole, 'mp4'), 1000)).toEqual(whole.subarray(0, 1000))
  })

  it.each([
    ['a size of 32 bits', false],
    ['a size of 64 bits', true],
  ])('has that box behind a shortened one when it comes last: %s', (_, wide) => {
    const sound = box('mdat', 5000, wide)
    const beginning = mp4Beginning(sourceOf(joined(ftyp, sound, moov), 'mp4'), 1000)
    expect(beginning.subarray(1000)).toEqual(moov)
    const head = new DataView(beginning.buffer, ftyp.length)
    const size = wide ? Number(head.getBigUint64(8)) : head.getUint32(0)
    expect(ftyp.length + size).toBe(1000)
    const headBytes = ftyp.length + (wide ? 16 : 8)
    expect(beginning.subarray(headBytes, 1000)).toEqual(joined(ftyp, sound).subarray(headBytes, 1000))
  })

  it('is whole as far as that box ends when it is cut off in it', () => {
    const whole = joined(ftyp, box('moov', 1200), mdat)
    expect(mp4Beginning(sourceOf(whole, 'mp4'), 1210)).toEqual(whole.subarray(0, ftyp.length + 1208))
  })

  it.each([
    ['a box smaller than its head', joined(ftyp, latin1('\0\0\0\x02mdat'), mdat)],
    ['no box at all', new Uint8Array(9000).fill(255)],
    ['a box that never ends', joined(ftyp, latin1('\xff\xff\xff\xffmdat'), mdat)],
    ['a thousand empty boxes', joined(...Array.from({ length: 1000 }, () => box('free', 0)))],
  ])('is simply cut off in a file with %s', (_, bytes) => {
    expect(mp4Beginning(sourceOf(bytes, 'mp4'), 1000)).toEqual(bytes.subarray(0, 1000))
  })
})
