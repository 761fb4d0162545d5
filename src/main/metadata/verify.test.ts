import { describe, expect, it } from 'vitest'
import type { SavePlan, Splice } from '../../shared/model'
import { concat, fromLatin1, fromUint16, fromUint32, fromUtf8 } from './bytes'
import { accessBytes } from './file-access'
import { openLayout } from './open-layout'
import { sniff } from './sniff'
import { frame23, frame24, tagBytes, text, utf16 } from './tags/id3v2-testing'
import { fixture } from './testing/fixture'
import { type Expectation, verifyPlan } from './verify'

/** What verification says about a plan of our own making, which claims to change only the title. */
async function verdict(
  original: Uint8Array,
  splices: readonly Splice[],
  expected: Partial<Expectation> = {},
  noAudio = false,
) {
  const access = accessBytes(original)
  const sniffed = sniff(access)
  const layout = sniffed && openLayout(access, sniffed)
  if (sniffed === undefined || layout === undefined) throw new Error('no layout')
  const plan: SavePlan = { size: original.length, splices, audio: noAudio ? [] : layout.audio }
  const values = layout.tags[0]?.values ?? {}
  const problem = await verifyPlan(
    { access, kind: sniffed.kind, layout, path: '/music/song' },
    plan,
    { fields: ['title'], values, pictures: [], picturesChange: false, ...expected },
    [],
  )
  return problem === undefined ? undefined : `${problem.code} ${problem.params['reason']}`
}

const find = (bytes: Uint8Array, text: string) => Buffer.from(bytes).indexOf(Buffer.from(text, 'latin1'))
const poke = (at: number, ...insert: readonly number[]): Splice => ({
  at,
  remove: insert.length,
  insert: Uint8Array.from(insert),
})

describe('verification', () => {
  it('has nothing against a plan that does what it says', async () => {
    expect(await verdict(fixture('v24.mp3'), [])).toBeUndefined()
  })

  it('sees a frame that is lost or changed while a tag becomes another version', async () => {
    const tag = tagBytes(4, [frame24('TIT2', text('x')), frame24('PRIV', fromLatin1('o\0x'))])
    const mp3 = concat([tag, fixture('plain.mp3')])
    const becomes = (...frames: readonly Uint8Array[]) =>
      verdict(mp3, [{ at: 0, remove: tag.length, insert: tagBytes(3, frames) }], { converts: true })
    const title = frame23('TIT2', text('x'))
    expect(await becomes(title, frame23('PRIV', fromLatin1('o\0x')))).toBeUndefined()
    expect(await becomes(frame23('PRIV', fromLatin1('o\0x')), frame23('TIT2', utf16('x')))).toBeUndefined()
    expect(await becomes(title)).toBe('metadata.wouldLose ID3v2 PRIV')
    expect(await becomes(title, frame23('PRIV', fromLatin1('o\0y')))).toBe('metadata.wouldLose ID3v2 PRIV')
    const more = [title, frame23('PRIV', fromLatin1('o\0x')), frame23('PRIV', fromLatin1('p\0x'))]
    expect(await becomes(...more)).toBe('metadata.wouldLose ID3v2 PRIV')
  })

  it('sees a tag that goes without being asked to, and one that stays although it should go', async () => {
    const mp3 = fixture('v23-v1.mp3')
    const cut: Splice = { at: mp3.length - 128, remove: 128, insert: new Uint8Array() }
    expect(await verdict(mp3, [cut])).toBe('metadata.wouldLose ID3v1')
    expect(await verdict(mp3, [cut], { removes: ['ID3v1'] })).toBeUndefined()
    expect(await verdict(mp3, [], { removes: ['ID3v1'] })).toBe('metadata.notVerified ID3v1')
    expect(await verdict(mp3, [], { adds: ['APEv2'] })).toBe('metadata.notVerified APEv2')
  })

  it('sees a frame that is lost or changed', async () => {
    const mp3 = fixture('v24.mp3')
    const frame = find(mp3, 'TLEN') >= 0 ? 'TLEN' : 'TCOM'
    expect(await verdict(mp3, [poke(find(mp3, frame), 0x5a)])).toMatch(/wouldLose|notVerified/)
    const priv = concat([fromLatin1('PRIV'), fromUint32(4), fromUint16(0), fromLatin1('ow\0x')])
    const tag = concat([fromLatin1('ID3'), Uint8Array.of(3, 0, 0, 0, 0, 0, priv.length), priv])
    const withPriv = concat([tag, fixture('plain.mp3')])
    expect(await verdict(withPriv, [])).toBeUndefined()
    expect(await verdict(withPriv, [poke(tag.length - 1, 0x79)])).toBe('metadata.wouldLose ID3v2 PRIV')
    expect(await verdict(withPriv, [poke(10, 0x51)])).toBe('metadata.wouldLose ID3v2 PRIV')
    const gone: Splice = { at: 0, remove: tag.length, insert: new Uint8Array() }
    expect(await verdict(withPriv, [gone])).toBe('metadata.wouldLose ID3v2 PRIV')
    expect(await verdict(fixture('plain.mp3'), [{ at: 0, remove: 0, insert: tag }])).toBe(
      'metadata.wouldLose ID3v2 PRIV',
    )
  })

  it('sees a value that is not the wanted one, and a picture that should not be there', async () => {
    const mp3 = fixture('v24.mp3')
    expect(await verdict(mp3, [], { values: { title: ['Other'] } })).toBe('metadata.notVerified title')
    const picture = { hash: 'a', type: 3, mime: '', description: '', sizeBytes: 1, width: 0, height: 0 }
    expect(await verdict(mp3, [], { pictures: [picture] })).toBe('metadata.notVerified pictures')
  })

  it('sees a comment, a block, a box and a chunk that changed', async () => {
    const flac = fixture('tagged.flac')
    expect(await verdict(flac, [poke(find(flac, 'ffmpeg'), 0x58)])).toBe('metadata.wouldLose vendor')
    expect(await verdict(flac, [poke(20, 1)])).toMatch(/wouldLose FLAC block of type 0|notVerified/)
    const ogg = fixture('tagged.ogg')
    expect(await verdict(ogg, [poke(find(ogg, 'ffmpeg'), 0x58)])).toBe('metadata.wouldLose vendor')
    const m4a = fixture('tagged.m4a')
    expect(await verdict(m4a, [poke(find(m4a, 'esds') + 10, 1)])).toMatch(
      /wouldLose moov.trak.mdia.minf.stbl.stsd/,
    )
    expect(await verdict(m4a, [poke(find(m4a, 'stco') + 12, 0, 0, 9, 9)])).toBe('metadata.notVerified sound')
    const wav = concat([fixture('plain.wav'), fromLatin1('abcd'), Uint8Array.of(2, 0, 0, 0, 7, 7)])
    wav.set(Buffer.from(Uint32Array.of(wav.length - 8).buffer), 4)
    expect(await verdict(wav, [poke(wav.length - 1, 8)])).toBe('metadata.wouldLose chunk abcd')
  })

  it('sees sound that is touched, shortened or moved', async () => {
    for (const name of ['v24.mp3', 'tagged.flac', 'tagged.m4a', 'plain.wav']) {
      const bytes = fixture(name)
      const layout = openLayout(accessBytes(bytes), sniff(accessBytes(bytes)) ?? { kind: 'mpeg', start: 0 })
      const end = layout?.audio[0]?.end ?? 0
      expect(await verdict(bytes, [poke(end - 20, 1, 2, 3)])).toBe(
        'metadata.notVerified a splice touches the audio',
      )
      // Also when the plan does not say where the sound is.
      const shorter: Splice = { at: end - 20, remove: 4, insert: new Uint8Array() }
      expect(await verdict(bytes, [shorter], {}, true)).toMatch(/^metadata\.(notVerified|wouldLose)/)
    }
    const ogg = fixture('tagged.ogg')
    expect(await verdict(ogg, [poke(ogg.length - 50, 1, 2, 3)])).toBe('metadata.notVerified sound')
    const renumbered = ogg.lastIndexOf(0x4f, ogg.length - 30)
    expect(await verdict(ogg, [poke(renumbered + 6, 9, 9)])).toMatch(/notVerified/)
  })

  it('sees a file that is no longer what it was', async () => {
    expect(await verdict(fixture('tagged.flac'), [poke(0, 0x51)])).toBe(
      'metadata.notVerified another kind of file',
    )
    const flac = fixture('tagged.flac')
    expect(await verdict(flac, [poke(find(flac, 'composer=') - 4, 255, 255, 255, 255)])).toMatch(
      /notVerified|wouldLose/,
    )
    const twice: readonly Splice[] = [poke(5, 1), poke(5, 1)]
    expect(await verdict(flac, twice)).toMatch(/overlap/)
  })
})

describe('hostile files', () => {
  const size24 = (size: number) => Uint8Array.of((size >> 16) & 255, (size >> 8) & 255, size & 255)
  const cases: Readonly<Record<string, () => Uint8Array>> = {
    'a FLAC with four thousand million comments': () => {
      const flac = fixture('tagged.flac').slice()
      flac.set([255, 255, 255, 255], find(flac, 'title=') - 8)
      return flac
    },
    'a FLAC with half a million empty blocks': () =>
      concat([
        fixture('plain.flac').subarray(0, 42),
        new Uint8Array(2_000_000).map((_, index) => (index % 4 === 0 ? 2 : 0)),
      ]),
    'a WAV with half a million empty chunks': () => {
      const body = new Uint8Array(4_000_000).map((_, index) => (index % 8 < 4 ? 0x61 : 0))
      return concat([fixture('plain.wav').subarray(0, 36), body])
    },
    'ten megabytes of sync bytes': () => new Uint8Array(10_000_000).fill(0xff),
    'an MP4 nested ten thousand deep': () => {
      const header = (depth: number) => concat([fromUint32((10_001 - depth) * 8), fromLatin1('moov')])
      return concat([
        fromUint32(8),
        fromLatin1('ftyp'),
        ...Array.from({ length: 10_000 }, (_, depth) => header(depth + 1)),
      ])
    },
    'an ID3v2 tag of frames of no size': () => {
      const frames = concat(
        Array.from({ length: 50_000 }, () => concat([fromLatin1('TIT2'), new Uint8Array(6)])),
      )
      const size = Uint8Array.of(
        (frames.length >> 21) & 127,
        (frames.length >> 14) & 127,
        (frames.length >> 7) & 127,
        frames.length & 127,
      )
      return concat([fromLatin1('ID3'), Uint8Array.of(3, 0, 0), size, frames, fixture('plain.mp3')])
    },
    'a FLAC picture that claims to be larger than its block': () => {
      const body = concat([fromUint32(3), fromUint32(0xffffffff), fromUtf8('x'.repeat(32))])
      const block = concat([Uint8Array.of(6), size24(body.length), body])
      const flac = fixture('tagged.flac')
      return concat([flac.subarray(0, 42), block, flac.subarray(42)])
    },
  }

  it.each(Object.entries(cases))('%s comes to an end, and is never damaged', async (_, make) => {
    const { MetadataReader } = await import('./reader')
    const { MetadataWriter } = await import('./writer')
    const bytes = make()
    const read = await new MetadataReader().readFrom(accessBytes(bytes), 'a')
    const planned = await new MetadataWriter({ opinions: [] }).plan(
      accessBytes(bytes),
      { values: { title: ['x'] } },
      'a',
    )
    expect(typeof read.ok).toBe('boolean')
    expect(typeof planned.ok).toBe('boolean')
  })
})
