import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, fromUint32le } from '../bytes'
import { apeItem, apeTag } from '../testing/ape-tags'
import { countingAccess } from '../testing/counting-access'
import { fixture } from '../testing/fixture'
import { layoutOf, patched } from '../testing/layouts'
import { openWavPack } from './wavpack'

/** Sections are those of the WavPack 5 File Format. */

const changed = (name: string, at: number, value: number): Uint8Array => {
  const bytes = fixture(name)
  bytes.set(fromUint32le(value), at)
  return bytes
}

describe('WavPack', () => {
  it('reads the block header (2.0)', () => {
    expect(layoutOf(fixture('plain.wv')).properties).toEqual({
      durationMs: 200,
      sampleRate: 8000,
      channels: 1,
      bitsPerSample: 16,
      bitrate: 43_200,
      lossless: true,
      codec: 'WavPack',
      encoder: '',
    })
  })

  it.each([
    ['hybrid.wv', { lossless: false, codec: 'WavPack hybrid', channels: 2, durationMs: 100 }],
    // 2.0: the channels of one moment are spread over blocks; 3.0: the first of them says how many there are.
    ['surround.wv', { channels: 6, sampleRate: 48_000, durationMs: 20, lossless: true }],
    // 3.0: a rate that is not in the table is in a sub-block.
    ['odd-rate.wv', { sampleRate: 10_007, channels: 2 }],
    // 2.0: DSD counts bytes of eight samples.
    ['dsd.wv', { sampleRate: 2_822_400, bitsPerSample: 1, codec: 'WavPack DSD', lossless: true }],
  ])('reads %s', (name, properties) => {
    expect(layoutOf(fixture(name)).properties).toMatchObject(properties)
  })

  it('is as long as DSD of a rate 64 times that of a CD', () => {
    expect(layoutOf(fixture('dsd.wv')).properties.durationMs).toBeCloseTo((4096 * 8000) / 2_822_400)
  })

  it('takes the length from the last block when the first does not know it', () => {
    const bytes = changed('plain.wv', 12, 0xffffffff)
    expect(layoutOf(bytes).properties.durationMs).toBe(200)
    expect(layoutOf(concat([bytes, apeTag([apeItem('Title', 'wvpk')])])).properties.durationMs).toBe(200)
  })

  it('counts samples beyond 32 bits', () => {
    const bytes = fixture('plain.wv')
    bytes[11] = 1
    expect(layoutOf(bytes).properties.durationMs).toBeCloseTo(((1600 + 0xffffffff) * 1000) / 8000)
  })

  it.each([
    ['a block of no size', changed('plain.wv', 4, 0)],
    ['a block of 4 GB', changed('plain.wv', 4, 0xffffffff)],
    ['a version of long ago', changed('plain.wv', 8, 3)],
    ['nothing but a name', fixture('plain.wv').subarray(0, 4)],
  ])('finds no sound in %s', (_, bytes) => {
    expect(layoutOf(bytes).notWritable?.reason).toBe('no sound found')
  })

  it('gives up where every word of the end looks like a block', () => {
    const { access, reads } = countingAccess(
      concat([changed('plain.wv', 12, 0xffffffff), fromLatin1('wvpk'.repeat(300_000))]),
    )
    expect(openWavPack(access, 0).properties).toMatchObject({ sampleRate: 8000, durationMs: 0 })
    expect(reads.length).toBeLessThan(500)
  })

  it('keeps the spelling and order of the items that wavpack wrote', () => {
    const bytes = fixture('tagged.wv')
    const layout = layoutOf(bytes)
    expect(layout.format).toBe('wv')
    expect(layout.tags.map(({ kind, values }) => ({ kind, values }))).toEqual([
      {
        kind: 'APEv2',
        values: {
          title: ['Ein Titel'],
          artist: ['AC/DC'],
          album: ['Größe'],
          track: ['3'],
          trackTotal: ['12'],
          date: ['2019-09-13'],
          genre: ['Rock'],
        },
      },
    ])
    const result = patched(bytes, { track: ['4'], discTotal: ['2'] })
    const [end = 0] = layout.audio.map((range) => range.end)
    expect(result).toEqual(
      concat([
        bytes.subarray(0, end),
        apeTag([
          apeItem('Title', 'Ein Titel'),
          apeItem('Artist', 'AC/DC'),
          apeItem('Album', 'Größe'),
          apeItem('Track', '4/12'),
          apeItem('Year', '2019-09-13'),
          apeItem('Genre', 'Rock'),
          apeItem('Disc', '/2'),
        ]),
      ]),
    )
  })
})
