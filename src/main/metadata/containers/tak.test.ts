import { describe, expect, it } from 'vitest'
import { concat, fromLatin1 } from '../bytes'
import { apeItem, apeTag } from '../testing/ape-tags'
import { layoutOf, patched } from '../testing/layouts'

/** Metadata blocks as the TAK SDK has them (tMetaDataObject). */

const block = (kind: number, body: Uint8Array) => {
  const checked = concat([body, kind === 0 ? new Uint8Array() : new Uint8Array(3)])
  return concat([Uint8Array.of(kind, checked.length & 255, checked.length >>> 8, 0), checked])
}

/** Fields of odd widths, the least bit first. */
function packed(fields: readonly (readonly [value: number, width: number])[]): Uint8Array {
  let bits = 0n
  let at = 0n
  for (const [value, width] of fields) {
    bits |= BigInt(value) << at
    at += BigInt(width)
  }
  return Uint8Array.from({ length: 10 }, (_, index) => Number((bits >> BigInt(8 * index)) & 255n))
}

const streamInfo = ({ samples = 441_000, sampleRate = 44_100, bits = 24, channels = 6 } = {}) =>
  block(
    1,
    packed([
      [2, 6],
      [4, 4],
      [3, 4],
      [samples, 35],
      [0, 3],
      [sampleRate - 6000, 18],
      [bits - 8, 5],
      [channels - 1, 4],
      [0, 1],
    ]),
  )

const sound = new Uint8Array(400).fill(0x5a)
const file = (...blocks: readonly Uint8Array[]) =>
  concat([fromLatin1('tBaK'), ...blocks, block(0, new Uint8Array()), sound])
const version = block(4, Uint8Array.of(1, 3, 2, 4))

describe('TAK', () => {
  it('reads the stream information and the encoder’s version', () => {
    const bytes = file(streamInfo(), version)
    expect(layoutOf(bytes).properties).toEqual({
      durationMs: 10_000,
      sampleRate: 44_100,
      channels: 6,
      bitsPerSample: 24,
      bitrate: Math.round((bytes.length * 8) / 10),
      lossless: true,
      codec: 'TAK',
      encoder: 'TAK 2.3.1',
    })
  })

  it('counts samples beyond 32 bits', () => {
    const samples = 2 ** 34
    expect(layoutOf(file(streamInfo({ samples }))).properties.durationMs).toBeCloseTo(
      (samples * 1000) / 44_100,
    )
  })

  it('finds no sound without stream information, or when it is cut off', () => {
    expect(layoutOf(file(version)).notWritable?.reason).toBe('no sound found')
    expect(layoutOf(file(streamInfo()).subarray(0, 12)).notWritable?.reason).toBe('no sound found')
  })

  it('is tagged behind the sound', () => {
    const bytes = file(streamInfo())
    expect(layoutOf(bytes).format).toBe('tak')
    expect(patched(bytes, { title: ['Neu'] })).toEqual(concat([bytes, apeTag([apeItem('Title', 'Neu')])]))
  })
})
